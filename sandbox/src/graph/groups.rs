//! Groups: who is in them.

use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::refusal::Refusal;
use super::users::{named, no_object};
use super::{Asked, Done};
use crate::tenant::Tenant;

/// The most groups that a call may ask about.
const MOST: usize = 20;

/// The body of an addition.
#[derive(Deserialize)]
struct Addition {
    #[serde(rename = "@odata.id")]
    reference: String,
}

/// The body of a question.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Question {
    group_ids: Vec<String>,
}

/// `POST /groups/{id}/members/$ref`.
pub(super) fn add(tenant: &mut Tenant, asked: &Asked<'_>) -> Done {
    let addition: Addition = serde_json::from_slice(asked.body).map_err(|_| Refusal::Reference)?;
    let oid = referred(&addition.reference).ok_or(Refusal::Reference)?;
    let group = group(tenant, asked)?;
    let missing = || Refusal::NoObject(oid.to_string());
    let id = tenant.directory.seen_by_oid(oid, asked.now);
    let account = id.and_then(|id| tenant.directory.get_mut(id));
    let account = account.ok_or_else(missing)?;
    if account.groups.contains(&group) {
        return Err(Refusal::IsMember);
    }
    account.groups.push(group);
    Ok(None)
}

/// `DELETE /groups/{id}/members/{user}/$ref`.
pub(super) fn remove(tenant: &mut Tenant, asked: &Asked<'_>) -> Done {
    let group = group(tenant, asked)?;
    let id = named(tenant, asked, 1)?;
    let account = tenant.directory.get_mut(id);
    let account = account.ok_or_else(|| no_object(asked, 1))?;
    let place = account.groups.iter().position(|name| *name == group);
    account
        .groups
        .remove(place.ok_or_else(|| no_object(asked, 1))?);
    Ok(None)
}

/// `POST /users/{id}/checkMemberGroups`. A group that does not exist is one that the user is not in.
pub(super) fn check(tenant: &mut Tenant, asked: &Asked<'_>) -> Done {
    let wrong = |_| {
        Refusal::Document("Invalid value specified for property 'groupIds' of resource 'User'.")
    };
    let question: Question = serde_json::from_slice(asked.body).map_err(wrong)?;
    if question.group_ids.len() > MOST {
        return Err(Refusal::TooManyGroups);
    }
    let read = |id: &String| Uuid::parse_str(id).map_err(|_| Refusal::Id(id.clone()));
    let ids: Vec<_> = question
        .group_ids
        .iter()
        .map(read)
        .collect::<Result<_, _>>()?;
    let user = named(tenant, asked, 0)?;
    let groups = tenant.groups();
    let account = tenant.directory.get(user);
    let own = account.map(|account| account.groups.as_slice());
    let own: Vec<_> = own
        .unwrap_or_default()
        .iter()
        .filter_map(|name| groups.get(name))
        .collect();
    let member: Vec<_> = ids.iter().filter(|id| own.contains(id)).collect();
    let context = format!("{}#Collection(Edm.String)", asked.metadata);
    Ok(Some(json!({ "@odata.context": context, "value": member })))
}

/// The name of the group that the path names first.
fn group(tenant: &Tenant, asked: &Asked<'_>) -> Result<String, Refusal> {
    let id = asked.names.first().and_then(|id| Uuid::parse_str(id).ok());
    id.and_then(|id| tenant.group_named(id))
        .ok_or_else(|| no_object(asked, 0))
}

/// The object that a reference such as `https://graph.microsoft.com/v1.0/directoryObjects/{id}` names.
fn referred(reference: &str) -> Option<Uuid> {
    let (address, id) = reference.rsplit_once('/')?;
    let (_, kind) = address.rsplit_once('/')?;
    let known = address.contains("://") && ["directoryObjects", "users"].contains(&kind);
    Uuid::parse_str(id).ok().filter(|_| known)
}
