//! The gate's own answers (docs/risk.md 7, "Edge to client").

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONNECTION, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, Response, StatusCode};
use serde_json::{Map, Value, json};

use crate::claims::AuthContext;

/// Why a request goes no further, or what the client has to do first.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Refusal {
    /// The route takes posts alone.
    NotPosted,
    /// The body is no form.
    NoForm,
    /// The body's length is not said, or in two ways.
    Length,
    /// The body is too large.
    TooLarge,
    /// The body took too long.
    TooSlow,
    /// The form could be read in two ways.
    BadForm,
    /// The claims are no claims request.
    BadClaims,
    /// A grant that the gate does not know.
    Grant,
    /// The continuation token is missing, or was not sealed here.
    Token,
    /// The continuation token is too old.
    Expired,
    /// A code is to go where none can go.
    Target,
    /// No route of this tenant.
    Place,
    /// A path that is written to look like another one.
    Disguised,
    /// The tenant could not be reached.
    TenantAway,
    /// The tenant took too long.
    TenantLate,
    /// The tenant's answer cannot be handed on.
    TenantAnswer,
    /// Post again, with this context.
    AskAgain(AuthContext),
    /// Solve this first.
    Challenge(Challenge),
    /// Refused for good.
    Block(Map<String, Value>),
    /// Come back later.
    RateLimit(Map<String, Value>, Option<u32>),
    /// There is no verdict.
    FailClosed,
}

/// What a provider wants the person to solve.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Challenge {
    /// The provider's name in the configuration.
    pub(super) provider: String,
    /// What the provider's software in the app needs.
    pub(super) payload: Value,
    /// Members that it looks for at the top.
    pub(super) members: Map<String, Value>,
}

/// How an answer looks: status, error, suberror, sentence.
type Look = (u16, &'static str, Option<&'static str>, &'static str);

impl Refusal {
    /// The answer's status.
    pub(super) fn status(&self) -> u16 {
        self.look().0
    }

    #[rustfmt::skip]
    fn look(&self) -> Look {
        match self {
            Self::NotPosted => (405, "invalid_request", None, "The route takes posts alone."),
            Self::NoForm => (415, "invalid_request", None, "The body must be a form."),
            Self::Length => (411, "invalid_request", None, "The body's length must be said, once."),
            Self::TooLarge => (413, "invalid_request", None, "The body is too large."),
            Self::TooSlow => (408, "invalid_request", None, "The body took too long."),
            Self::BadForm => (400, "invalid_request", None, "The form cannot be read in one way only."),
            Self::BadClaims => (400, "invalid_request", None, "The claims are no claims request."),
            Self::Grant => (400, "unsupported_grant_type", None, "The gate does not know this grant."),
            Self::Token => (400, "invalid_request", None, "The continuation token is not valid."),
            Self::Expired => (400, "expired_token", None, "The continuation token has expired."),
            Self::Target => (400, "invalid_request", None, "The challenge_target is neither a number nor an address."),
            Self::Place => (404, "invalid_request", None, "There is no such route."),
            Self::Disguised => (400, "invalid_request", None, "The path is not written plainly."),
            Self::TenantAway => (502, "temporarily_unavailable", Some("tenant_unreachable"), "The tenant could not be reached."),
            Self::TenantLate => (504, "temporarily_unavailable", Some("tenant_late"), "The tenant took too long."),
            Self::TenantAnswer => (502, "temporarily_unavailable", Some("tenant_answer"), "The tenant's answer cannot be handed on."),
            Self::AskAgain(_) => (202, "", None, ""),
            Self::Challenge(_) => (403, "risk_challenge_required", None, "A challenge must be solved first."),
            Self::Block(_) => (403, "access_denied", Some("risk_blocked"), "The request was blocked."),
            Self::RateLimit(..) => (429, "slow_down", None, "Too many requests."),
            Self::FailClosed => (503, "temporarily_unavailable", Some("risk_unavailable"), "The risk of the request could not be judged."),
        }
    }

    fn body(&self, correlation: &str) -> Value {
        if let Self::AskAgain(context) = self {
            return json!({"auth_context": context});
        }
        let (_, error, suberror, sentence) = self.look();
        let mut body = match self {
            Self::Challenge(challenge) => challenge.members.clone(),
            Self::Block(members) | Self::RateLimit(members, _) => members.clone(),
            _ => Map::new(),
        };
        let mut set = |name: &str, value: Value| drop(body.insert(name.to_owned(), value));
        set("error", error.into());
        set("error_description", sentence.into());
        set("correlation_id", correlation.into());
        if let Some(suberror) = suberror {
            set("suberror", suberror.into());
        }
        // The numbers that the service gives (docs/protocol.md 5.2, 7.2).
        match self {
            Self::Token => set("error_codes", json!([55200])),
            Self::Target => set("error_codes", json!([901_001])),
            _ => {}
        }
        if let Self::Challenge(challenge) = self {
            let payload = json!({"provider": challenge.provider, "payload": challenge.payload});
            set("challenge", payload);
        }
        Value::Object(body)
    }

    /// The answer.
    pub(super) fn response(&self, correlation: &str) -> Response<Body> {
        let mut response = json_response(self.status(), &self.body(correlation));
        let headers = response.headers_mut();
        // By these the clients name a call in their reports (docs/protocol.md 1.5).
        for name in ["client-request-id", "x-ms-request-id"] {
            if let Ok(value) = HeaderValue::from_str(correlation) {
                headers.insert(name, value);
            }
        }
        if let Self::RateLimit(_, Some(seconds)) = self {
            headers.insert(RETRY_AFTER, HeaderValue::from(*seconds));
        }
        if let Self::NotPosted = self {
            headers.insert("allow", HeaderValue::from_static("POST"));
        }
        // What was sent besides, or is still on its way, is not read as another request.
        if matches!(
            self,
            Self::Length | Self::TooLarge | Self::TooSlow | Self::NoForm
        ) {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }
}

/// An answer that nobody may keep.
pub(super) fn json_response(status: u16, body: &Value) -> Response<Body> {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/json; charset=utf-8"),
    );
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
