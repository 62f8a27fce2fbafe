//! The id token's claims, for display.
//!
//! The token comes straight from the token endpoint over an authenticated connection (loopback
//! during development apart), where OpenID Connect Core 3.1.3.7 lets a client do without checking
//! its signature. The core checks neither that nor issuer, audience and times: it trusts the
//! connection. Never take these claims as proof towards a server: give it an access token.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use crate::json;
use crate::secret::Secret;

/// The claims of an id token. They do not print: they are personal data.
#[derive(Clone, PartialEq)]
pub struct IdClaims(Map<String, Value>);

impl IdClaims {
    /// Reads the claims; nothing when the token is not a JWT.
    pub(super) fn decode(token: &Secret) -> Option<Self> {
        json::object(&decode(payload(token)?)?).map(Self)
    }

    /// The person's display name.
    pub fn name(&self) -> Option<&str> {
        self.text("name")
    }

    /// The name that the person signs in with.
    pub fn username(&self) -> Option<&str> {
        self.text("preferred_username")
    }

    /// Any claim.
    pub fn get(&self, claim: &str) -> Option<&Value> {
        self.0.get(claim)
    }

    fn text(&self, claim: &str) -> Option<&str> {
        self.0.get(claim)?.as_str()
    }
}

impl fmt::Debug for IdClaims {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "IdClaims({} claims)", self.0.len())
    }
}

/// The part of a JWT that holds its claims.
pub(super) fn payload(token: &Secret) -> Option<&str> {
    token.expose().split('.').nth(1)
}

/// JSON in base64url, as JWTs and `client_info` carry it.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_read_and_not_printed() {
        let payload = URL_SAFE_NO_PAD.encode(r#"{"name":"Ada","oid":"o","n":1}"#);
        let claims = IdClaims::decode(&Secret::new(format!("e30.{payload}.x"))).unwrap();
        assert_eq!(claims.name(), Some("Ada"));
        assert_eq!(claims.get("n"), Some(&Value::from(1)));
        assert_eq!(claims.username(), None);
        assert_eq!(format!("{claims:?}"), "IdClaims(3 claims)");
    }

    #[test]
    fn what_is_not_a_jwt_has_no_claims() {
        for text in ["", "a", "a.b.c", "a.bnVsbA.c"] {
            assert!(IdClaims::decode(&Secret::new(text)).is_none(), "{text}");
        }
    }
}
