//! What becomes known of calls: enough to see what was decided, and nothing about anybody.

use doorstep_gate::decide::{Decision, SessionState, Verdict};
use doorstep_gate::words::{Grant, Route};
use serde_json::json;

use crate::scripted::Reply;
use crate::stage::{NOW, SESSION, Stage, sealed};

#[tokio::test]
async fn a_call_leaves_its_words_and_its_id() {
    let stage = Stage::start().await;
    stage.provider.will(Reply::json(
        200,
        &json!({"verdict": "review", "reference": "r"}),
    ));
    stage.tenant.will(Reply::json(
        400,
        &json!({"error": "invalid_grant", "suberror": "mfa_required"}),
    ));
    let token = sealed(&json!({"user": "ada@contoso.example"}));
    let form = [
        ("grant_type", "password"),
        ("password", "p"),
        ("continuation_token", &token),
    ];
    let id = "0f6d1c3a-1111-4222-8333-444455556666";
    let request = stage
        .post("oauth2/v2.0/token", &form)
        .header("x-risk-session", SESSION);
    request
        .header("client-request-id", id)
        .send()
        .await
        .unwrap();
    let [record] = stage.records().try_into().unwrap();
    let record: doorstep_gate::Record = record;
    assert_eq!(record.at, NOW);
    assert_eq!(record.route, Route::Token);
    assert_eq!(record.grant, Some(Grant::Password));
    assert_eq!(record.session, Some(SessionState::Present));
    assert_eq!(record.verdict, Some(Verdict::Review));
    assert_eq!(record.decision, Some(Decision::StepUp));
    assert_eq!(record.status, 400);
    assert_eq!(record.correlation.to_string(), id);
    assert!(record.provider_ms.is_some() && record.tenant_ms.is_some());
    assert_eq!(stage.tenant.seen()[0].headers["client-request-id"], id);
}

#[tokio::test]
async fn a_refusal_bears_the_id_of_its_call() {
    let stage = Stage::start().await;
    let id = "0f6d1c3a-1111-4222-8333-444455556666";
    let request = stage
        .post("signup/v1.0/start", &[("username", "a")])
        .header("client-request-id", id);
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 403);
    assert_eq!(response.headers()["client-request-id"], id);
    assert_eq!(response.headers()["x-ms-request-id"], id);
    assert_eq!(crate::stage::body(response).await["correlation_id"], id);
}

#[tokio::test]
async fn nothing_that_is_somebodys_is_told() {
    let stage = Stage::start().await;
    let canaries = [
        "canary-user@contoso.example",
        "+15550100999",
        "canary-password",
        "canarysession1234567890",
        "canary-tenant-token",
        "198.51.100.77",
    ];
    let [user, phone, password, session, tenant_token, address] = canaries;
    let token = sealed(&json!({"user": user, "token": tenant_token, "stage": "second"}));
    let forms: [(&str, Vec<(&str, &str)>); 4] = [
        ("oauth2/v2.0/initiate", vec![("username", user)]),
        (
            "oauth2/v2.0/token",
            vec![
                ("grant_type", "password"),
                ("password", password),
                ("continuation_token", &token),
            ],
        ),
        (
            "register/v1.0/challenge",
            vec![("challenge_target", phone), ("continuation_token", &token)],
        ),
        (
            "oauth2/v2.0/token",
            vec![("grant_type", password), ("continuation_token", user)],
        ),
    ];
    for (path, form) in &forms {
        stage
            .provider
            .will(Reply::text(200, &format!("{{\"verdict\":\"{user}\"}}")));
        stage.tenant.will(Reply::json(
            400,
            &json!({"error": user, "continuation_token": tenant_token}),
        ));
        let request = stage.post(path, form).header("x-risk-session", session);
        let request = request
            .header("x-forwarded-for", address)
            .header("client-request-id", user);
        request.send().await.unwrap();
    }
    let records = stage.records();
    assert_eq!(records.len(), forms.len());
    let text = format!("{records:?} {}", serde_json::to_string(&records).unwrap());
    for canary in canaries {
        assert!(!text.contains(canary), "{canary} in {text}");
    }
}

#[tokio::test]
async fn a_text_that_nobody_foresaw_is_told() {
    let stage = Stage::start().await;
    let sent =
        json!({"challenge_type": "oob", "challenge_channel": "sms", "continuation_token": "t"});
    stage.tenant.will(Reply::json(200, &sent));
    let token = sealed(&json!({}));
    let response = stage.post(
        "oauth2/v2.0/challenge",
        &[("continuation_token", token.as_str())],
    );
    assert_eq!(response.send().await.unwrap().status(), 200);
    assert!(stage.records()[0].unforeseen_text);
}

#[tokio::test]
async fn a_client_that_closes_leaves_a_record() {
    let stage = Stage::start().await;
    stage.tenant.will(Reply::Hang);
    let token = sealed(&json!({}));
    let form = [("continuation_token", token.as_str())];
    let request = stage.post("oauth2/v2.0/challenge", &form).send();
    let call = tokio::spawn(request);
    while stage.tenant.seen().is_empty() {
        tokio::task::yield_now().await;
    }
    call.abort();
    let record = loop {
        match stage.records().pop() {
            Some(record) => break record,
            None => tokio::task::yield_now().await,
        }
    };
    assert_eq!(record.status, 499);
    assert_eq!(record.decision, Some(Decision::Pass));
}

#[tokio::test]
async fn a_body_that_is_not_read_leaves_a_record() {
    let stage = Stage::start().await;
    let request = stage.post("oauth2/v2.0/initiate", &[]);
    let response = request.body("a".repeat(70_000)).send().await.unwrap();
    assert_eq!(response.status(), 413);
    let [record] = stage.records().try_into().unwrap();
    let record: doorstep_gate::Record = record;
    assert_eq!((record.status, record.route), (413, Route::Initiate));
}
