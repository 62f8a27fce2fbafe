//! The steps of a password reset.

use std::sync::Arc;

use super::StepKind;
use crate::challenge::{BrowserReason, CodeSent, RiskChallenge};
use crate::clock::Timestamp;
use crate::error::Error;
use crate::exchange::Bridge;
use crate::flow::driver::Flow;
use crate::flow::handle::SignInAfter;
use crate::flow::machine::Stage;
use crate::flow::record::FlowKind;
use crate::flow::reply::{
    BrowserReply, NewPasswordReply, NewPasswordWait, ResetCodeReply, ResetVerificationReply,
};
use crate::flow::reset_password;
use crate::flow::state::{Life, State};
use crate::terms::RecoveryReason;

/// What a password reset wants next.
///
/// Exhaustive on purpose, as [`SignInStep`](crate::SignInStep) is.
#[derive(Debug, Clone)]
pub enum ResetPasswordStep {
    /// Ask for the code that was sent to the account's address.
    CodeRequired {
        /// Where the code went.
        code: CodeSent,
        /// Takes it.
        reply: ResetCodeReply,
    },
    /// Ask for the new password.
    NewPasswordRequired {
        /// Until when the service takes it, when it says so.
        until: Option<Timestamp>,
        /// Takes it.
        reply: NewPasswordReply,
    },
    /// The service has the new password and has not said yet that it is changed. It is seen when
    /// the wait for that broke off: with the network, with the process, or after five minutes.
    NewPasswordSubmitted {
        /// Waits on.
        reply: NewPasswordWait,
    },
    /// A risk provider wants a challenge solved before the call just made goes on: hand it to the
    /// provider's software, or ask for the code where it is a
    /// [`security_code`](RiskChallenge::security_code). It may come in place of any step, and does not
    /// survive the process: what is resumed is the step before it.
    VerificationRequired {
        /// What is to be solved.
        challenge: RiskChallenge,
        /// Takes the proof.
        reply: ResetVerificationReply,
    },
    /// The reset can't go on inside the app.
    BrowserRequired {
        /// Why.
        reason: BrowserReason,
        /// Leads to the service's page and back, to a person who is signed in.
        reply: BrowserReply,
    },
    /// The password is changed. Nobody is signed in yet.
    PasswordReset {
        /// What was carried out beside that, where the reset was begun
        /// [`because`](crate::ResetPasswordOptions::because) of it: tell the person.
        recovery: Option<RecoveryReason>,
        /// Leads on to the sign-in.
        next: SignInAfter,
    },
}

impl ResetPasswordStep {
    /// The step's name.
    pub const fn kind(&self) -> StepKind {
        match self {
            Self::CodeRequired { .. } => StepKind::CodeRequired,
            Self::NewPasswordRequired { .. } => StepKind::NewPasswordRequired,
            Self::NewPasswordSubmitted { .. } => StepKind::NewPasswordSubmitted,
            Self::VerificationRequired { .. } => StepKind::VerificationRequired,
            Self::BrowserRequired { .. } => StepKind::BrowserRequired,
            Self::PasswordReset { .. } => StepKind::PasswordReset,
        }
    }

    /// The step that `flow` stands at.
    pub(in crate::flow) fn of(flow: &Arc<Flow>) -> Result<Self, Error> {
        let state = flow.seen()?;
        Self::shown(flow, &state).ok_or_else(|| flow.has_no_step(&state))
    }

    fn shown(flow: &Arc<Flow>, state: &State) -> Option<Self> {
        if !matches!(state.life, Life::Live) {
            return None;
        }
        let (flow, at) = (Arc::clone(flow), state.revision);
        match state.shown.as_ref()? {
            Stage::ResetPassword(reset_password::Stage::CodeRequired { code, .. }) => {
                Some(Self::CodeRequired {
                    code: code.clone(),
                    reply: ResetCodeReply::new(flow, at),
                })
            }
            Stage::ResetPassword(reset_password::Stage::NewPasswordRequired { until, .. }) => {
                Some(Self::NewPasswordRequired {
                    until: *until,
                    reply: NewPasswordReply::new(flow, at),
                })
            }
            Stage::ResetPassword(reset_password::Stage::Submitted { .. }) => {
                Some(Self::NewPasswordSubmitted {
                    reply: NewPasswordWait::new(flow, at),
                })
            }
            Stage::Verification(held) if held.kind == FlowKind::ResetPassword => {
                Some(Self::VerificationRequired {
                    challenge: held.challenge.clone(),
                    reply: ResetVerificationReply::new(flow, at),
                })
            }
            Stage::Browser(left) if left.kind == FlowKind::ResetPassword => {
                Some(Self::BrowserRequired {
                    reason: left.reason.clone(),
                    reply: BrowserReply::new(flow, at),
                })
            }
            Stage::SignInAfter(done) if done.after == Bridge::ResetPassword => {
                Some(Self::PasswordReset {
                    recovery: flow.terms.recovery,
                    next: SignInAfter::new(flow),
                })
            }
            _ => None,
        }
    }
}
