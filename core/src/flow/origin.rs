//! Where flows come from: an app that begins one, or a record of one that began before.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::driver::{Flow, Tools};
use super::machine::Stage;
use super::record::{FlowKind, FlowRecord};
use super::signals::Risk;
use super::state::{Life, State};
use super::{reset_password, sign_in, sign_up};
use crate::exchange::{Given, Terms};
use crate::ids::{Revision, of_a_new_flow};

impl Flow {
    /// A flow at its first stage, not begun yet.
    pub(crate) fn new(tools: Arc<Tools>, terms: Terms, kind: FlowKind, given: Given) -> Self {
        let now = tools.base.clock.now();
        let state = State {
            life: Life::Live,
            revision: Revision::NONE,
            stage: first(kind),
            shown: None,
            since: now,
            expires_at: now.plus(tools.lifetime),
            pending: None,
            durable: false,
            given,
            held: None,
            raised: None,
            codes: Vec::new(),
            chosen: Vec::new(),
            end_told: false,
        };
        let (id, correlation_id) = of_a_new_flow();
        let risk = tools.signals.is_some().then(Risk::begins);
        Self {
            id,
            correlation_id,
            tools,
            terms,
            risk,
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
            step_up: record.step_up,
            account: record.account.clone(),
            max_age: record.max_age,
            recovery: record.recovery,
            ..terms.clone()
        };
        let (id, correlation_id) = (record.id, record.correlation_id);
        let resumes = |signals| Risk::resumes(signals, record.risk_session);
        let risk = tools.signals.as_ref().map(resumes);
        let state = State::from_record(record).into();
        Self {
            id,
            correlation_id,
            tools,
            terms,
            risk,
            busy: AtomicBool::new(false),
            state,
        }
    }
}

const fn first(kind: FlowKind) -> Stage {
    match kind {
        FlowKind::SignIn => Stage::SignIn(sign_in::Stage::Idle),
        FlowKind::SignUp => Stage::SignUp(sign_up::Stage::Idle),
        FlowKind::ResetPassword => Stage::ResetPassword(reset_password::Stage::Idle),
    }
}
