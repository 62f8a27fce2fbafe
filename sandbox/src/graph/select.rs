//! `$select`: which properties of a user an answer has.

use serde_json::{Map, Value, json};

use super::refusal::Refusal;
use crate::clock::Timestamp;
use crate::tenant::Account;

/// The properties that Graph gives without being asked.
const USUAL: [&str; 11] = [
    "businessPhones",
    "displayName",
    "givenName",
    "jobTitle",
    "mail",
    "mobilePhone",
    "officeLocation",
    "preferredLanguage",
    "surname",
    "userPrincipalName",
    "id",
];

/// The properties to be given.
pub(super) struct Selected {
    names: Vec<String>,
    /// Whether somebody named them.
    chosen: bool,
}

impl Selected {
    /// Reads the query. Fails for a property that a user does not have here.
    pub(super) fn read(query: &str) -> Result<Self, Refusal> {
        let chosen = parameter(query, "$select").filter(|list| !list.trim().is_empty());
        let Some(list) = chosen else {
            return Ok(Self {
                names: USUAL.map(str::to_owned).to_vec(),
                chosen: false,
            });
        };
        let names: Vec<_> = list.split(',').map(|name| name.trim().to_owned()).collect();
        match names.iter().find(|name| !is_known(name)) {
            Some(unknown) => Err(Refusal::Property(unknown.clone())),
            None => Ok(Self {
                names,
                chosen: true,
            }),
        }
    }

    /// The end of `@odata.context` that says what was selected.
    pub(super) fn context(&self) -> String {
        if self.chosen {
            format!("({})", self.names.join(","))
        } else {
            String::new()
        }
    }

    /// The user. `tenant` is the tenant's onmicrosoft name.
    pub(super) fn of(&self, account: &Account, tenant: &str) -> Map<String, Value> {
        let one = |name: &String| (name.clone(), property(name, account, tenant));
        self.names.iter().map(one).collect()
    }
}

/// A parameter of the query; its dollar sign may be missing, as Graph takes it, too.
pub(super) fn parameter(query: &str, name: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let short = name.trim_start_matches('$');
    pairs
        .find(|(key, _)| key.trim_start_matches('$').eq_ignore_ascii_case(short))
        .map(|(_, value)| value.into_owned())
}

fn is_known(name: &str) -> bool {
    USUAL.contains(&name) || ["identities", "signInSessionsValidFromDateTime"].contains(&name)
}

fn property(name: &str, account: &Account, tenant: &str) -> Value {
    match name {
        "id" => json!(account.oid),
        "displayName" => json!(account.display_name),
        "mail" => json!(account.username),
        "userPrincipalName" => json!(format!("{}@{tenant}", account.oid)),
        "businessPhones" => json!([]),
        "identities" => identities(account, tenant),
        "signInSessionsValidFromDateTime" => {
            json!(account.sessions_valid_from.map(Timestamp::rfc3339))
        }
        _ => Value::Null,
    }
}

/// The names to sign in with.
fn identities(account: &Account, tenant: &str) -> Value {
    let identity = |kind: &str, name: &str| json!({ "signInType": kind, "issuer": tenant, "issuerAssignedId": name });
    let by_address = identity("emailAddress", &account.username);
    let by_alias = account.alias.as_deref();
    let by_alias = by_alias.map(|alias| identity("userName", alias));
    [Some(by_address), by_alias].into_iter().flatten().collect()
}
