//! The four providers over real connections: what they are asked, what they are told, and what their outages cost.

use serde_json::{Value, json};

use crate::scripted::{Reply, Seen};
use crate::stage::{NOW, SESSION, Set, Stage, body, seal, sealed};

const TOKEN: &str = "oauth2/v2.0/token";

async fn asking(provider: &str) -> Stage {
    let provider = Some(format!(
        "{provider}\nsecret_env = \"RISK\"\ndeadline_ms = 5000"
    ));
    Stage::with(Set {
        provider,
        ..Set::default()
    })
    .await
}

async fn threat_metrix() -> Stage {
    asking("kind = \"threat_metrix\"\norg_id = \"org\"").await
}

fn password(stage: &Stage) -> reqwest::RequestBuilder {
    let token = sealed(&json!({"user": "ada@contoso.example"}));
    stage.post(
        TOKEN,
        &[
            ("grant_type", "password"),
            ("password", "p"),
            ("continuation_token", &token),
        ],
    )
}

fn mfa_required() -> Reply {
    Reply::json(
        400,
        &json!({"error": "invalid_grant", "suberror": "mfa_required", "continuation_token": "t-2"}),
    )
}

/// Everything that the provider is asked and told, once `count` requests have come.
async fn heard(stage: &Stage, count: usize) -> Vec<Seen> {
    let mut heard = stage.provider.seen();
    while heard.len() < count {
        tokio::task::yield_now().await;
        heard.extend(stage.provider.seen());
    }
    heard
}

#[tokio::test]
async fn threat_metrix_hears_of_a_step_up_and_of_its_end() {
    let stage = threat_metrix().await;
    let found = json!({"request_result": "success", "review_status": "review", "request_id": "request-1", "session_id": SESSION});
    stage.provider.will(Reply::json(200, &found));
    for _ in 0..3 {
        stage
            .provider
            .will(Reply::json(200, &json!({"request_result": "success"})));
    }
    stage.tenant.will(mfa_required());
    let response = password(&stage)
        .header("x-risk-session", SESSION)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 400);
    let answer: Value = body(response).await;
    let token = answer["continuation_token"].as_str().unwrap().to_owned();
    assert_eq!(
        seal().open(&token, NOW).unwrap().reference.unwrap().id,
        "request-1"
    );

    let code = [
        ("grant_type", "mfa_oob"),
        ("oob", "1"),
        ("continuation_token", &token),
    ];
    stage.tenant.will(Reply::json(
        400,
        &json!({"error": "invalid_grant", "suberror": "invalid_oob_value"}),
    ));
    stage.post(TOKEN, &code).send().await.unwrap();
    stage
        .tenant
        .will(Reply::json(200, &json!({"access_token": "a"})));
    stage.post(TOKEN, &code).send().await.unwrap();

    let heard = heard(&stage, 4).await;
    assert_eq!(heard[0].uri.path(), "/api/session-query");
    assert_eq!(heard[0].form()["session_id"], SESSION);
    assert_eq!(heard[0].form()["event_type"], "LOGIN");
    assert_eq!(heard[0].form()["account_email"], "ada@contoso.example");
    assert_eq!(heard[0].form()["api_key"], "risk-secret");
    let updates = heard[1..].iter().map(|update| {
        assert_eq!(update.uri.path(), "/api/update");
        let form = update.form();
        assert_eq!(form["request_id"], "request-1");
        form["event_tag"].as_str().unwrap().to_owned()
    });
    let updates: Vec<_> = updates.collect();
    assert_eq!(
        updates,
        ["challenge_init", "challenge_fail", "challenge_pass"]
    );
}

#[tokio::test]
async fn human_is_shown_its_own_header_and_answers_in_its_own_words() {
    let stage = asking("kind = \"human\"\napp_id = \"PXapp\"").await;
    let verdict = json!({"status": 0, "score": 100, "action": "c", "uuid": "u-1"});
    stage.provider.will(Reply::json(200, &verdict));
    let form = [("username", "dora@contoso.example")];
    let request = stage
        .post("signup/v1.0/start", &form)
        .header("x-px-authorization", "3:opaque");
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 403);
    let answer: Value = body(response).await;
    assert_eq!(answer["error"], "risk_challenge_required");
    assert_eq!(answer["action"], "captcha");
    assert_eq!(answer["appId"], "PXapp");
    let [asked] = stage.provider.seen().try_into().unwrap();
    let asked: Seen = asked;
    assert_eq!(asked.uri.path(), "/api/v3/risk");
    assert_eq!(asked.headers["authorization"], "Bearer risk-secret");
    assert_eq!(asked.json()["request"]["headers"][0]["value"], "3:opaque");

    let failed = stage
        .post("signup/v1.0/start", &form)
        .header("x-px-authorization", "2");
    assert_eq!(
        failed.send().await.unwrap().status(),
        403,
        "the vendor's software says that it failed"
    );
    assert!(stage.provider.seen().is_empty() && stage.tenant.seen().is_empty());
}

