//! The methods and contacts that a person has codes sent to by turns, each with its own wait for
//! another one.

use serde::Serialize;

use super::machine::{Input, Stage};
use super::{mfa, strong_auth};
use crate::challenge::CodeSent;
use crate::clock::Timestamp;
use crate::exchange::Registration;
use crate::ids::MethodId;
use crate::part::part;

/// What the person chose a code to be sent to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Chosen {
    Method(MethodId),
    Contact(Registration),
}

part!(enum Chosen { "method" => Method(_), "contact" => Contact(_) });

/// The last code that went there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct SentTo {
    to: Chosen,
    code: CodeSent,
}

part!(struct SentTo { to, code });

/// Notes the code that `stage` waits for, if the person chose where it went. A wait that is over is
/// forgotten.
pub(super) fn note(sent: &mut Vec<SentTo>, stage: &Stage, now: Timestamp) {
    if let (Some(to), Some(code)) = (chosen(stage), stage.code().cloned()) {
        sent.retain(|other| other.to != to && !other.code.resend_wait(now).is_zero());
        sent.push(SentTo { to, code });
    }
}

/// The code that came last where `input` has another one sent to, while `stage` waits for one.
pub(super) fn last<'a>(
    sent: &'a [SentTo],
    stage: &'a Stage,
    input: &Input,
) -> Option<&'a CodeSent> {
    let to = match (stage, input) {
        (_, Input::Resend) => return stage.code(),
        (Stage::Mfa(mfa::Stage::CodeRequired { .. }), Input::Method(method)) => {
            Chosen::Method(method.clone())
        }
        (
            Stage::StrongAuth(strong_auth::Stage::CodeRequired { methods, .. }),
            Input::Register { method, contact },
        ) => Chosen::Contact(strong_auth::choice(methods, method, contact).ok()?),
        _ => return None,
    };
    let before = sent.iter().find(|sent| sent.to == to);
    before.map(|sent| &sent.code)
}

fn chosen(stage: &Stage) -> Option<Chosen> {
    match stage {
        Stage::Mfa(mfa::Stage::CodeRequired { method, .. }) => Some(Chosen::Method(method.clone())),
        Stage::StrongAuth(strong_auth::Stage::CodeRequired { chosen, .. }) => {
            Some(Chosen::Contact(chosen.clone()))
        }
        _ => None,
    }
}
