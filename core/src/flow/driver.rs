//! The driver: everything about a flow that is not a pure function of its stage.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::living::Living;
use super::machine::{self, Input, Next, Stage};
use super::record::FlowKind;
use super::remains::Remains;
use super::signals::Risk;
use super::state::{Life, State, Turn};
use crate::browser::RedirectUri;
use crate::challenge::{BrowserReason, BrowserReasonKind};
use crate::clock::Timestamp;
use crate::error::Landing;
use crate::exchange::{Ask, Reply, Terms, TokenGrant};
use crate::fault::{Cause, Fault};
use crate::ids::{CorrelationId, FlowId, Revision};
use crate::secret::Secret;
use crate::session::{Sessions, Tools as SessionTools};
use crate::signals::Engine;
use crate::terms::Claims;

/// What flows work with.
pub(crate) struct Tools {
    pub(crate) base: Arc<SessionTools>,
    pub(crate) sessions: Sessions,
    pub(crate) lifetime: Duration,
    pub(crate) redirect_uri: Option<RedirectUri>,
    pub(crate) step_up: Option<Claims>,
    pub(crate) living: Living,
    pub(crate) remains: Remains,
    /// None where the client has no signals.
    pub(crate) signals: Option<Arc<Engine>>,
}

/// One flow, whoever holds handles on it.
pub(crate) struct Flow {
    pub(super) id: FlowId,
    pub(super) correlation_id: CorrelationId,
    pub(super) tools: Arc<Tools>,
    pub(super) terms: Terms,
    pub(super) risk: Option<Risk>,
    pub(super) busy: AtomicBool,
    pub(super) state: Mutex<State>,
}

/// More asks than any answer of the service may lead to without the person being asked. A service
/// that goes on past it goes round in circles.
const MOST_ASKS: usize = 8;

impl Flow {
    pub(super) async fn try_advance(
        &self,
        at: Option<Revision>,
        input: Input,
    ) -> Result<(), Fault> {
        let _turn = Turn::take(&self.busy)?;
        let proof = input.proof();
        let planned = {
            let now = self.tools.base.clock.now();
            let mut state = self.state();
            let admitted = self
                .admit(&mut state, at, now)
                .and_then(|()| state.check_resend(&input, now));
            admitted.and_then(|()| match input {
                // A start that was dropped may have come to a step without showing it.
                Input::Start { .. } if state.stage.is_step() => Ok(None),
                input => Ok(Some(machine::plan(&state.stage, state.with_held(input))?)),
            })
        };
        match planned {
            Ok(Some(ask)) => self.converse(ask, proof).await,
            Ok(None) => {
                self.show_and_save(None).await;
                Ok(())
            }
            Err(fault) => Err(self.not_admitted(fault).await),
        }
    }

    /// As [`State::admit`]. A step-up is over, too, once the account that it is for signed out.
    pub(super) fn admit(
        &self,
        state: &mut State,
        at: Option<Revision>,
        now: Timestamp,
    ) -> Result<(), Fault> {
        state.admit(at, now)?;
        let account = self.terms.account.as_ref();
        account.map_or(Ok(()), |id| Ok(self.tools.sessions.expect(id)?))
    }

    /// The record of a flow that turns out to have expired goes with it. So does that of one that
    /// ends by what the browser came back with.
    pub(super) async fn not_admitted(&self, fault: Fault) -> Fault {
        if self.is_live() && fault.cause.landing() == Landing::FlowOver {
            return self.ended(fault).await;
        }
        if fault.cause == Cause::FlowExpired {
            self.tell_ended(fault.cause.code());
            self.forget().await;
        }
        fault
    }

    /// Asks, and asks again where the reply leads on by itself. The `proof` is the first ask's.
    async fn converse(&self, mut ask: Ask, mut proof: Option<Secret>) -> Result<(), Fault> {
        let (mut asks, mut is_raised, is_proved) = (0, false, proof.is_some());
        while asks < MOST_ASKS {
            let reply = self.send(&ask, proof.take()).await?;
            match self.next(&ask, reply) {
                Next::AskAgain(stage, next) => {
                    self.pass_on_to(stage);
                    (ask, is_raised) = (next, false);
                    asks += 1;
                }
                Next::Raise(_) if is_raised => {
                    return self.stay(Cause::StepUpRejected.into()).await;
                }
                Next::Raise(context) => match self.raise(context) {
                    Ok(()) => is_raised = true,
                    Err(cause) => return self.stay(cause.into()).await,
                },
                Next::Hold(challenge) => return self.hold(ask, challenge, is_proved).await,
                Next::AskLater(stage, next, delay) => {
                    self.wait_at(stage, delay).await?;
                    ask = next;
                }
                Next::Back(stage, fault) => {
                    self.publish(stage).await?;
                    return Err(fault);
                }
                Next::Go(stage) => {
                    self.carry_out_recovery(&stage).await;
                    return self.publish(stage).await;
                }
                Next::Leave(reason) => return self.leave(reason).await,
                Next::Grant(grant) => return self.finish(*grant).await,
                Next::Stay(fault) => return self.stay(fault).await,
                Next::End(fault) => return self.end(fault).await,
            }
        }
        self.end(Cause::UnexpectedReply.into()).await
    }

