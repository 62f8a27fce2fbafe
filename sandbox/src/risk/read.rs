//! What callers of the provider send: bodies of a bounded size, as a form or as JSON.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use serde_json::{Map, Value};

/// The largest body that is read.
const LARGEST_BODY: usize = 64 * 1024;
/// How long a body may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// The longest text that is kept of anything.
const LONGEST: usize = 8 * 1024;
/// What every caller of the provider's interfaces for servers shows: published, like everything here.
pub(crate) const SECRET: &str = "sandbox-secret";

/// Members by name, as texts.
#[derive(Debug, Default)]
pub(super) struct Given(BTreeMap<String, String>);

impl Given {
    /// Reads query and body, whichever of the two forms the body has.
    pub(super) async fn read(query: Option<&str>, body: Body) -> Self {
        let bytes = bytes(body).await.unwrap_or_default();
        let mut given = Self::default();
        given.take_form(query.unwrap_or_default().as_bytes());
        match serde_json::from_slice::<Map<String, Value>>(&bytes) {
            Ok(members) => given.take_json(members),
            Err(_) => given.take_form(&bytes),
        }
        given
    }

    /// A member that says something.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let value = self.0.get(name).map(String::as_str);
        value.filter(|value| !value.is_empty())
    }

    pub(super) fn owned(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    fn take_form(&mut self, bytes: &[u8]) {
        for (name, value) in form_urlencoded::parse(bytes) {
            self.put(&name, &value);
        }
    }

    fn take_json(&mut self, members: Map<String, Value>) {
        for (name, value) in members {
            match value {
                Value::String(text) => self.put(&name, &text),
                Value::Number(_) | Value::Bool(_) => self.put(&name, &value.to_string()),
                Value::Null | Value::Array(_) | Value::Object(_) => {}
            }
        }
    }

    fn put(&mut self, name: &str, value: &str) {
        if name.len() <= LONGEST && value.len() <= LONGEST {
            self.0.insert(name.to_owned(), value.to_owned());
        }
    }
}

/// A JSON object; nothing where the body is none.
pub(super) async fn object(body: Body) -> Option<Map<String, Value>> {
    serde_json::from_slice(&bytes(body).await?).ok()
}

/// A member that is a text of a bearable length.
pub(super) fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    let text = object.get(name)?.as_str()?;
    (!text.is_empty() && text.len() <= LONGEST).then(|| text.to_owned())
}

/// Whether the caller shows the secret as a bearer token.
pub(super) fn is_called_with(headers: &HeaderMap, secret: &str) -> bool {
    let shown = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    shown
        .and_then(|value| value.split_once(' '))
        .is_some_and(|(scheme, shown)| scheme.eq_ignore_ascii_case("bearer") && shown == secret)
}

async fn bytes(body: Body) -> Option<axum::body::Bytes> {
    tokio::time::timeout(PATIENCE, to_bytes(body, LARGEST_BODY))
        .await
        .ok()?
        .ok()
}
