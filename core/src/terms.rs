//! What a flow asks for: scopes, claims, a recovery. They belong to the flow, not to a step, so that
//! no step can lose them.

use crate::json;
use crate::part::part;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The scopes of a sign-in or of a token, in the order asked for, without doubles.
///
/// Two of them are equal when they hold the same scopes, without regard to ASCII case, as the
/// service compares them, and to the order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scopes(Vec<String>);

part!(newtype Scopes);

/// What every sign-in asks for besides the app's own scopes: an id token, the profile claims in
/// it, and a refresh token.
const DEFAULTS: [&str; 3] = ["openid", "profile", "offline_access"];

impl Scopes {
    /// No scopes.
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// These scopes with the default ones: merged, never replaced, because without them there
    /// is no account to sign in to and nothing to refresh with.
    #[must_use]
    pub(crate) fn with_defaults(&self) -> Self {
        let mut merged = Self(DEFAULTS.map(str::to_owned).into());
        merged.extend(self);
        merged
    }

    /// These scopes without the default ones: those that name a resource.
    #[must_use]
    pub(crate) fn without_defaults(&self) -> Self {
        let names_resource =
            |scope: &&String| !DEFAULTS.iter().any(|name| scope.eq_ignore_ascii_case(name));
        Self(self.0.iter().filter(names_resource).cloned().collect())
    }

    /// True when each scope of `other` is among these.
    pub(crate) fn cover(&self, other: &Self) -> bool {
        other.0.iter().all(|scope| self.holds(scope))
    }

    pub(crate) fn extend(&mut self, other: &Self) {
        other.iter().for_each(|scope| self.add(scope));
    }

    fn add(&mut self, scope: &str) {
        if !self.holds(scope) {
            self.0.push(scope.to_owned());
        }
    }

    /// The scopes, one by one.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    fn holds(&self, scope: &str) -> bool {
        self.0.iter().any(|own| own.eq_ignore_ascii_case(scope))
    }
}

impl PartialEq for Scopes {
    fn eq(&self, other: &Self) -> bool {
        self.cover(other) && other.cover(self)
    }
}

impl Eq for Scopes {}

impl fmt::Display for Scopes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.join(" "))
    }
}

/// A text is not a list of scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("scopes are words of printable ASCII, separated by spaces, 4096 bytes at most")]
pub struct InvalidScopes;

impl FromStr for Scopes {
    type Err = InvalidScopes;

    /// Reads scopes separated by spaces (RFC 6749, section 3.3).
    fn from_str(text: &str) -> Result<Self, InvalidScopes> {
        let fits = text.len() <= 4096
            && text
                .bytes()
                .all(|byte| byte == b' ' || byte.is_ascii_graphic())
            && !text.contains(['"', '\\']);
        if !fits {
            return Err(InvalidScopes);
        }
        let mut scopes = Self::none();
        text.split_whitespace().for_each(|scope| scopes.add(scope));
        Ok(scopes)
    }
}

/// A claims request in OpenID Connect's form (docs/protocol.md 5.6): JSON text that the service
/// evaluates when it issues tokens.
///
/// `Debug` does not show the text: a request can name a person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Claims(String);

part!(newtype Claims);

/// A text is not a claims request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a claims request is a JSON object of at most 4096 bytes; contexts are c1 to c99")]
pub struct InvalidClaims;

impl Claims {
    /// Asks for an authentication context, `c1` to `c99` by its number: the access token must
    /// carry it in `acrs`, so the Conditional Access policy bound to it applies.
    ///
    /// # Errors
    /// [`InvalidClaims`] when `context` is not between 1 and 99.
    pub fn authentication_context(context: u8) -> Result<Self, InvalidClaims> {
        if !(1..=99).contains(&context) {
            return Err(InvalidClaims);
        }
        let value = format!("c{context}");
        Ok(Self(
            serde_json::json!({"access_token": {"acrs": {"essential": true, "value": value}}})
                .to_string(),
        ))
    }

    /// The JSON text.
    pub fn as_json(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Claims {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Claims(..)")
    }
}

impl FromStr for Claims {
    type Err = InvalidClaims;

    fn from_str(text: &str) -> Result<Self, InvalidClaims> {
        let is_object = text.len() <= 4096 && json::object(text.as_bytes()).is_some();
        is_object
            .then(|| Self(text.to_owned()))
            .ok_or(InvalidClaims)
    }
}

/// Why a password is reset, where it is more than forgotten.
///
/// Exhaustive on purpose: an app is told of no reason but its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecoveryReason {
    /// The phone, or whatever else the person proves themselves with, is lost, or in somebody else's hands.
    DeviceLost,
}

part!(enum RecoveryReason { "device_lost" => DeviceLost });

impl RecoveryReason {
    /// The word for it, for whoever stands in front of the service (docs/risk.md 7.1).
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::DeviceLost => "device_lost",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scopes(text: &str) -> Scopes {
        text.parse().unwrap()
    }

    #[test]
    fn default_scopes_are_merged_and_doubles_dropped() {
        let asked = scopes("api://todo/ToDo.Read  OPENID api://todo/todo.read");
        let merged = asked.with_defaults().to_string();
        assert_eq!(merged, "openid profile offline_access api://todo/ToDo.Read");
        assert_eq!(asked.without_defaults().to_string(), "api://todo/ToDo.Read");
    }

    #[test]
    fn cover_means_every_scope_and_ignores_case() {
        assert!(scopes("a/B c/D").cover(&scopes("A/b")));
        assert!(!scopes("a/B").cover(&scopes("a/B c/D")));
        assert!(scopes("a").cover(&Scopes::none()));
    }

    #[test]
    fn scopes_are_equal_in_any_case_and_any_order() {
        assert_eq!(scopes("api://a/Read c"), scopes("C API://A/read"));
        assert_eq!(scopes("a A"), scopes("a"));
        assert_eq!(scopes(""), Scopes::none());
        for (one, other) in [("a b", "a"), ("a", "a b"), ("a", "b"), ("", "a")] {
            assert_ne!(scopes(one), scopes(other), "{one}, {other}");
        }
    }

    #[test]
    fn a_scope_with_a_quote_or_a_line_break_is_refused() {
        for text in ["a\"b", "a\\b", "a\nb", "ä"] {
            assert_eq!(text.parse::<Scopes>(), Err(InvalidScopes), "{text}");
        }
    }

    #[test]
    fn contexts_go_from_c1_to_c99() {
        let claims = Claims::authentication_context(3).unwrap();
        assert_eq!(
            claims.as_json(),
            r#"{"access_token":{"acrs":{"essential":true,"value":"c3"}}}"#
        );
        assert!(Claims::authentication_context(0).is_err());
        assert!(Claims::authentication_context(100).is_err());
    }

    #[test]
    fn claims_do_not_print_their_text() {
        let text = r#"{"id_token":{"login_hint":{"value":"ada@contoso.example"}}}"#;
        let claims: Claims = text.parse().unwrap();
        assert_eq!(format!("{claims:?}"), "Claims(..)");
    }

    #[test]
    fn claims_are_an_object() {
        assert!("{}".parse::<Claims>().is_ok());
        for text in ["[]", "1", "{", ""] {
            assert_eq!(text.parse::<Claims>(), Err(InvalidClaims), "{text}");
        }
    }
}
