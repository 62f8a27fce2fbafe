//! How the recovery of an account whose device is lost begins.

use doorstep_gate::Done;
use serde_json::{Value, json};

use super::house::{House, LOST, RESET};
use crate::scripted::{Reply, Seen};
use crate::stage::{NOW, body, seal};

const START: &str = "resetpassword/v1.0/start";

/// Begins a reset, with these headers.
async fn start(house: &House, name: &str, headers: &[(&str, &str)]) -> (u16, Value) {
    house
        .stage
        .tenant
        .will(Reply::json(200, &json!({"continuation_token": "t"})));
    let mut request = house.stage.post(START, &[("username", name)]);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = request.send().await.unwrap();
    (response.status().as_u16(), body(response).await)
}

const ASKED: &[(&str, &str)] = &[("x-recovery", "device_lost")];

#[tokio::test]
async fn a_client_learns_that_its_wish_was_heard_and_the_tenant_hears_nothing() {
    let house = House::with(LOST).await;
    let (_, answer) = start(&house, "ada@contoso.example", ASKED).await;
    assert_eq!(answer["recovery"], "device_lost");
    let token = answer["continuation_token"].as_str().unwrap();
    let envelope = serde_json::to_value(seal().open(token, NOW).unwrap()).unwrap();
    assert_eq!(envelope["recovery"], "device_lost");
    let [seen] = house.stage.tenant.seen().try_into().unwrap();
    let seen: Seen = seen;
    assert!(!seen.headers.contains_key("x-recovery"));
    assert_eq!(house.stage.records()[0].back_end, Some(Done::RecoveryBegun));

    // The next answers of the flow carry it on, and do not say it again.
    house
        .stage
        .tenant
        .will(Reply::json(200, &json!({"continuation_token": "t-2"})));
    let request = house.stage.post(
        "resetpassword/v1.0/challenge",
        &[("continuation_token", token)],
    );
    let answer = body(request.send().await.unwrap()).await;
    assert_eq!(answer["recovery"], Value::Null);
    let token = answer["continuation_token"].as_str().unwrap();
    assert!(seal().open(token, NOW).unwrap().recovery.is_some());
}

#[tokio::test]
async fn another_word_another_place_and_another_gate_begin_none() {
    let house = House::with(LOST).await;
    let wrong: [&[(&str, &str)]; 4] = [
        &[],
        &[("x-recovery", "Device_Lost")],
        &[("x-recovery", "device_lost"), ("x-recovery", "device_lost")],
        &[("x_recovery", "device_lost")],
    ];
    for headers in wrong {
        let (status, answer) = start(&house, "ada@contoso.example", headers).await;
        assert_eq!(
            (status, &answer["recovery"]),
            (200, &Value::Null),
            "{headers:?}"
        );
    }
    house
        .stage
        .tenant
        .will(Reply::json(200, &json!({"continuation_token": "t"})));
    let request = house.stage.post(
        "oauth2/v2.0/initiate",
        &[("username", "ada@contoso.example")],
    );
    let answer = body(
        request
            .header("x-recovery", "device_lost")
            .send()
            .await
            .unwrap(),
    )
    .await;
    assert_eq!(answer["recovery"], Value::Null);
    let without = House::with(RESET).await;
    let (status, answer) = start(&without, "ada@contoso.example", ASKED).await;
    assert_eq!((status, &answer["recovery"]), (200, &Value::Null));
    let seen = without.stage.tenant.seen();
    assert!(!seen[0].headers.contains_key("x-recovery"));
}

#[tokio::test]
async fn it_can_be_begun_three_times_an_hour() {
    let house = House::with(LOST).await;
    for name in [
        "ada@contoso.example",
        "Ada@contoso.example",
        "ada@contoso.example",
    ] {
        assert_eq!(start(&house, name, ASKED).await.0, 200);
    }
    let (status, answer) = start(&house, "ada@contoso.example", ASKED).await;
    assert_eq!((status, &answer["error"]), (429, &json!("slow_down")));
    assert_eq!(
        start(&house, "ada@contoso.example", &[]).await.0,
        200,
        "a plain reset"
    );
    house.advance(3600);
    assert_eq!(start(&house, "ada@contoso.example", ASKED).await.0, 200);
}

#[tokio::test]
async fn what_the_tenant_refuses_was_not_begun() {
    let house = House::with(LOST).await;
    for _ in 0..5 {
        let unknown = json!({"error": "user_not_found"});
        house.stage.tenant.will(Reply::json(400, &unknown));
        let form = [("username", "nobody@contoso.example")];
        let request = house.stage.post(START, &form);
        let response = request.header("x-recovery", "device_lost").send().await;
        assert_eq!(response.unwrap().status(), 400);
    }
}
