//! How the API refuses, in the service's words or in those of RFC 6750 and RFC 9470.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;

use crate::model::ApiDialect;

/// Why a call is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// No token was shown.
    NoToken,
    /// The token is not one of this tenant for this API, or it ran out.
    BadToken,
    /// The token lacks this scope.
    Scope(&'static str),
    /// The sign-in behind the token was not strong enough, or lies back too far.
    MoreWanted {
        /// How far it may lie back.
        max_age: Option<u32>,
    },
}

impl Refusal {
    /// The status.
    pub(super) fn status(self) -> u16 {
        match self {
            Self::Scope(_) => 403,
            Self::NoToken | Self::BadToken | Self::MoreWanted { .. } => 401,
        }
    }

    /// The name of the error.
    pub(super) fn name(self, dialect: ApiDialect) -> &'static str {
        match (self, dialect) {
            (Self::NoToken, _) => "invalid_request",
            (Self::BadToken, _) => "invalid_token",
            (Self::Scope(_), _) => "insufficient_scope",
            (Self::MoreWanted { .. }, ApiDialect::Microsoft) => "insufficient_claims",
            (Self::MoreWanted { .. }, ApiDialect::Rfc9470) => "insufficient_user_authentication",
        }
    }

    /// The value of `WWW-Authenticate`. `base` is the tenant's URL, `context` the authentication context that is wanted.
    pub(super) fn challenge(self, dialect: ApiDialect, base: &str, context: &str) -> String {
        let start = format!(r#"Bearer realm="", authorization_uri="{base}/oauth2/v2.0/authorize""#);
        let error = self.name(dialect);
        match (self, dialect) {
            (Self::NoToken, _) => start,
            (Self::BadToken, _) => format!(r#"{start}, error="{error}""#),
            (Self::Scope(scope), _) => format!(r#"{start}, error="{error}", scope="{scope}""#),
            (Self::MoreWanted { .. }, ApiDialect::Microsoft) => {
                let claims = json!({
                    "access_token": { "acrs": { "essential": true, "value": context } }
                });
                let claims = BASE64_STANDARD.encode(claims.to_string());
                format!(r#"{start}, error="{error}", claims="{claims}""#)
            }
            (Self::MoreWanted { max_age }, ApiDialect::Rfc9470) => {
                let age = max_age.map_or(String::new(), |age| format!(r#", max_age="{age}""#));
                format!(
                    r#"Bearer error="{error}", error_description="A stronger or newer sign-in is needed", acr_values="{context}"{age}"#
                )
            }
        }
    }
}
