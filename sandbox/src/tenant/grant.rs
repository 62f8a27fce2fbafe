//! Tokens: what a successful `/oauth2/v2.0/token` gives (docs/protocol.md 5.5).

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use serde_json::json;
use uuid::Uuid;

use super::directory::{Account, AccountId};
use super::discovery::issuer;
use super::session::RefreshToken;
use super::{Call, Tenant};
use crate::clock::Timestamp;
use crate::key::{KeyError, SigningKey};
use crate::model::{App, AuthContext};
use crate::random;
use crate::wire::{Answer, Param, Scopes, WireError};

/// The audience of an access token for no resource: the directory's own API.
const DIRECTORY_API: &str = "00000003-0000-0000-c000-000000000000";

/// Who gets tokens.
pub(super) struct Grantee<'a> {
    pub(super) app: &'a App,
    pub(super) account: AccountId,
    /// Whether a second factor was given.
    pub(super) mfa: bool,
    /// When the person signed in.
    pub(super) auth_time: Timestamp,
    /// What the request wants to find in the id token.
    pub(super) nonce: Option<&'a str>,
}

/// Makes the tokens that the scopes ask for, to be signed yet: that takes longer than all the rest,
/// and needs no tenant.
pub(super) fn issue(
    tenant: &mut Tenant,
    call: &Call<'_>,
    grantee: &Grantee<'_>,
    scopes: &Scopes,
    contexts: &[AuthContext],
) -> Result<Answer, WireError> {
    let account = tenant
        .directory
        .get(grantee.account)
        .ok_or(WireError::UserGone)?;
    let life = tenant.policies.lifetimes;
    let tenant_id = tenant.names.id;
    let app = grantee.app;
    let mut common = json!({
        "iss": issuer(tenant_id),
        "iat": call.now.unix(),
        "nbf": call.now.unix(),
        "exp": call.now.plus(life.access_token).unix(),
        "sub": subject(account, app.client_id),
        "oid": account.oid,
        "tid": tenant_id,
        "ver": "2.0",
        "name": account.display_name,
        "uti": random::token(),
    });
    let mut document = json!({
        "token_type": "Bearer",
        "scope": scopes.text(),
        "expires_in": life.access_token,
        "ext_expires_in": life.access_token,
    });
    let mut tokens = Vec::with_capacity(2);
    if scopes.openid {
        let mut claims = common.clone();
        claims["aud"] = app.client_id.to_string().into();
        claims["preferred_username"] = account.username.as_str().into();
        claims["email"] = account.username.as_str().into();
        if let Some(nonce) = grantee.nonce {
            claims["nonce"] = nonce.into();
        }
        tokens.push(("id_token", claims));
    }
    if matches!(call.form.get(Param::ClientInfo), Some("1" | "true")) {
        let info = json!({ "uid": account.oid, "utid": tenant_id }).to_string();
        document["client_info"] = BASE64_URL_SAFE_NO_PAD.encode(info).into();
    }
    common["aud"] = scopes.resource.as_deref().unwrap_or(DIRECTORY_API).into();
    common["scp"] = permissions(scopes).into();
    common["azp"] = app.client_id.to_string().into();
    common["azpacr"] = "0".into();
    common["auth_time"] = grantee.auth_time.unix().into();
    if grantee.mfa {
        common["amr"] = json!(["mfa"]);
    }
    if !contexts.is_empty() {
        common["acrs"] = contexts
            .iter()
            .map(AuthContext::as_str)
            .collect::<Vec<_>>()
            .into();
    }
    tokens.push(("access_token", common));
    if scopes.offline_access {
        let token = RefreshToken {
            account: grantee.account,
            client_id: app.client_id,
            scopes: scopes.text(),
            mfa: grantee.mfa,
            auth_time: grantee.auth_time,
            revocations: account.revocations,
            expires: call.now.plus(life.refresh_token),
        };
        document["refresh_token"] = tenant.refresh_tokens.give(token).into();
    }
    Ok(Answer::Unsigned { document, tokens })
}

/// Signs the tokens of `answer`, where it has any.
pub(crate) fn sign(answer: Answer, key: &SigningKey) -> Result<Answer, WireError> {
    let Answer::Unsigned {
        mut document,
        tokens,
    } = answer
    else {
        return Ok(answer);
    };
    for (name, claims) in tokens {
        let token = key.sign(&claims).map_err(|KeyError| {
            tracing::error!("the signing key refused to sign");
            WireError::Unsigned
        })?;
        document[name] = token.into();
    }
    Ok(Answer::Document(document))
}

/// The `scp` claim: the resource's scopes, or what the directory's own API knows.
fn permissions(scopes: &Scopes) -> String {
    if scopes.resource.is_some() {
        return scopes.names.join(" ");
    }
    let own: Vec<_> = scopes
        .granted
        .iter()
        .map(String::as_str)
        .filter(|scope| *scope != "offline_access")
        .collect();
    own.join(" ")
}

/// The `sub` claim: another one for each app.
fn subject(account: &Account, client_id: Uuid) -> String {
    let both = [account.oid.as_bytes().as_slice(), client_id.as_bytes()].concat();
    BASE64_URL_SAFE_NO_PAD.encode(digest(&SHA256, &both))
}
