//! The access token of a call to the API.

use axum::http::HeaderMap;
use serde_json::Value;

use super::refusal::Refusal;
use crate::bearer;
use crate::clock::Timestamp;
use crate::key::SigningKey;

/// What an API wants a token to say.
pub(super) struct Wanted {
    pub(super) audience: &'static str,
    pub(super) scope: &'static str,
    pub(super) context: &'static str,
}

/// A token that this tenant signed and that is in force.
pub(super) struct Bearer(Value);

impl Bearer {
    /// Reads the header. Fails without a token, and for one that another issuer signed or that ran out.
    pub(super) fn read(
        headers: &HeaderMap,
        key: &SigningKey,
        issuer: &str,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        let token = bearer::shown(headers).ok_or(Refusal::NoToken)?;
        let claims = key.verified(token).ok_or(Refusal::BadToken)?;
        if claims["iss"] == issuer && bearer::is_in_force(&claims, now) {
            Ok(Self(claims))
        } else {
            Err(Refusal::BadToken)
        }
    }

    /// Gives the claims, if they are what the API wants. A sign-in that lies back further than `max_age` is too old.
    pub(super) fn satisfies(
        self,
        wanted: &Wanted,
        max_age: Option<u32>,
        now: Timestamp,
    ) -> Result<Value, Refusal> {
        let Self(claims) = self;
        if claims["aud"] != wanted.audience {
            return Err(Refusal::BadToken);
        }
        let mut scopes = claims["scp"].as_str().unwrap_or_default().split(' ');
        if !scopes.any(|scope| scope == wanted.scope) {
            return Err(Refusal::Scope(wanted.scope));
        }
        let has_context = claims["acrs"]
            .as_array()
            .is_some_and(|acrs| acrs.iter().any(|context| context == wanted.context));
        let signed_in = claims["auth_time"].as_i64().unwrap_or_default();
        let too_old = max_age.filter(|age| now.unix() > signed_in.saturating_add((*age).into()));
        if has_context && too_old.is_none() {
            Ok(claims)
        } else {
            Err(Refusal::MoreWanted { max_age: too_old })
        }
    }
}
