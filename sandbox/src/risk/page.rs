//! Pages of the provider: its book, and the challenges that a person solves.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{ACCEPT, ORIGIN};
use axum::http::{HeaderMap, Response};
use serde::Serialize;
use serde_json::{Value, json};

use crate::edge;
use crate::html::{document, escaped, policy, wide_document};
use crate::model::RiskProof;
use crate::sandbox::{Sandbox, Settings};
use crate::wire::Page;

type Shared = State<Arc<Sandbox>>;

/// Where a challenge is solved.
pub(super) fn challenge_address(origin: &str, id: &str) -> String {
    format!("{origin}/challenge/{id}")
}

/// A page that leads to where a challenge is solved, for software that shows pages.
pub(super) fn challenge_page(origin: &str, id: &str) -> String {
    let address = escaped(&challenge_address(origin, id));
    document(
        "A question first",
        &format!("<p><a href=\"{address}\">Show that you are a person</a></p>"),
    )
}

/// What was profiled, asked, answered and told.
pub(super) async fn book(State(sandbox): Shared) -> Response<Body> {
    let book = sandbox.risk().book();
    let mut body = String::new();
    table(&mut body, "Rules", &book.rules);
    table(&mut body, "Sessions", &book.sessions);
    table(&mut body, "Questions", &book.questions);
    table(&mut body, "Challenges", &book.challenges);
    table(&mut body, "Updates", &book.updates);
    table(&mut body, "Calls through the gate", &book.calls);
    html(200, "book", wide_document("Risk provider", &body))
}

pub(super) async fn challenge(Path(id): Path<String>) -> Response<Body> {
    let action = format!("/challenge/{}", escaped(&id));
    let body = format!(
        "<form method=\"post\" action=\"{action}\"><p>The call waits for you.</p>\
         <button>I am a person</button></form>"
    );
    html(200, "challenge", document("A question first", &body))
}

pub(super) async fn solve(
    State(sandbox): Shared,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response<Body> {
    if comes_from_elsewhere(&sandbox.settings, &headers) {
        return edge::json(403, &json!({"error": "another page sent this"}));
    }
    let proof = sandbox.risk().solve(&id, sandbox.clock.now());
    let Some(proof) = proof else {
        return edge::json(
            404,
            &json!({"error": "there is no such challenge any more"}),
        );
    };
    let wants_json = headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("application/json"));
    if wants_json {
        let proof = serde_json::to_value(RiskProof { proof }).unwrap_or_default();
        return edge::json(200, &proof);
    }
    let proof = escaped(&proof);
    let body = format!("<p>Show this as x-risk-proof, once:</p><p><output>{proof}</output></p>");
    html(200, "solved", document("Solved", &body))
}

/// Whether a page of another origin sent the form. Where pages of others may call, they may.
fn comes_from_elsewhere(settings: &Settings, headers: &HeaderMap) -> bool {
    let own = edge::origin(settings, headers);
    let given = headers.get(ORIGIN).and_then(|given| given.to_str().ok());
    !settings.cors && given.is_some_and(|given| !given.eq_ignore_ascii_case(&own))
}

fn html(status: u16, name: &'static str, html: String) -> Response<Body> {
    edge::page(&Page::Html {
        status,
        name,
        html,
        policy: policy(Some("'self'")),
    })
}

/// A table with a row for each record and a column for each member that any of them has.
fn table<T: Serialize>(out: &mut String, title: &str, records: &[T]) {
    let rows: Vec<Value> = records
        .iter()
        .filter_map(|record| serde_json::to_value(record).ok())
        .collect();
    let mut names: Vec<&String> = Vec::new();
    for name in rows
        .iter()
        .filter_map(Value::as_object)
        .flat_map(|row| row.keys())
    {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let _ = write!(out, "<h2>{title}</h2>");
    if rows.is_empty() {
        out.push_str("<p>None.</p>");
        return;
    }
    out.push_str("<table><tr>");
    for name in &names {
        let _ = write!(out, "<th>{}</th>", escaped(name));
    }
    out.push_str("</tr>");
    for row in &rows {
        out.push_str("<tr>");
        for name in &names {
            let _ = write!(out, "<td>{}</td>", escaped(&shown(row.get(name.as_str()))));
        }
        out.push_str("</tr>");
    }
    out.push_str("</table>");
}

fn shown(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}
