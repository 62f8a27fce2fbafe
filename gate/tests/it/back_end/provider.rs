//! A reset whose second proof is a provider's verdict.

use doorstep_gate::Done;
use doorstep_gate::decide::Decision;
use doorstep_gate::provider::Failure;
use serde_json::json;

use super::house::{House, JUDGED, SUBMIT, flow};
use crate::scripted::Reply;
use crate::stage::{SESSION, body};

#[tokio::test]
async fn nothing_but_a_pass_is_a_proof() {
    let house = House::with(JUDGED).await;
    let cases = [
        (
            json!({"verdict": "challenge", "challenge": {"page": 1}}),
            403,
            "risk_challenge_required",
            Decision::Challenge,
        ),
        (
            json!({"verdict": "review"}),
            403,
            "risk_challenge_required",
            Decision::Challenge,
        ),
        (
            json!({"verdict": "reject"}),
            403,
            "access_denied",
            Decision::Block,
        ),
        (
            json!({"verdict": "rate_limit", "retry_after": 7}),
            429,
            "slow_down",
            Decision::RateLimit,
        ),
        (
            json!({"verdict": "unknown_session"}),
            503,
            "temporarily_unavailable",
            Decision::FailClosed,
        ),
        (
            json!({"verdict": "perhaps"}),
            503,
            "temporarily_unavailable",
            Decision::FailClosed,
        ),
    ];
    for (said, status, error, decision) in cases {
        let (got, answer) = house.judged(&flow("t"), &said).await;
        assert_eq!((got, &answer["error"]), (status, &json!(error)), "{said}");
        let [record] = house.stage.records().try_into().unwrap();
        let record: doorstep_gate::Record = record;
        assert_eq!(record.decision, Some(decision));
        assert_eq!(record.back_end, Some(Done::Unproven));
        if said["challenge"].is_object() {
            let challenge = json!({"provider": "risk", "payload": {"page": 1}});
            assert_eq!(answer["challenge"], challenge);
        }
    }
    assert!(house.stage.tenant.seen().is_empty());
    house.takes();
    let (status, _) = house.judged(&flow("t"), &json!({"verdict": "pass"})).await;
    assert_eq!(status, 200);
    let asked = house.stage.provider.seen();
    assert_eq!(asked.last().unwrap().json()["purpose"], "reset_password");
    assert_eq!(asked.last().unwrap().json()["user"], "ada@contoso.example");
    assert!(house.graph.asked().is_empty(), "nobody else is asked");
}

#[tokio::test]
async fn without_a_session_there_is_no_verdict() {
    let house = House::with(JUDGED).await;
    assert_eq!(house.submit(&flow("t"), Some("proof")).await.0, 503);
    assert!(house.stage.provider.seen().is_empty());
    house.stage.provider.will(Reply::Drop);
    let (status, _) = judged_with_proof(&house, "p-1").await;
    assert_eq!(status, 503);
    assert_eq!(house.stage.records()[1].failure, Some(Failure::Unreachable));
}

async fn judged_with_proof(house: &House, proof: &str) -> (u16, serde_json::Value) {
    let token = flow("t");
    let form = [
        ("continuation_token", token.as_str()),
        ("new_password", "n3w"),
    ];
    let request = house.stage.post(SUBMIT, &form);
    let request = request
        .header("x-risk-session", SESSION)
        .header("x-risk-proof", proof);
    let response = request.send().await.unwrap();
    (response.status().as_u16(), body(response).await)
}

#[tokio::test]
async fn the_providers_own_proof_goes_to_it_and_is_remembered() {
    let house = House::with(JUDGED).await;
    house
        .stage
        .provider
        .will(Reply::json(200, &json!({"verdict": "pass"})));
    house.refuses();
    assert_eq!(judged_with_proof(&house, "p-1").await.0, 400, "too weak");
    assert_eq!(house.stage.provider.seen()[0].json()["proof"], "p-1");
    house.takes();
    assert_eq!(house.submit(&flow("t"), None).await.0, 200);
    assert!(house.stage.provider.seen().is_empty(), "once is enough");
}