    fn next(&self, sent: &Ask, reply: Reply) -> Next {
        let stage = self.state().stage.clone();
        machine::apply(stage, sent, reply)
    }

    /// Moves to a stage in passing. A challenge that was solved is no step to come back to.
    fn pass_on_to(&self, next: Stage) {
        let is_solved = matches!(self.state().stage, Stage::Verification(_));
        let solved_at = is_solved.then(|| self.tools.base.clock.now());
        let mut state = self.state();
        state.stage = next;
        if let Some(now) = solved_at {
            state.publish(now, now.plus(self.tools.lifetime));
        }
    }

    /// Waits at a stage that may last longer than the process.
    async fn wait_at(&self, stage: Stage, delay: Duration) -> Result<(), Fault> {
        if !self.is_at(&stage) {
            self.publish(stage).await?;
        }
        if !delay.is_zero() {
            self.tools.base.clock.sleep(delay).await;
        }
        self.not_cancelled()
    }

    fn is_at(&self, stage: &Stage) -> bool {
        self.state().stage == *stage
    }

    pub(super) async fn publish(&self, stage: Stage) -> Result<(), Fault> {
        self.show_and_save(Some(stage)).await;
        self.not_cancelled()
    }

    /// A cancel that came while something was saved leaves nothing to send and nothing to show.
    pub(super) fn not_cancelled(&self) -> Result<(), Fault> {
        match self.state().life {
            Life::Cancelled => Err(Cause::Cancelled.into()),
            Life::Live | Life::SignedIn(_) | Life::Over | Life::Expired => Ok(()),
        }
    }

    async fn leave(&self, reason: BrowserReason) -> Result<(), Fault> {
        let is_of_edge = reason.kind() == BrowserReasonKind::EdgeChallenge;
        let stage = self.state().stage.left_for_browser(reason);
        // No browser carries a recovery out.
        let leads_nowhere = self.tools.redirect_uri.is_none()
            || (self.terms.recovery.is_some() && stage.kind_of_flow() == FlowKind::ResetPassword);
        if is_of_edge && leads_nowhere {
            return self.stay(Cause::EdgeChallenge.into()).await;
        }
        self.publish(stage).await
    }

    /// The stage stays what it has become on the way here.
    async fn stay(&self, fault: Fault) -> Result<(), Fault> {
        self.show_and_save(None).await;
        self.not_cancelled()?;
        Err(fault)
    }

    async fn end(&self, fault: Fault) -> Result<(), Fault> {
        Err(self.ended(fault).await)
    }

    async fn ended(&self, mut fault: Fault) -> Fault {
        fault.is_over = true;
        {
            let mut state = self.state();
            state.forget_secrets();
            if matches!(state.life, Life::Live) {
                state.life = match fault.cause {
                    Cause::FlowExpired | Cause::ContinuationRejected => Life::Expired,
                    _ => Life::Over,
                };
            }
        }
        self.tell_ended(fault.cause.code());
        self.forget().await;
        fault
    }

    /// The session is saved before the flow's record goes, so that a process that dies in
    /// between loses neither. The flow has ended before that: a cancel that comes now is too
    /// late, and a call that is dropped now loses no tokens and leaves the record to the next.
    async fn finish(&self, grant: TokenGrant) -> Result<(), Fault> {
        let taken = {
            let now = self.tools.base.clock.now();
            let mut state = self.state();
            if matches!(state.life, Life::Cancelled) {
                return Err(Cause::Cancelled.into());
            }
            state.forget_secrets();
            let (nonce, terms) = (state.stage.nonce(), self.terms_with(state.raised.clone()));
            let taken = self.tools.sessions.take_in(grant, &terms, nonce, now);
            if let Ok(account) = &taken {
                state.life = Life::SignedIn(account.clone());
            }
            taken
        };
        let account = match taken {
            Ok(account) => account,
            Err(cause) => return self.end(cause.into()).await,
        };
        self.tell_ended("signed_in");
        self.note_remains();
        account.save().await;
        self.forget().await;
        Ok(())
    }

    async fn show_and_save(&self, next: Option<Stage>) {
        let is_new = {
            let now = self.tools.base.clock.now();
            let mut state = self.state();
            if let Some(next) = next {
                state.stage = next;
            }
            let before = state.revision;
            state.publish(now, now.plus(self.tools.lifetime));
            state.revision != before
        };
        self.save().await;
        if is_new {
            self.tell_shown();
        }
    }

    /// Ends the flow from any state; once it has ended, does nothing.
    pub(super) async fn cancel(&self) {
        let _delivery = self.tools.base.outbox.delivery();
        {
            let mut state = self.state();
            match state.life {
                Life::Live => state.life = Life::Cancelled,
                // The record may still be there: the store was locked, or that call was dropped.
                Life::Cancelled => {}
                Life::SignedIn(_) | Life::Over | Life::Expired => return,
            }
            state.forget_secrets();
        }
        self.tell_ended("cancelled");
        self.forget().await;
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
