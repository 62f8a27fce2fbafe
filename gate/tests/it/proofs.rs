//! A provider's challenge that was solved: the call comes again with the proof, and the provider says what it is worth.

use doorstep_gate::decide::{Decision, SessionState};
use doorstep_gate::provider::Failure;
use serde_json::{Value, json};

use crate::scripted::Reply;
use crate::stage::{SESSION, Set, Stage, body, sealed};

const NUMBER: &str = "+15550100777";
const REGISTER: &str = "register/v1.0/challenge";

fn says(stage: &Stage, verdict: &str) {
    stage
        .provider
        .will(Reply::json(200, &json!({"verdict": verdict})));
}

fn texted(stage: &Stage) {
    let sent =
        json!({"challenge_type": "oob", "challenge_channel": "sms", "continuation_token": "t"});
    stage.tenant.will(Reply::json(200, &sent));
}

/// A call that would send a text to a new number.
fn text_to(stage: &Stage, number: &str) -> reqwest::RequestBuilder {
    let token = sealed(&json!({"user": "ada@contoso.example", "stage": "second"}));
    let form = [("challenge_target", number), ("continuation_token", &token)];
    let request = stage.post(REGISTER, &form);
    request.header("x-risk-session", SESSION)
}

#[tokio::test]
async fn a_proof_is_judged_by_the_provider_and_kept_from_the_tenant() {
    let stage = Stage::start().await;
    says(&stage, "challenge");
    let refused = text_to(&stage, NUMBER).send().await.unwrap();
    assert_eq!(refused.status(), 403);
    assert_eq!(stage.provider.seen()[0].json()["proof"], Value::Null);

    says(&stage, "challenge");
    let request = text_to(&stage, NUMBER).header("x-risk-proof", "wrong");
    assert_eq!(request.send().await.unwrap().status(), 403);
    assert_eq!(stage.provider.seen()[0].json()["proof"], "wrong");
    assert!(stage.tenant.seen().is_empty(), "nothing was sent so far");

    says(&stage, "pass");
    texted(&stage);
    let request = text_to(&stage, NUMBER).header("x-risk-proof", "p-1");
    assert_eq!(request.send().await.unwrap().status(), 200);
    assert_eq!(stage.provider.seen()[0].json()["proof"], "p-1");
    let [sent] = stage.tenant.seen().try_into().unwrap();
    assert!(!sent.headers.contains_key("x-risk-proof"), "{sent:?}");
}

#[tokio::test]
async fn a_proof_of_a_sign_up_counts_and_one_of_a_token_request_is_nobodys_business() {
    let stage = Stage::start().await;
    says(&stage, "pass");
    stage
        .tenant
        .will(Reply::json(200, &json!({"continuation_token": "t"})));
    let request = stage.post("signup/v1.0/start", &[("username", "a@b.example")]);
    let request = request
        .header("x-risk-session", SESSION)
        .header("x-risk-proof", "p-1");
    assert_eq!(request.send().await.unwrap().status(), 200);
    assert_eq!(stage.provider.seen()[0].json()["proof"], "p-1");

    says(&stage, "review");
    stage.tenant.will(Reply::json(
        400,
        &json!({"error": "invalid_grant", "suberror": "mfa_required"}),
    ));
    let token = sealed(&json!({}));
    let form = [
        ("grant_type", "password"),
        ("password", "p"),
        ("continuation_token", &token),
    ];
    let request = stage.post("oauth2/v2.0/token", &form);
    let request = request
        .header("x-risk-session", SESSION)
        .header("x-risk-proof", "p-1");
    assert_eq!(request.send().await.unwrap().status(), 400);
    assert_eq!(stage.provider.seen()[0].json()["proof"], Value::Null);
    let records = stage.records();
    assert_eq!(records.last().unwrap().decision, Some(Decision::StepUp));
}

#[tokio::test]
async fn what_cannot_be_a_proof_is_none() {
    let stage = Stage::start().await;
    for proofs in [&["a b"][..], &["a", "a"], &[""]] {
        says(&stage, "challenge");
        let mut request = text_to(&stage, NUMBER);
        for proof in proofs {
            request = request.header("x-risk-proof", *proof);
        }
        assert_eq!(request.send().await.unwrap().status(), 403, "{proofs:?}");
        let asked = stage.provider.seen();
        assert_eq!(asked[0].json()["proof"], Value::Null, "{proofs:?}");
    }
}

#[tokio::test]
async fn without_a_verdict_a_proof_sends_no_text() {
    let stage = Stage::start().await;
    stage.provider.will(Reply::Drop);
    let request = text_to(&stage, NUMBER).header("x-risk-proof", "p-1");
    assert_eq!(request.send().await.unwrap().status(), 503);
    assert!(stage.tenant.seen().is_empty());
}

async fn prove() -> Stage {
    let kind = "kind = \"prove\"\nclient_id = \"contoso\"\nsecret_env = \"RISK\"";
    let stage = Stage::with(Set {
        provider: Some(kind.to_owned()),
        ..Set::default()
    })
    .await;
    let pass = json!({"access_token": "pass", "expires_in": 600});
    stage.provider.will(Reply::json(200, &pass));
    stage
}

#[tokio::test]
async fn prove_is_asked_whether_possession_of_this_very_number_was_proved() {
    let stage = prove().await;
    let pending =
        json!({"success": false, "correlationId": "c-1", "next": {"v3-validate": "/v3/validate"}});
    stage.provider.will(Reply::json(200, &pending));
    let refused = text_to(&stage, NUMBER).send().await.unwrap();
    assert_eq!(
        body(refused).await["challenge"]["payload"],
        json!({"correlationId": "c-1"})
    );
    stage.provider.seen();

    stage.provider.will(Reply::json(
        200,
        &json!({"success": true, "phoneNumber": NUMBER}),
    ));
    texted(&stage);
    let request = text_to(&stage, NUMBER).header("x-risk-proof", "c-1");
    assert_eq!(request.send().await.unwrap().status(), 200);
    let [asked] = stage.provider.seen().try_into().unwrap();
    let asked: crate::scripted::Seen = asked;
    assert_eq!(asked.uri.path(), "/v3/validate");
    assert_eq!(asked.json(), json!({"correlationId": "c-1"}));
    assert_eq!(stage.tenant.seen().len(), 1);
}

#[tokio::test]
async fn what_prove_says_of_another_number_is_no_proof() {
    let stage = prove().await;
    for (answer, status) in [
        (json!({"success": true, "phoneNumber": "+15550100888"}), 403),
        (json!({"success": true}), 503),
        (json!({"success": false, "phoneNumber": NUMBER}), 403),
    ] {
        stage.provider.will(Reply::json(200, &answer));
        let request = text_to(&stage, NUMBER).header("x-risk-proof", "c-1");
        assert_eq!(request.send().await.unwrap().status(), status, "{answer}");
    }
    let records = stage.records();
    assert_eq!(records[0].failure, Some(Failure::OtherSession));
    assert_eq!(records[0].session, Some(SessionState::Malformed));
    assert!(stage.tenant.seen().is_empty(), "no text was sent");
}
