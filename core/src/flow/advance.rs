//! The ways into the driver. Every handle and every reply goes through them, so what they await is boxed: the whole of
//! a call is there once, and not once in the future of each of them.

use super::driver::Flow;
use super::machine::Input;
use super::state::Life;
use crate::error::Error;
use crate::ids::Revision;

impl Flow {
    /// Begins the flow. Where it has begun already, sends nothing.
    pub(super) async fn start(&self) -> Result<(), Error> {
        let _delivery = self.tools.base.outbox.delivery();
        let given = {
            let now = self.tools.base.clock.now();
            let state = self.state();
            let has_begun = state.shown.is_some() || !matches!(state.life, Life::Live);
            if has_begun && !state.is_expired(now) {
                return Ok(());
            }
            state.given.clone()
        };
        self.advance(None, Input::Start { given }).await
    }

    /// Takes what the person did at the step `at`, and leads the flow to its next step.
    pub(super) async fn advance(&self, at: Option<Revision>, input: Input) -> Result<(), Error> {
        let _delivery = self.tools.base.outbox.delivery();
        let advanced = Box::pin(self.try_advance(at, input)).await;
        advanced.map_err(|fault| fault.into_error(Some(self.correlation_id)))
    }
}
