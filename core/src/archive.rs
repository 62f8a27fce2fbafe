//! Saved records: sealed with the vault's key, kept in the host's records.
//!
//! The rules of a store that is locked, or whose key is gone:
//! - *locked* never deletes, replaces or hides anything; it is an answer of its own;
//! - a record that can't be read is set aside under `quarantine-…` and reported once;
//! - when the key is gone for good, all records are set aside, a new key is made, and that is
//!   reported once.
//!
//! Clients may share a store: each one's records bear its mark, so that none takes another's for
//! damaged.

mod json;
mod names;
#[cfg(test)]
mod tests;

pub(crate) use json::Saved;
#[cfg(test)]
pub(crate) use json::part_of;
#[cfg(test)]
pub(crate) use json::read;

use std::sync::Arc;

use async_lock::Mutex;
use serde::Serialize;

use json::{Take, taken_to};
use names::{in_order, mark};

use crate::fault::Cause;
use crate::outbox::Outbox;
use crate::ports::events::{Event, SetAside};
use crate::ports::records::{Records, RecordsFault};
use crate::ports::vault::{DataKey, Vault, VaultAnswer};
use crate::seal::{self, Draft, Label};

/// The sealed records of one client.
pub(crate) struct Archive {
    vault: Arc<dyn Vault>,
    records: Arc<dyn Records>,
    owner: String,
    mark: String,
    key: Mutex<KeyState>,
    outbox: Arc<Outbox>,
}

enum KeyState {
    /// The vault was not asked, or could not answer.
    Unknown,
    Known(DataKey),
    /// A new key replaced one that is gone, and nobody was told yet.
    Replaced(DataKey),
}

/// What lay under a name.
enum Opened {
    /// A record, which was taken.
    Record,
    /// Nothing that can be read, and whether it could be set aside.
    Damaged { set_aside: Result<(), Cause> },
}

/// Kinds of records: the first part of their keys.
pub(crate) const FLOWS: &str = "flow-";
pub(crate) const SESSIONS: &str = "session-";
pub(crate) const CURRENT: &str = "current-";
const QUARANTINE: &str = "quarantine-";

impl Archive {
    /// `owner` says which client and tenant the records belong to.
    pub(crate) fn new(
        vault: Arc<dyn Vault>,
        records: Arc<dyn Records>,
        owner: String,
        outbox: Arc<Outbox>,
    ) -> Self {
        Self {
            vault,
            records,
            mark: mark(&owner),
            owner,
            key: Mutex::new(KeyState::Unknown),
            outbox,
        }
    }

    /// Saves `draft`, as [`write`] made it, under `name`.
    ///
    /// # Errors
    /// `StoreLocked`, `StoreFailed` or `NoRandomness`, or `RecordNewer` where a record of a higher
    /// revision is in place; it stays as it is.
    pub(crate) async fn save(&self, name: &str, revision: u64, draft: Draft) -> Result<(), Cause> {
        if revision > 0 {
            self.refuse_if_newer(name, revision).await?;
        }
        let (key, _) = self.key().await?;
        let sealed =
            seal::seal(&key, self.label(name), revision, draft).map_err(|_| Cause::NoRandomness)?;
        self.records
            .save(&self.place(name), sealed)
            .await
            .map_err(cause)
    }

    /// Another process may have taken the flow further: its record is not to be overwritten.
    async fn refuse_if_newer(&self, name: &str, revision: u64) -> Result<(), Cause> {
        let kept = self.records.load(&self.place(name)).await.map_err(cause)?;
        match kept.as_deref().and_then(seal::claimed_revision) {
            Some(newer) if newer > revision => Err(Cause::RecordNewer),
            Some(_) | None => Ok(()),
        }
    }

    /// The record under `name`, if there is one.
    ///
    /// # Errors
    /// `StoreLocked` or `StoreFailed`, or, once, `RecordDamaged` or `KeyInvalidated`.
    pub(crate) async fn load<T: Saved>(&self, name: &str) -> Result<Option<T>, Cause> {
        let mut found = Vec::new();
        let opened = self.open(name, &mut taken_to(&mut found)).await?;
        match opened {
            Some(Opened::Damaged { set_aside }) => set_aside.and(Err(Cause::RecordDamaged)),
            Some(Opened::Record) | None => Ok(found.pop()),
        }
    }

    /// Has `take` read what lies under a name: once for all kinds of records.
    async fn open(&self, name: &str, take: Take<'_>) -> Result<Option<Opened>, Cause> {
        let key = self.told_key().await?;
        let place = self.place(name);
        let Some(sealed) = self.records.load(&place).await.map_err(cause)? else {
            return Ok(None);
        };
        let plain = seal::open(&key, self.label(name), &sealed).ok();
        if plain.is_some_and(|plain| json::read_with(&plain, take)) {
            return Ok(Some(Opened::Record));
        }
        let set_aside = self.set_aside(&place).await;
        self.tell_set_aside(SetAside::Damaged, usize::from(set_aside.is_ok()));
        Ok(Some(Opened::Damaged { set_aside }))
    }

    /// Every record whose name begins with `prefix`. Damaged ones are set aside, which is told
    /// once: the next call gives the others. One that can't even be set aside is left out.
    ///
    /// # Errors
    /// `StoreLocked` or `StoreFailed`, or, once, `RecordDamaged` or `KeyInvalidated`.
    pub(crate) async fn load_all<T: Saved>(&self, prefix: &str) -> Result<Vec<T>, Cause> {
        let mut found = Vec::new();
        self.open_all(prefix, &mut taken_to(&mut found)).await?;
        Ok(found)
    }

