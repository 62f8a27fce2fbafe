//! A new account is in its group before the first tokens of its flow.

use doorstep_gate::Done;
use serde_json::{Value, json};

use super::graph::ADA;
use super::house::{House, RESET, SIGN_UP, SIGNED_UP};
use crate::scripted::Reply;
use crate::stage::{NOW, SESSION, body, seal, sealed};

/// The last step of a sign-up: what the client holds then.
async fn signed_up(house: &House) -> String {
    house.stage.tenant.will(Reply::json(
        200,
        &json!({"continuation_token": "done", "expires_in": 600}),
    ));
    let token = sealed(&json!({"user": "ada@contoso.example"}));
    let form = [
        ("continuation_token", token.as_str()),
        ("grant_type", "password"),
        ("password", "p"),
    ];
    let request = house.stage.post("signup/v1.0/continue", &form);
    let answer = body(request.send().await.unwrap()).await;
    answer["continuation_token"].as_str().unwrap().to_owned()
}

/// The first tokens of the flow.
async fn tokens(house: &House, token: &str) -> (u16, Value) {
    let form = [
        ("continuation_token", token),
        ("grant_type", "continuation_token"),
    ];
    let request = house.stage.post("oauth2/v2.0/token", &form);
    let response = request
        .header("x-risk-session", SESSION)
        .send()
        .await
        .unwrap();
    (response.status().as_u16(), body(response).await)
}

fn is_due(token: &str) -> bool {
    seal().open(token, NOW).unwrap().unassigned
}

fn granted(house: &House) {
    house
        .stage
        .provider
        .will(Reply::json(200, &json!({"verdict": "pass"})));
    house
        .stage
        .tenant
        .will(Reply::json(200, &json!({"access_token": "a"})));
}

#[tokio::test]
async fn who_signs_up_is_in_the_group_when_the_answer_comes() {
    let house = House::with(SIGN_UP).await;
    let token = signed_up(&house).await;
    assert!(house.graph.holds(SIGNED_UP, ADA));
    assert!(!is_due(&token));
    assert_eq!(house.stage.records()[0].back_end, Some(Done::Assigned));
    house.graph.asked();
    granted(&house);
    assert_eq!(tokens(&house, &token).await.0, 200);
    assert!(house.graph.asked().is_empty());
}

#[tokio::test]
async fn a_directory_that_lags_or_stumbles_is_asked_again() {
    let house = House::with(SIGN_UP).await;
    let nobody = json!({"value": []});
    house.graph.server.will(Reply::json(
        200,
        &json!({"access_token": "pass-1", "expires_in": 3600}),
    ));
    house.graph.book.lock().unwrap().started();
    for reply in [
        Reply::text(500, ""),
        Reply::json(200, &nobody),
        Reply::text(429, "").with_header("retry-after", "0"),
        Reply::Drop,
        Reply::json(200, &nobody),
    ] {
        house.graph.server.will(reply);
    }
    let token = signed_up(&house).await;
    assert!(house.graph.holds(SIGNED_UP, ADA) && !is_due(&token));
    assert_eq!(house.graph.server.left(), 0);
}

#[tokio::test]
async fn being_there_already_is_as_good() {
    let house = House::with(SIGN_UP).await;
    house.graph.put(SIGNED_UP, ADA);
    assert!(!is_due(&signed_up(&house).await));
}

#[tokio::test]
async fn steps_before_the_last_put_nobody_anywhere() {
    let house = House::with(SIGN_UP).await;
    let token = sealed(&json!({"user": "ada@contoso.example"}));
    let form = [
        ("continuation_token", token.as_str()),
        ("grant_type", "oob"),
        ("oob", "1"),
    ];
    for (status, answer) in [
        (
            400,
            json!({"error": "credential_required", "continuation_token": "t"}),
        ),
        (
            400,
            json!({"error": "attributes_required", "continuation_token": "t"}),
        ),
        (200, json!({"challenge_type": "redirect"})),
    ] {
        house.stage.tenant.will(Reply::json(status, &answer));
        house
            .stage
            .post("signup/v1.0/continue", &form)
            .send()
            .await
            .unwrap();
    }
    assert!(house.graph.asked().is_empty());
}

