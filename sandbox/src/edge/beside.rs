//! One request to what stands beside the tenant, Graph or the webhook, with faults and the journal as at the tenant's
//! own endpoints.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use serde_json::Value;

use super::serve::{LARGEST_BODY, PATIENCE};
use super::{faults, journal, json, mask};
use crate::clock::Timestamp;
use crate::model::{Answered, Fault};
use crate::sandbox::Sandbox;
use crate::wire::Target;

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Said {
    pub(crate) status: u16,
    /// The document, where there is one.
    pub(crate) body: Option<Value>,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
}

/// Why a request is not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unread {
    /// Its body is too large, or too slow.
    TooLarge,
    /// A fault gives it this status.
    Fault(u16),
}

/// Something that answers requests, for the length of one.
pub(crate) trait Service {
    /// What faults know it by; nothing where the request leads nowhere.
    fn target(&self) -> Option<Target>;

    /// What the journal shows of a body.
    fn shown(&self, body: &[u8]) -> BTreeMap<String, String>;

    /// Answers.
    fn act(&self, sandbox: &Sandbox, body: &[u8], now: Timestamp) -> Said;

    /// Says why it does not answer.
    fn refuse(&self, why: Unread, now: Timestamp) -> Said;
}

/// Answers a request, or has a fault strike it.
pub(crate) async fn beside(
    sandbox: &Sandbox,
    parts: &Parts,
    body: Body,
    service: &impl Service,
) -> Response<Body> {
    let body = match tokio::time::timeout(PATIENCE, to_bytes(body, LARGEST_BODY)).await {
        Ok(Ok(bytes)) => Some(bytes),
        Ok(Err(_)) | Err(_) => None,
    };
    let shown = body.as_ref().map(|body| service.shown(body));
    let shown = shown.unwrap_or_default();
    let fault = service
        .target()
        .and_then(|target| sandbox.faults().strike(target));
    if let Some(delay) = fault.as_ref().map(|fault| fault.delay_ms) {
        tokio::time::sleep(Duration::from_millis(u64::from(delay))).await;
    }
    let now = sandbox.clock.now();
    let carried_out = fault.as_ref().is_none_or(faults::carries_out);
    let said = match &body {
        _ if !carried_out => service.refuse(Unread::Fault(500), now),
        Some(body) => service.act(sandbox, body, now),
        None => service.refuse(Unread::TooLarge, now),
    };
    if let Some(fault) = fault.filter(|fault| !faults::only_delays(fault)) {
        let response = struck(&fault, said, service, now);
        let status = Some(response.status().as_u16()).filter(|_| !fault.drop);
        let answered = Answered::Fault {
            status,
            carried_out,
        };
        sandbox.journal().write(parts, shown, answered, now);
        return response;
    }
    let document = said.body.clone().unwrap_or_default();
    let answered = journal::answer(said.status, &document);
    sandbox.journal().write(parts, shown, answered, now);
    said.response()
}

/// What goes out instead of `said`. A status of failure brings the words for it along.
fn struck(fault: &Fault, said: Said, service: &impl Service, now: Timestamp) -> Response<Body> {
    let said = match fault.status.filter(|status| *status >= 400) {
        Some(status) => service.refuse(Unread::Fault(status), now),
        None => said,
    };
    let body = said.body.clone().unwrap_or_default();
    let mut response = faults::answer(fault, said.status, &body);
    said.dress(&mut response);
    response
}

impl Said {
    /// A document.
    pub(crate) fn document(status: u16, body: Value) -> Self {
        Self {
            status,
            body: Some(body),
            headers: Vec::new(),
        }
    }

    fn response(self) -> Response<Body> {
        let mut response = match &self.body {
            Some(body) => json(self.status, body),
            None => Response::new(Body::empty()),
        };
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        self.dress(&mut response);
        response
    }

    fn dress(self, response: &mut Response<Body>) {
        response.headers_mut().extend(self.headers);
    }
}

/// The members of a JSON object that are known to open nothing and to name nobody; all others by name, as far as names are
/// known.
pub(crate) fn members(body: &[u8], harmless: &[&str], known: &[&str]) -> BTreeMap<String, String> {
    let Ok(Value::Object(members)) = serde_json::from_slice(body) else {
        return BTreeMap::new();
    };
    let shown = |(name, value): (String, Value)| {
        if harmless.contains(&name.as_str()) {
            let value = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            (name, mask::text(&value))
        } else if known.contains(&name.as_str()) {
            (name, mask::MASK.to_owned())
        } else {
            (mask::OTHER.to_owned(), mask::MASK.to_owned())
        }
    };
    members.into_iter().map(shown).collect()
}