    async fn open_all(&self, prefix: &str, take: Take<'_>) -> Result<(), Cause> {
        self.told_key().await?;
        let own = self.place(prefix);
        let places = in_order(self.records.list(&own).await.map_err(cause)?);
        let mut damaged = false;
        for id in places.iter().filter_map(|place| place.strip_prefix(&own)) {
            match self.open(&format!("{prefix}{id}"), take).await? {
                Some(Opened::Damaged { set_aside }) => damaged |= set_aside.is_ok(),
                Some(Opened::Record) | None => {}
            }
        }
        if damaged {
            return Err(Cause::RecordDamaged);
        }
        Ok(())
    }

    /// Removes the record under `name`.
    ///
    /// # Errors
    /// `StoreLocked` or `StoreFailed`.
    pub(crate) async fn delete(&self, name: &str) -> Result<(), Cause> {
        self.records.delete(&self.place(name)).await.map_err(cause)
    }

    /// The key, and an error the first time after it was replaced.
    async fn told_key(&self) -> Result<DataKey, Cause> {
        let (key, replaced) = self.key().await?;
        if replaced {
            *self.key.lock().await = KeyState::Known(key);
            return Err(Cause::KeyInvalidated);
        }
        Ok(key)
    }

    /// The key, and whether it replaced one that is gone without anybody having been told.
    async fn key(&self) -> Result<(DataKey, bool), Cause> {
        let mut state = self.key.lock().await;
        match &*state {
            KeyState::Known(key) => return Ok((key.clone(), false)),
            KeyState::Replaced(key) => return Ok((key.clone(), true)),
            KeyState::Unknown => {}
        }
        match self.vault.data_key().await {
            VaultAnswer::Key(key) => {
                *state = KeyState::Known(key.clone());
                Ok((key, false))
            }
            VaultAnswer::Missing | VaultAnswer::Invalidated => {
                let (key, lost) = self.replace_key().await?;
                *state = if lost {
                    KeyState::Replaced(key.clone())
                } else {
                    KeyState::Known(key.clone())
                };
                Ok((key, lost))
            }
            VaultAnswer::Locked => Err(Cause::StoreLocked),
        }
    }

    /// Has a new key stored and gives the one in force, which is another's where another client or
    /// process was first, or where the former key is there after all. Records of a key that was
    /// replaced can never be opened again: they are set aside, and the answer says whether there
    /// were any. They are looked for first: once the new key is stored, nothing tells any more
    /// that there was another.
    async fn replace_key(&self) -> Result<(DataKey, bool), Cause> {
        let mut lost = Vec::new();
        for prefix in [FLOWS, SESSIONS, CURRENT] {
            lost.extend(self.records.list(prefix).await.map_err(cause)?);
        }
        let made = seal::make_key().map_err(|_| Cause::NoRandomness)?;
        self.vault
            .store_data_key(made.clone())
            .await
            .map_err(|_| Cause::StoreLocked)?;
        match self.vault.data_key().await {
            VaultAnswer::Key(key) if key != made => return Ok((key, false)),
            VaultAnswer::Locked => return Err(Cause::StoreLocked),
            VaultAnswer::Key(_) | VaultAnswer::Missing | VaultAnswer::Invalidated => {}
        }
        let mut count = 0;
        for place in &lost {
            // One that can't be moved now is damaged for whoever loads it, and set aside then.
            if self.set_aside(place).await.is_err() {
                break;
            }
            count += 1;
        }
        self.tell_set_aside(SetAside::KeyInvalidated, count);
        Ok((made, !lost.is_empty()))
    }

    async fn set_aside(&self, place: &str) -> Result<(), Cause> {
        if let Some(bytes) = self.records.load(place).await.map_err(cause)? {
            let aside = format!("{QUARANTINE}{place}");
            self.records.save(&aside, bytes).await.map_err(cause)?;
        }
        self.records.delete(place).await.map_err(cause)
    }

    fn tell_set_aside(&self, why: SetAside, count: usize) {
        if count > 0 {
            self.outbox.put(Event::RecordsSetAside { why, count });
        }
    }

    /// Where the record called `name` is kept: its kind, the client's mark, and the rest.
    fn place(&self, name: &str) -> String {
        let (kind, id) = name.split_once('-').unwrap_or((name, ""));
        format!("{kind}-{}-{id}", self.mark)
    }

    fn label<'a>(&'a self, name: &'a str) -> Label<'a> {
        Label {
            name,
            owner: &self.owner,
        }
    }
}

/// A record's plain form, to be sealed by [`Archive::save`]. It is made apart, so that a record
/// can be written from behind a lock that is not held while it is saved. `room` is the size that
/// it is expected to have.
///
/// # Errors
/// `StoreFailed` when the record can't be written as JSON.
pub(crate) fn write<T: Serialize>(record: &T, room: usize) -> Result<Draft, Cause> {
    Draft::write(room, |bytes| json::write(record, bytes)).map_err(|_| Cause::StoreFailed)
}

fn cause(fault: RecordsFault) -> Cause {
    match fault {
        RecordsFault::Locked => Cause::StoreLocked,
        RecordsFault::Failed => Cause::StoreFailed,
    }
}
