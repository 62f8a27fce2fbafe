//! A device: what survives when the app is killed.

use std::path::Path;
use std::sync::Arc;

use doorstep::ports::records::Records;
use doorstep::ports::vault::Vault;
use doorstep::store::{FileRecords, KeyFile, MemoryRecords, MemoryVault};
use doorstep::{Client, Clock, Config, FlowId, Ports, ResumedFlow, SignInFlow};

use crate::{Heard, Probe, TestClock};

/// The stores, the network and the clock of one device. Each [`Device::client`] is a process of
/// the app on it.
pub struct Device {
    /// The network.
    pub http: Arc<Probe>,
    /// The clock.
    pub clock: Arc<TestClock>,
    /// The key store.
    pub vault: Arc<dyn Vault>,
    /// The records.
    pub records: Arc<dyn Records>,
    /// What the core told of.
    pub heard: Arc<Heard>,
    /// The app's configuration.
    pub config: Config,
}

impl Device {
    /// A device that keeps everything in memory.
    pub fn in_memory(http: Arc<Probe>, clock: Arc<TestClock>, config: Config) -> Self {
        Self {
            http,
            clock,
            vault: Arc::new(MemoryVault::default()),
            records: Arc::new(MemoryRecords::default()),
            heard: Arc::default(),
            config,
        }
    }

    /// The same network and clock with other stores.
    #[must_use]
    pub fn with_stores(&self, vault: Arc<dyn Vault>, records: Arc<dyn Records>) -> Self {
        Self {
            http: Arc::clone(&self.http),
            clock: Arc::clone(&self.clock),
            heard: Arc::clone(&self.heard),
            config: self.config.clone(),
            vault,
            records,
        }
    }

    /// The same network and clock with its stores in files: the key in `folder/key/data-key`, the
    /// records in `folder/records`.
    #[must_use]
    pub fn in_files(&self, folder: &Path) -> Self {
        let vault = KeyFile::new(folder.join("key/data-key")).unwrap();
        let records = FileRecords::new(folder.join("records")).unwrap();
        self.with_stores(Arc::new(vault), Arc::new(records))
    }

    /// A process of the app.
    pub fn client(&self) -> Client {
        self.client_of(&self.config)
    }

    /// A process of an app that is set up differently.
    pub fn client_of(&self, config: &Config) -> Client {
        let ports = Ports {
            http: Arc::clone(&self.http) as _,
            vault: Arc::clone(&self.vault),
            records: Arc::clone(&self.records),
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            events: Some(Arc::clone(&self.heard) as _),
        };
        Client::new(config, ports)
    }

    /// The flow `id` in a new process of the app.
    pub async fn resumed(&self, id: FlowId) -> SignInFlow {
        match self.client().resume(id).await {
            Ok(ResumedFlow::SignIn(flow)) => flow,
            other => panic!("not resumed: {other:?}"),
        }
    }

    /// The flow `id`, of whatever kind, in a new process of the app.
    pub async fn resumed_as_it_is(&self, id: FlowId) -> ResumedFlow {
        self.client().resume(id).await.unwrap()
    }

    /// The names of the records that begin with `prefix`.
    pub async fn record_names(&self, prefix: &str) -> Vec<String> {
        self.records.list(prefix).await.unwrap()
    }
}
