//! The access token of a call to Graph.

use axum::http::HeaderMap;
use serde_json::Value;

use super::refusal::Refusal;
use crate::bearer;
use crate::clock::Timestamp;
use crate::key::SigningKey;
use crate::wire::GRAPH;

/// Graph's application id, which is the audience of a person's token for no other resource.
const GRAPH_ID: &str = "00000003-0000-0000-c000-000000000000";

/// What the token lets its app do. A person's own token has no roles.
pub(super) fn roles(
    headers: &HeaderMap,
    key: &SigningKey,
    issuer: &str,
    now: Timestamp,
) -> Result<Vec<String>, Refusal> {
    let token = bearer::shown(headers).ok_or(Refusal::NoToken)?;
    let claims = key.verified(token).ok_or(Refusal::BadToken)?;
    if claims["iss"] != issuer {
        return Err(Refusal::BadToken);
    }
    if claims["aud"] != GRAPH && claims["aud"] != GRAPH_ID {
        return Err(Refusal::Audience);
    }
    if !bearer::is_in_force(&claims, now) {
        return Err(Refusal::Expired);
    }
    let roles = claims["roles"].as_array().into_iter().flatten();
    let roles = roles.filter_map(Value::as_str).map(str::to_owned);
    Ok(roles.collect())
}

/// How Graph asks for a token.
pub(super) fn challenge(origin: &str) -> String {
    format!(
        r#"Bearer realm="", authorization_uri="{origin}/common/oauth2/authorize", client_id="{GRAPH_ID}""#
    )
}
