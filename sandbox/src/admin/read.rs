//! Reading what callers send: bodies and queries, refused with the member named.

use std::collections::BTreeMap;

use axum::body::{Body, to_bytes};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::error::AdminError;
use super::nulls;
use crate::model::{Channel, FieldError, unreadable};

/// The largest body that is read.
const LARGEST_BODY: usize = 4 * 1024 * 1024;

/// What stands for the whole body in a refusal.
const BODY: &str = "the body";

/// How far to set the clock forward.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdvanceClock {
    /// Seconds.
    pub advance_seconds: u32,
}

/// Whose refresh tokens shall die.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Revoke {
    /// The username or the alias.
    pub username: String,
}

/// Which challenge of the risk provider is to count as solved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Solve {
    /// Its id.
    pub challenge: String,
}

/// Reads a JSON document of any shape.
async fn value(body: Body) -> Result<Value, AdminError> {
    let bytes = to_bytes(body, LARGEST_BODY)
        .await
        .map_err(|_| AdminError::TooLarge)?;
    serde_json::from_slice(&bytes).map_err(|error| wrong(BODY.to_owned(), &error).into())
}

/// Reads a JSON document of a known shape.
pub(super) async fn document<T>(body: Body) -> Result<T, AdminError>
where
    T: DeserializeOwned + Serialize + JsonSchema,
{
    Ok(typed(changes::<T>(body).await?)?)
}

/// Reads what a JSON document of a known shape says, and not what it leaves out.
pub(super) async fn changes<T: JsonSchema>(body: Body) -> Result<Value, AdminError> {
    let mut given = value(body).await?;
    nulls::leave_out::<T>(&mut given);
    Ok(given)
}

/// Gives a JSON value its type. A list that stands where an object belongs is refused, too: the reader below would take
/// its items for the object's members in order.
pub(super) fn typed<T: DeserializeOwned + Serialize>(value: Value) -> Result<T, FieldError> {
    let given = value.clone();
    let typed: T = serde_path_to_error::deserialize(value)
        .map_err(|error| unreadable(&error.path().to_string(), &error.inner().to_string(), BODY))?;
    let read = serde_json::to_value(&typed).map_err(|error| wrong(BODY.to_owned(), &error))?;
    match list_for_object(&given, &read, String::new()) {
        Some(path) => {
            let field = path.strip_prefix('.').unwrap_or(&path);
            Err(FieldError::new(
                if field.is_empty() { BODY } else { field },
                "must be a JSON object",
            ))
        }
        None => Ok(typed),
    }
}

/// Where the given document has a list and the one that was read from it has an object.
fn list_for_object(given: &Value, read: &Value, path: String) -> Option<String> {
    match (given, read) {
        (Value::Array(_), Value::Object(_)) => Some(path),
        (Value::Array(given), Value::Array(read)) => {
            given
                .iter()
                .zip(read)
                .enumerate()
                .find_map(|(index, (given, read))| {
                    list_for_object(given, read, format!("{path}[{index}]"))
                })
        }
        (Value::Object(given), Value::Object(read)) => given.iter().find_map(|(name, given)| {
            list_for_object(given, read.get(name)?, format!("{path}.{name}"))
        }),
        _ => None,
    }
}

/// Lays a document over another: objects member by member, everything else as a whole.
pub(super) fn merge(present: &mut Value, given: Value) {
    match (present, given) {
        (Value::Object(present), Value::Object(given)) => {
            for (name, value) in given {
                merge(present.entry(name).or_insert(Value::Null), value);
            }
        }
        (present, given) => *present = given,
    }
}

/// What `GET /admin/mailbox` asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct MailQuery {
    pub(super) to: Option<String>,
    pub(super) channel: Option<Channel>,
}

impl MailQuery {
    pub(super) fn parse(query: &str) -> Result<Self, FieldError> {
        let mut given: BTreeMap<_, _> = form_urlencoded::parse(query.as_bytes())
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let to = given.remove("to").map(std::borrow::Cow::into_owned);
        let channel = given
            .remove("channel")
            .map(|name| {
                Channel::parse(&name)
                    .ok_or_else(|| FieldError::new("channel", "must be email or sms"))
            })
            .transpose()?;
        match given.into_keys().next() {
            Some(unknown) => Err(FieldError::new(unknown, "is no parameter of this path")),
            None => Ok(Self { to, channel }),
        }
    }
}

fn wrong(field: String, error: &serde_json::Error) -> FieldError {
    FieldError::new(field, error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{NewUser, Policies};
    use serde_json::json;

    #[test]
    fn a_refusal_names_the_member() {
        let field = |value: Value| typed::<NewUser>(value).expect_err("must be refused").field;
        assert_eq!(field(json!({})), "username");
        assert_eq!(
            field(json!({ "username": "a@b.example", "nope": 1 })),
            "nope"
        );
        assert_eq!(field(json!({ "username": 7 })), "username");
        let method = json!({ "channel": "pigeon", "target": "x" });
        assert_eq!(
            field(json!({ "username": "a@b.example", "methods": [method] })),
            "methods[0].channel"
        );
        assert_eq!(field(json!([])), "the body");
        assert_eq!(field(json!(["a@b.example"])), "the body");
        let method = json!(["sms", "+15550100123"]);
        assert_eq!(
            field(json!({ "username": "a@b.example", "methods": [method] })),
            "methods[0]"
        );
    }

    #[test]
    fn a_merged_document_keeps_what_was_left_out() {
        let mut document = serde_json::to_value(Policies::default()).expect("JSON");
        merge(
            &mut document,
            json!({ "codes": { "length": 6, "interval": null } }),
        );
        let policies: Policies = typed(document).expect("policies");
        assert_eq!(
            (
                policies.codes.length,
                policies.codes.interval,
                policies.codes.most_sends
            ),
            (6, None, 6)
        );
    }

    #[test]
    fn a_mail_query_is_read_or_refused() {
        let query = MailQuery::parse("to=ada%40contoso.example&channel=").expect("a query");
        assert_eq!(
            query,
            MailQuery {
                to: Some("ada@contoso.example".into()),
                channel: None
            }
        );
        assert_eq!(
            MailQuery::parse("channel=pigeon")
                .expect_err("refused")
                .field,
            "channel"
        );
        assert_eq!(MailQuery::parse("too=x").expect_err("refused").field, "too");
    }
}
