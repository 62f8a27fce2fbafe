//! What an account that is frozen does not do, and what thaws it.

use doorstep_gate::Done;
use serde_json::json;

use super::graph::ADA;
use super::house::{FROZEN, House, LOST, flow};
use crate::scripted::Reply;
use crate::stage::{NOW, SESSION, sealed};

async fn frozen() -> House {
    let house = House::with(LOST).await;
    house.graph.put(FROZEN, ADA);
    house
        .graph
        .book
        .lock()
        .unwrap()
        .valid_from
        .insert(ADA.to_owned(), NOW);
    house
}

/// A text to the number on record, or to a new one: the status.
async fn text(house: &House, route: &str) -> u16 {
    let token = sealed(&json!({
        "user": "ada@contoso.example", "stage": "second", "methods": {"m": "sms"}, "expires": NOW + 90_000,
    }));
    let form = [
        ("continuation_token", token.as_str()),
        ("id", "m"),
        ("challenge_target", "+15550100777"),
    ];
    let request = house.stage.post(route, &form);
    let response = request
        .header("x-risk-session", SESSION)
        .send()
        .await
        .unwrap();
    response.status().as_u16()
}

const TEXTS: [&str; 2] = ["oauth2/v2.0/challenge", "register/v1.0/challenge"];

/// The tenant and the provider have nothing against a text.
fn allow(house: &House) {
    house
        .stage
        .provider
        .will(Reply::json(200, &json!({"verdict": "pass"})));
    let sent =
        json!({"challenge_type": "oob", "challenge_channel": "sms", "continuation_token": "t"});
    house.stage.tenant.will(Reply::json(200, &sent));
}

#[tokio::test]
async fn no_text_goes_out_and_no_password_changes() {
    let house = frozen().await;
    for route in TEXTS {
        assert_eq!(text(&house, route).await, 403, "{route}");
    }
    assert_eq!(
        house.submit(&flow("t"), None).await.1["suberror"],
        "risk_blocked"
    );
    assert!(house.stage.tenant.seen().is_empty() && house.stage.provider.seen().is_empty());
    assert_eq!(house.count(), 0);
    let words: Vec<_> = house
        .stage
        .records()
        .iter()
        .map(|record| record.back_end)
        .collect();
    assert_eq!(words, [Some(Done::Frozen); 3]);
    let beside = house.beside().await;
    assert_eq!(text(&beside, TEXTS[0]).await, 403, "every gate knows");
}

#[tokio::test]
async fn codes_by_mail_and_tokens_go_on() {
    let house = frozen().await;
    house
        .stage
        .tenant
        .will(Reply::json(200, &json!({"continuation_token": "t"})));
    let token = sealed(&json!({"user": "ada@contoso.example"}));
    let request = house
        .stage
        .post(TEXTS[0], &[("continuation_token", &token)]);
    assert_eq!(request.send().await.unwrap().status(), 200);
    assert!(house.graph.asked().is_empty());
}

#[tokio::test]
async fn it_thaws_by_itself_and_leaves_the_group() {
    let house = frozen().await;
    house.advance(86_399);
    assert_eq!(text(&house, TEXTS[0]).await, 403);
    assert!(house.graph.holds(FROZEN, ADA));
    house.advance(1);
    allow(&house);
    assert_eq!(text(&house, TEXTS[0]).await, 200);
    assert!(!house.graph.holds(FROZEN, ADA));
    house
        .graph
        .book
        .lock()
        .unwrap()
        .valid_from
        .insert(ADA.to_owned(), NOW + 86_400);
    allow(&house);
    assert_eq!(text(&house, TEXTS[0]).await, 200, "ended for other reasons");
}

#[tokio::test]
async fn an_administrator_thaws_it() {
    let house = frozen().await;
    house.graph.book.lock().unwrap().members.clear();
    allow(&house);
    assert_eq!(text(&house, TEXTS[1]).await, 200);
    house.takes();
    assert_eq!(house.submit(&flow("t"), None).await.0, 200);
}

#[tokio::test]
async fn ended_sessions_alone_freeze_nobody() {
    let house = frozen().await;
    house.graph.book.lock().unwrap().members.clear();
    house.graph.put("another-group", ADA);
    allow(&house);
    assert_eq!(text(&house, TEXTS[0]).await, 200);
    house.graph.book.lock().unwrap().valid_from.clear();
    house.graph.put(FROZEN, ADA);
    allow(&house);
    assert_eq!(text(&house, TEXTS[0]).await, 200, "nobody ever ended them");
}

#[tokio::test]
async fn while_the_directory_says_nothing_neither_texts_nor_resets_go_on() {
    let house = House::with(LOST).await;
    for route in TEXTS {
        house.graph.server.will(Reply::text(403, "{}"));
        assert_eq!(text(&house, route).await, 503, "{route}");
    }
    house.graph.server.will(Reply::text(200, "<html>"));
    assert_eq!(house.submit(&flow("t"), None).await.0, 503);
    house.graph.book.lock().unwrap().names.clear();
    assert_eq!(text(&house, TEXTS[0]).await, 503);
    assert!(house.stage.tenant.seen().is_empty() && house.stage.provider.seen().is_empty());
}

#[tokio::test]
async fn without_the_rule_the_directory_is_not_asked_about_texts() {
    let house = House::with(super::house::RESET).await;
    house.graph.put(FROZEN, ADA);
    allow(&house);
    assert_eq!(text(&house, TEXTS[0]).await, 200);
    assert!(house.graph.asked().is_empty());
}
