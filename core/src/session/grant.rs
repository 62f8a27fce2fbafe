//! From a token answer to a session record.

use std::time::Duration;

use serde::Deserialize;

use super::account::AccountId;
use super::id_token::{decode_json, payload};
use super::record::{CachedToken, SessionRecord};
use crate::clock::Timestamp;
use crate::exchange::{Terms, TokenGrant};
use crate::fault::Cause;
use crate::secret::Secret;

/// The record of a new session.
///
/// # Errors
/// `FieldMissing` when there is no id token, or nothing says whose the tokens are.
pub(super) fn to_record(
    mut grant: TokenGrant,
    asked: &Terms,
    now: Timestamp,
) -> Result<SessionRecord, Cause> {
    let id_token = grant.id_token.take().ok_or(Cause::FieldMissing)?;
    let account = account_id(&id_token, grant.client_info.as_ref()).ok_or(Cause::FieldMissing)?;
    Ok(SessionRecord {
        account,
        scopes: asked.scopes.clone(),
        id_token,
        refresh_token: grant.refresh_token.take(),
        tokens: vec![cached_token(grant, asked, now)],
        username: asked.username.clone(),
    })
}

/// The access token of `grant`, filed under what was granted and under what was asked: a service
/// that grants less than was asked is not asked again for each call of the same kind.
pub(super) fn cached_token(grant: TokenGrant, asked: &Terms, now: Timestamp) -> CachedToken {
    CachedToken {
        scopes: grant.scopes.unwrap_or_else(|| asked.scopes.clone()),
        asked: asked.scopes.without_defaults(),
        secret: grant.access_token,
        received_at: now,
        renew_at: now.plus(grant.expires_in.saturating_sub(margin(grant.expires_in))),
        expires_at: now.plus(grant.expires_in),
        claims: asked.claims.clone(),
    }
}

/// How long before its end a token is renewed: five minutes, or a tenth of a short life.
fn margin(lifetime: Duration) -> Duration {
    Duration::from_mins(5).min(lifetime / 10)
}

/// The account's ids, by their names in an id token and in `client_info`.
#[derive(Deserialize)]
struct Ids {
    #[serde(alias = "uid")]
    oid: Option<String>,
    #[serde(alias = "utid")]
    tid: Option<String>,
}

/// `client_info` names the account; the id token's own claims do where it is absent.
fn account_id(id_token: &Secret, client_info: Option<&Secret>) -> Option<AccountId> {
    let claims: Ids = decode_json(payload(id_token)?)?;
    let info: Option<Ids> = client_info.and_then(|info| decode_json(info.expose()));
    let (oid, tid) = info.map_or((None, None), |info| (info.oid, info.tid));
    Some(AccountId {
        object_id: oid.or(claims.oid)?,
        tenant_id: tid.or(claims.tid)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_renewed_a_little_before_its_end() {
        let after = |seconds| margin(Duration::from_secs(seconds)).as_secs();
        assert_eq!(after(3600), 300);
        assert_eq!(after(60), 6);
        assert_eq!(after(0), 0);
    }
}