#[tokio::test]
async fn prove_gives_one_pass_for_many_numbers() {
    let stage = asking("kind = \"prove\"\nclient_id = \"client\"").await;
    let token = sealed(&json!({"stage": "second", "user": "ada@contoso.example"}));
    let form = [
        ("challenge_target", "+15550100123"),
        ("continuation_token", &token),
    ];
    let send = || {
        stage
            .post("register/v1.0/challenge", &form)
            .header("x-risk-session", SESSION)
            .send()
    };
    stage.provider.will(Reply::json(
        200,
        &json!({"access_token": "pass-1", "expires_in": 60}),
    ));
    stage
        .provider
        .will(Reply::json(200, &json!({"success": true})));
    stage
        .tenant
        .will(Reply::json(200, &json!({"challenge_type": "oob"})));
    assert_eq!(send().await.unwrap().status(), 200);
    stage
        .provider
        .will(Reply::json(200, &json!({"success": false})));
    assert_eq!(send().await.unwrap().status(), 403);
    stage.advance(56);
    stage.provider.will(Reply::json(
        200,
        &json!({"access_token": "pass-2", "expires_in": 60}),
    ));
    stage.provider.will(Reply::json(401, &json!({})));
    assert_eq!(send().await.unwrap().status(), 503);
    stage.provider.will(Reply::json(
        200,
        &json!({"access_token": "pass-3", "expires_in": 60}),
    ));
    stage.provider.will(Reply::json(
        200,
        &json!({"success": false, "next": {"v3-challenge": "/v3/challenge"}}),
    ));
    assert_eq!(send().await.unwrap().status(), 403);
    let seen = stage.provider.seen();
    let paths: Vec<_> = seen.iter().map(|seen| seen.uri.path()).collect();
    assert_eq!(
        paths,
        [
            "/token",
            "/v3/verify",
            "/v3/verify",
            "/token",
            "/v3/verify",
            "/token",
            "/v3/verify"
        ]
    );
    assert_eq!(seen[0].form()["client_secret"], "risk-secret");
    assert_eq!(seen[2].headers["authorization"], "Bearer pass-1");
    assert_eq!(seen[6].headers["authorization"], "Bearer pass-3");
    assert_eq!(seen[2].json()["phoneNumber"], "+15550100123");
    assert_eq!(
        stage.tenant.seen().len(),
        1,
        "one text, for the number that was verified"
    );
}

#[tokio::test]
async fn prove_without_a_number_sends_no_text() {
    let stage = asking("kind = \"prove\"\nclient_id = \"client\"").await;
    let token = sealed(&json!({"stage": "second"}));
    let form = [("continuation_token", token.as_str())];
    let request = stage
        .post("register/v1.0/challenge", &form)
        .header("x-risk-session", SESSION);
    assert_eq!(request.send().await.unwrap().status(), 503);
    assert!(stage.provider.seen().is_empty() && stage.tenant.seen().is_empty());
}

#[tokio::test]
async fn an_own_provider_gets_the_signals_and_the_outcome() {
    let stage = asking("kind = \"generic\"").await;
    stage.provider.will(Reply::json(
        200,
        &json!({"verdict": "challenge", "reference": "r-1"}),
    ));
    stage.provider.will(Reply::text(204, ""));
    stage.tenant.will(mfa_required());
    // {"schema":1,"emulator":false}
    let request = password(&stage).header("x-risk-session", SESSION);
    let request = request.header("x-risk-signals", "eyJzY2hlbWEiOjEsImVtdWxhdG9yIjpmYWxzZX0");
    request.send().await.unwrap();
    let heard = heard(&stage, 2).await;
    assert_eq!(
        heard[0].json()["signals"],
        json!({"schema": 1, "emulator": false})
    );
    assert_eq!(heard[0].headers["authorization"], "Bearer risk-secret");
    assert_eq!(heard[1].uri.path(), "/report");
    assert_eq!(
        heard[1].json(),
        json!({"reference": "r-1", "outcome": "challenge_begun"})
    );
}

#[tokio::test]
async fn a_provider_that_fails_rests_and_is_tried_again() {
    let stage = asking("kind = \"generic\"\nrest_after = 2\nrest_seconds = 10").await;
    let send = || password(&stage).header("x-risk-session", SESSION).send();
    for _ in 0..2 {
        stage.provider.will(Reply::Drop);
        assert_eq!(send().await.unwrap().status(), 503);
    }
    assert_eq!(stage.provider.seen().len(), 2);
    assert_eq!(send().await.unwrap().status(), 503);
    assert!(stage.provider.seen().is_empty(), "it rests");
    assert_eq!(
        stage.records().last().unwrap().failure,
        Some(doorstep_gate::provider::Failure::Resting)
    );
    stage.advance(10);
    stage
        .provider
        .will(Reply::json(200, &json!({"verdict": "pass"})));
    stage
        .tenant
        .will(Reply::json(200, &json!({"access_token": "a"})));
    assert_eq!(send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn an_answer_without_an_end_is_no_verdict() {
    let stage = threat_metrix().await;
    let padding = "x".repeat(300 * 1024);
    let body = json!({"request_result": "success", "review_status": "pass", "padding": padding});
    stage.provider.will(Reply::json(200, &body));
    let response = password(&stage)
        .header("x-risk-session", SESSION)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 503);
    let redirect = Reply::text(307, "").with_header("location", "/elsewhere");
    stage.provider.will(redirect);
    let response = password(&stage)
        .header("x-risk-session", SESSION)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 503);
    assert_eq!(stage.provider.seen().len(), 2, "a redirect is not followed");
}
