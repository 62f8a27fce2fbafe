//! From a token answer to a session record.

use std::time::Duration;

use super::id_token::{decode, payload};
use super::record::{CachedToken, SessionRecord};
use crate::clock::Timestamp;
use crate::exchange::{Terms, TokenGrant};
use crate::fault::Cause;
use crate::ids::AccountId;
use crate::json;
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

/// `client_info` names the account; the id token's own claims do where it is absent. A tenant may add claims of its own
/// there, under the names that `client_info` has for the ids.
fn account_id(id_token: &Secret, client_info: Option<&Secret>) -> Option<AccountId> {
    let [oid, tid] = json::texts(&decode(payload(id_token)?)?, ["oid", "tid"])?;
    let info = client_info.and_then(|info| json::texts(&decode(info.expose())?, ["uid", "utid"]));
    let [object_id, tenant_id] = info.unwrap_or_default();
    Some(AccountId {
        object_id: object_id.or(oid)?,
        tenant_id: tenant_id.or(tid)?,
    })
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    #[test]
    fn a_token_is_renewed_a_little_before_its_end() {
        let after = |seconds| margin(Duration::from_secs(seconds)).as_secs();
        assert_eq!(after(3600), 300);
        assert_eq!(after(60), 6);
        assert_eq!(after(0), 0);
    }

    #[test]
    fn a_claim_of_the_tenants_own_does_not_stand_for_the_persons_id() {
        let encoded = |json: &str| URL_SAFE_NO_PAD.encode(json);
        let claims = encoded(r#"{"oid":"o","tid":"t","uid":"badge 7","utid":7}"#);
        let token = Secret::new(format!("e30.{claims}.x"));
        let id = account_id(&token, None).unwrap();
        assert_eq!((id.object_id.as_str(), id.tenant_id.as_str()), ("o", "t"));
        let bare = Secret::new(format!("e30.{}.x", encoded(r#"{"uid":"7","utid":"8"}"#)));
        assert!(account_id(&bare, None).is_none());
        let info = Secret::new(encoded(r#"{"uid":"o-1","utid":"t-1"}"#));
        assert_eq!(account_id(&bare, Some(&info)).unwrap().object_id, "o-1");
    }
}
