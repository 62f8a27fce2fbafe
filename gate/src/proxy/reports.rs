//! Outcomes for providers: told beside the calls, never waited for, and dropped when too many wait.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::provider::{Outcome, Provider};
use crate::seal::Reference;

/// The most reports that wait.
const MOST: usize = 1024;

/// Where reports go in.
#[derive(Debug, Clone)]
pub(super) struct Reports(mpsc::Sender<(Reference, Outcome)>);

impl Reports {
    /// The way in, and the task that tells the providers one after another until nobody can report any more.
    pub(super) fn begin(providers: BTreeMap<String, Arc<dyn Provider>>) -> (Self, JoinHandle<()>) {
        let (sender, mut receiver) = mpsc::channel::<(Reference, Outcome)>(MOST);
        let task = tokio::spawn(async move {
            while let Some((reference, outcome)) = receiver.recv().await {
                let Some(provider) = providers.get(&reference.provider) else {
                    continue;
                };
                if let Err(failure) = provider.report(&reference.id, outcome).await {
                    tracing::warn!(provider = %reference.provider, ?outcome, ?failure, "an outcome was not reported");
                }
            }
        });
        (Self(sender), task)
    }

    pub(super) fn tell(&self, reference: &Reference, outcome: Outcome) {
        if self.0.try_send((reference.clone(), outcome)).is_err() {
            tracing::warn!(provider = %reference.provider, ?outcome, "too many outcomes wait to be reported");
        }
    }
}
