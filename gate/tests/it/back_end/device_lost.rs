//! The recovery of an account whose device is lost: what is done once both proofs are there.

use doorstep_gate::Done;
use serde_json::json;

use super::graph::ADA;
use super::house::{FROZEN, House, LOST, LOST_JUDGED, RESET, flow, other, recovery};
use crate::scripted::Reply;
use crate::stage::NOW;

#[tokio::test]
async fn with_both_proofs_sessions_end_and_the_account_is_frozen_before_the_password_changes() {
    let house = House::with(LOST).await;
    let token = recovery("t");
    assert_eq!(house.submit(&token, None).await.0, 403);
    assert_eq!(house.sent.lock().unwrap()[0]["purpose"], "device_lost");
    let code = house.code();
    assert_eq!(house.submit(&token, Some(&other(&code))).await.0, 403);
    assert!(!house.graph.holds(FROZEN, ADA), "one proof freezes nobody");
    assert!(house.stage.tenant.seen().is_empty());
    house.graph.asked();

    house.takes();
    assert_eq!(house.submit(&token, Some(&code)).await.0, 200);
    assert!(house.graph.holds(FROZEN, ADA));
    assert_eq!(house.graph.book.lock().unwrap().valid_from[ADA], NOW);
    let notice = house.notice().await;
    assert_eq!(
        notice,
        json!({
            "kind": "device_lost", "user": "ada@contoso.example", "user_id": ADA,
            "phones": ["+15550100123"], "emails": ["ada@home.example"], "frozen_until": NOW + 86_400,
        })
    );
    let asked = house.graph.asked();
    let place = |end: &str| asked.iter().position(|asked| asked.ends_with(end)).unwrap();
    assert!(place("revokeSignInSessions") < place("$ref"));
    let told = house.stage.records();
    assert_eq!(told.last().unwrap().back_end, Some(Done::Acted));
}

#[tokio::test]
async fn what_was_done_is_not_done_again_for_a_better_password() {
    let house = House::with(LOST).await;
    let token = recovery("t");
    house.submit(&token, None).await;
    house.refuses();
    assert_eq!(house.submit(&token, Some(&house.code())).await.0, 400);
    house.notice().await;
    house.graph.asked();
    house.takes();
    let (status, answer) = house.submit(&token, None).await;
    assert_eq!(status, 200);
    assert!(house.graph.asked().is_empty());
    let later = answer["continuation_token"].as_str().unwrap();
    let beside = house.beside().await;
    beside.takes();
    assert_eq!(
        beside.submit(later, None).await.0,
        200,
        "the token says so too"
    );
}

#[tokio::test]
async fn the_tenant_sees_nothing_until_sessions_ended_and_the_account_is_frozen() {
    let house = House::with(LOST).await;
    let token = recovery("t");
    house.submit(&token, None).await;
    let code = house.code();
    // The person, then the group of the frozen, then the sessions.
    house.graph.server.will(Reply::text(403, "{}"));
    assert_eq!(house.submit(&token, Some(&code)).await.0, 503);
    assert!(house.stage.tenant.seen().is_empty());
    let refused_at = async |path: &'static str| {
        let inner = house.graph.clone();
        let book = std::sync::Arc::clone(&inner.book);
        book.lock().unwrap().refuses = Some(path);
        let (status, _) = house.submit(&token, Some(&code)).await;
        book.lock().unwrap().refuses = None;
        status
    };
    assert_eq!(refused_at("revokeSignInSessions").await, 503);
    assert!(!house.graph.holds(FROZEN, ADA));
    assert_eq!(refused_at("members").await, 503);
    assert!(house.stage.tenant.seen().is_empty());
    assert_eq!(
        house.stage.records().last().unwrap().back_end,
        Some(Done::DirectoryFailed)
    );
    assert_eq!(house.count(), 1, "nobody is told of what did not happen");
    house.takes();
    assert_eq!(
        house.submit(&token, Some(&code)).await.0,
        200,
        "the same proof does"
    );
    assert!(house.graph.holds(FROZEN, ADA));
}

