//! What lets a provider rest, and what no client can bring about.

use doorstep_gate::decide::{Decision, SessionState};
use doorstep_gate::provider::Failure;
use serde_json::json;

use crate::scripted::Reply;
use crate::stage::{SESSION, Set, Stage, sealed};

const TMX: &str = "kind = \"threat_metrix\"\norg_id = \"org\"";
const OWN: &str = "kind = \"generic\"";

async fn stage(provider: &str, fail: &str) -> Stage {
    Stage::with(Set {
        provider: Some(format!(
            "{provider}\nsecret_env = \"RISK\"\ndeadline_ms = 5000\nrest_after = 2"
        )),
        fail: Some(fail.to_owned()),
        ..Set::default()
    })
    .await
}

/// The status of a sign-up with that session.
async fn sign_up(stage: &Stage, session: &str) -> u16 {
    let request = stage.post("signup/v1.0/start", &[("username", "dora@contoso.example")]);
    let request = request.header("x-risk-session", session);
    request.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn a_session_that_the_provider_does_not_take_is_not_asked_about() {
    let stage = stage(TMX, "open").await;
    let long = "a".repeat(65);
    for session in ["5f0c1a2b3c4d5e6f_708192a3b4c5d6e7", "123456789", &long] {
        assert_eq!(sign_up(&stage, session).await, 403, "{session}");
        let [record] = stage.records().try_into().unwrap();
        let record: doorstep_gate::Record = record;
        assert_eq!(record.session, Some(SessionState::Malformed));
    }
    assert!(stage.provider.seen().is_empty() && stage.tenant.seen().is_empty());
}

#[tokio::test]
async fn questions_that_are_not_understood_neither_rest_the_provider_nor_pass() {
    let stage = stage(TMX, "open").await;
    let refusals = [
        Reply::json(200, &json!({"request_result": "fail_invalid_parameter"})),
        Reply::json(400, &json!({})),
        Reply::json(422, &json!({})),
        Reply::json(404, &json!({})),
    ];
    for refusal in refusals {
        stage.provider.will(refusal);
        assert_eq!(sign_up(&stage, SESSION).await, 403);
        let [record] = stage.records().try_into().unwrap();
        let record: doorstep_gate::Record = record;
        assert_eq!(record.failure, Some(Failure::NotUnderstood));
    }
    assert_eq!(stage.provider.seen().len(), 4, "it is asked each time");
    assert!(stage.tenant.seen().is_empty());
}

#[tokio::test]
async fn a_question_that_is_not_understood_does_not_end_a_row_of_outages() {
    let stage = stage(OWN, "closed").await;
    for reply in [
        Reply::Drop,
        Reply::json(400, &json!({})),
        Reply::json(429, &json!({})),
    ] {
        stage.provider.will(reply);
        sign_up(&stage, SESSION).await;
    }
    assert_eq!(stage.provider.seen().len(), 3);
    assert_eq!(sign_up(&stage, SESSION).await, 503);
    assert!(stage.provider.seen().is_empty(), "it rests");
}

#[tokio::test]
async fn a_call_that_gives_nothing_to_ask_is_not_the_one_that_tries() {
    let stage = stage("kind = \"prove\"\nclient_id = \"client\"", "closed").await;
    let token = sealed(&json!({"stage": "second"}));
    let register = async |target: Option<&str>| {
        let mut form = vec![("continuation_token", token.as_str())];
        form.extend(target.map(|target| ("challenge_target", target)));
        let request = stage.post("register/v1.0/challenge", &form);
        let request = request.header("x-risk-session", SESSION);
        request.send().await.unwrap().status().as_u16()
    };
    let number = Some("+15550100123");
    for _ in 0..2 {
        stage.provider.will(Reply::Drop);
        assert_eq!(register(number).await, 503);
        assert_eq!(register(None).await, 503, "it clears nothing");
    }
    stage.provider.seen();
    stage.advance(10);
    assert_eq!(register(None).await, 503);
    stage
        .provider
        .will(Reply::json(200, &json!({"access_token": "pass"})));
    stage
        .provider
        .will(Reply::json(200, &json!({"success": false})));
    assert_eq!(register(number).await, 403);
    assert_eq!(stage.provider.seen().len(), 2);
}

#[tokio::test]
async fn an_outage_undoes_no_demand_in_an_open_rule() {
    let stage = stage(OWN, "open").await;
    let token = sealed(&json!({"stage": "second", "contexts": ["c3"]}));
    let form = [
        ("grant_type", "continuation_token"),
        ("continuation_token", &token),
    ];
    stage.provider.will(Reply::Drop);
    stage.tenant.will(Reply::json(200, &json!({})));
    let request = stage.post("oauth2/v2.0/token", &form);
    let request = request.header("x-risk-session", SESSION);
    request.send().await.unwrap();
    assert_eq!(stage.records()[0].decision, Some(Decision::StepUp));
}

#[tokio::test]
async fn a_step_up_that_is_resubmitted_begins_when_it_is_forwarded() {
    let stage = Stage::with(Set {
        mode: Some("resubmit".to_owned()),
        ..Set::default()
    })
    .await;
    let token = sealed(&json!({"user": "ada@contoso.example"}));
    let claims = r#"{"access_token":{"acrs":{"essential":true,"value":"c3"}}}"#;
    let form = [
        ("grant_type", "password"),
        ("password", "p"),
        ("continuation_token", &token),
        ("claims", claims),
    ];
    stage.tenant.will(Reply::json(400, &json!({})));
    for (form, reference) in [(&form[..3], "r-1"), (&form[..], "r-2")] {
        let verdict = json!({"verdict": "review", "reference": reference});
        stage.provider.will(Reply::json(200, &verdict));
        let request = stage.post("oauth2/v2.0/token", form);
        let request = request.header("x-risk-session", SESSION);
        request.send().await.unwrap();
    }
    stage.provider.will(Reply::text(204, ""));
    let mut seen = stage.provider.seen();
    while seen.len() < 3 {
        tokio::task::yield_now().await;
        seen.extend(stage.provider.seen());
    }
    let told = seen.iter().find(|seen| seen.uri.path() == "/report");
    let begun = json!({"reference": "r-2", "outcome": "challenge_begun"});
    assert_eq!(told.unwrap().json(), begun);
}

#[tokio::test]
async fn a_code_goes_to_a_number_or_an_address() {
    let stage = stage(OWN, "closed").await;
    let token = sealed(&json!({"stage": "second"}));
    for target in [
        "5550100123",
        "+1 555 010 0123",
        "+15550100123@a.example",
        "ada",
    ] {
        let form = [("challenge_target", target), ("continuation_token", &token)];
        let request = stage.post("register/v1.0/challenge", &form);
        let response = request
            .header("x-risk-session", SESSION)
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 400, "{target}");
        let body = crate::stage::body(response).await;
        assert_eq!(body["error_codes"], json!([901_001]));
    }
    assert!(stage.provider.seen().is_empty() && stage.tenant.seen().is_empty());
}
