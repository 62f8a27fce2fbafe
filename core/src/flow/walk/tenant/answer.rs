//! What comes instead of a tenant's ordinary answer.

use serde_json::{Value, json};

use crate::ports::http::HttpFault;

/// What comes instead of the ordinary answer.
#[derive(Debug, Clone)]
pub(in super::super) enum Answer {
    /// The ordinary answer after all.
    Ordinary,
    Json(u16, Value),
    Text(u16, &'static str),
    /// A page that only a browser can pass.
    ChallengePage(u16),
    Fault(HttpFault),
    /// Nothing, ever.
    Silence,
    /// The ordinary answer, once the tenant is let go on.
    Held,
    /// An error, once the tenant is let go on.
    HeldError(&'static str, u64),
    /// A fault, once the tenant is let go on.
    HeldFault(HttpFault),
}

/// The words of an error that says what is missing, and so comes with a token.
const LEADS_ON: [&str; 5] = [
    "mfa_required",
    "registration_required",
    "credential_required",
    "attributes_required",
    "verification_required",
];

impl Answer {
    /// An error envelope.
    pub(in super::super) fn error(error: &str, suberror: &str, number: u64) -> Self {
        let leads_on = LEADS_ON.contains(&error) || LEADS_ON.contains(&suberror);
        let token = leads_on.then_some("planted-ct-x");
        let attributes = json!([{"name": "city", "type": "string", "required": true}]);
        Self::Json(
            400,
            json!({
                "error": error,
                "suberror": (!suberror.is_empty()).then_some(suberror),
                "error_codes": [number],
                "error_description": "about planted@contoso.example",
                "continuation_token": token,
                "required_attributes": (error == "attributes_required").then_some(&attributes),
                "invalid_attributes":
                    (suberror == "attribute_validation_failed").then_some(&attributes),
            }),
        )
    }

    pub(in super::super) fn wrong_password() -> Self {
        Self::error("invalid_grant", "", 50126)
    }

    pub(in super::super) fn wrong_code() -> Self {
        Self::error("invalid_grant", "invalid_oob_value", 50181)
    }

    /// A new password that breaks the rule `suberror`.
    pub(in super::super) fn bad_password(suberror: &str) -> Self {
        Self::error("invalid_grant", suberror, 399_246)
    }

    /// What the continuation token stood for ran out.
    pub(in super::super) fn expired() -> Self {
        Self::error("expired_token", "", 552_003)
    }

    /// It goes on in the browser.
    pub(in super::super) fn redirect() -> Self {
        Self::Json(
            200,
            json!({"challenge_type": "redirect", "redirect_reason": "planted is social"}),
        )
    }

    /// A challenge of the provider's, from in front of the service.
    pub(in super::super) fn challenge(page: &str) -> Self {
        let challenge = json!({"provider": "tmx", "payload": {"page": page}});
        let error = "risk_challenge_required";
        Self::Json(403, json!({"error": error, "challenge": challenge}))
    }

    /// A code that the gate had sent.
    pub(in super::super) fn security_code(payload: &Value) -> Self {
        let challenge = json!({"provider": "security_code", "payload": payload});
        let error = "risk_challenge_required";
        Self::Json(403, json!({"error": error, "challenge": challenge}))
    }

    /// Nobody could judge the call.
    pub(in super::super) fn risk_unavailable() -> Self {
        let error = "temporarily_unavailable";
        Self::Json(503, json!({"error": error, "suberror": "risk_unavailable"}))
    }

    /// A request that never left, and its repetition.
    pub(in super::super) fn offline() -> [Self; 2] {
        [(); 2].map(|()| Self::Fault(HttpFault::NotSent))
    }
}
