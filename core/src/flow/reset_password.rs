//! Self-service password reset: a code by e-mail, a new password, and the wait until the service
//! has changed it (docs/protocol.md 8 and 17.5).

use std::time::Duration;

use serde::Serialize;

use super::finish;
use super::machine::{self, Input, Next, typed};
use crate::challenge::CodeSent;
use crate::clock::Timestamp;
use crate::exchange::{Ask, Bridge, Reply, Wanted};
use crate::fault::{Cause, Fault};
use crate::ids::ContinuationToken;
use crate::part::part;

/// Where the reset stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stage {
    /// Nothing was asked yet.
    Idle,
    /// The service opened the reset and has not sent the code yet.
    Opened { token: ContinuationToken },
    CodeRequired {
        token: ContinuationToken,
        code: CodeSent,
    },
    /// The service wants an attribute verified first. The person still sees the step of `behind`,
    /// which is done.
    ChallengeDue {
        token: ContinuationToken,
        behind: Box<machine::Stage>,
    },
    NewPasswordRequired {
        token: ContinuationToken,
        /// Until when the service takes the new password, when it says so.
        until: Option<Timestamp>,
    },
    /// The service has the new password and is changing it.
    Submitted {
        token: ContinuationToken,
        until: Option<Timestamp>,
        /// How long to wait between two questions.
        interval: Duration,
    },
}

part!(enum Stage {
    "idle" => Idle,
    "opened" => Opened { token },
    "code_required" => CodeRequired { token, code },
    "challenge_due" => ChallengeDue { token, behind },
    "new_password_required" => NewPasswordRequired { token, until },
    "submitted" => Submitted { token, until, interval },
});

/// How long one call goes on asking. The other clients of this API give up then; here the step
/// stays, and can ask again.
const PATIENCE: Duration = Duration::from_mins(5);

impl Stage {
    /// The stage whose step the person sees, where it is another one.
    pub(super) fn behind(&self) -> Option<&machine::Stage> {
        match self {
            Self::ChallengeDue { behind, .. } => Some(behind),
            Self::Idle
            | Self::Opened { .. }
            | Self::CodeRequired { .. }
            | Self::NewPasswordRequired { .. }
            | Self::Submitted { .. } => None,
        }
    }

    pub(super) const fn is_before_any_step(&self) -> bool {
        matches!(self, Self::Idle | Self::Opened { .. })
    }
}

pub(super) fn plan(stage: &Stage, input: Input) -> Result<Ask, Cause> {
    match (stage, input) {
        (Stage::Idle, Input::Start { .. }) => Ok(Ask::OpenReset),
        (Stage::Opened { token }, Input::Start { .. })
        | (Stage::CodeRequired { token, .. }, Input::Resend)
        | (Stage::ChallengeDue { token, .. }, _) => Ok(challenge(token)),
        (Stage::CodeRequired { token, .. }, Input::Code(code)) => Ok(Ask::ResetCode {
            token: token.clone(),
            code: typed(code, Cause::BlankCode)?,
        }),
        (Stage::NewPasswordRequired { token, .. }, Input::Password(password)) => {
            Ok(Ask::NewPassword {
                token: token.clone(),
                password: typed(password, Cause::BlankPassword)?,
            })
        }
        (Stage::Submitted { token, .. }, Input::Wait) => Ok(poll(token, None)),
        (Stage::Idle | Stage::Opened { .. }, _) => Err(Cause::NotStarted),
        (
            Stage::CodeRequired { .. }
            | Stage::NewPasswordRequired { .. }
            | Stage::Submitted { .. },
            _,
        ) => Err(Cause::NotHere),
    }
}