#[tokio::test]
async fn a_client_that_leaves_breaks_nothing_off() {
    let house = House::with(LOST).await;
    let token = recovery("t");
    house.submit(&token, None).await;
    let code = house.code();
    house.stage.tenant.will(Reply::Hang);
    {
        let call = std::pin::pin!(house.submit(&token, Some(&code)));
        let seen = async {
            while house.stage.tenant.seen().is_empty() {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            _ = call => panic!("the tenant hangs"),
            () = seen => {}
        }
    }
    house.notice().await;
    assert!(house.graph.holds(FROZEN, ADA));
    house.takes();
    assert_eq!(house.submit(&token, Some(&code)).await.0, 200);
}

#[tokio::test]
async fn the_notice_goes_out_in_the_end() {
    let house = House::with(LOST).await;
    let token = recovery("t");
    house.submit(&token, None).await;
    let code = house.code();
    house.takes();
    house.hook.will(Reply::text(503, ""));
    house.hook.will(Reply::Drop);
    house.hook.seen();
    assert_eq!(house.submit(&token, Some(&code)).await.0, 200);
    house.notice().await;
    let keys: Vec<_> = house
        .hook
        .seen()
        .into_iter()
        .map(|seen| seen.headers["idempotency-key"].clone())
        .collect();
    assert_eq!(keys.len(), 3);
    assert!(keys.iter().all(|key| key == keys[0]), "the same message");
}

#[tokio::test]
async fn a_provider_that_vouched_hears_of_it() {
    let house = House::with(LOST_JUDGED).await;
    let token = recovery("t");
    let (status, _) = house.judged(&token, &json!({"verdict": "challenge"})).await;
    assert_eq!(status, 403);
    assert!(!house.graph.holds(FROZEN, ADA));
    house.stage.provider.seen();
    house.takes();
    let (status, _) = house
        .judged(&token, &json!({"verdict": "pass", "reference": "r-1"}))
        .await;
    assert_eq!(status, 200);
    house.stage.provider.will(Reply::text(204, ""));
    let mut seen = house.stage.provider.seen();
    while !seen.iter().any(|seen| seen.uri.path() == "/report") {
        tokio::task::yield_now().await;
        seen.extend(house.stage.provider.seen());
    }
    let told = seen
        .iter()
        .find(|seen| seen.uri.path() == "/report")
        .unwrap();
    assert_eq!(
        told.json(),
        json!({"reference": "r-1", "outcome": "compromised"})
    );
    assert_eq!(house.notice().await["user_id"], ADA);
}

#[tokio::test]
async fn a_gate_without_the_rule_lets_no_recovery_on() {
    let house = House::with(RESET).await;
    let (status, answer) = house.submit(&recovery("t"), None).await;
    assert_eq!(
        (status, &answer["suberror"]),
        (503, &json!("risk_unavailable"))
    );
    let plain = crate::stage::Stage::start().await;
    let form = [
        ("continuation_token", recovery("t")),
        ("new_password", "n".to_owned()),
    ];
    let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
    let response = plain
        .post(super::house::SUBMIT, &form)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 503);
    assert!(plain.tenant.seen().is_empty());
}

#[tokio::test]
async fn one_recovery_is_enough_for_a_while() {
    let house = House::with(LOST).await;
    let token = recovery("t");
    house.submit(&token, None).await;
    house.takes();
    house.submit(&token, Some(&house.code())).await;
    house.notice().await;
    let (status, answer) = house.submit(&recovery("t-2"), None).await;
    assert_eq!((status, &answer["suberror"]), (403, &json!("risk_blocked")));
    let (status, answer) = house.submit(&flow("t-3"), None).await;
    assert_eq!((status, &answer["suberror"]), (403, &json!("risk_blocked")));
    assert_eq!(house.count(), 2, "a code and a notice");
}
