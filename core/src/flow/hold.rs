//! A call that waits for the proof of a challenge: what the driver does beside the stage.

use super::driver::Flow;
use super::machine::{Input, Stage};
use super::state::{State, Turn};
use crate::challenge::RiskChallenge;
use crate::error::Error;
use crate::exchange::Ask;
use crate::fault::{Cause, Fault};
use crate::ids::Revision;
use crate::secret::Secret;

impl Flow {
    /// Has `ask` wait until `challenge` is solved, whoever wants that: something in front of the
    /// service, or the provider's software in the app before anything was sent. `is_proved` says whether it
    /// went with the proof of an earlier one.
    pub(super) async fn hold(
        &self,
        ask: Ask,
        challenge: RiskChallenge,
        is_proved: bool,
    ) -> Result<(), Fault> {
        let held_up = self.state().held_up(ask, challenge, is_proved);
        self.publish(held_up).await
    }

    /// Gives up the call that waits at the step `at`, and goes back to where it was made.
    pub(super) async fn go_back(&self, at: Revision) -> Result<(), Error> {
        let _delivery = self.tools.base.outbox.delivery();
        self.try_go_back(at)
            .await
            .map_err(|fault| fault.into_error(Some(self.correlation_id)))
    }

    async fn try_go_back(&self, at: Revision) -> Result<(), Fault> {
        let _turn = Turn::take(&self.busy)?;
        let now = self.tools.base.clock.now();
        let admitted = self.admit(&mut self.state(), Some(at), now);
        if let Err(fault) = admitted {
            return Err(self.not_admitted(fault).await);
        }
        let behind = self.state().behind()?;
        self.publish(behind).await
    }
}

impl State {
    /// The stage of a call that waits.
    fn held_up(&mut self, ask: Ask, challenge: RiskChallenge, is_proved: bool) -> Stage {
        self.held = Some(ask);
        self.stage.clone().held_up(challenge, is_proved)
    }

    /// The stage where the call that waits was made.
    fn behind(&self) -> Result<Stage, Cause> {
        match &self.stage {
            Stage::Verification(stage) => Ok((*stage.behind).clone()),
            _ => Err(Cause::NotHere),
        }
    }

    /// What the person did, with the ask that waits for it.
    pub(super) fn with_held(&self, input: Input) -> Input {
        match input {
            Input::Proof { proof, .. } => Input::Proof {
                proof,
                held: self.held.clone().map(Box::new),
            },
            other => other,
        }
    }
}

impl Input {
    /// The proof that goes with the call.
    pub(super) fn proof(&self) -> Option<Secret> {
        match self {
            Self::Proof { proof, .. } => proof.clone(),
            _ => None,
        }
    }
}
