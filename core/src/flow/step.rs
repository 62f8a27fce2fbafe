//! The steps of a flow as an app sees them: plain data, and a reply object where a reply is due.

use std::fmt;
use std::sync::Arc;

use super::driver::Flow;
use super::machine::Stage;
use super::record::{FlowKind, FlowRecord};
use super::reply::{CodeReply, MfaCodeReply, MfaReply, PasswordReply};
use super::state::{Life, State};
use super::{mfa, sign_in};
use crate::challenge::{AuthMethod, BrowserReason, CodeSent};
use crate::clock::Timestamp;
use crate::error::Error;
use crate::fault::{Cause, Fault};
use crate::ids::FlowId;
use crate::log_safe::LogSafe;
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
    /// The sign-in can't go on inside the app.
    BrowserRequired {
        /// Why.
        reason: BrowserReason,
    },
    /// Done.
    SignedIn {
        /// Who.
        account: Account,
    },
}

/// The name of a step, without its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StepKind {
    /// [`SignInStep::PasswordRequired`]
    PasswordRequired,
    /// [`SignInStep::CodeRequired`]
    CodeRequired,
    /// [`SignInStep::MfaRequired`]
    MfaRequired,
    /// [`SignInStep::MfaCodeRequired`]
    MfaCodeRequired,
    /// [`SignInStep::BrowserRequired`]
    BrowserRequired,
    /// [`SignInStep::SignedIn`]
    SignedIn,
}

impl fmt::Display for StepKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::PasswordRequired => "password required",
            Self::CodeRequired => "code required",
            Self::MfaRequired => "MFA required",
            Self::MfaCodeRequired => "MFA code required",
            Self::BrowserRequired => "browser required",
            Self::SignedIn => "signed in",
        })
    }
}

impl LogSafe for StepKind {}

impl SignInStep {
    /// The step's name.
    pub const fn kind(&self) -> StepKind {
        match self {
            Self::PasswordRequired { .. } => StepKind::PasswordRequired,
            Self::CodeRequired { .. } => StepKind::CodeRequired,
            Self::MfaRequired { .. } => StepKind::MfaRequired,
            Self::MfaCodeRequired { .. } => StepKind::MfaCodeRequired,
            Self::BrowserRequired { .. } => StepKind::BrowserRequired,
            Self::SignedIn { .. } => StepKind::SignedIn,
        }
    }

    /// The step that `flow` stands at.
    pub(super) fn of(flow: &Arc<Flow>) -> Result<Self, Error> {
        if flow.is_expired() {
            return Err(flow.error(Cause::FlowExpired));
        }
        let state = flow.state();
        match &state.life {
            Life::Live => {}
            Life::SignedIn(account) => {
                return Ok(Self::SignedIn {
                    account: account.clone(),
                });
            }
            Life::Over => return Err(flow.error(Cause::Finished)),
            Life::Cancelled => return Err(flow.error(Cause::Cancelled)),
            Life::Expired => return Err(flow.error(Cause::FlowExpired)),
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
            Stage::Browser { reason } => Some(Self::BrowserRequired {
                reason: reason.clone(),
            }),
            Stage::SignIn(sign_in::Stage::Idle | sign_in::Stage::Opened { .. })
            | Stage::Mfa(mfa::Stage::Discovering { .. }) => None,
        }
    }
}

impl Stage {
    /// The name of the step that this stage shows.
    pub(super) fn kind(&self) -> Option<StepKind> {
        match self.shown()? {
            Self::SignIn(sign_in::Stage::PasswordRequired { .. }) => {
                Some(StepKind::PasswordRequired)
            }
            Self::SignIn(sign_in::Stage::CodeRequired { .. }) => Some(StepKind::CodeRequired),
            Self::Mfa(mfa::Stage::MethodRequired { .. }) => Some(StepKind::MfaRequired),
            Self::Mfa(mfa::Stage::CodeRequired { .. }) => Some(StepKind::MfaCodeRequired),
            Self::Browser { .. } => Some(StepKind::BrowserRequired),
            Self::SignIn(sign_in::Stage::Idle | sign_in::Stage::Opened { .. })
            | Self::Mfa(mfa::Stage::Discovering { .. }) => None,
        }
    }
}

/// A flow that waits for the person, by its saved record.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WaitingFlow {
    /// Resumes it.
    pub id: FlowId,
    /// What it is for.
    pub kind: FlowKind,
    /// The step it waits at.
    pub step: StepKind,
    /// Since when.
    pub since: Timestamp,
    /// Until when, at most.
    pub until: Timestamp,
}

impl WaitingFlow {
    /// Nothing, when the record is of a flow that has shown no step.
    pub(crate) fn of(record: &FlowRecord) -> Option<Self> {
        Some(Self {
            id: record.id,
            kind: record.kind,
            step: record.stage.kind()?,
            since: record.since,
            until: record.expires_at,
        })
    }
}

impl Flow {
    pub(super) fn error(&self, cause: Cause) -> Error {
        Fault::from(cause).into_error(Some(self.correlation_id))
    }
}
