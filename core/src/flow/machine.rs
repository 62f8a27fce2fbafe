//! The state machine: one value, [`Stage`], and two pure functions over it.
//!
//! [`plan`] turns what a person did into what to ask of the service, and is the only place that
//! says "not here". [`apply`] takes the service's reply to the next stage; it is total: whatever
//! the service answers has a place to go. Both hand on to the kind of flow that the stage is of.

use std::time::Duration;

use serde::Serialize;

use super::record::FlowKind;
use super::{
    browser, mfa, reset_password, sign_in, sign_in_after, sign_up, strong_auth, verification,
};
use crate::attributes::Attributes;
use crate::challenge::{BrowserReason, CodePurpose, CodeSent, RiskChallenge};
use crate::exchange::{Ask, Bridge, Given, Reply, TokenGrant};
use crate::fault::{Cause, Fault};
use crate::ids::MethodId;
use crate::part::part;
use crate::secret::Secret;
use crate::terms::Claims;

/// Where a flow stands. It holds no password and no code, so it may be saved (sealed).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stage {
    SignIn(sign_in::Stage),
    Mfa(mfa::Stage),
    StrongAuth(strong_auth::Stage),
    SignUp(sign_up::Stage),
    ResetPassword(reset_password::Stage),
    SignInAfter(sign_in_after::Stage),
    Browser(browser::Stage),
    #[serde(skip)]
    Verification(verification::Stage),
}

part!(enum Stage {
    "sign_in" => SignIn(_),
    "mfa" => Mfa(_),
    "strong_auth" => StrongAuth(_),
    "sign_up" => SignUp(_),
    "reset_password" => ResetPassword(_),
    "sign_in_after" => SignInAfter(_),
    "browser" => Browser(_),
} but Verification);

