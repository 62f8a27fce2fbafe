//! The `client_credentials` grant: an app with a secret gets a token for Microsoft Graph in its own name.

use ring::digest::{SHA256, digest};
use serde_json::json;
use uuid::Uuid;

use super::directory::derived_id;
use super::{Call, Tenant};
use crate::model::{GraphPermission, SignIn};
use crate::random;
use crate::wire::{Answer, GRAPH, Param, WireError};

/// Redeems the secret.
pub(super) fn redeem(
    tenant: &mut Tenant,
    call: &Call<'_>,
    record: &mut SignIn,
) -> Result<Answer, WireError> {
    let id = call.form.require(Param::ClientId)?;
    let id = Uuid::parse_str(id).map_err(|_| WireError::Parameter(Param::ClientId))?;
    record.client_id = Some(id.to_string());
    let registered = tenant.registered(id).is_some();
    let mut services = tenant.registrations.services.iter();
    let service = services.find(|service| service.client_id == id);
    if service.is_none() && !registered {
        return Err(WireError::UnknownClient);
    }
    let shown = call.form.get(Param::ClientSecret);
    let shown = shown.ok_or(WireError::NoClientSecret)?;
    let service = service
        .filter(|service| same(service.secret.as_str(), shown))
        .ok_or(WireError::ClientSecret)?;
    let scope = call.form.require(Param::Scope)?;
    if scope.strip_suffix("/.default") != Some(GRAPH) {
        return Err(WireError::DefaultScope);
    }
    record.scopes = vec![scope.to_owned()];
    let seconds = tenant.policies.lifetimes.access_token;
    let principal = derived_id(&[tenant.names.id.as_bytes(), b"service", id.as_bytes()]);
    let permissions = service.permissions.iter().copied();
    let roles: Vec<_> = permissions.map(GraphPermission::as_str).collect();
    let claims = json!({
        "aud": GRAPH,
        "iss": tenant.issuer(),
        "iat": call.now.unix(),
        "nbf": call.now.unix(),
        "exp": call.now.plus(seconds).unix(),
        "appid": id,
        "app_displayname": service.name,
        "idtyp": "app",
        "oid": principal,
        "sub": principal,
        "roles": roles,
        "tid": tenant.names.id,
        "ver": "1.0",
        "uti": random::token(),
    });
    let document = json!({
        "token_type": "Bearer",
        "expires_in": seconds,
        "ext_expires_in": seconds,
    });
    let tokens = vec![("access_token", claims)];
    Ok(Answer::Unsigned { document, tokens })
}

/// Compares digests, so that the time taken tells nothing about the secret.
fn same(secret: &str, shown: &str) -> bool {
    digest(&SHA256, secret.as_bytes()).as_ref() == digest(&SHA256, shown.as_bytes()).as_ref()
}
