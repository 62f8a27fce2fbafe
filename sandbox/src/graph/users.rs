//! Users: found by a name to sign in with or by object id, and their sessions ended.

use serde_json::{Value, json};
use uuid::Uuid;

use super::filter::identity;
use super::refusal::Refusal;
use super::select::{Selected, parameter};
use super::{Asked, Done};
use crate::tenant::{AccountId, Spared, Tenant};

/// `GET /users?$filter=identities/any(…)`: one user, or nobody.
pub(super) fn find(tenant: &mut Tenant, asked: &Asked<'_>) -> Done {
    let selected = Selected::read(asked.query)?;
    let filter = parameter(asked.query, "$filter").ok_or(Refusal::Filter)?;
    let meant = identity(&filter).ok_or(Refusal::Filter)?;
    let name = tenant.names.name();
    let found = if meant.issuer.eq_ignore_ascii_case(&name) {
        tenant.directory.seen_by_login(&meant.name, asked.now)
    } else {
        None
    };
    let account = found.and_then(|id| tenant.directory.get(id));
    let users: Vec<_> = account
        .map(|account| selected.of(account, &name))
        .into_iter()
        .collect();
    let context = format!("{}#users{}", asked.metadata, selected.context());
    Ok(Some(json!({ "@odata.context": context, "value": users })))
}

/// `GET /users/{id}`.
pub(super) fn get(tenant: &mut Tenant, asked: &Asked<'_>) -> Done {
    let selected = Selected::read(asked.query)?;
    let id = named(tenant, asked, 0)?;
    let account = tenant.directory.get(id);
    let account = account.ok_or_else(|| no_object(asked, 0))?;
    let context = format!("{}#users{}/$entity", asked.metadata, selected.context());
    let mut user = selected.of(account, &tenant.names.name());
    user.insert("@odata.context".to_owned(), context.into());
    Ok(Some(Value::Object(user)))
}

/// `POST /users/{id}/revokeSignInSessions`. A password reset under way is no session, and goes on.
pub(super) fn revoke(tenant: &mut Tenant, asked: &Asked<'_>) -> Done {
    let id = named(tenant, asked, 0)?;
    tenant.revoke(id, Spared::Resets, asked.now);
    let context = format!("{}#Edm.Boolean", asked.metadata);
    Ok(Some(json!({ "@odata.context": context, "value": true })))
}

/// The account that the path names, by object id or by principal name.
pub(super) fn named(
    tenant: &mut Tenant,
    asked: &Asked<'_>,
    at: usize,
) -> Result<AccountId, Refusal> {
    let name = asked.names.get(at).map(String::as_str).unwrap_or_default();
    let (id, domain) = name.split_once('@').unwrap_or((name, ""));
    let ours = domain.is_empty() || domain.eq_ignore_ascii_case(&tenant.names.name());
    let oid = Uuid::parse_str(id).ok().filter(|_| ours);
    let found = oid.and_then(|oid| tenant.directory.seen_by_oid(oid, asked.now));
    found.ok_or_else(|| no_object(asked, at))
}

/// Says that the path names nothing.
pub(super) fn no_object(asked: &Asked<'_>, at: usize) -> Refusal {
    Refusal::NoObject(asked.names.get(at).cloned().unwrap_or_default())
}
