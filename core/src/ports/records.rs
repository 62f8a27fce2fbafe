//! The records port: bytes by key.

use super::BoxFuture;

/// Keeps records for the core. They are sealed before they arrive here, so any place that
/// survives the process will do; keep them out of backups all the same.
///
/// Keys are short, made of `a-z`, `0-9` and `-`, and tell nothing about a person.
pub trait Records: Send + Sync {
    /// Stores `bytes` under `key` in one piece: a reader sees the old record or the new one.
    fn save(&self, key: &str, bytes: Vec<u8>) -> BoxFuture<'_, Result<(), RecordsFault>>;

    /// The record under `key`, if there is one.
    fn load(&self, key: &str) -> BoxFuture<'_, Result<Option<Vec<u8>>, RecordsFault>>;

    /// Removes the record under `key`; fine when there is none.
    fn delete(&self, key: &str) -> BoxFuture<'_, Result<(), RecordsFault>>;

    /// The keys that begin with `prefix`, in any order.
    fn list(&self, prefix: &str) -> BoxFuture<'_, Result<Vec<String>, RecordsFault>>;
}

/// Why the records could not be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecordsFault {
    /// Not now: the device is locked, and the place opens with it.
    #[error("the record store is locked")]
    Locked,
    /// Reading or writing failed.
    #[error("the record store failed")]
    Failed,
}
