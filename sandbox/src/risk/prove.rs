//! Prove: a pass for servers, and whether a number is its owner's (docs/risk.md 3.3). A number that is in doubt gets a
//! correlation id; whoever solves the challenge of that id has proved possession, which `validate` tells once.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, Response};
use serde_json::{Value, json};

use super::answer::told;
use super::question::{Question, Ruling};
use super::read::{Given, SECRET, is_called_with};
use crate::edge;
use crate::model::{Judge, RiskPurpose, RiskVerdict};
use crate::sandbox::Sandbox;

/// The pass. Nothing can be had with it that the secret would not give.
const PASS: &str = "sandbox-pass";
const SECONDS: u32 = 3600;

type Shared = State<Arc<Sandbox>>;

pub(super) async fn token(RawQuery(query): RawQuery, body: Body) -> Response<Body> {
    let given = Given::read(query.as_deref(), body).await;
    let is_grant = given.text("grant_type") == Some("client_credentials");
    if !is_grant || given.text("client_secret") != Some(SECRET) {
        return edge::json(401, &json!({"error": "invalid_client"}));
    }
    let pass = json!({"access_token": PASS, "token_type": "Bearer", "expires_in": SECONDS});
    edge::json(200, &pass)
}

/// Whether the number is a person's, in one call.
pub(super) async fn verify(
    State(sandbox): Shared,
    headers: HeaderMap,
    body: Body,
) -> Response<Body> {
    asked(&sandbox, &headers, body, |ruling| match ruling.verdict {
        RiskVerdict::Pass | RiskVerdict::Slow => {
            json!({"success": true, "correlationId": ruling.reference})
        }
        _ => not_yet(ruling),
    })
    .await
}

/// The beginning of a proof of possession: a token for the app where there is something to prove.
pub(super) async fn unify(
    State(sandbox): Shared,
    headers: HeaderMap,
    body: Body,
) -> Response<Body> {
    asked(&sandbox, &headers, body, |ruling| {
        let mut answer = match ruling.verdict {
            RiskVerdict::Pass | RiskVerdict::Slow => {
                json!({"success": true, "correlationId": ruling.reference, "next": {"done": ""}})
            }
            _ => not_yet(ruling),
        };
        if let Some(challenge) = &ruling.challenge {
            answer["success"] = true.into();
            answer["authToken"] = challenge.as_str().into();
            answer["next"] = json!({"v3-unify-status": "/v3/unify-status"});
        }
        answer
    })
    .await
}

/// How far a proof of possession is.
pub(super) async fn unify_status(
    State(sandbox): Shared,
    headers: HeaderMap,
    body: Body,
) -> Response<Body> {
    proof(&headers, body, |id| {
        sandbox.risk().possession(id, sandbox.clock.now())
    })
    .await
}

/// Whether possession was proved, to whoever asks first.
pub(super) async fn validate(
    State(sandbox): Shared,
    headers: HeaderMap,
    body: Body,
) -> Response<Body> {
    proof(&headers, body, |id| {
        sandbox.risk().validated(id, sandbox.clock.now())
    })
    .await
}

async fn proof(
    headers: &HeaderMap,
    body: Body,
    look: impl FnOnce(&str) -> Option<(String, bool)>,
) -> Response<Body> {
    if !is_called_with(headers, PASS) {
        return unauthorised();
    }
    let given = Given::read(None, body).await;
    let id = given.text("correlationId").unwrap_or_default();
    let Some((number, proved)) = look(id) else {
        return edge::json(
            400,
            &json!({"code": 1000, "message": "there is no such correlationId"}),
        );
    };
    let next = if proved {
        json!({"done": ""})
    } else {
        json!({"v3-validate": "/v3/validate"})
    };
    let evaluation = json!({"phoneNumber": number});
    edge::json(
        200,
        &json!({
            "success": proved,
            "possessionResult": if proved { "pass" } else { "pending" },
            "phoneNumber": number,
            "correlationId": id,
            "evaluation": evaluation,
            "next": next,
        }),
    )
}

async fn asked(
    sandbox: &Sandbox,
    headers: &HeaderMap,
    body: Body,
    said: impl Fn(&Ruling) -> Value,
) -> Response<Body> {
    if !is_called_with(headers, PASS) {
        return unauthorised();
    }
    let given = Given::read(None, body).await;
    let Some(phone) = given.owned("phoneNumber") else {
        return edge::json(
            400,
            &json!({"code": 1000, "message": "phoneNumber is missing"}),
        );
    };
    let question = Question {
        phone: Some(phone),
        user: given.owned("emailAddress"),
        address: given
            .text("ipAddress")
            .and_then(|address| address.parse().ok()),
        ..Question::about(Judge::Prove, RiskPurpose::Sms)
    };
    let now = sandbox.clock.now();
    let ruling = sandbox.risk().judge(&question, now);
    if ruling.verdict == RiskVerdict::RateLimit {
        return edge::json(429, &json!({"code": 429, "message": "too many requests"}));
    }
    told(ruling.verdict, &said(&ruling)).await
}

fn not_yet(ruling: &Ruling) -> Value {
    match &ruling.challenge {
        Some(challenge) => json!({
            "success": false,
            "correlationId": challenge,
            "next": {"v3-validate": "/v3/validate"},
        }),
        None => json!({"success": false, "correlationId": ruling.reference}),
    }
}

fn unauthorised() -> Response<Body> {
    edge::json(401, &json!({"code": 401, "message": "unauthorized"}))
}
