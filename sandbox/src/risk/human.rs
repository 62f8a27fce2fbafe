//! HUMAN: the risk call between servers (docs/risk.md 3.2). Its session is the header that the vendor's software in the
//! app adds to requests, and a solved challenge shows as a new one.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Response};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value, json};

use super::answer::told;
use super::page::challenge_page;
use super::question::{Question, Ruling};
use super::read::{SECRET, is_called_with, object, text};
use crate::edge;
use crate::model::{Judge, RiskPurpose, RiskVerdict};
use crate::sandbox::Sandbox;

const HEADER: &str = "x-px-authorization";

pub(super) async fn risk(
    State(sandbox): State<Arc<Sandbox>>,
    headers: HeaderMap,
    body: Body,
) -> Response<Body> {
    if !is_called_with(&headers, SECRET) {
        return edge::json(401, &json!({"status": -1, "message": "unauthorized"}));
    }
    let asked = object(body).await;
    let Some(question) = asked.as_ref().and_then(question) else {
        return edge::json(
            200,
            &json!({"status": -1, "message": "the request is missing"}),
        );
    };
    let now = sandbox.clock.now();
    let ruling = sandbox.risk().judge(&question, now);
    let origin = sandbox.settings.risk_origin();
    told(ruling.verdict, &answer(&ruling, origin)).await
}

fn question(asked: &Map<String, Value>) -> Option<Question> {
    let request = asked.get("request")?.as_object()?;
    let path = text(request, "uri").unwrap_or_default();
    let purpose = if path.ends_with("/token") {
        RiskPurpose::Token
    } else if path.contains("/signup/") {
        RiskPurpose::SignUp
    } else {
        RiskPurpose::Sms
    };
    let headers = request.get("headers")?.as_array()?;
    let shown = headers
        .iter()
        .find(|header| header.get("name").is_some_and(|name| name == HEADER));
    Some(Question {
        session: shown
            .and_then(|header| header.get("value")?.as_str())
            .map(str::to_owned),
        address: text(request, "ip").and_then(|address| address.parse().ok()),
        ..Question::about(Judge::Human, purpose)
    })
}

fn answer(ruling: &Ruling, origin: &str) -> Value {
    let uuid = ruling.challenge.as_ref().unwrap_or(&ruling.reference);
    let (score, action) = match ruling.verdict {
        RiskVerdict::Review | RiskVerdict::Challenge | RiskVerdict::UnknownSession => (100, "c"),
        RiskVerdict::Reject => (100, "b"),
        RiskVerdict::RateLimit => (100, "r"),
        RiskVerdict::Pass
        | RiskVerdict::Timeout
        | RiskVerdict::Error
        | RiskVerdict::Garbage
        | RiskVerdict::Slow => (0, "c"),
    };
    let mut members =
        json!({"status": 0, "uuid": uuid, "vid": "", "score": score, "action": action});
    if let Some(challenge) = &ruling.challenge {
        let page = BASE64_STANDARD.encode(challenge_page(origin, challenge));
        members["action_data"] = json!({"body": page});
    }
    members
}
