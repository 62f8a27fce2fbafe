//! How a flow stands, for whoever holds it.

use std::sync::atomic::Ordering;

use super::driver::Flow;
use super::machine::Stage;
use super::record::FlowKind;
use super::state::Life;

impl Flow {
    /// Whether the flow stands where a sign-in leads on from another one.
    pub(super) fn waits_for_sign_in(&self) -> bool {
        let state = self.state();
        matches!(state.life, Life::Live) && matches!(state.shown, Some(Stage::SignInAfter(_)))
    }

    /// What the flow is for, at present: a sign-up goes on as a sign-in.
    pub(crate) fn kind(&self) -> FlowKind {
        self.state().stage.kind_of_flow()
    }

    /// Whether the flow still takes calls.
    pub(crate) fn is_live(&self) -> bool {
        matches!(self.state().life, Life::Live)
    }

    /// Whether the flow has waited too long. The next call ends it and removes its record.
    pub(super) fn is_expired(&self) -> bool {
        let now = self.tools.base.clock.now();
        self.state().is_expired(now)
    }

    pub(super) fn is_busy(&self) -> bool {
        self.busy.load(Ordering::Acquire)
    }
}
