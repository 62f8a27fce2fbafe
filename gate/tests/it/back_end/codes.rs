//! A reset wants a security code beside the mailbox's.

use doorstep_gate::Done;
use doorstep_gate::decide::Decision;
use serde_json::json;

use super::graph::ADA;
use super::house::{House, LOST, RESET, flow, flow_of, other};
use crate::scripted::Reply;
use crate::stage::{NOW, seal};

#[tokio::test]
async fn a_password_is_changed_after_the_code_that_reached_another_possession() {
    let house = House::with(RESET).await;
    let token = flow("t");
    let (status, answer) = house.submit(&token, None).await;
    assert_eq!(
        (status, &answer["error"]),
        (403, &json!("risk_challenge_required"))
    );
    assert_eq!(
        answer["challenge"],
        json!({"provider": "security_code", "payload": {
            "channel": "sms", "hint": "+1 ***23", "code_length": 8, "tries_left": 5, "resend_after": 60,
        }})
    );
    let code = house.code();
    assert_eq!(
        house.sent.lock().unwrap()[0],
        json!({
            "kind": "security_code", "purpose": "reset_password", "user": "ada@contoso.example", "user_id": ADA,
            "phones": ["+15550100123"], "code": code, "expires_in": 600,
        }),
        "and never the mailbox of the reset"
    );
    let (status, answer) = house.submit(&token, Some(&other(&code))).await;
    assert_eq!(status, 403);
    assert_eq!(answer["challenge"]["payload"]["tries_left"], 4);
    assert_eq!(house.count(), 1, "no new code for a wrong one");
    assert!(house.stage.tenant.seen().is_empty());

    house.takes();
    let (status, answer) = house.submit(&token, Some(&code)).await;
    assert_eq!(status, 200);
    let next = seal()
        .open(answer["continuation_token"].as_str().unwrap(), NOW)
        .unwrap();
    assert!(next.proven, "the flow says so itself from here on");
    let [seen] = house.stage.tenant.seen().try_into().unwrap();
    let seen: crate::scripted::Seen = seen;
    assert!(!seen.headers.contains_key("x-risk-proof"));
    assert_eq!(seen.form()["continuation_token"], "t");

    let records = house.stage.records();
    let told: Vec<_> = records
        .iter()
        .map(|record| (record.back_end, record.decision))
        .collect();
    let refused = Some(Decision::Challenge);
    assert_eq!(
        told,
        [
            (Some(Done::CodeSent), refused),
            (Some(Done::CodeWrong), refused),
            (Some(Done::Proven), Some(Decision::Pass)),
        ]
    );
    assert!(!format!("{records:?}").contains(&code));
    let line = serde_json::to_value(&records[0]).unwrap();
    assert_eq!(line["back_end"], "code_sent");
}

#[tokio::test]
async fn a_password_that_is_too_weak_costs_no_other_code() {
    let house = House::with(RESET).await;
    let token = flow("t");
    house.submit(&token, None).await;
    house.refuses();
    let (status, _) = house.submit(&token, Some(&house.code())).await;
    assert_eq!(status, 400, "the tenant's");
    house.takes();
    assert_eq!(house.submit(&token, None).await.0, 200);
    assert_eq!(house.count(), 1);
}

#[tokio::test]
async fn a_later_token_of_a_proven_flow_is_good_at_any_gate() {
    let house = House::with(RESET).await;
    let token = flow("t");
    house.submit(&token, None).await;
    house.takes();
    let (_, answer) = house.submit(&token, Some(&house.code())).await;
    let later = answer["continuation_token"].as_str().unwrap();
    let beside = house.beside().await;
    beside.takes();
    assert_eq!(beside.submit(later, None).await.0, 200);
}

#[tokio::test]
async fn another_code_goes_out_when_it_is_time_and_voids_the_first() {
    let house = House::with(RESET).await;
    let token = flow("t");
    house.submit(&token, None).await;
    let first = house.code();
    house.advance(59);
    let (_, answer) = house.submit(&token, None).await;
    assert_eq!(answer["challenge"]["payload"]["resend_after"], 1);
    assert_eq!(answer["challenge"]["payload"]["hint"], "+1 ***23");
    assert_eq!(house.count(), 1);
    house.advance(1);
    house.submit(&token, None).await;
    assert_eq!(house.count(), 2);
    let (_, answer) = house.submit(&token, Some(&first)).await;
    assert_eq!(answer["challenge"]["payload"]["tries_left"], 4);
    house.takes();
    assert_eq!(house.submit(&token, Some(&house.code())).await.0, 200);
}

