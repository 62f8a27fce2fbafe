//! Where flows come from: an app that begins one, or a record of one that began before.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::driver::{Flow, Tools};
use super::machine::Stage;
use super::record::FlowRecord;
use super::sign_in;
use super::state::{Life, State};
use crate::exchange::Terms;
use crate::ids::{CorrelationId, FlowId, Revision};
use crate::secret::Secret;

impl Flow {
    /// A sign-in that has not begun.
    pub(crate) fn sign_in(tools: Arc<Tools>, terms: Terms, password: Option<Secret>) -> Self {
        let now = tools.base.clock.now();
        let state = State {
            life: Life::Live,
            revision: Revision::NONE,
            stage: Stage::SignIn(sign_in::Stage::Idle),
            shown: None,
            since: now,
            expires_at: now.plus(tools.lifetime),
            pending: None,
            durable: false,
            on_hand: password,
        };
        let (id, correlation_id) = (FlowId::make_random(), CorrelationId::make_random());
        Self {
            id,
            correlation_id,
            tools,
            terms,
            busy: AtomicBool::new(false),
            state: state.into(),
        }
    }

    /// A flow as it was saved. `terms` are the client's; the flow's own replace theirs.
    pub(crate) fn restored(tools: Arc<Tools>, terms: &Terms, record: FlowRecord) -> Self {
        let terms = Terms {
            username: Some(record.username.clone()),
            scopes: record.scopes.clone(),
            claims: record.claims.clone(),
            ..terms.clone()
        };
        let (id, correlation_id) = (record.id, record.correlation_id);
        let state = State::from_record(record).into();
        Self {
            id,
            correlation_id,
            tools,
            terms,
            busy: AtomicBool::new(false),
            state,
        }
    }
}
