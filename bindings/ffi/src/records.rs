//! Sealed records, kept by the host.

use std::sync::Arc;
use std::time::Duration;

use doorstep::ports::BoxFuture;
use doorstep::ports::records::{self, RecordsFault};

use crate::hook::{Hook, HookError, HookFault};

/// Keeps sealed bytes under short keys made of `a-z`, `0-9` and `-`.
#[uniffi::export(callback_interface)]
pub trait Records: Send + Sync {
    /// Stores `bytes` under `key` in one piece: a reader sees the old record or the new one.
    fn save(&self, key: String, bytes: Vec<u8>) -> Result<(), HookError>;

    /// The record under `key`, if there is one.
    fn load(&self, key: String) -> Result<Option<Vec<u8>>, HookError>;

    /// Removes the record under `key`; fine when there is none.
    fn delete(&self, key: String) -> Result<(), HookError>;

    /// The keys that begin with `prefix`, in any order.
    fn list(&self, prefix: String) -> Result<Vec<String>, HookError>;
}

/// The host's records, as the core's port.
pub(crate) struct HostRecords {
    host: Arc<dyn Records>,
    hook: Arc<Hook>,
}

impl HostRecords {
    pub(crate) fn new(host: Box<dyn Records>, patience: Duration) -> Self {
        let (host, hook) = (Arc::from(host), Hook::new("records", patience));
        Self { host, hook }
    }

    fn ask<T: Send + 'static>(
        &self,
        call: impl FnOnce(&dyn Records) -> Result<T, HookError> + Send + 'static,
    ) -> BoxFuture<'_, Result<T, RecordsFault>> {
        let host = Arc::clone(&self.host);
        Box::pin(async move {
            let answer = self.hook.ask(move || call(host.as_ref())).await;
            answer.map_err(|fault| match fault {
                HookFault::Locked => RecordsFault::Locked,
                HookFault::Failed | HookFault::Hung | HookFault::Unavailable => {
                    RecordsFault::Failed
                }
            })
        })
    }
}

impl records::Records for HostRecords {
    fn save(&self, key: &str, bytes: Vec<u8>) -> BoxFuture<'_, Result<(), RecordsFault>> {
        let key = key.to_owned();
        self.ask(move |host| host.save(key, bytes))
    }

    fn load(&self, key: &str) -> BoxFuture<'_, Result<Option<Vec<u8>>, RecordsFault>> {
        let key = key.to_owned();
        self.ask(move |host| host.load(key))
    }

    fn delete(&self, key: &str) -> BoxFuture<'_, Result<(), RecordsFault>> {
        let key = key.to_owned();
        self.ask(move |host| host.delete(key))
    }

    fn list(&self, prefix: &str) -> BoxFuture<'_, Result<Vec<String>, RecordsFault>> {
        let prefix = prefix.to_owned();
        self.ask(move |host| host.list(prefix))
    }
}
