//! What is left of flows that have ended: their records, until they are removed. A store that was
//! locked and a call that was dropped must not leave a flow that can be resumed.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::driver::Tools;
use super::saved;
use crate::ids::FlowId;

/// The flows of one client that have ended and whose records may be there yet.
#[derive(Default)]
pub(crate) struct Remains(Mutex<Vec<FlowId>>);

impl Remains {
    pub(super) fn note(&self, id: FlowId) {
        let mut flows = self.flows();
        if !flows.contains(&id) {
            flows.push(id);
        }
    }

    /// Whether the flow `id` has ended, and its record may be there yet.
    pub(crate) fn hold(&self, id: FlowId) -> bool {
        self.flows().contains(&id)
    }

    fn flows(&self) -> MutexGuard<'_, Vec<FlowId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tools {
    /// Removes what is left of flows that have ended. What they ended in is saved before.
    pub(crate) async fn tidy(&self) {
        let left: Vec<FlowId> = self.remains.flows().clone();
        if left.is_empty() {
            return;
        }
        self.sessions.settle().await;
        for id in left {
            if saved::delete(&self.base.archive, id).await {
                self.remains.flows().retain(|other| *other != id);
            }
        }
    }
}
