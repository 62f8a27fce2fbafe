//! The refusals that say what is missing (docs/protocol.md 3.3).

use super::details::{details, numbers};
use super::tables::{PLAIN_NAMES, SUBERRORS, find};
use crate::attributes::{AttributeKind, RequiredAttribute};
use crate::exchange::{Ask, Reply, Wanted};
use crate::fault::{Cause, Fault};
use crate::wire::v1::body::{Attribute, Body};

/// The number of a credential that is missing.
pub(super) const CREDENTIAL: u64 = 55_103;
/// The numbers of attributes that are missing: of the documentation, and of an official client.
pub(super) const ATTRIBUTES: [u64; 2] = [55_106, 55_102];

/// The refusals of a new account or a reset that say what is missing (docs/protocol.md 3.3).
pub(super) fn wants_more(ask: &Ask, body: &Body) -> Option<Reply> {
    let suberror = body.suberror.as_deref().unwrap_or_default();
    let challenge = match body.error.as_deref()? {
        "credential_required" => Some(Wanted::Credential),
        "verification_required" => Some(Wanted::Verification),
        "attributes_required" => None,
        // What says by a word what it is about is not about its number.
        _ if find(&SUBERRORS, &suberror).is_some() => return None,
        name if find(&PLAIN_NAMES, &name).is_some() => return None,
        _ => match numbers(body).next()? {
            CREDENTIAL => Some(Wanted::Credential),
            number if ATTRIBUTES.contains(&number) => None,
            _ => return None,
        },
    };
    let fault = |cause| Fault {
        server: details(body),
        ..Fault::from(cause)
    };
    Some(match (body.flow_token(), challenge) {
        (Some(token), Some(wanted)) => Reply::ChallengeDue { token, wanted },
        (Some(token), None) if !body.required_attributes.is_empty() => Reply::AttributesDue {
            token,
            attributes: body.required_attributes.iter().map(required).collect(),
        },
        (_, None) if matches!(ask, Ask::OpenSignUp { .. }) => {
            Reply::Refused(fault(Cause::AttributesMissing))
        }
        _ => Reply::Refused(fault(Cause::FieldMissing)),
    })
}

fn required(attribute: &Attribute) -> RequiredAttribute {
    let kind = match attribute.kind.as_deref().unwrap_or("string") {
        "string" => AttributeKind::Text,
        "boolean" | "bool" => AttributeKind::Boolean,
        "number" | "integer" | "int" | "int64" => AttributeKind::Number,
        other => AttributeKind::Unknown(other.chars().take(64).collect()),
    };
    RequiredAttribute {
        name: attribute.name.clone(),
        kind,
        required: attribute.required,
        pattern: attribute.pattern.clone(),
    }
}
