//! A customer's back end, which the gate's webhook calls: it sends security codes and tells old contacts of a lost device
//! (docs/risk.md 8). What it sends lands in the mailbox.

mod letter;
mod signature;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Response};
use serde_json::{Value, json};

use self::letter::Letter;
use self::signature::is_signed;
use crate::bounded::BoundedMap;
use crate::clock::Timestamp;
use crate::edge::{Said, Service, Unread, beside, members};
use crate::model::{Channel, Mail};
use crate::sandbox::Sandbox;
use crate::tenant::Tenant;
use crate::wire::{Target, masked};

/// Where it stands below the root.
pub(crate) const ROUTE: &str = "/webhook";
/// What the gate signs with: published, like everything here.
pub(crate) const SECRET: &str = "sandbox-secret";

/// The most deliveries that are remembered.
const MOST: usize = 2000;
/// The longest name of a delivery.
const LONGEST_KEY: usize = 128;

/// What was answered to each delivery, so that the same one sent twice sends nothing twice.
#[derive(Debug)]
pub(crate) struct Deliveries(BoundedMap<String, Value>);

impl Default for Deliveries {
    fn default() -> Self {
        Self(BoundedMap::new(MOST))
    }
}

/// Answers a call of the gate.
pub(crate) async fn answer(
    State(sandbox): State<Arc<Sandbox>>,
    request: Request,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    beside(&sandbox, &parts, body, &Call(&parts)).await
}

/// One call.
struct Call<'a>(&'a Parts);

impl Service for Call<'_> {
    fn target(&self) -> Option<Target> {
        Some(Target::Webhook)
    }

    fn shown(&self, body: &[u8]) -> BTreeMap<String, String> {
        let harmless = ["kind", "purpose", "expires_in", "frozen_until"];
        let known = ["user", "user_id", "phones", "emails", "code"];
        members(body, &harmless, &known)
    }

    fn act(&self, sandbox: &Sandbox, body: &[u8], now: Timestamp) -> Said {
        let Self(parts) = self;
        if parts.method != Method::POST {
            return refusal(405, "only POST is answered here");
        }
        if !is_signed(&parts.headers, body, SECRET, now) {
            return refusal(401, "the signature is wrong, or too old");
        }
        let Some(key) = key(&parts.headers) else {
            return refusal(400, "an idempotency-key is needed");
        };
        let Some(letter) = json_type(&parts.headers).and_then(|()| Letter::read(body)) else {
            return refusal(400, "the document is none that is known");
        };
        let mut tenant = sandbox.tenant();
        let mut deliveries = sandbox.deliveries();
        if let Some(before) = deliveries.0.get(&key) {
            return Said::document(200, before.clone());
        }
        let Some(answer) = send(&mut tenant, &letter, now) else {
            return refusal(422, "there is no way to reach this person");
        };
        deliveries.0.insert(key, answer.clone());
        Said::document(200, answer)
    }

    fn refuse(&self, why: Unread, _: Timestamp) -> Said {
        match why {
            Unread::TooLarge => refusal(413, "the body is larger than anything that is told here"),
            Unread::Fault(status) => refusal(status, "a fault was injected into this answer"),
        }
    }
}

fn refusal(status: u16, text: &str) -> Said {
    Said::document(status, json!({ "error": text }))
}

fn key(headers: &HeaderMap) -> Option<String> {
    let key = headers.get("idempotency-key")?.to_str().ok()?;
    ((1..=LONGEST_KEY).contains(&key.len())).then(|| key.to_owned())
}

fn json_type(headers: &HeaderMap) -> Option<()> {
    let kind = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    kind.starts_with("application/json").then_some(())
}

/// Sends a code to the first number, or a notice to every contact. Nothing where a code has no number to go to.
fn send(tenant: &mut Tenant, letter: &Letter, now: Timestamp) -> Option<Value> {
    let username = tenant.directory.by_login(&letter.user);
    let username = username.map_or_else(|| letter.user.clone(), |known| known.username.clone());
    let mut mail = |to: &str, channel: Channel| {
        let mail = Mail {
            to: to.to_owned(),
            channel,
            code: letter.code.clone().unwrap_or_default(),
            purpose: letter.purpose,
            at: now.rfc3339(),
        };
        tenant.deliver(username.clone(), mail);
    };
    if letter.code.is_some() {
        let number = letter.phones.first()?;
        mail(number, Channel::Sms);
        let hint = masked(Channel::Sms, number);
        return Some(json!({ "channel": Channel::Sms, "hint": hint }));
    }
    letter.phones.iter().for_each(|to| mail(to, Channel::Sms));
    letter.emails.iter().for_each(|to| mail(to, Channel::Email));
    Some(json!({}))
}
