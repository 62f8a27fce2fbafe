//! The steps of a sign-in.

use std::sync::Arc;

use super::StepKind;
use crate::challenge::{AuthMethod, BrowserReason, CodeSent, RegistrationMethod, RiskChallenge};
use crate::error::Error;
use crate::fault::Cause;
use crate::flow::driver::Flow;
use crate::flow::machine::Stage;
use crate::flow::record::FlowKind;
use crate::flow::reply::{
    BrowserReply, CodeReply, MfaCodeReply, MfaReply, PasswordReply, RegistrationCodeReply,
    RegistrationReply, VerificationReply,
};
use crate::flow::state::{Life, State};
use crate::flow::{mfa, sign_in, strong_auth};
use crate::session::Account;

/// What a sign-in wants next.
///
/// Exhaustive on purpose: a variant is added only together with a capability that the app
/// declares, so an app that does not know it never gets it.
#[derive(Debug, Clone)]
pub enum SignInStep {
    /// Ask for the password.
    PasswordRequired {
        /// Takes it.
        reply: PasswordReply,
    },
    /// Ask for the code that was sent as first factor.
    CodeRequired {
        /// Where the code went.
        code: CodeSent,
        /// Takes it.
        reply: CodeReply,
    },
    /// A second factor is due: let the person choose how to get a code.
    MfaRequired {
        /// The methods to choose from, at least one.
        methods: Vec<AuthMethod>,
        /// Takes the choice.
        reply: MfaReply,
    },
    /// Ask for the code that was sent as second factor.
    MfaCodeRequired {
        /// Where the code went.
        code: CodeSent,
        /// The methods, for a person who wants another way.
        methods: Vec<AuthMethod>,
        /// Takes the code.
        reply: MfaCodeReply,
    },
    /// A strong-auth method must be registered: let the person choose one and name a contact.
    RegistrationRequired {
        /// The methods to choose from, at least one.
        methods: Vec<RegistrationMethod>,
        /// Takes the choice and the contact.
        reply: RegistrationReply,
    },
    /// Ask for the code that was sent to the contact to be registered.
    RegistrationCodeRequired {
        /// Where the code went.
        code: CodeSent,
        /// The methods, for a person who wants another way.
        methods: Vec<RegistrationMethod>,
        /// Takes the code.
        reply: RegistrationCodeReply,
    },
    /// A risk provider wants a challenge solved before the call just made goes on: hand it to the
    /// provider's software, or ask for the code where it is a
    /// [`security_code`](RiskChallenge::security_code). It may come in place of any step, and does not
    /// survive the process: what is resumed is the step before it.
    VerificationRequired {
        /// What is to be solved.
        challenge: RiskChallenge,
        /// Takes the proof.
        reply: VerificationReply,
    },
    /// The sign-in can't go on inside the app.
    BrowserRequired {
        /// Why.
        reason: BrowserReason,
        /// Leads to the service's page and back.
        reply: BrowserReply,
    },
    /// Done.
    SignedIn {
        /// Who.
        account: Account,
    },
}

impl SignInStep {
    /// The step's name.
    pub const fn kind(&self) -> StepKind {
        match self {
            Self::PasswordRequired { .. } => StepKind::PasswordRequired,
            Self::CodeRequired { .. } => StepKind::CodeRequired,
            Self::MfaRequired { .. } => StepKind::MfaRequired,
            Self::MfaCodeRequired { .. } => StepKind::MfaCodeRequired,
            Self::RegistrationRequired { .. } => StepKind::RegistrationRequired,
            Self::RegistrationCodeRequired { .. } => StepKind::RegistrationCodeRequired,
            Self::VerificationRequired { .. } => StepKind::VerificationRequired,
            Self::BrowserRequired { .. } => StepKind::BrowserRequired,
            Self::SignedIn { .. } => StepKind::SignedIn,
        }
    }

    /// The step that `flow` stands at.
    pub(in crate::flow) fn of(flow: &Arc<Flow>) -> Result<Self, Error> {
        let state = flow.seen()?;
        if let Life::SignedIn(account) = &state.life {
            return Ok(Self::SignedIn {
                account: account.clone(),
            });
        }
        Self::shown(flow, &state).ok_or_else(|| flow.error(Cause::NotStarted))
    }

    fn shown(flow: &Arc<Flow>, state: &State) -> Option<Self> {
        let (flow, at) = (Arc::clone(flow), state.revision);
        match state.shown.as_ref()? {
            Stage::SignIn(sign_in::Stage::PasswordRequired { .. }) => {
                Some(Self::PasswordRequired {
                    reply: PasswordReply::new(flow, at),
                })
            }
            Stage::SignIn(sign_in::Stage::CodeRequired { code, .. }) => Some(Self::CodeRequired {
                code: code.clone(),
                reply: CodeReply::new(flow, at),
            }),
            Stage::Mfa(mfa::Stage::MethodRequired { methods, .. }) => {
                let methods = methods.clone();
                Some(Self::MfaRequired {
                    methods,
                    reply: MfaReply::new(flow, at),
                })
            }
            Stage::Mfa(mfa::Stage::CodeRequired { methods, code, .. }) => {
                let (methods, code) = (methods.clone(), code.clone());
                Some(Self::MfaCodeRequired {
                    code,
                    methods,
                    reply: MfaCodeReply::new(flow, at),
                })
            }
            Stage::StrongAuth(strong_auth::Stage::MethodRequired { methods, .. }) => {
                let methods = methods.clone();
                Some(Self::RegistrationRequired {
                    methods,
                    reply: RegistrationReply::new(flow, at),
                })
            }
            Stage::StrongAuth(strong_auth::Stage::CodeRequired { methods, code, .. }) => {
                let (methods, code) = (methods.clone(), code.clone());
                Some(Self::RegistrationCodeRequired {
                    code,
                    methods,
                    reply: RegistrationCodeReply::new(flow, at),
                })
            }
            Stage::Verification(held) if held.kind == FlowKind::SignIn => {
                Some(Self::VerificationRequired {
                    challenge: held.challenge.clone(),
                    reply: VerificationReply::new(flow, at),
                })
            }
            Stage::Browser(left) if left.kind == FlowKind::SignIn => Some(Self::BrowserRequired {
                reason: left.reason.clone(),
                reply: BrowserReply::new(flow, at),
            }),
            _ => None,
        }
    }
}
