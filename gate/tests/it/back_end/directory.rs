//! The way to the directory: the gate's own token, waits, and answers that are of no use.

use doorstep_gate::provider::Failure;
use serde_json::json;

use super::house::{House, RESET, flow};
use crate::scripted::Reply;

/// How often the gate got a token, and how often it asked.
fn calls(house: &House) -> (usize, usize) {
    let seen = house.graph.server.seen();
    let tokens = seen
        .iter()
        .filter(|seen| seen.uri.path() == "/token")
        .count();
    (tokens, seen.len() - tokens)
}

#[tokio::test]
async fn a_token_is_kept_until_shortly_before_its_end() {
    let house = House::with(RESET).await;
    house.submit(&flow("1"), None).await;
    assert_eq!(calls(&house), (1, 2));
    house.advance(3539);
    house.submit(&flow("2"), None).await;
    assert_eq!(calls(&house), (0, 2));
    house.advance(1);
    house.submit(&flow("3"), None).await;
    assert_eq!(calls(&house), (1, 2), "its last minute is not used");
}

#[tokio::test]
async fn a_token_that_was_withdrawn_is_replaced_once() {
    let house = House::with(RESET).await;
    house.submit(&flow("1"), None).await;
    house.graph.withdraw_passes();
    calls(&house);
    assert_eq!(
        house.submit(&flow("2"), None).await.0,
        403,
        "nobody notices"
    );
    assert_eq!(calls(&house), (1, 3));
    house.advance(61);
    house.graph.server.will(Reply::text(401, "{}"));
    house.graph.server.will(Reply::json(
        200,
        &json!({"access_token": "x", "expires_in": 3600}),
    ));
    house.graph.server.will(Reply::text(401, "{}"));
    assert_eq!(
        house.submit(&flow("3"), None).await.0,
        503,
        "and not over and over"
    );
    assert_eq!(calls(&house), (1, 2));
}

#[tokio::test]
async fn a_secret_that_is_refused_is_not_tried_over_and_over() {
    let house = House::with(RESET).await;
    for reply in [
        Reply::json(401, &json!({"error": "invalid_client"})),
        Reply::json(200, &json!({"access_token": "a"})),
        Reply::json(200, &json!({"access_token": "a b", "expires_in": 3600})),
        Reply::text(200, "<html>"),
    ] {
        house.graph.server.will(reply);
        assert_eq!(house.submit(&flow("1"), None).await.0, 503);
        assert_eq!(calls(&house), (1, 0));
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_is_asked_for_is_kept() {
    let house = House::with(RESET).await;
    house.submit(&flow("1"), None).await;
    let begun = tokio::time::Instant::now();
    house
        .graph
        .server
        .will(Reply::text(429, "").with_header("retry-after", "2"));
    assert_eq!(house.submit(&flow("2"), None).await.0, 403);
    assert!(begun.elapsed().as_secs() >= 2);
    calls(&house);
    house
        .graph
        .server
        .will(Reply::text(503, "").with_header("retry-after", "60"));
    let begun = tokio::time::Instant::now();
    assert_eq!(
        house.submit(&flow("3"), None).await.0,
        503,
        "nobody waits that long"
    );
    assert!(begun.elapsed().as_secs() < 60);
    assert_eq!(calls(&house).1, 1);
}

#[tokio::test(start_paused = true)]
async fn a_directory_that_is_late_is_left() {
    let house = House::with(RESET).await;
    house.graph.server.will(Reply::Hang);
    assert_eq!(house.submit(&flow("1"), None).await.0, 503);
    let records = house.stage.records();
    assert_eq!(records[0].failure, Some(Failure::Late));
    house
        .graph
        .server
        .will(Reply::text(200, &"x".repeat(300 * 1024)));
    assert_eq!(house.submit(&flow("1"), None).await.0, 503);
    assert_eq!(house.stage.records()[0].failure, Some(Failure::TooLong));
}
