//! Stores that a test locks, breaks and looks into.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use doorstep::ports::BoxFuture;
use doorstep::ports::records::{Records, RecordsFault};
use doorstep::ports::vault::{DataKey, Vault, VaultAnswer, VaultLocked};
use doorstep::store::MemoryRecords;

/// A vault that a test locks, or makes lose its key.
#[derive(Default)]
pub struct SwitchVault {
    state: Mutex<VaultState>,
    asked: AtomicU32,
}

#[derive(Default)]
struct VaultState {
    key: Option<DataKey>,
    locked: bool,
    invalidated: bool,
}

impl SwitchVault {
    /// Locks or unlocks it.
    pub fn lock(&self, locked: bool) {
        self.state().locked = locked;
    }

    /// The key is gone, as after a changed screen lock.
    pub fn invalidate(&self) {
        let mut state = self.state();
        state.key = None;
        state.invalidated = true;
    }

    /// The key is gone, and the vault does not remember that there was one.
    pub fn forget(&self) {
        self.state().key = None;
    }

    /// How often the key was asked for.
    pub fn asked(&self) -> u32 {
        self.asked.load(Ordering::Relaxed)
    }

    fn state(&self) -> MutexGuard<'_, VaultState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Vault for SwitchVault {
    fn data_key(&self) -> BoxFuture<'_, VaultAnswer> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let state = self.state();
        let answer = match &state.key {
            _ if state.locked => VaultAnswer::Locked,
            Some(key) => VaultAnswer::Key(key.clone()),
            None if state.invalidated => VaultAnswer::Invalidated,
            None => VaultAnswer::Missing,
        };
        Box::pin(std::future::ready(answer))
    }

    fn store_data_key(&self, key: DataKey) -> BoxFuture<'_, Result<(), VaultLocked>> {
        let mut state = self.state();
        let stored = if state.locked {
            Err(VaultLocked)
        } else {
            state.key = Some(key);
            state.invalidated = false;
            Ok(())
        };
        Box::pin(std::future::ready(stored))
    }
}

/// How [`SwitchRecords`] answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RecordsMode {
    /// As they should.
    #[default]
    Working,
    /// The device is locked.
    Locked,
    /// The disk is full, or worse.
    Failing,
}

/// Records that a test locks, breaks, reads and damages.
#[derive(Default)]
pub struct SwitchRecords {
    inner: MemoryRecords,
    mode: Mutex<RecordsMode>,
}

impl SwitchRecords {
    /// How they answer from now on.
    pub fn set(&self, mode: RecordsMode) {
        *self.mode.lock().unwrap_or_else(PoisonError::into_inner) = mode;
    }

    /// The bytes of every record that is there, whatever the mode.
    pub async fn all(&self) -> Vec<(String, Vec<u8>)> {
        let mut all = Vec::new();
        for name in self.inner.list("").await.unwrap() {
            let bytes = self.inner.load(&name).await.unwrap().unwrap();
            all.push((name, bytes));
        }
        all
    }

    /// Changes one byte in the middle of a record.
    pub async fn damage(&self, name: &str) {
        let mut bytes = self.inner.load(name).await.unwrap().unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        self.inner.save(name, bytes).await.unwrap();
    }

    /// Puts the bytes of one record in place of another.
    pub async fn copy(&self, from: &str, to: &str) {
        let bytes = self.inner.load(from).await.unwrap().unwrap();
        self.inner.save(to, bytes).await.unwrap();
    }

    fn refusal<T: Send + 'static>(&self) -> Option<BoxFuture<'static, Result<T, RecordsFault>>> {
        let mode = *self.mode.lock().unwrap_or_else(PoisonError::into_inner);
        let fault = match mode {
            RecordsMode::Working => return None,
            RecordsMode::Locked => RecordsFault::Locked,
            RecordsMode::Failing => RecordsFault::Failed,
        };
        Some(Box::pin(std::future::ready(Err(fault))))
    }
}

impl Records for SwitchRecords {
    fn save(&self, key: &str, bytes: Vec<u8>) -> BoxFuture<'_, Result<(), RecordsFault>> {
        self.refusal()
            .unwrap_or_else(|| self.inner.save(key, bytes))
    }

    fn load(&self, key: &str) -> BoxFuture<'_, Result<Option<Vec<u8>>, RecordsFault>> {
        self.refusal().unwrap_or_else(|| self.inner.load(key))
    }

    fn delete(&self, key: &str) -> BoxFuture<'_, Result<(), RecordsFault>> {
        self.refusal().unwrap_or_else(|| self.inner.delete(key))
    }

    fn list(&self, prefix: &str) -> BoxFuture<'_, Result<Vec<String>, RecordsFault>> {
        self.refusal().unwrap_or_else(|| self.inner.list(prefix))
    }
}
