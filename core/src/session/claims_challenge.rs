//! What an API says when a token is good and not enough: the `WWW-Authenticate` header of its
//! answer 401, read into what to ask the service for.
//!
//! The text comes from a server that the core knows nothing of, so every size is bounded and
//! nothing of it is repeated in an error.

mod header;
#[cfg(test)]
mod tests;

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde_json::{Value, json};

use self::header::Challenge;
use crate::json;
use crate::terms::Claims;

/// The longest header value read: claims of the largest size in base64, and room for the rest.
const MOST_BYTES: usize = 8 * 1024;

/// The most values of the header, and the most challenges in one of them.
const MOST_CHALLENGES: usize = 16;

/// The most bytes of claims, decoded.
const MOST_CLAIMS: usize = 4096;

/// The deepest nesting of claims. Real ones have three levels.
const MOST_LEVELS: usize = 8;

/// What an API wants of a token before it takes it: claims, a sign-in that is recent, or both.
///
/// Two forms are read, both with the scheme `Bearer`: `error="insufficient_claims"` with `claims`,
/// as Microsoft's APIs send it, and `error="insufficient_user_authentication"` with `acr_values`
/// or `max_age` (RFC 9470). [`Client::step_up`](crate::Client::step_up) takes it from there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimsChallenge {
    claims: Option<Claims>,
    max_age: Option<Duration>,
}

/// Why a challenge can't be used. It repeats nothing of the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidChallenge {
    /// The header, or what is in it, is larger than any real one.
    #[error("the challenge is too large")]
    TooLarge,
    /// The header does not follow its grammar (RFC 9110, section 11.6.1).
    #[error("the challenge is malformed")]
    Malformed,
    /// It asks for claims that are missing, or are not a JSON object in base64.
    #[error("the challenge's claims can't be read")]
    Claims,
    /// It asks for nothing that the service has a name for: its contexts are `c1` to `c99`.
    #[error("the challenge asks for nothing that can be had")]
    Unsupported,
}

impl ClaimsChallenge {
    /// Reads the values of an answer's `WWW-Authenticate` headers. Nothing, where they ask for
    /// something else: then a step-up would not help.
    ///
    /// Of several challenges that can be used, the first counts.
    ///
    /// ```
    /// use doorstep::ClaimsChallenge;
    ///
    /// let header = r#"Bearer error="insufficient_user_authentication", acr_values="c3""#;
    /// let challenge = ClaimsChallenge::parse([header])?.expect("a challenge");
    /// let claims = challenge.claims().expect("claims");
    /// assert_eq!(claims.as_json(), r#"{"access_token":{"acrs":{"essential":true,"value":"c3"}}}"#);
    /// assert_eq!(ClaimsChallenge::parse([r#"Bearer error="invalid_token""#])?, None);
    /// # Ok::<(), doorstep::InvalidChallenge>(())
    /// ```
    ///
    /// # Errors
    /// [`InvalidChallenge`], where no challenge can be used and one is broken.
    pub fn parse<'a>(
        values: impl IntoIterator<Item = &'a str>,
    ) -> Result<Option<Self>, InvalidChallenge> {
        let mut broken = Ok(None);
        for (number, value) in values.into_iter().enumerate() {
            if number == MOST_CHALLENGES || value.len() > MOST_BYTES {
                return Err(InvalidChallenge::TooLarge);
            }
            match Self::first_of(value) {
                Ok(None) => {}
                Ok(found) => return Ok(found),
                Err(error) => broken = broken.and(Err(error)),
            }
        }
        broken
    }

    /// The claims to ask for, if any.
    pub fn claims(&self) -> Option<&Claims> {
        self.claims.as_ref()
    }

    /// How long ago the person may have signed in, at most. The service's API takes no such
    /// bound, and a refresh does not change when that was: only a new sign-in meets it. Its page
    /// in the browser is told.
    pub fn max_age(&self) -> Option<Duration> {
        self.max_age
    }

    fn first_of(value: &str) -> Result<Option<Self>, InvalidChallenge> {
        let (challenges, rest) = header::read(value, MOST_CHALLENGES);
        let mut broken = Ok(None);
        for challenge in challenges {
            match Self::of(&challenge) {
                Ok(None) => {}
                Ok(found) => return Ok(found),
                Err(error) => broken = broken.and(Err(error)),
            }
        }
        broken.and_then(|none| rest.map(|()| none))
    }

    fn of(challenge: &Challenge<'_>) -> Result<Option<Self>, InvalidChallenge> {
        if !challenge.scheme.eq_ignore_ascii_case("bearer") {
            return Ok(None);
        }
        match challenge.parameter("error") {
            Some("insufficient_claims") => {
                let text = challenge.parameter("claims");
                let claims = decoded(text.ok_or(InvalidChallenge::Claims)?)?;
                Ok(Some(Self {
                    claims: Some(claims),
                    max_age: None,
                }))
            }
            Some("insufficient_user_authentication") => {
                let claims = challenge
                    .parameter("acr_values")
                    .map(contexts)
                    .transpose()?;
                let max_age = challenge.parameter("max_age").map(seconds).transpose()?;
                if claims.is_none() && max_age.is_none() {
                    return Err(InvalidChallenge::Unsupported);
                }
                Ok(Some(Self { claims, max_age }))
            }
            Some(_) | None => Ok(None),
        }
    }
}

/// The claims in `text`: base64 in either alphabet, padded or not.
fn decoded(text: &str) -> Result<Claims, InvalidChallenge> {
    let plain: String = text
        .trim_end_matches('=')
        .chars()
        .map(|sign| match sign {
            '-' => '+',
            '_' => '/',
            other => other,
        })
        .collect();
    if plain.len() / 4 * 3 > MOST_CLAIMS {
        return Err(InvalidChallenge::TooLarge);
    }
    let json = STANDARD_NO_PAD
        .decode(plain)
        .map_err(|_| InvalidChallenge::Claims)?;
    let object = json::object(&json).ok_or(InvalidChallenge::Claims)?;
    let request = Value::Object(object);
    if levels(&request) > MOST_LEVELS {
        return Err(InvalidChallenge::TooLarge);
    }
    // Written anew: what goes out is JSON of our own making.
    request
        .to_string()
        .parse()
        .map_err(|_| InvalidChallenge::TooLarge)
}

/// How deep `value` nests. The parser has bounded that already.
fn levels(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(levels).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(levels).max().unwrap_or(0),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

/// A claims request for any of the contexts in `text`, in their order. Other levels are left
/// out: each one is an alternative to the others, and the service has no name for them.
fn contexts(text: &str) -> Result<Claims, InvalidChallenge> {
    let mut names: Vec<&str> = Vec::new();
    for name in text.split(' ').filter(|name| is_context(name)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let wish = match names.as_slice() {
        [] => return Err(InvalidChallenge::Unsupported),
        [one] => json!({"essential": true, "value": one}),
        many => json!({"essential": true, "values": many}),
    };
    json!({"access_token": {"acrs": wish}})
        .to_string()
        .parse()
        .map_err(|_| InvalidChallenge::TooLarge)
}

/// Whether `name` is one of `c1` to `c99` (docs/protocol.md 5.6).
fn is_context(name: &str) -> bool {
    let digits = name.strip_prefix('c').unwrap_or_default();
    let plain = !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain && (1..=2).contains(&digits.len())
}

fn seconds(text: &str) -> Result<Duration, InvalidChallenge> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| is_plain);
    number
        .map(Duration::from_secs)
        .ok_or(InvalidChallenge::Malformed)
}
