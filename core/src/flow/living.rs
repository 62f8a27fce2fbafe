//! The flows that are alive in this process: one object per flow, however often it is resumed, so
//! that its calls exclude each other and a cancel reaches all of its handles.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::driver::Flow;
use crate::ids::FlowId;

/// The flows of one client that somebody holds.
#[derive(Default)]
pub(crate) struct Living(Mutex<HashMap<FlowId, Weak<Flow>>>);

impl Living {
    /// The flow `id`, if it is alive and has not ended.
    pub(crate) fn find(&self, id: FlowId) -> Option<Arc<Flow>> {
        let flows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        flows.get(&id)?.upgrade().filter(|flow| flow.is_live())
    }

    /// Takes in `flow`, unless it is here already: then gives the one that is.
    pub(crate) fn adopt(&self, flow: Flow) -> Arc<Flow> {
        let mut flows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        flows.retain(|_, flow| flow.strong_count() > 0);
        let known = flows.get(&flow.id).and_then(Weak::upgrade);
        if let Some(known) = known.filter(|flow| flow.is_live()) {
            return known;
        }
        let flow = Arc::new(flow);
        flows.insert(flow.id, Arc::downgrade(&flow));
        flow
    }
}
