//! Signing in after a sign-up or a password reset, with the scopes and claims that the app asked
//! for at its start (docs/protocol.md 3.5 and 8.5).

use serde::Serialize;

use super::finish;
use super::machine::{self, Input, Next};
use crate::exchange::{Ask, Bridge, Reply};
use crate::fault::Cause;
use crate::ids::ContinuationToken;
use crate::part::part;

/// What the person did is done; nobody is signed in yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Stage {
    /// What was done.
    pub(crate) after: Bridge,
    pub(crate) way: Way,
}

part!(struct Stage { after, way });

/// The way to the tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Way {
    /// By what the service gave at the end.
    Continue { token: ContinuationToken },
    /// By an ordinary sign-in: the service gave nothing, or no longer takes it.
    Afresh,
    /// The ordinary sign-in has begun, and the service has yet to name the first factor.
    Opened { token: ContinuationToken },
}

part!(enum Way {
    "continue" => Continue { token },
    "afresh" => Afresh,
    "opened" => Opened { token },
});

pub(super) fn plan(stage: &Stage, input: &Input) -> Result<Ask, Cause> {
    match input {
        Input::SignIn => Ok(ask(stage)),
        _ => Err(Cause::NotHere),
    }
}

pub(super) fn apply(stage: Stage, reply: Reply) -> Next {
    match reply {
        Reply::Granted(grant) => Next::Grant(grant),
        Reply::SecondFactorDue { token } => finish::second_factor_due(token, wrap(stage)),
        Reply::RegistrationDue { token } => finish::registration_due(token, wrap(stage)),
        Reply::Opened { token } => leads_on(stage.after, Way::Opened { token }),
        Reply::PasswordWanted { token } => Next::Go(finish::password_required(token)),
        Reply::CodeSent { token, code } => Next::Go(finish::code_required(token, code)),
        Reply::Browser(reason) => Next::Leave(reason),
        // The account is there: what the service forgot is no reason to turn the person away.
        Reply::Refused(fault)
            if matches!(stage.way, Way::Continue { .. }) && fault.cause.is_about_continuation() =>
        {
            leads_on(stage.after, Way::Afresh)
        }
        Reply::Refused(fault) => finish::refused(fault),
        _ => finish::unexpected(),
    }
}

fn leads_on(after: Bridge, way: Way) -> Next {
    let stage = Stage { after, way };
    let ask = ask(&stage);
    Next::AskAgain(wrap(stage), ask)
}

fn ask(stage: &Stage) -> Ask {
    match &stage.way {
        Way::Continue { token } => Ask::RedeemContinuation {
            token: token.clone(),
            bridge: stage.after,
        },
        Way::Afresh => Ask::Open { on_hand: None },
        Way::Opened { token } => Ask::FirstChallenge {
            token: token.clone(),
            on_hand: None,
        },
    }
}

fn wrap(stage: Stage) -> machine::Stage {
    machine::Stage::SignInAfter(stage)
}
