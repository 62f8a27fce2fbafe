//! Graph's errors: status, code and message, inside its envelope.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::clock::Timestamp;
use crate::model::GraphPermission;

/// Why Graph refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// No token came along.
    NoToken,
    /// The token is not one of this tenant.
    BadToken,
    /// The token is for something else.
    Audience,
    /// The token ran out, or is not in force yet.
    Expired,
    /// The token's app may not do this; it would have to be allowed one of these.
    Lacks(&'static [GraphPermission]),
    /// There is no such object.
    NoObject(String),
    /// There is no such method of a person.
    NoMethod,
    /// The user is in the group already.
    IsMember,
    /// The body names no object.
    Reference,
    /// The body is not what the call takes.
    Document(&'static str),
    /// More groups than a call may ask about.
    TooManyGroups,
    /// What is named is no object id.
    Id(String),
    /// The filter is none that is known.
    Filter,
    /// There is no such property.
    Property(String),
    /// There is no such path.
    Segment(String),
    /// The path takes another method.
    Method,
    /// The body is larger than anything that Graph takes.
    TooLarge,
    /// A fault.
    Fault(u16),
}

/// What makes two answers of the same error differ.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stamp {
    pub(super) id: Uuid,
    pub(super) now: Timestamp,
}

impl Refusal {
    /// The status.
    pub(super) fn status(&self) -> u16 {
        self.row().0
    }

    /// The body.
    pub(super) fn body(&self, stamp: &Stamp) -> Value {
        let (_, code, message) = self.row();
        let date = stamp.now.rfc3339();
        json!({ "error": {
            "code": code,
            "message": message,
            "innerError": {
                "date": date.trim_end_matches('Z'),
                "request-id": stamp.id,
                "client-request-id": stamp.id,
            },
        } })
    }

    fn row(&self) -> (u16, &'static str, String) {
        let token = |message: &str| (401, "InvalidAuthenticationToken", message.to_owned());
        let bad = |message: String| (400, "Request_BadRequest", message);
        match self {
            Self::NoToken => token("Access token is empty."),
            Self::BadToken => token("Access token validation failure."),
            Self::Audience => token("Access token validation failure. Invalid audience."),
            Self::Expired => token("Lifetime validation failed, the token is expired."),
            Self::Lacks(permissions) => (403, "Authorization_RequestDenied", lacking(permissions)),
            Self::NoObject(id) => (
                404,
                "Request_ResourceNotFound",
                format!("Resource '{id}' does not exist or one of its queried reference-property objects are not present."),
            ),
            Self::NoMethod => (404, "resourceNotFound", "The requested resource could not be found.".to_owned()),
            Self::IsMember => bad(
                "One or more added object references already exist for the following modified properties: 'members'.".to_owned(),
            ),
            Self::Reference => bad("Invalid URL format specified in payload.".to_owned()),
            Self::Document(problem) => bad((*problem).to_owned()),
            Self::TooManyGroups => bad("The group ids must be at most 20.".to_owned()),
            Self::Id(id) => bad(format!("Invalid object identifier '{id}'.")),
            Self::Filter => (
                400,
                "Request_UnsupportedQuery",
                "Unsupported or invalid query filter clause specified.".to_owned(),
            ),
            Self::Property(name) => (
                400,
                "BadRequest",
                format!("Parsing OData Select and Expand failed: Could not find a property named '{name}' on type 'microsoft.graph.user'."),
            ),
            Self::Segment(name) => (
                400,
                "BadRequest",
                format!("Resource not found for the segment '{name}'."),
            ),
            Self::Method => (
                405,
                "Request_BadRequest",
                "Specified HTTP method is not allowed for the request target.".to_owned(),
            ),
            Self::TooLarge => (413, "RequestBodyTooLarge", "The request body is too large.".to_owned()),
            Self::Fault(status) => (*status, fault(*status), "A fault was injected into this answer.".to_owned()),
        }
    }
}

/// Graph's own message, and what Graph leaves to be found out.
fn lacking(permissions: &[GraphPermission]) -> String {
    let names: Vec<_> = permissions.iter().map(|one| one.as_str()).collect();
    format!(
        "Insufficient privileges to complete the operation. The app lacks one of: {}.",
        names.join(", ")
    )
}

fn fault(status: u16) -> &'static str {
    match status {
        401 => "InvalidAuthenticationToken",
        403 => "Authorization_RequestDenied",
        404 => "Request_ResourceNotFound",
        429 => "TooManyRequests",
        400..500 => "Request_BadRequest",
        503 => "serviceNotAvailable",
        504 => "GatewayTimeout",
        _ => "generalException",
    }
}
