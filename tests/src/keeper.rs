//! Records that forget nothing.

use std::sync::{Mutex, PoisonError};

use doorstep::ports::BoxFuture;
use doorstep::ports::records::{Records, RecordsFault};
use doorstep::store::MemoryRecords;

/// Records in memory that also keep whatever was ever saved, overwritten or deleted.
#[derive(Default)]
pub struct Keeper {
    inner: MemoryRecords,
    saved: Mutex<Vec<(String, Vec<u8>)>>,
}

impl Keeper {
    /// The names and the bytes of everything that was ever saved, oldest first.
    pub fn saved(&self) -> Vec<(String, Vec<u8>)> {
        let saved = self.saved.lock().unwrap_or_else(PoisonError::into_inner);
        saved.clone()
    }
}

impl Records for Keeper {
    fn save(&self, key: &str, bytes: Vec<u8>) -> BoxFuture<'_, Result<(), RecordsFault>> {
        let mut saved = self.saved.lock().unwrap_or_else(PoisonError::into_inner);
        saved.push((key.to_owned(), bytes.clone()));
        self.inner.save(key, bytes)
    }

    fn load(&self, key: &str) -> BoxFuture<'_, Result<Option<Vec<u8>>, RecordsFault>> {
        self.inner.load(key)
    }

    fn delete(&self, key: &str) -> BoxFuture<'_, Result<(), RecordsFault>> {
        self.inner.delete(key)
    }

    fn list(&self, prefix: &str) -> BoxFuture<'_, Result<Vec<String>, RecordsFault>> {
        self.inner.list(prefix)
    }
}