/// What a person did.
#[derive(Debug, Clone)]
pub(crate) enum Input {
    Start {
        given: Given,
    },
    Password(Secret),
    Code(Secret),
    Method(MethodId),
    Register {
        method: MethodId,
        contact: Secret,
    },
    Resend,
    Attributes(Attributes),
    /// Ask whether the password was changed.
    Wait,
    /// Go on to a sign-in.
    SignIn,
    /// The browser came back with this address.
    Callback(Secret),
    /// The challenge is solved that the held ask waits for; without a proof, another one is wanted.
    Proof {
        proof: Option<Secret>,
        held: Option<Box<Ask>>,
    },
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
    /// A stage that may last, and the ask that leads on from it after a wait.
    AskLater(Stage, Ask, Duration),
    /// Another stage, where the person is told why.
    Back(Stage, Fault),
    /// The flow's aim.
    Grant(Box<TokenGrant>),
    /// The browser takes over.
    Leave(BrowserReason),
    /// The ask waits until the challenge is solved.
    Hold(RiskChallenge),
    /// The same ask, with a context asked for besides.
    Raise(Option<Claims>),
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
            Self::StrongAuth(stage) => stage.behind().map_or(Some(self), Self::shown),
            Self::SignUp(stage) if stage.is_before_any_step() => None,
            Self::SignUp(stage) => stage.behind().map_or(Some(self), Self::shown),
            Self::ResetPassword(stage) if stage.is_before_any_step() => None,
            Self::ResetPassword(stage) => stage.behind().map_or(Some(self), Self::shown),
            Self::SignInAfter(_) | Self::Browser(_) | Self::Verification(_) => Some(self),
        }
    }

    /// Whether the person sees the step of this very stage.
    pub(crate) fn is_step(&self) -> bool {
        self.shown() == Some(self)
    }

    /// The kind of flow whose step the person sees.
    pub(crate) fn kind_of_flow(&self) -> FlowKind {
        match self.shown().unwrap_or(self) {
            Self::SignUp(_) => FlowKind::SignUp,
            Self::ResetPassword(_) => FlowKind::ResetPassword,
            Self::SignInAfter(stage) => match stage.after {
                Bridge::SignUp => FlowKind::SignUp,
                Bridge::ResetPassword => FlowKind::ResetPassword,
                Bridge::Registration => FlowKind::SignIn,
            },
            Self::Browser(stage) => stage.kind,
            Self::Verification(stage) => stage.kind,
            Self::SignIn(_) | Self::Mfa(_) | Self::StrongAuth(_) => FlowKind::SignIn,
        }
    }

    /// The kind of flow whose step comes next, whatever the service answers.
    pub(super) fn kind_of_next_step(&self) -> FlowKind {
        match self {
            // What is under way is a sign-in, whatever it follows.
            Self::SignInAfter(_) | Self::Mfa(_) | Self::StrongAuth(_) | Self::Browser(_) => {
                FlowKind::SignIn
            }
            other => other.kind_of_flow(),
        }
    }

    /// The browser takes over from this stage.
    pub(super) fn left_for_browser(&self, reason: BrowserReason) -> Self {
        Self::Browser(browser::Stage {
            reason,
            kind: self.kind_of_next_step(),
            journey: None,
        })
    }

    /// The stage to be saved: of a call that waits for a proof, the one where it was made.
    pub(super) fn to_be_saved(&self) -> &Self {
        match self {
            Self::Verification(stage) => &stage.behind,
            other => other,
        }
    }

    /// What the id token must repeat, where the tokens come by way of the browser.
    pub(super) fn nonce(&self) -> Option<&Secret> {
        match self {
            Self::Browser(stage) => stage.journey.as_ref().map(|journey| &journey.nonce),
            Self::Verification(stage) => stage.behind.nonce(),
            _ => None,
        }
    }

    /// As [`code`](Self::code), with what it is for.
    pub(super) fn code_mut(&mut self) -> Option<(&mut CodeSent, CodePurpose)> {
        match self {
            Self::SignIn(sign_in::Stage::CodeRequired { code, .. }) => {
                Some((code, CodePurpose::FirstFactor))
            }
            Self::Mfa(mfa::Stage::CodeRequired { code, .. }) => {
                Some((code, CodePurpose::SecondFactor))
            }
            Self::StrongAuth(strong_auth::Stage::CodeRequired { code, .. }) => {
                Some((code, CodePurpose::Registration))
            }
            Self::SignUp(sign_up::Stage::CodeRequired { code, .. }) => {
                Some((code, CodePurpose::SignUp))
            }
            Self::ResetPassword(reset_password::Stage::CodeRequired { code, .. }) => {
                Some((code, CodePurpose::PasswordReset))
            }
            _ => None,
        }
    }

    /// The code that the stage waits for.
    pub(crate) const fn code(&self) -> Option<&CodeSent> {
        match self {
            Self::SignIn(sign_in::Stage::CodeRequired { code, .. })
            | Self::Mfa(mfa::Stage::CodeRequired { code, .. })
            | Self::StrongAuth(strong_auth::Stage::CodeRequired { code, .. })
            | Self::SignUp(sign_up::Stage::CodeRequired { code, .. })
            | Self::ResetPassword(reset_password::Stage::CodeRequired { code, .. }) => Some(code),
            Self::SignIn(_)
            | Self::Mfa(_)
            | Self::StrongAuth(_)
            | Self::SignUp(_)
            | Self::ResetPassword(_)
            | Self::SignInAfter(_)
            | Self::Browser(_)
            | Self::Verification(_) => None,
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
        Stage::StrongAuth(stage) => strong_auth::plan(stage, input),
        Stage::SignUp(stage) => sign_up::plan(stage, input),
        Stage::ResetPassword(stage) => reset_password::plan(stage, input),
        Stage::SignInAfter(stage) => sign_in_after::plan(stage, &input),
        Stage::Browser(stage) => browser::plan(stage, input),
        Stage::Verification(_) => verification::plan(input),
    }
}

/// What follows from `reply` to `sent` at `stage`.
pub(crate) fn apply(stage: Stage, sent: &Ask, reply: Reply) -> Next {
    match reply {
        // What comes from in front of the service comes anywhere.
        Reply::Challenged(challenge) => Next::Hold(challenge),
        Reply::StepUpDue { claims } => Next::Raise(claims),
        reply => apply_at(stage, sent, reply),
    }
}

fn apply_at(stage: Stage, sent: &Ask, reply: Reply) -> Next {
    match stage {
        Stage::SignIn(stage) => sign_in::apply(stage, sent, reply),
        Stage::Mfa(stage) => mfa::apply(stage, sent, reply),
        Stage::StrongAuth(stage) => strong_auth::apply(stage, sent, reply),
        Stage::SignUp(stage) => sign_up::apply(stage, sent, reply),
        Stage::ResetPassword(stage) => reset_password::apply(stage, sent, reply),
        Stage::SignInAfter(stage) => sign_in_after::apply(stage, reply),
        Stage::Browser(_) => browser::apply(reply),
        Stage::Verification(stage) => verification::apply(stage, sent, reply),
    }
}

/// Attributes that may be sent.
///
/// # Errors
/// `InputTooLong`.
pub(crate) fn filled(attributes: Attributes) -> Result<Attributes, Cause> {
    if attributes.fit() {
        Ok(attributes)
    } else {
        Err(Cause::InputTooLong)
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
