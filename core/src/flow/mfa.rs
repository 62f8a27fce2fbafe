//! Multi-factor authentication: the second factor, a code by e-mail or SMS, as stages that any
//! flow can enter (docs/protocol.md 6 and 17.3).

use serde::Serialize;

use super::finish;
use super::machine::{self, Input, Next, typed};
use crate::challenge::{AuthMethod, CodeSent};
use crate::exchange::{Ask, Factor, Reply};
use crate::fault::Cause;
use crate::ids::{ContinuationToken, MethodId};
use crate::part::part;

/// Where the second factor stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stage {
    /// The methods are not known yet. The person still sees the step of `behind`; whatever they
    /// do there again leads on from here.
    Discovering {
        token: ContinuationToken,
        behind: Box<machine::Stage>,
    },
    /// The person chooses a method. Nothing was sent yet.
    MethodRequired {
        token: ContinuationToken,
        methods: Vec<AuthMethod>,
    },
    /// A code was sent by `method`.
    CodeRequired {
        token: ContinuationToken,
        methods: Vec<AuthMethod>,
        method: MethodId,
        code: CodeSent,
    },
}

part!(enum Stage {
    "discovering" => Discovering { token, behind },
    "method_required" => MethodRequired { token, methods },
    "code_required" => CodeRequired { token, methods, method, code },
});

impl Stage {
    pub(super) fn discovering(token: ContinuationToken, behind: machine::Stage) -> Self {
        Self::Discovering {
            token,
            behind: Box::new(behind),
        }
    }

    pub(super) fn behind(&self) -> Option<&machine::Stage> {
        match self {
            Self::Discovering { behind, .. } => Some(behind),
            Self::MethodRequired { .. } | Self::CodeRequired { .. } => None,
        }
    }
}

pub(super) fn plan(stage: &Stage, input: Input) -> Result<Ask, Cause> {
    match (stage, input) {
        // The factor behind is proved already: what was typed again is dropped, not sent.
        (Stage::Discovering { token, .. }, _) => Ok(Ask::ListMethods {
            token: token.clone(),
        }),
        (
            Stage::MethodRequired { token, methods } | Stage::CodeRequired { token, methods, .. },
            Input::Method(method),
        ) => challenge(token, methods, method),
        (
            Stage::CodeRequired {
                token,
                methods,
                method,
                ..
            },
            Input::Resend,
        ) => challenge(token, methods, method.clone()),
        (Stage::CodeRequired { token, .. }, Input::Code(code)) => {
            let code = typed(code, Cause::BlankCode)?;
            Ok(Ask::RedeemCode {
                token: token.clone(),
                factor: Factor::Second,
                code,
            })
        }
        (Stage::MethodRequired { .. } | Stage::CodeRequired { .. }, _) => Err(Cause::NotHere),
    }
}

pub(super) fn apply(stage: Stage, sent: &Ask, reply: Reply) -> Next {
    match reply {
        Reply::Methods { token, methods } => {
            Next::Go(wrap(Stage::MethodRequired { token, methods }))
        }
        Reply::CodeSent { token, code } => match (stage, sent) {
            (
                Stage::MethodRequired { methods, .. } | Stage::CodeRequired { methods, .. },
                Ask::MethodChallenge { method, .. },
            ) => {
                let method = method.clone();
                Next::Go(wrap(Stage::CodeRequired {
                    token,
                    methods,
                    method,
                    code,
                }))
            }
            (
                Stage::Discovering { .. }
                | Stage::MethodRequired { .. }
                | Stage::CodeRequired { .. },
                _,
            ) => finish::unexpected(),
        },
        Reply::SecondFactorDue { token } => rediscover(stage, Some(token)),
        Reply::RegistrationDue { token } => finish::registration_due(token, seen(stage)),
        Reply::Refused(fault) if fault.cause == Cause::MethodUndecided => rediscover(stage, None),
        Reply::Granted(grant) => Next::Grant(grant),
        Reply::Browser(reason) => Next::Leave(reason),
        Reply::Refused(fault) => finish::refused(fault),
        _ => finish::unexpected(),
    }
}

/// Lists the methods again, with the new token if there is one. Where that is what was just
/// asked, the service goes round in circles.
fn rediscover(stage: Stage, token: Option<ContinuationToken>) -> Next {
    match &stage {
        Stage::Discovering { .. } => finish::unexpected(),
        Stage::MethodRequired { token: own, .. } | Stage::CodeRequired { token: own, .. } => {
            let token = token.unwrap_or_else(|| own.clone());
            finish::second_factor_due(token, wrap(stage))
        }
    }
}

/// The stage whose step the person sees.
fn seen(stage: Stage) -> machine::Stage {
    match stage {
        Stage::Discovering { behind, .. } => *behind,
        stage @ (Stage::MethodRequired { .. } | Stage::CodeRequired { .. }) => wrap(stage),
    }
}

fn challenge(
    token: &ContinuationToken,
    methods: &[AuthMethod],
    method: MethodId,
) -> Result<Ask, Cause> {
    if methods.iter().any(|known| known.id == method) {
        Ok(Ask::MethodChallenge {
            token: token.clone(),
            method,
        })
    } else {
        Err(Cause::UnknownMethod)
    }
}

fn wrap(stage: Stage) -> machine::Stage {
    machine::Stage::Mfa(stage)
}
