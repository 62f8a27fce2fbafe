//! A vault and records that can be locked, lose their key, and be slow.

use std::future::{poll_fn, ready};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;

use super::world::ready as run;
use crate::ports::BoxFuture;
use crate::ports::records::{Records, RecordsFault};
use crate::ports::vault::{DataKey, Vault, VaultAnswer, VaultLocked};
use crate::store::MemoryRecords;

#[derive(Default)]
pub(super) struct TestVault {
    key: Mutex<Option<DataKey>>,
    locked: AtomicBool,
    invalidated: AtomicBool,
}

impl TestVault {
    pub(super) fn lock(&self, locked: bool) {
        self.locked.store(locked, Ordering::SeqCst);
    }

    /// Loses the key; it says so until a new one is stored.
    pub(super) fn lose_key(&self) {
        self.invalidated.store(true, Ordering::SeqCst);
    }
}

impl Vault for TestVault {
    fn data_key(&self) -> BoxFuture<'_, VaultAnswer> {
        let answer = if self.locked.load(Ordering::SeqCst) {
            VaultAnswer::Locked
        } else if self.invalidated.load(Ordering::SeqCst) {
            VaultAnswer::Invalidated
        } else {
            let key = self.key.lock().unwrap().clone();
            key.map_or(VaultAnswer::Missing, VaultAnswer::Key)
        };
        Box::pin(ready(answer))
    }

    fn store_data_key(&self, key: DataKey) -> BoxFuture<'_, Result<(), VaultLocked>> {
        if self.locked.load(Ordering::SeqCst) {
            return Box::pin(ready(Err(VaultLocked)));
        }
        let mut kept = self.key.lock().unwrap();
        if self.invalidated.swap(false, Ordering::SeqCst) || kept.is_none() {
            *kept = Some(key);
        }
        Box::pin(ready(Ok(())))
    }
}

#[derive(Default)]
pub(super) struct TestRecords {
    kept: MemoryRecords,
    locked: AtomicBool,
    slow: AtomicBool,
    full: AtomicBool,
    /// Keys that begin so can't be read.
    unreadable: Mutex<Option<&'static str>>,
    /// What was saved, oldest first.
    saved: Mutex<Vec<String>>,
}

impl TestRecords {
    pub(super) fn lock(&self, locked: bool) {
        self.locked.store(locked, Ordering::SeqCst);
    }

    /// Holds what is to be saved until it is let go.
    pub(super) fn slow(&self, slow: bool) {
        self.slow.store(slow, Ordering::SeqCst);
    }

    /// Has no room for anything that is to be saved.
    pub(super) fn fail_saves(&self, full: bool) {
        self.full.store(full, Ordering::SeqCst);
    }

    /// Gives no record whose key begins with `prefix`.
    pub(super) fn lock_away(&self, prefix: Option<&'static str>) {
        *self.unreadable.lock().unwrap() = prefix;
    }

    pub(super) fn keys(&self, prefix: &str) -> Vec<String> {
        run(self.kept.list(prefix)).unwrap()
    }

    pub(super) fn damage(&self, key: &str) {
        let mut bytes = self.bytes(key);
        *bytes.last_mut().unwrap() ^= 1;
        run(self.kept.save(key, bytes)).unwrap();
    }

    pub(super) fn bytes(&self, key: &str) -> Vec<u8> {
        run(self.kept.load(key)).unwrap().unwrap()
    }

    pub(super) fn saves(&self) -> usize {
        self.saved.lock().unwrap().len()
    }

    fn fault<T: Send + 'static>(&self) -> Option<BoxFuture<'_, Result<T, RecordsFault>>> {
        let locked = self.locked.load(Ordering::SeqCst);
        locked.then(|| {
            let fault: BoxFuture<'_, _> = Box::pin(ready(Err(RecordsFault::Locked)));
            fault
        })
    }
}

impl Records for TestRecords {
    fn save(&self, key: &str, bytes: Vec<u8>) -> BoxFuture<'_, Result<(), RecordsFault>> {
        if let Some(fault) = self.fault() {
            return fault;
        }
        if self.full.load(Ordering::SeqCst) {
            return Box::pin(ready(Err(RecordsFault::Failed)));
        }
        let key = key.to_owned();
        Box::pin(async move {
            poll_fn(|_| {
                if self.slow.load(Ordering::SeqCst) {
                    Poll::Pending
                } else {
                    Poll::Ready(())
                }
            })
            .await;
            self.saved.lock().unwrap().push(key.clone());
            self.kept.save(&key, bytes).await
        })
    }

    fn load(&self, key: &str) -> BoxFuture<'_, Result<Option<Vec<u8>>, RecordsFault>> {
        let unreadable = *self.unreadable.lock().unwrap();
        if unreadable.is_some_and(|prefix| key.starts_with(prefix)) {
            return Box::pin(ready(Err(RecordsFault::Locked)));
        }
        self.fault().unwrap_or_else(|| self.kept.load(key))
    }

    fn delete(&self, key: &str) -> BoxFuture<'_, Result<(), RecordsFault>> {
        self.fault().unwrap_or_else(|| self.kept.delete(key))
    }

    fn list(&self, prefix: &str) -> BoxFuture<'_, Result<Vec<String>, RecordsFault>> {
        self.fault().unwrap_or_else(|| self.kept.list(prefix))
    }
}
