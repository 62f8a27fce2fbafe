//! Sign-in: the first factor, a password or a code by e-mail (docs/protocol.md 5 and 17.2).

use serde::Serialize;

use super::finish;
use super::machine::{self, Input, Next, typed};
use crate::challenge::CodeSent;
use crate::exchange::{Ask, Factor, Reply};
use crate::fault::Cause;
use crate::ids::ContinuationToken;
use crate::part::part;

/// Where the first factor stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stage {
    /// Nothing was asked yet.
    Idle,
    /// The service opened the sign-in and has not named the first factor yet.
    Opened {
        token: ContinuationToken,
    },
    PasswordRequired {
        token: ContinuationToken,
    },
    CodeRequired {
        token: ContinuationToken,
        code: CodeSent,
    },
}

part!(enum Stage {
    "idle" => Idle,
    "opened" => Opened { token },
    "password_required" => PasswordRequired { token },
    "code_required" => CodeRequired { token, code },
});

impl Stage {
    pub(super) const fn is_shown(&self) -> bool {
        match self {
            Self::Idle | Self::Opened { .. } => false,
            Self::PasswordRequired { .. } | Self::CodeRequired { .. } => true,
        }
    }
}

pub(super) fn plan(stage: &Stage, input: Input) -> Result<Ask, Cause> {
    match (stage, input) {
        (Stage::Idle, Input::Start { given }) => Ok(Ask::Open {
            on_hand: given.password,
        }),
        (Stage::Opened { token }, Input::Start { given }) => Ok(Ask::FirstChallenge {
            token: token.clone(),
            on_hand: given.password,
        }),
        (Stage::PasswordRequired { token }, Input::Password(password)) => {
            let password = typed(password, Cause::BlankPassword)?;
            Ok(Ask::RedeemPassword {
                token: token.clone(),
                password,
            })
        }
        (Stage::CodeRequired { token, .. }, Input::Code(code)) => {
            let code = typed(code, Cause::BlankCode)?;
            Ok(Ask::RedeemCode {
                token: token.clone(),
                factor: Factor::First,
                code,
            })
        }
        (Stage::CodeRequired { token, .. }, Input::Resend) => Ok(Ask::FirstChallenge {
            token: token.clone(),
            on_hand: None,
        }),
        (Stage::Idle | Stage::Opened { .. }, _) => Err(Cause::NotStarted),
        (Stage::PasswordRequired { .. } | Stage::CodeRequired { .. }, _) => Err(Cause::NotHere),
    }
}

pub(super) fn apply(stage: Stage, sent: &Ask, reply: Reply) -> Next {
    match reply {
        Reply::Opened { token } => match stage {
            Stage::Idle => {
                let ask = Ask::FirstChallenge {
                    token: token.clone(),
                    on_hand: sent.on_hand(),
                };
                Next::AskAgain(wrap(Stage::Opened { token }), ask)
            }
            Stage::Opened { .. } | Stage::PasswordRequired { .. } | Stage::CodeRequired { .. } => {
                finish::unexpected()
            }
        },
        Reply::PasswordWanted { token } => match sent.on_hand() {
            Some(password) => {
                let ask = Ask::RedeemPassword {
                    token: token.clone(),
                    password,
                };
                Next::AskAgain(wrap(Stage::PasswordRequired { token }), ask)
            }
            None => Next::Go(wrap(Stage::PasswordRequired { token })),
        },
        // A password on hand is of no use to an account that signs in by code.
        Reply::CodeSent { token, code } => Next::Go(wrap(Stage::CodeRequired { token, code })),
        Reply::SecondFactorDue { token } => match stage {
            Stage::PasswordRequired { .. } | Stage::CodeRequired { .. } => {
                finish::second_factor_due(token, wrap(stage))
            }
            Stage::Idle | Stage::Opened { .. } => finish::unexpected(),
        },
        Reply::RegistrationDue { token } => match stage {
            Stage::PasswordRequired { .. } | Stage::CodeRequired { .. } => {
                finish::registration_due(token, wrap(stage))
            }
            Stage::Idle | Stage::Opened { .. } => finish::unexpected(),
        },
        Reply::Granted(grant) => Next::Grant(grant),
        Reply::Browser(reason) => Next::Leave(reason),
        Reply::Refused(fault) => finish::refused(fault),
        _ => finish::unexpected(),
    }
}

fn wrap(stage: Stage) -> machine::Stage {
    machine::Stage::SignIn(stage)
}
