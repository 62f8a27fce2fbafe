//! Putting demanded contexts into a claims request.
//!
//! `values` of a claims request are satisfied by any one of them (OpenID Connect Core 5.5.1), and how the service reads
//! several contexts is documented nowhere. So the contexts that the gate demands stand alone: beside an easier context
//! of the client's choice they might be worth no more than that one. Everything else that the client asks stays.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::AuthContext;

/// The longest claims request that is taken.
const LONGEST: usize = 8 * 1024;
/// The part of a request that asks about the access token.
const ACCESS_TOKEN: &str = "access_token";
/// The claim that holds authentication contexts.
const ACRS: &str = "acrs";

/// The client's claims are no claims request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the claims are no claims request")]
pub struct ClaimsRefused;

/// The client's claims with the demanded contexts. Without a demand they stay as they are, to the byte.
///
/// # Errors
/// [`ClaimsRefused`] when the client's text is too long, no JSON object, or asks for the access token's claims in a
/// form that leaves no room for a demand.
pub fn raised(
    client: Option<&str>,
    demanded: &BTreeSet<AuthContext>,
) -> Result<Option<String>, ClaimsRefused> {
    let mut request = client.map_or_else(|| Ok(Map::new()), read)?;
    let mut access = access_token(&request)?.cloned().unwrap_or_default();
    if demanded.is_empty() {
        return Ok(client.map(str::to_owned));
    }
    let names: Vec<String> = demanded.iter().map(AuthContext::to_string).collect();
    let demand = match names.as_slice() {
        [one] => json!({"essential": true, "value": one}),
        many => json!({"essential": true, "values": many}),
    };
    access.insert(ACRS.to_owned(), demand);
    request.insert(ACCESS_TOKEN.to_owned(), Value::Object(access));
    Ok(Some(Value::Object(request).to_string()))
}

/// Whether the client's own claims ask for all of these contexts. Claims that are none ask for nothing.
pub fn names_all(client: Option<&str>, demanded: &BTreeSet<AuthContext>) -> bool {
    let asked = client.and_then(|text| asked(text).ok()).unwrap_or_default();
    demanded.is_subset(&asked)
}

fn asked(text: &str) -> Result<BTreeSet<AuthContext>, ClaimsRefused> {
    let request = read(text)?;
    let acrs = access_token(&request)?.and_then(|access| access.get(ACRS));
    let one = acrs.and_then(|acrs| acrs.get("value"));
    let many = acrs.and_then(|acrs| acrs.get("values")?.as_array());
    let named = one.into_iter().chain(many.into_iter().flatten());
    Ok(named
        .filter_map(|name| name.as_str()?.parse().ok())
        .collect())
}

fn read(text: &str) -> Result<Map<String, Value>, ClaimsRefused> {
    if text.len() > LONGEST {
        return Err(ClaimsRefused);
    }
    match serde_json::from_str(text) {
        Ok(Value::Object(request)) => Ok(request),
        Ok(_) | Err(_) => Err(ClaimsRefused),
    }
}

/// What is asked of the access token, if anything.
fn access_token(
    request: &Map<String, Value>,
) -> Result<Option<&Map<String, Value>>, ClaimsRefused> {
    match request.get(ACCESS_TOKEN) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(access)) => Ok(Some(access)),
        Some(Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => {
            Err(ClaimsRefused)
        }
    }
}
