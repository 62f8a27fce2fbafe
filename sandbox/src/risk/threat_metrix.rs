//! ThreatMetrix: session query, attribute query and update (docs/risk.md 3.1). Flat JSON, numbers as texts; a question
//! that is not understood is answered 200 as well, and says so in `request_result`.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::Response;
use serde_json::{Map, Value, json};

use super::answer::told;
use super::question::{Question, Ruling};
use super::read::{Given, SECRET};
use crate::edge;
use crate::model::{Judge, RiskPurpose, RiskVerdict};
use crate::sandbox::Sandbox;

/// The one kind of question whose answer has a review status.
const POLICY: &str = "session-policy";

type Shared = State<Arc<Sandbox>>;

pub(super) async fn session_query(
    State(sandbox): Shared,
    RawQuery(query): RawQuery,
    body: Body,
) -> Response<Body> {
    let given = Given::read(query.as_deref(), body).await;
    if given.text("session_id").is_none() {
        return edge::json(200, &failed("fail_incomplete", "session_id"));
    }
    queried(&sandbox, &given, given.owned("session_id")).await
}

/// The same about an account alone: no session was profiled, and nothing is known of a device.
pub(super) async fn attribute_query(
    State(sandbox): Shared,
    RawQuery(query): RawQuery,
    body: Body,
) -> Response<Body> {
    let given = Given::read(query.as_deref(), body).await;
    queried(&sandbox, &given, None).await
}

pub(super) async fn update(
    State(sandbox): Shared,
    RawQuery(query): RawQuery,
    body: Body,
) -> Response<Body> {
    let given = Given::read(query.as_deref(), body).await;
    if let Some(refusal) = refused(&given) {
        return edge::json(200, &refusal);
    }
    let Some(said) = outcome(&given) else {
        return edge::json(200, &failed("fail_invalid_parameter", "action"));
    };
    let reference = given.text("request_id").unwrap_or_default();
    let now = sandbox.clock.now();
    match sandbox.risk().hear(reference, said, now) {
        Some(()) => edge::json(
            200,
            &json!({"request_result": "success", "request_id": reference}),
        ),
        None => edge::json(200, &failed("fail_invalid_parameter", "request_id")),
    }
}

async fn queried(sandbox: &Sandbox, given: &Given, session: Option<String>) -> Response<Body> {
    if let Some(refusal) = refused(given) {
        return edge::json(200, &refusal);
    }
    let missing = ["service_type", "event_type"]
        .into_iter()
        .find(|name| given.text(name).is_none());
    if let Some(name) = missing {
        return edge::json(200, &failed("fail_incomplete", name));
    }
    let question = Question {
        session,
        user: given
            .owned("account_email")
            .or_else(|| given.owned("account_login")),
        phone: given.owned("account_telephone"),
        address: given
            .text("input_ip_address")
            .and_then(|address| address.parse().ok()),
        ..Question::about(Judge::ThreatMetrix, purpose(given))
    };
    let now = sandbox.clock.now();
    let ruling = sandbox.risk().judge(&question, now);
    if ruling.verdict == RiskVerdict::RateLimit {
        return edge::json(429, &failed("fail_throttled", "session_id"));
    }
    told(ruling.verdict, &answer(given, &question, &ruling)).await
}

fn purpose(given: &Given) -> RiskPurpose {
    match given.text("event_type") {
        Some("ACCOUNT_CREATION") => RiskPurpose::SignUp,
        Some("AUTH_TOKEN") => RiskPurpose::Sms,
        Some("PASSWORD_RESET") => RiskPurpose::ResetPassword,
        _ => RiskPurpose::Token,
    }
}

fn answer(given: &Given, question: &Question, ruling: &Ruling) -> Value {
    let (status, score, rating) = match ruling.verdict {
        RiskVerdict::Review | RiskVerdict::UnknownSession => ("review", "-30", "medium"),
        RiskVerdict::Challenge => ("challenge", "-50", "medium"),
        RiskVerdict::Reject | RiskVerdict::RateLimit => ("reject", "-90", "high"),
        RiskVerdict::Pass
        | RiskVerdict::Timeout
        | RiskVerdict::Error
        | RiskVerdict::Garbage
        | RiskVerdict::Slow => ("pass", "10", "trusted"),
    };
    let mut members = Map::new();
    let mut set = |name: &str, value: Value| drop(members.insert(name.to_owned(), value));
    set("request_id", ruling.reference.as_str().into());
    set("request_result", "success".into());
    set("policy_score", score.into());
    set("risk_rating", rating.into());
    set("tmx_risk_rating", rating.into());
    set("tmx_summary_reason_code", json!([]));
    set("reason_code", json!([]));
    if let Some(session) = &question.session {
        set("session_id", session.as_str().into());
        let is_unknown = ruling.verdict == RiskVerdict::UnknownSession;
        set(
            "unknown_session",
            if is_unknown { "yes" } else { "no" }.into(),
        );
    }
    // The vendor says back whom the question was about. Whoever logs answers logs that too.
    if let Some(user) = &question.user {
        set("account_email", user.as_str().into());
    }
    if given.text("service_type") == Some(POLICY) {
        set("review_status", status.into());
    }
    Value::Object(members)
}

/// What an update says, where it says something.
fn outcome(given: &Given) -> Option<String> {
    match given.text("action")? {
        "update_event_tag" => given.owned("event_tag"),
        "update_review_status" => given
            .text("final_review_status")
            .map(|status| format!("review_status={status}")),
        "update_tag" => given.owned("tag_name"),
        _ => None,
    }
}

fn refused(given: &Given) -> Option<Value> {
    if given.text("org_id").is_none() {
        return Some(failed("fail_incomplete", "org_id"));
    }
    (given.text("api_key") != Some(SECRET)).then(|| failed("fail_access", "api_key"))
}

fn failed(result: &str, detail: &str) -> Value {
    json!({"request_result": result, "error_detail": detail})
}
