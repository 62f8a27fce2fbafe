//! The state machine: one value, [`Stage`], and two pure functions over it.
//!
//! [`plan`] turns what a person did into what to ask of the service, and is the only place that
//! says "not here". [`apply`] takes the service's reply to the next stage; it is total: whatever
//! the service answers has a place to go. Both hand on to the kind of flow that the stage is of.

use serde::{Deserialize, Serialize};

use super::{mfa, sign_in};
use crate::challenge::{BrowserReason, CodeSent};
use crate::exchange::{Ask, Reply, TokenGrant};
use crate::fault::{Cause, Fault};
use crate::ids::MethodId;
use crate::secret::Secret;

/// Where a flow stands. It holds no password and no code, so it may be saved (sealed).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stage {
    SignIn(sign_in::Stage),
    Mfa(mfa::Stage),
    Browser { reason: BrowserReason },
}

/// What a person did.
#[derive(Debug, Clone)]
pub(crate) enum Input {
    Start { password: Option<Secret> },
    Password(Secret),
    Code(Secret),
    Method(MethodId),
    Resend,
}

/// What follows from a reply.
#[derive(Debug)]
pub(crate) enum Next {
    /// The stage stays; the person is told why.
    Stay(Fault),
    /// The next stage.
    Go(Stage),
    /// A stage that the person does not see, and the ask that leads on from it.
    AskAgain(Stage, Ask),
    /// The flow's aim.
    Grant(Box<TokenGrant>),
    /// The browser takes over.
    Leave(BrowserReason),
    /// The flow is over.
    End(Fault),
}

impl Stage {
    /// The stage whose step the person sees: a stage in passing shows the one behind it, and
    /// before the first step there is none.
    pub(crate) fn shown(&self) -> Option<&Self> {
        match self {
            Self::SignIn(stage) => stage.is_shown().then_some(self),
            Self::Mfa(stage) => stage.behind().map_or(Some(self), Self::shown),
            Self::Browser { .. } => Some(self),
        }
    }

    /// Whether the person sees the step of this very stage.
    pub(crate) fn is_step(&self) -> bool {
        self.shown() == Some(self)
    }

    /// Whether `input` asks for another code the way the one before it came.
    pub(crate) fn asks_again(&self, input: &Input) -> bool {
        match (self, input) {
            (_, Input::Resend) => true,
            (Self::Mfa(mfa::Stage::CodeRequired { method, .. }), Input::Method(chosen)) => {
                chosen == method
            }
            (_, Input::Start { .. } | Input::Password(_) | Input::Code(_) | Input::Method(_)) => {
                false
            }
        }
    }

    /// The code that the stage waits for.
    pub(crate) const fn code(&self) -> Option<&CodeSent> {
        match self {
            Self::SignIn(sign_in::Stage::CodeRequired { code, .. })
            | Self::Mfa(mfa::Stage::CodeRequired { code, .. }) => Some(code),
            Self::SignIn(_) | Self::Mfa(_) | Self::Browser { .. } => None,
        }
    }
}

/// What to ask of the service for `input` at `stage`.
///
/// # Errors
/// The cause, when nothing must be sent.
pub(crate) fn plan(stage: &Stage, input: Input) -> Result<Ask, Cause> {
    match stage {
        Stage::SignIn(stage) => sign_in::plan(stage, input),
        Stage::Mfa(stage) => mfa::plan(stage, input),
        Stage::Browser { .. } => Err(Cause::NotHere),
    }
}

/// What follows from `reply` to `sent` at `stage`.
pub(crate) fn apply(stage: Stage, sent: &Ask, reply: Reply) -> Next {
    match stage {
        Stage::SignIn(stage) => sign_in::apply(stage, sent, reply),
        Stage::Mfa(stage) => mfa::apply(stage, sent, reply),
        Stage::Browser { .. } => Next::End(Cause::UnexpectedReply.into()),
    }
}

/// The longest password or code that is sent, in bytes. The service takes passwords of 256
/// characters (docs/protocol.md 13).
const LONGEST_INPUT: usize = 1024;

/// A secret that may be sent.
///
/// # Errors
/// `blank` when there is nothing in it, or `InputTooLong`.
pub(crate) fn typed(secret: Secret, blank: Cause) -> Result<Secret, Cause> {
    if secret.is_blank() {
        Err(blank)
    } else if secret.expose().len() > LONGEST_INPUT {
        Err(Cause::InputTooLong)
    } else {
        Ok(secret)
    }
}