#[tokio::test]
async fn who_cannot_be_reached_cannot_reset() {
    let house = House::with(RESET).await;
    house.graph.book.lock().unwrap().phones = json!([]);
    house.hook.will(Reply::text(422, ""));
    let (status, answer) = house.submit(&flow("t"), None).await;
    assert_eq!((status, &answer["suberror"]), (403, &json!("risk_blocked")));
    assert_eq!(house.hook.seen()[0].json()["phones"], json!([]));
    assert_eq!(house.stage.records()[0].back_end, Some(Done::Unreachable));
}

#[tokio::test]
async fn a_webhook_that_is_away_costs_nobody_a_code() {
    let house = House::with(RESET).await;
    let token = flow("t");
    for _ in 0..7 {
        house.hook.will(Reply::text(503, ""));
        assert_eq!(house.submit(&token, None).await.0, 503);
    }
    assert_eq!(house.submit(&token, None).await.0, 403);
    house.takes();
    assert_eq!(house.submit(&token, Some(&house.code())).await.0, 200);
}

#[tokio::test]
async fn nobody_passes_while_the_back_end_fails() {
    let house = House::with(RESET).await;
    let token = flow("t");
    for reply in [
        Reply::text(500, ""),
        Reply::text(404, ""),
        Reply::text(302, ""),
    ] {
        house.hook.will(reply);
        let (status, answer) = house.submit(&token, None).await;
        assert_eq!(
            (status, &answer["suberror"]),
            (503, &json!("risk_unavailable"))
        );
    }
    for reply in [
        Reply::text(403, "{}"),
        Reply::text(200, "<html>"),
        Reply::text(200, "{}"),
        Reply::json(200, &json!({"value": [{"id": "../x"}]})),
    ] {
        house.graph.server.will(reply);
        let (status, answer) = house.submit(&token, None).await;
        assert_eq!(
            (status, &answer["suberror"]),
            (503, &json!("risk_unavailable"))
        );
    }
    let words: Vec<_> = house
        .stage
        .records()
        .iter()
        .map(|record| record.back_end)
        .collect();
    assert_eq!(words[..3], [Some(Done::WebhookFailed); 3]);
    assert_eq!(words[3..], [Some(Done::DirectoryFailed); 4]);
    assert!(house.stage.tenant.seen().is_empty());
    assert_eq!(
        house.submit(&token, None).await.0,
        403,
        "and it goes on, with all its codes"
    );
}

#[tokio::test(start_paused = true)]
async fn what_came_too_late_may_have_gone_out() {
    let house = House::with(RESET).await;
    let token = flow("t");
    for _ in 0..3 {
        house.hook.will(Reply::Hang);
        assert_eq!(house.submit(&token, None).await.0, 503);
    }
    assert_eq!(
        house.submit(&token, None).await.1["suberror"],
        "risk_blocked"
    );
}

#[tokio::test]
async fn a_name_that_the_directory_does_not_know_is_not_let_past_it() {
    let house = House::with(RESET).await;
    let odd = "o'hara@contoso.example";
    let (status, answer) = house.submit(&flow_of(odd, "t"), None).await;
    assert_eq!(
        (status, &answer["suberror"]),
        (503, &json!("risk_unavailable"))
    );
    assert_eq!(house.stage.records()[0].back_end, Some(Done::UnknownPerson));
    house
        .graph
        .book
        .lock()
        .unwrap()
        .names
        .insert(odd.to_owned(), ADA.to_owned());
    assert_eq!(house.submit(&flow_of(odd, "t"), None).await.0, 403);
    let nobody = crate::stage::sealed(&json!({}));
    assert_eq!(house.submit(&nobody, None).await.0, 503);
}

#[tokio::test]
async fn without_the_rule_a_reset_wants_the_mailbox_alone() {
    let house = House::with(LOST).await;
    house.takes();
    assert_eq!(house.submit(&flow("t"), None).await.0, 200);
    assert_eq!(house.count(), 0);
}