pub(super) fn apply(stage: Stage, sent: &Ask, reply: Reply) -> Next {
    match (stage, reply) {
        (Stage::Idle, Reply::Opened { token }) => {
            let ask = challenge(&token);
            Next::AskAgain(wrap(Stage::Opened { token }), ask)
        }
        (
            Stage::Opened { .. } | Stage::CodeRequired { .. } | Stage::ChallengeDue { .. },
            Reply::CodeSent { token, code },
        ) => Next::Go(wrap(Stage::CodeRequired { token, code })),
        (
            stage @ Stage::CodeRequired { .. },
            Reply::ChallengeDue {
                token,
                wanted: Wanted::Verification,
            },
        ) => {
            let ask = challenge(&token);
            let behind = Box::new(wrap(stage));
            Next::AskAgain(wrap(Stage::ChallengeDue { token, behind }), ask)
        }
        (Stage::CodeRequired { .. }, Reply::CodeProved { token, until }) => {
            Next::Go(wrap(Stage::NewPasswordRequired { token, until }))
        }
        (Stage::NewPasswordRequired { until, .. }, Reply::PasswordTaken { token, interval }) => {
            let ask = poll(&token, None);
            let stage = Stage::Submitted {
                token,
                until,
                interval,
            };
            // Asked for the first time at once: a service that is done already says so.
            Next::AskLater(wrap(stage), ask, Duration::ZERO)
        }
        (Stage::Submitted { token, .. }, Reply::Finished { token: newer }) => {
            let token = newer.unwrap_or(token);
            Next::Go(finish::sign_in_after(Bridge::ResetPassword, Some(token)))
        }
        (stage @ Stage::Submitted { .. }, Reply::StillChanging { at }) => {
            still_changing(stage, sent, at)
        }
        (Stage::Submitted { token, until, .. }, Reply::PasswordNotChanged { token: newer }) => {
            let token = newer.unwrap_or(token);
            back(token, until, Cause::PasswordNotChanged.into())
        }
        (Stage::Submitted { token, until, .. }, Reply::Refused(fault))
            if fault.cause.is_about_what_was_given() =>
        {
            back(token, until, fault)
        }
        (_, Reply::Browser(reason)) => Next::Leave(reason),
        (Stage::ChallengeDue { .. }, Reply::Refused(fault)) => {
            finish::challenge_refused(Wanted::Verification, fault)
        }
        (_, Reply::Refused(fault)) => finish::refused(fault),
        _ => finish::unexpected(),
    }
}

fn challenge(token: &ContinuationToken) -> Ask {
    Ask::ResetChallenge {
        token: token.clone(),
    }
}

fn poll(token: &ContinuationToken, since: Option<Timestamp>) -> Ask {
    Ask::PollReset {
        token: token.clone(),
        since,
    }
}

/// Time is counted from the first answer. A clock that was set back behind that ends the wait: it
/// says nothing about how long it was.
fn still_changing(stage: Stage, sent: &Ask, at: Timestamp) -> Next {
    let (Stage::Submitted { interval, .. }, Ask::PollReset { token, since }) = (&stage, sent)
    else {
        return finish::unexpected();
    };
    let (interval, since) = (*interval, since.unwrap_or(at));
    if since <= at && at.since(since) < PATIENCE {
        let ask = poll(token, Some(since));
        return Next::AskLater(wrap(stage), ask, interval);
    }
    Next::Stay(Fault::with_retry_after(
        Cause::StillChanging,
        Some(interval),
    ))
}

/// The person may give another password: the service takes one on the same token.
fn back(token: ContinuationToken, until: Option<Timestamp>, fault: Fault) -> Next {
    Next::Back(wrap(Stage::NewPasswordRequired { token, until }), fault)
}

fn wrap(stage: Stage) -> machine::Stage {
    machine::Stage::ResetPassword(stage)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_was_set_back_ends_the_wait() {
        let token = ContinuationToken::new("ct".to_owned());
        let interval = Duration::from_secs(2);
        let (sent, now) = (
            Timestamp::from_unix_millis(1_000),
            Timestamp::from_unix_millis,
        );
        let next = |at: u64| {
            let stage = Stage::Submitted {
                token: token.clone(),
                until: None,
                interval,
            };
            let reply = Reply::StillChanging { at: now(at) };
            apply(stage, &poll(&token, Some(sent)), reply)
        };
        assert!(matches!(next(1_000), Next::AskLater(..)));
        assert!(matches!(next(999), Next::Stay(_)));
    }
}
