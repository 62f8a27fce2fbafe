//! The gate's own words (docs/gate.md, "A provider of your own"), with challenges that a person can solve.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Response};
use serde_json::{Map, Value, json};

use super::answer::told;
use super::page::challenge_address;
use super::question::{Question, Ruling};
use super::read::{SECRET, is_called_with, object, text};
use crate::edge;
use crate::model::{Judge, RiskPurpose, RiskVerdict};
use crate::sandbox::Sandbox;

/// When somebody of whom there are too many may come back.
const RETRY_AFTER: u32 = 30;

pub(super) async fn assess(
    State(sandbox): State<Arc<Sandbox>>,
    headers: HeaderMap,
    body: Body,
) -> Response<Body> {
    if !is_called_with(&headers, SECRET) {
        return edge::json(401, &json!({"error": "unauthorized"}));
    }
    let Some(question) = object(body).await.as_ref().and_then(question) else {
        return edge::json(400, &json!({"error": "the question is none"}));
    };
    let now = sandbox.clock.now();
    let ruling = sandbox.risk().judge(&question, now);
    let origin = sandbox.settings.risk_origin();
    told(ruling.verdict, &answer(&ruling, origin)).await
}

pub(super) async fn report(
    State(sandbox): State<Arc<Sandbox>>,
    headers: HeaderMap,
    body: Body,
) -> Response<Body> {
    if !is_called_with(&headers, SECRET) {
        return edge::json(401, &json!({"error": "unauthorized"}));
    }
    let told = object(body).await.unwrap_or_default();
    let (reference, outcome) = (text(&told, "reference"), text(&told, "outcome"));
    let now = sandbox.clock.now();
    let heard = match (reference, outcome.as_deref()) {
        (Some(reference), Some("challenge_begun")) => {
            let said = "challenge_init".to_owned();
            sandbox.risk().hear(&reference, said, now)
        }
        (Some(reference), Some("challenge_passed")) => {
            let said = "challenge_pass".to_owned();
            sandbox.risk().hear(&reference, said, now)
        }
        (Some(reference), Some("challenge_failed")) => {
            let said = "challenge_fail".to_owned();
            sandbox.risk().hear(&reference, said, now)
        }
        (Some(reference), Some("compromised")) => {
            let said = "_COMPROMISED".to_owned();
            sandbox.risk().hear(&reference, said, now)
        }
        _ => None,
    };
    match heard {
        Some(()) => edge::json(200, &json!({})),
        None => edge::json(
            400,
            &json!({"error": "there is no such question or outcome"}),
        ),
    }
}

fn question(asked: &Map<String, Value>) -> Option<Question> {
    let purpose: RiskPurpose = serde_json::from_value(asked.get("purpose")?.clone()).ok()?;
    Some(Question {
        session: Some(text(asked, "session")?),
        user: text(asked, "user"),
        phone: text(asked, "phone"),
        address: text(asked, "address").and_then(|address| address.parse().ok()),
        proof: text(asked, "proof"),
        ..Question::about(Judge::Generic, purpose)
    })
}

fn answer(ruling: &Ruling, origin: &str) -> Value {
    let word = match ruling.verdict {
        RiskVerdict::Review => "review",
        RiskVerdict::Challenge => "challenge",
        RiskVerdict::Reject => "reject",
        RiskVerdict::UnknownSession => "unknown_session",
        RiskVerdict::RateLimit => "rate_limit",
        RiskVerdict::Pass
        | RiskVerdict::Timeout
        | RiskVerdict::Error
        | RiskVerdict::Garbage
        | RiskVerdict::Slow => "pass",
    };
    let mut members = json!({"verdict": word, "reference": ruling.reference});
    if let Some(challenge) = &ruling.challenge {
        let page = challenge_address(origin, challenge);
        members["challenge"] = json!({"id": challenge, "page": page});
    }
    if ruling.verdict == RiskVerdict::RateLimit {
        members["retry_after"] = RETRY_AFTER.into();
    }
    members
}
