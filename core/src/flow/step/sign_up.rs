//! The steps of a sign-up.

use std::sync::Arc;

use super::StepKind;
use crate::attributes::RequiredAttribute;
use crate::challenge::{BrowserReason, CodeSent, RiskChallenge};
use crate::error::Error;
use crate::exchange::Bridge;
use crate::flow::driver::Flow;
use crate::flow::handle::SignInAfter;
use crate::flow::machine::Stage;
use crate::flow::record::FlowKind;
use crate::flow::reply::{
    AttributesReply, BrowserReply, SignUpCodeReply, SignUpPasswordReply, SignUpVerificationReply,
};
use crate::flow::sign_up;
use crate::flow::state::{Life, State};

/// What a sign-up wants next.
///
/// Exhaustive on purpose, as [`SignInStep`](crate::SignInStep) is.
#[derive(Debug, Clone)]
pub enum SignUpStep {
    /// Ask for the code that was sent to the new account's address.
    CodeRequired {
        /// Where the code went.
        code: CodeSent,
        /// Takes it.
        reply: SignUpCodeReply,
    },
    /// Ask for the new account's password.
    PasswordRequired {
        /// Takes it.
        reply: SignUpPasswordReply,
    },
    /// Ask for attributes. It may come more than once: a user flow may have several pages.
    AttributesRequired {
        /// Those that are wanted.
        attributes: Vec<RequiredAttribute>,
        /// Takes them.
        reply: AttributesReply,
    },
    /// A risk provider wants a challenge solved before the call just made goes on: hand it to the
    /// provider's software, or ask for the code where it is a
    /// [`security_code`](RiskChallenge::security_code). It may come in place of any step, and does not
    /// survive the process: what is resumed is the step before it.
    VerificationRequired {
        /// What is to be solved.
        challenge: RiskChallenge,
        /// Takes the proof.
        reply: SignUpVerificationReply,
    },
    /// The sign-up can't go on inside the app.
    BrowserRequired {
        /// Why.
        reason: BrowserReason,
        /// Leads to the service's page and back, to a person who is signed in.
        reply: BrowserReply,
    },
    /// The account is there. Nobody is signed in yet.
    SignedUp {
        /// Leads on to the sign-in.
        next: SignInAfter,
    },
}

impl SignUpStep {
    /// The step's name.
    pub const fn kind(&self) -> StepKind {
        match self {
            Self::CodeRequired { .. } => StepKind::CodeRequired,
            Self::PasswordRequired { .. } => StepKind::PasswordRequired,
            Self::AttributesRequired { .. } => StepKind::AttributesRequired,
            Self::VerificationRequired { .. } => StepKind::VerificationRequired,
            Self::BrowserRequired { .. } => StepKind::BrowserRequired,
            Self::SignedUp { .. } => StepKind::SignedUp,
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
            Stage::SignUp(sign_up::Stage::CodeRequired { code, .. }) => Some(Self::CodeRequired {
                code: code.clone(),
                reply: SignUpCodeReply::new(flow, at),
            }),
            Stage::SignUp(sign_up::Stage::PasswordRequired { .. }) => {
                Some(Self::PasswordRequired {
                    reply: SignUpPasswordReply::new(flow, at),
                })
            }
            Stage::SignUp(sign_up::Stage::AttributesRequired { attributes, .. }) => {
                Some(Self::AttributesRequired {
                    attributes: attributes.clone(),
                    reply: AttributesReply::new(flow, at),
                })
            }
            Stage::Verification(held) if held.kind == FlowKind::SignUp => {
                Some(Self::VerificationRequired {
                    challenge: held.challenge.clone(),
                    reply: SignUpVerificationReply::new(flow, at),
                })
            }
            Stage::Browser(left) if left.kind == FlowKind::SignUp => Some(Self::BrowserRequired {
                reason: left.reason.clone(),
                reply: BrowserReply::new(flow, at),
            }),
            Stage::SignInAfter(done) if done.after == Bridge::SignUp => Some(Self::SignedUp {
                next: SignInAfter::new(flow),
            }),
            _ => None,
        }
    }
}
