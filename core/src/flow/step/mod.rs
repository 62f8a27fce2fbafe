//! The steps of a flow as an app sees them: plain data, and a reply object where a reply is due.

mod kind;
mod reset_password;
mod sign_in;
mod sign_up;
mod waiting;

pub use kind::StepKind;
pub use reset_password::ResetPasswordStep;
pub use sign_in::SignInStep;
pub use sign_up::SignUpStep;
pub use waiting::WaitingFlow;

use std::sync::MutexGuard;

use super::driver::Flow;
use super::state::{Life, State};
use crate::error::Error;
use crate::fault::{Cause, Fault};

impl Flow {
    /// The state of a flow that a person may look at.
    ///
    /// # Errors
    /// Why there is nothing to look at.
    fn seen(&self) -> Result<MutexGuard<'_, State>, Error> {
        if self.is_expired() {
            return Err(self.error(Cause::FlowExpired));
        }
        let state = self.state();
        let gone = match state.life {
            Life::Live | Life::SignedIn(_) => return Ok(state),
            Life::Over => Cause::Finished,
            Life::Cancelled => Cause::Cancelled,
            Life::Expired => Cause::FlowExpired,
        };
        Err(self.error(gone))
    }

    /// Why a sign-up or a reset has no step: it has gone on to its sign-in, or not begun.
    fn has_no_step(&self, state: &State) -> Error {
        let has_gone_on = state.shown.is_some() || matches!(state.life, Life::SignedIn(_));
        self.error(if has_gone_on {
            Cause::Finished
        } else {
            Cause::NotStarted
        })
    }

    pub(super) fn error(&self, cause: Cause) -> Error {
        Fault::from(cause).into_error(Some(self.correlation_id))
    }
}
