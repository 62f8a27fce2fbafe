//! Access tokens as a resource reads them (RFC 6750 2.1).

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use serde_json::Value;

use crate::clock::Timestamp;

/// The token that a request shows.
pub(crate) fn shown(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(token.trim())
}

/// Whether a token that says these claims has begun, and has not ended.
pub(crate) fn is_in_force(claims: &Value, now: Timestamp) -> bool {
    let begun = claims["nbf"].as_i64().is_some_and(|nbf| nbf <= now.unix());
    let lasts = claims["exp"].as_i64().is_some_and(|exp| now.unix() < exp);
    begun && lasts
}
