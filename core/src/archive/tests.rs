//! Which key is in force, where the vault says that there is none and then has one.

use std::collections::VecDeque;
use std::future::ready;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use serde::Serialize;

use super::{Archive, QUARANTINE, SESSIONS, Saved, write};
use crate::fault::Cause;
use crate::outbox::Outbox;
use crate::part::{Damaged, Tree};
use crate::ports::BoxFuture;
use crate::ports::records::Records as _;
use crate::ports::vault::{DataKey, Vault, VaultAnswer, VaultLocked};
use crate::store::MemoryRecords;

const NAME: &str = "session-1";

/// Gives its answers in their order, and keeps no key.
struct ScriptedVault(Mutex<VecDeque<VaultAnswer>>);

impl Vault for ScriptedVault {
    fn data_key(&self) -> BoxFuture<'_, VaultAnswer> {
        let answer = self.0.lock().unwrap().pop_front();
        Box::pin(ready(answer.expect("an answer for each question")))
    }

    fn store_data_key(&self, _: DataKey) -> BoxFuture<'_, Result<(), VaultLocked>> {
        Box::pin(ready(Ok(())))
    }
}

#[derive(Debug, PartialEq, Serialize)]
struct Note {
    schema: &'static str,
}

const NOTE: Note = Note { schema: "note.1" };

impl Saved for Note {
    fn read(schema: &str, _: Tree) -> Result<Option<Self>, Damaged> {
        Ok((schema == NOTE.schema).then_some(NOTE))
    }
}

fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(outcome) => outcome,
        Poll::Pending => panic!("the memory answers at once"),
    }
}

fn in_force() -> VaultAnswer {
    VaultAnswer::Key(DataKey::from_bytes([7; 32]))
}

fn archive<const N: usize>(records: &Arc<MemoryRecords>, answers: [VaultAnswer; N]) -> Archive {
    Archive::new(
        Arc::new(ScriptedVault(Mutex::new(answers.into()))),
        Arc::clone(records) as _,
        "owner".to_owned(),
        Arc::new(Outbox::new(None)),
    )
}

/// Records with one that is sealed with the key in force.
fn written() -> Arc<MemoryRecords> {
    let records = Arc::new(MemoryRecords::default());
    let draft = write(&NOTE, 64).unwrap();
    now(archive(&records, [in_force()]).save(NAME, 0, draft)).unwrap();
    records
}

fn count(records: &MemoryRecords, prefix: &str) -> usize {
    now(records.list(prefix)).unwrap().len()
}

#[test]
fn where_the_vault_keeps_another_key_nothing_is_set_aside() {
    for first in [VaultAnswer::Missing, VaultAnswer::Invalidated] {
        let records = written();
        let archive = archive(&records, [first, in_force()]);
        assert_eq!(now(archive.load::<Note>(NAME)), Ok(Some(NOTE)));
        assert_eq!(count(&records, QUARANTINE), 0);
    }
}

#[test]
fn where_the_vault_locks_before_it_says_which_key_it_keeps_nothing_is_set_aside() {
    let records = written();
    let answers = [VaultAnswer::Missing, VaultAnswer::Locked, in_force()];
    let archive = archive(&records, answers);
    assert_eq!(now(archive.load::<Note>(NAME)), Err(Cause::StoreLocked));
    assert_eq!(count(&records, SESSIONS), 1);
    assert_eq!(now(archive.load::<Note>(NAME)), Ok(Some(NOTE)));
    assert_eq!(count(&records, QUARANTINE), 0);
}
