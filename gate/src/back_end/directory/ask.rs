//! One request to the directory, again while that may help.

use std::fmt::Write as _;
use std::time::Duration;

use axum::http::header::RETRY_AFTER;
use serde_json::Value;
use tokio::time::{Instant, sleep, timeout_at};

use super::{Directory, Method};
use crate::provider::{Failure, Unread, read};

/// The longest answer that is read.
const LONGEST: usize = 256 * 1024;

/// A request.
pub(super) struct Ask {
    method: Method,
    /// Path and query below the version.
    path: String,
    body: Option<Value>,
    /// What it is about may not be known everywhere yet.
    is_new: bool,
}

impl Ask {
    fn of(method: Method, path: String, body: Option<Value>) -> Self {
        Self {
            method,
            path,
            body,
            is_new: false,
        }
    }

    pub(super) fn get(path: String) -> Self {
        Self::of(Method::GET, path, None)
    }

    pub(super) fn delete(path: String) -> Self {
        Self::of(Method::DELETE, path, None)
    }

    pub(super) fn post(path: String, body: Value) -> Self {
        Self::of(Method::POST, path, Some(body))
    }

    /// The same, made again while the directory says that there is no such thing.
    pub(super) fn once_it_is_known(self) -> Self {
        Self {
            is_new: true,
            ..self
        }
    }
}

/// An answer.
pub(super) struct Said {
    pub(super) status: u16,
    /// Null where there is none.
    pub(super) body: Value,
}

/// Why there is no answer.
pub(super) enum Hitch {
    /// It may be over in a while, which the directory may have named.
    Passing(Failure, Option<Duration>),
    /// It is not.
    Lasting(Failure),
}

impl Directory {
    /// Asks, and asks again while that may help and there is time.
    pub(super) async fn ask(&self, ask: &Ask, by: Instant) -> Result<Said, Failure> {
        let mut wait = self.settings.wait;
        let mut has_new_pass = false;
        loop {
            let tried = timeout_at(by, self.tried(ask)).await;
            let (failure, pause) = match tried.map_err(|_| Failure::Late)? {
                // The pass may have been withdrawn before its time; another one may do.
                Ok(said) if said.status == 401 && !has_new_pass => {
                    has_new_pass = true;
                    *self.pass.lock().await = None;
                    continue;
                }
                Ok(said) if ask.is_new && is_unknown(&said) => (Failure::Status, wait),
                Ok(said) => return Ok(said),
                Err(Hitch::Passing(failure, pause)) => (failure, pause.unwrap_or(wait)),
                Err(Hitch::Lasting(failure)) => return Err(failure),
            };
            if by.saturating_duration_since(Instant::now()) <= pause {
                return Err(failure);
            }
            sleep(pause).await;
            wait = wait.saturating_mul(2);
        }
    }

    async fn tried(&self, ask: &Ask) -> Result<Said, Hitch> {
        let pass = self.pass().await?;
        let base = self.settings.url.as_str().trim_end_matches('/');
        let url: reqwest::Url = format!("{base}/v1.0/{}", ask.path)
            .parse()
            .map_err(|_| Hitch::Lasting(Failure::Unreachable))?;
        let client = self.http.client_for(&url);
        let mut request = client.request(ask.method.clone(), url).bearer_auth(pass);
        if let Some(body) = &ask.body {
            request = request
                .header("content-type", "application/json")
                .body(body.to_string());
        }
        answered(request).await
    }
}

/// Sends a request and reads the answer. What may be over in a while is told apart.
pub(super) async fn answered(request: reqwest::RequestBuilder) -> Result<Said, Hitch> {
    let request = request.header("accept", "application/json");
    let response = request.send().await;
    let response = response.map_err(|_| Hitch::Passing(Failure::Unreachable, None))?;
    let status = response.status().as_u16();
    let named = response.headers().get(RETRY_AFTER);
    let named = named.and_then(|value| value.to_str().ok()?.parse().ok());
    let body = read(response, LONGEST)
        .await
        .map_err(|unread| match unread {
            Unread::TooLong => Hitch::Lasting(Failure::TooLong),
            Unread::Broken => Hitch::Passing(Failure::Unreachable, None),
        })?;
    match status {
        429 | 500..=599 => Err(Hitch::Passing(
            Failure::Status,
            named.map(Duration::from_secs),
        )),
        _ if body.is_empty() => Ok(Said {
            status,
            body: Value::Null,
        }),
        _ => match serde_json::from_slice(&body) {
            Ok(body) => Ok(Said { status, body }),
            Err(_) => Err(Hitch::Lasting(Failure::Garbage)),
        },
    }
}

/// Whether the directory does not know yet what a request names.
fn is_unknown(said: &Said) -> bool {
    said.status == 404 || (said.status == 400 && said.message_has("do not exist"))
}

/// Whether an id can stand in a path as it is.
pub(super) fn fits_a_path(id: &str) -> bool {
    let fits = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'-';
    (1..=64).contains(&id.len()) && id.bytes().all(fits)
}

/// A text as it may stand in a query.
pub(super) fn in_query(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a text does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