#[tokio::test(start_paused = true)]
async fn while_it_is_due_no_tokens_of_the_flow_go_out() {
    let house = House::with(SIGN_UP).await;
    let away = || {
        house
            .graph
            .book
            .lock()
            .unwrap()
            .names
            .remove("ada@contoso.example")
            .unwrap()
    };
    let id = away();
    let token = signed_up(&house).await;
    assert!(is_due(&token));
    assert_eq!(house.stage.records()[0].back_end, Some(Done::Unassigned));
    let (status, answer) = tokens(&house, &token).await;
    assert_eq!(
        (status, &answer["suberror"]),
        (503, &json!("risk_unavailable"))
    );
    assert!(house.stage.provider.seen().is_empty());
    let beside = house.beside().await;
    assert_eq!(
        tokens(&beside, &token).await.0,
        503,
        "wherever it is redeemed"
    );
    house.stage.tenant.seen();
    house
        .graph
        .book
        .lock()
        .unwrap()
        .names
        .insert("ada@contoso.example".to_owned(), id);
    granted(&beside);
    assert_eq!(tokens(&beside, &token).await.0, 200);
    assert!(house.graph.holds(SIGNED_UP, ADA));
}

#[tokio::test(start_paused = true)]
async fn what_is_due_is_done_without_the_client() {
    let house = House::with(SIGN_UP).await;
    let id = house
        .graph
        .book
        .lock()
        .unwrap()
        .names
        .remove("ada@contoso.example")
        .unwrap();
    assert!(is_due(&signed_up(&house).await));
    house
        .graph
        .book
        .lock()
        .unwrap()
        .names
        .insert("ada@contoso.example".to_owned(), id);
    while !house.graph.holds(SIGNED_UP, ADA) {
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_gate_that_is_killed_leaves_the_rest_to_another() {
    let house = House::with(SIGN_UP).await;
    let id = house
        .graph
        .book
        .lock()
        .unwrap()
        .names
        .remove("ada@contoso.example")
        .unwrap();
    let token = signed_up(&house).await;
    let beside = house.beside().await;
    house.stage.gate.kill().await;
    beside
        .graph
        .book
        .lock()
        .unwrap()
        .names
        .insert("ada@contoso.example".to_owned(), id);
    tokio::time::sleep(std::time::Duration::from_mins(10)).await;
    assert!(
        !beside.graph.holds(SIGNED_UP, ADA),
        "its work ended with it"
    );
    granted(&beside);
    assert_eq!(tokens(&beside, &token).await.0, 200);
    assert!(beside.graph.holds(SIGNED_UP, ADA));
}

#[tokio::test]
async fn a_gate_without_the_rule_gives_no_tokens_where_it_is_due() {
    let house = House::with(RESET).await;
    let token = sealed(&json!({"user": "ada@contoso.example", "unassigned": true}));
    assert_eq!(tokens(&house, &token).await.0, 503);
    let plain = crate::stage::Stage::start().await;
    let form = [
        ("continuation_token", token.as_str()),
        ("grant_type", "continuation_token"),
    ];
    let response = plain.post("oauth2/v2.0/token", &form).send().await.unwrap();
    assert_eq!(response.status(), 503);
    assert!(plain.tenant.seen().is_empty());
}

#[tokio::test]
async fn a_rule_for_sign_ups_alone_leaves_resets_alone() {
    let house = House::with(SIGN_UP).await;
    house.takes();
    assert_eq!(house.submit(&sealed(&json!({})), None).await.0, 200);
    assert!(house.graph.asked().is_empty());
}
