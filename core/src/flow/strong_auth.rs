//! Strong-auth registration: the person registers the method that a policy wants, as stages that
//! any flow can enter before its tokens (docs/protocol.md 7 and 17.4).

use serde::Serialize;

use super::finish;
use super::machine::{self, Input, Next, typed};
use crate::challenge::{Channel, CodeSent, RegistrationMethod};
use crate::exchange::{Ask, Bridge, Registration, Reply};
use crate::fault::Cause;
use crate::ids::{Contact, ContinuationToken, MethodId};
use crate::part::part;
use crate::secret::Secret;

/// Where the registration stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stage {
    /// The service is further than the person, who still sees the step of `behind`; whatever they
    /// do there again runs the errand that is left.
    Passing {
        token: ContinuationToken,
        errand: Errand,
        behind: Box<machine::Stage>,
    },
    /// The person chooses a method and names the contact. Nothing was sent yet.
    MethodRequired {
        token: ContinuationToken,
        methods: Vec<RegistrationMethod>,
    },
    /// A code was sent to the contact.
    CodeRequired {
        token: ContinuationToken,
        methods: Vec<RegistrationMethod>,
        chosen: Registration,
        code: CodeSent,
    },
}

part!(enum Stage {
    "passing" => Passing { token, errand, behind },
    "method_required" => MethodRequired { token, methods },
    "code_required" => CodeRequired { token, methods, chosen, code },
});

/// What leads on without the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Errand {
    /// Learn what can be registered.
    ListMethods,
    /// Confirm a contact that needs no code.
    Confirm,
    /// Redeem the finished registration for tokens.
    Redeem,
}

part!(enum Errand {
    "list_methods" => ListMethods,
    "confirm" => Confirm,
    "redeem" => Redeem,
});

impl Errand {
    fn ask(self, token: ContinuationToken) -> Ask {
        match self {
            Self::ListMethods => Ask::ListRegistrable { token },
            Self::Confirm => Ask::ConfirmContact { token, code: None },
            Self::Redeem => Ask::RedeemContinuation {
                token,
                bridge: Bridge::Registration,
            },
        }
    }
}

impl Stage {
    /// The stage in passing with the errand that leads on from it.
    pub(super) fn passing(
        token: ContinuationToken,
        errand: Errand,
        behind: machine::Stage,
    ) -> (machine::Stage, Ask) {
        let ask = errand.ask(token.clone());
        let behind = Box::new(behind);
        let stage = Self::Passing {
            token,
            errand,
            behind,
        };
        (wrap(stage), ask)
    }

    pub(super) fn behind(&self) -> Option<&machine::Stage> {
        match self {
            Self::Passing { behind, .. } => Some(behind),
            Self::MethodRequired { .. } | Self::CodeRequired { .. } => None,
        }
    }
}

pub(super) fn plan(stage: &Stage, input: Input) -> Result<Ask, Cause> {
    match (stage, input) {
        // What the step behind wanted is done: what was typed again is dropped, not sent.
        (Stage::Passing { token, errand, .. }, _) => Ok(errand.ask(token.clone())),
        (
            Stage::MethodRequired { token, methods } | Stage::CodeRequired { token, methods, .. },
            Input::Register { method, contact },
        ) => Ok(Ask::RegisterContact {
            token: token.clone(),
            chosen: choice(methods, &method, &contact)?,
        }),
        (Stage::CodeRequired { token, chosen, .. }, Input::Resend) => Ok(Ask::RegisterContact {
            token: token.clone(),
            chosen: chosen.clone(),
        }),
        (Stage::CodeRequired { token, .. }, Input::Code(code)) => {
            let code = typed(code, Cause::BlankCode)?;
            Ok(Ask::ConfirmContact {
                token: token.clone(),
                code: Some(code),
            })
        }
        (Stage::MethodRequired { .. } | Stage::CodeRequired { .. }, _) => Err(Cause::NotHere),
    }
}

pub(super) fn apply(stage: Stage, sent: &Ask, reply: Reply) -> Next {
    match reply {
        Reply::Registrable { token, methods } => {
            Next::Go(wrap(Stage::MethodRequired { token, methods }))
        }
        Reply::CodeSent { token, code } => match (stage, sent) {
            (
                Stage::MethodRequired { methods, .. } | Stage::CodeRequired { methods, .. },
                Ask::RegisterContact { chosen, .. },
            ) => {
                let chosen = chosen.clone();
                Next::Go(wrap(Stage::CodeRequired {
                    token,
                    methods,
                    chosen,
                    code,
                }))
            }
            (
                Stage::Passing { .. } | Stage::MethodRequired { .. } | Stage::CodeRequired { .. },
                _,
            ) => finish::unexpected(),
        },
        Reply::Preverified { token } => leads_on(stage, token, Errand::Confirm),
        Reply::Confirmed { token } => leads_on(stage, token, Errand::Redeem),
        Reply::RegistrationDue { token } => finish::registration_due(token, seen(stage)),
        Reply::SecondFactorDue { token } => finish::second_factor_due(token, seen(stage)),
        Reply::Granted(grant) => Next::Grant(grant),
        Reply::Browser(reason) => Next::Leave(reason),
        Reply::Refused(fault) => finish::refused(fault),
        _ => finish::unexpected(),
    }
}

fn leads_on(stage: Stage, token: ContinuationToken, errand: Errand) -> Next {
    let (stage, ask) = Stage::passing(token, errand, seen(stage));
    Next::AskAgain(stage, ask)
}

/// The stage whose step the person sees.
fn seen(stage: Stage) -> machine::Stage {
    match stage {
        Stage::Passing { behind, .. } => *behind,
        stage @ (Stage::MethodRequired { .. } | Stage::CodeRequired { .. }) => wrap(stage),
    }
}

/// What is to be registered, in the form that the service takes.
///
/// # Errors
/// `UnknownMethod` or `BlankContact`.
pub(super) fn choice(
    methods: &[RegistrationMethod],
    method: &MethodId,
    contact: &Secret,
) -> Result<Registration, Cause> {
    let known = methods.iter().find(|known| known.id == *method);
    let known = known.ok_or(Cause::UnknownMethod)?;
    let contact = match known.channel {
        Channel::Sms => Contact::phone_number(contact.expose()),
        Channel::Email | Channel::Unknown(_) => contact.expose().parse(),
    };
    Ok(Registration {
        method: method.clone(),
        channel: known.channel.clone(),
        contact: contact.map_err(|_| Cause::BlankContact)?,
    })
}

fn wrap(stage: Stage) -> machine::Stage {
    machine::Stage::StrongAuth(stage)
}
