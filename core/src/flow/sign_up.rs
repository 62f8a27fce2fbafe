//! Sign-up: a new account with a code by e-mail, a password, attributes (docs/protocol.md 3 and
//! 17.1).

use serde::Serialize;

use super::finish;
use super::machine::{self, Input, Next, filled, typed};
use crate::attributes::RequiredAttribute;
use crate::challenge::CodeSent;
use crate::exchange::{Ask, Bridge, Reply, Wanted};
use crate::fault::Cause;
use crate::ids::ContinuationToken;
use crate::part::part;

/// Where the sign-up stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stage {
    /// Nothing was asked yet.
    Idle,
    /// The service opened the sign-up and has not said what it wants yet.
    Opened {
        token: ContinuationToken,
    },
    CodeRequired {
        token: ContinuationToken,
        code: CodeSent,
    },
    /// The service wants something more, and has yet to say what. The person still sees the step
    /// of `behind`, which is done.
    ChallengeDue {
        token: ContinuationToken,
        #[serde(default, skip_serializing_if = "Wanted::is_credential")]
        wanted: Wanted,
        behind: Box<machine::Stage>,
    },
    PasswordRequired {
        token: ContinuationToken,
    },
    AttributesRequired {
        token: ContinuationToken,
        attributes: Vec<RequiredAttribute>,
    },
}

part!(enum Stage {
    "idle" => Idle,
    "opened" => Opened { token },
    "code_required" => CodeRequired { token, code },
    "challenge_due" => ChallengeDue { token, wanted = default, behind },
    "password_required" => PasswordRequired { token },
    "attributes_required" => AttributesRequired { token, attributes },
});

impl Stage {
    /// The stage whose step the person sees, where it is another one.
    pub(super) fn behind(&self) -> Option<&machine::Stage> {
        match self {
            Self::ChallengeDue { behind, .. } => Some(behind),
            Self::Idle
            | Self::Opened { .. }
            | Self::CodeRequired { .. }
            | Self::PasswordRequired { .. }
            | Self::AttributesRequired { .. } => None,
        }
    }

    pub(super) const fn is_before_any_step(&self) -> bool {
        matches!(self, Self::Idle | Self::Opened { .. })
    }
}

pub(super) fn plan(stage: &Stage, input: Input) -> Result<Ask, Cause> {
    match (stage, input) {
        (Stage::Idle, Input::Start { given }) => Ok(Ask::OpenSignUp { given }),
        (Stage::Opened { token }, Input::Start { given }) => Ok(Ask::SignUpChallenge {
            token: token.clone(),
            on_hand: given.password,
        }),
        (Stage::CodeRequired { token, .. }, Input::Code(code)) => Ok(Ask::SignUpCode {
            token: token.clone(),
            code: typed(code, Cause::BlankCode)?,
        }),
        (Stage::CodeRequired { token, .. }, Input::Resend)
        | (Stage::ChallengeDue { token, .. }, _) => Ok(challenge(token)),
        (Stage::PasswordRequired { token }, Input::Password(password)) => Ok(Ask::SignUpPassword {
            token: token.clone(),
            password: typed(password, Cause::BlankPassword)?,
        }),
        (Stage::AttributesRequired { token, .. }, Input::Attributes(attributes)) => {
            Ok(Ask::SignUpAttributes {
                token: token.clone(),
                attributes: filled(attributes)?,
            })
        }
        (Stage::Idle | Stage::Opened { .. }, _) => Err(Cause::NotStarted),
        (
            Stage::CodeRequired { .. }
            | Stage::PasswordRequired { .. }
            | Stage::AttributesRequired { .. },
            _,
        ) => Err(Cause::NotHere),
    }
}

pub(super) fn apply(stage: Stage, sent: &Ask, reply: Reply) -> Next {
    match reply {
        Reply::Opened { token } if stage == Stage::Idle => {
            let ask = Ask::SignUpChallenge {
                token: token.clone(),
                on_hand: sent.on_hand(),
            };
            Next::AskAgain(wrap(Stage::Opened { token }), ask)
        }
        Reply::CodeSent { token, code } => Next::Go(wrap(Stage::CodeRequired { token, code })),
        Reply::PasswordWanted { token } => match sent.on_hand() {
            Some(password) => {
                let ask = Ask::SignUpPassword {
                    token: token.clone(),
                    password,
                };
                Next::AskAgain(wrap(Stage::PasswordRequired { token }), ask)
            }
            None => Next::Go(wrap(Stage::PasswordRequired { token })),
        },
        Reply::ChallengeDue { token, wanted } if !stage.is_before_any_step() => {
            let ask = challenge(&token);
            let behind = Box::new(seen(stage));
            Next::AskAgain(
                wrap(Stage::ChallengeDue {
                    token,
                    wanted,
                    behind,
                }),
                ask,
            )
        }
        Reply::AttributesDue { token, attributes } => {
            Next::Go(wrap(Stage::AttributesRequired { token, attributes }))
        }
        Reply::Finished { token } if !stage.is_before_any_step() => {
            Next::Go(finish::sign_in_after(Bridge::SignUp, token))
        }
        Reply::Browser(reason) => Next::Leave(reason),
        // Before the first step there is nowhere to correct what was given at the start.
        Reply::Refused(fault)
            if stage.is_before_any_step() && fault.cause.is_about_what_was_given() =>
        {
            Next::End(fault)
        }
        Reply::Refused(fault) => match stage {
            Stage::ChallengeDue { wanted, .. } => finish::challenge_refused(wanted, fault),
            _ => finish::refused(fault),
        },
        _ => finish::unexpected(),
    }
}

fn challenge(token: &ContinuationToken) -> Ask {
    Ask::SignUpChallenge {
        token: token.clone(),
        on_hand: None,
    }
}

/// The stage whose step the person sees.
fn seen(stage: Stage) -> machine::Stage {
    match stage {
        Stage::ChallengeDue { behind, .. } => *behind,
        stage => wrap(stage),
    }
}

fn wrap(stage: Stage) -> machine::Stage {
    machine::Stage::SignUp(stage)
}
