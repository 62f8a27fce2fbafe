//! The flows that are alive in this process: one object per flow, however often it is resumed, so
//! that its calls exclude each other and a cancel reaches all of its handles.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::driver::Flow;
use crate::ids::FlowId;

/// The flows of one client that somebody holds.
#[derive(Default)]
pub(crate) struct Living(Mutex<Vec<(FlowId, Weak<Flow>)>>);

impl Living {
    /// The flow `id`, if somebody holds it, ended or not.
    pub(crate) fn find(&self, id: FlowId) -> Option<Arc<Flow>> {
        let flows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held(&flows, id)
    }

    /// Whether the flow `id` is known to have ended. Its record may outlast it for a while: the
    /// store was locked, or the record is about to go.
    pub(crate) fn has_ended(&self, id: FlowId) -> bool {
        self.find(id).is_some_and(|flow| !flow.is_live())
    }

    /// Takes in `flow`, unless it is here already: then gives the one that is.
    pub(crate) fn adopt(&self, flow: Flow) -> Arc<Flow> {
        let mut flows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        flows.retain(|(_, flow)| flow.strong_count() > 0);
        if let Some(known) = held(&flows, flow.id) {
            return known;
        }
        let flow = Arc::new(flow);
        flows.push((flow.id, Arc::downgrade(&flow)));
        flow
    }
}

fn held(flows: &[(FlowId, Weak<Flow>)], id: FlowId) -> Option<Arc<Flow>> {
    let (_, flow) = flows.iter().find(|(known, _)| *known == id)?;
    flow.upgrade()
}
