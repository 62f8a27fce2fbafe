//! Records and a vault that live as long as the process.

use std::collections::BTreeMap;
use std::future::ready;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::ports::BoxFuture;
use crate::ports::records::{Records, RecordsFault};
use crate::ports::vault::{DataKey, Vault, VaultAnswer, VaultLocked};

/// Records in memory: nothing survives the process. Share one between two clients to have the
/// second resume what the first began.
#[derive(Debug, Default)]
pub struct MemoryRecords(Mutex<BTreeMap<String, Vec<u8>>>);

impl MemoryRecords {
    fn records(&self) -> MutexGuard<'_, BTreeMap<String, Vec<u8>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Records for MemoryRecords {
    fn save(&self, key: &str, bytes: Vec<u8>) -> BoxFuture<'_, Result<(), RecordsFault>> {
        self.records().insert(key.to_owned(), bytes);
        Box::pin(ready(Ok(())))
    }

    fn load(&self, key: &str) -> BoxFuture<'_, Result<Option<Vec<u8>>, RecordsFault>> {
        let found = self.records().get(key).cloned();
        Box::pin(ready(Ok(found)))
    }

    fn delete(&self, key: &str) -> BoxFuture<'_, Result<(), RecordsFault>> {
        self.records().remove(key);
        Box::pin(ready(Ok(())))
    }

    fn list(&self, prefix: &str) -> BoxFuture<'_, Result<Vec<String>, RecordsFault>> {
        let found = self
            .records()
            .keys()
            .filter(|key| key.starts_with(prefix))
            .cloned()
            .collect();
        Box::pin(ready(Ok(found)))
    }
}

/// A vault in memory.
#[derive(Debug, Default)]
pub struct MemoryVault(Mutex<Option<DataKey>>);

impl Vault for MemoryVault {
    fn data_key(&self) -> BoxFuture<'_, VaultAnswer> {
        let key = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        Box::pin(ready(key.map_or(VaultAnswer::Missing, VaultAnswer::Key)))
    }

    fn store_data_key(&self, key: DataKey) -> BoxFuture<'_, Result<(), VaultLocked>> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get_or_insert(key);
        Box::pin(ready(Ok(())))
    }
}
