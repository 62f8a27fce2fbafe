//! Those who guess at codes, or have one that is not theirs.

use serde_json::{Value, json};

use super::house::{House, RESET, flow, flow_of, other};
use crate::stage::NOW;

#[tokio::test]
async fn who_guesses_has_five_tries_and_the_flow_is_over() {
    let house = House::with(RESET).await;
    let token = flow("t");
    house.submit(&token, None).await;
    let code = house.code();
    for left in [4, 3, 2, 1] {
        let (_, answer) = house.submit(&token, Some(&other(&code))).await;
        assert_eq!(answer["challenge"]["payload"]["tries_left"], left);
    }
    for proof in [Some(other(&code)), Some(code.clone()), None] {
        let (status, answer) = house.submit(&token, proof.as_deref()).await;
        assert_eq!((status, &answer["suberror"]), (403, &json!("risk_blocked")));
    }
    house.advance(61);
    assert_eq!(
        house.submit(&token, None).await.1["suberror"],
        "risk_blocked"
    );
    assert_eq!(house.count(), 1);
    assert!(house.stage.tenant.seen().is_empty());
}

#[tokio::test]
async fn of_many_tries_at_once_five_are_looked_at() {
    let house = House::with(RESET).await;
    let token = flow("t");
    house.submit(&token, None).await;
    let wrong = other(&house.code());
    let tries = (0..200).map(|_| house.submit(&token, Some(&wrong)));
    let mut left = Vec::new();
    for (_, answer) in all(tries.collect()).await {
        left.extend(answer["challenge"]["payload"]["tries_left"].as_u64());
    }
    left.sort_unstable();
    assert_eq!(left, [1, 2, 3, 4]);
    let right = house.code();
    assert_eq!(
        house.submit(&token, Some(&right)).await.1["suberror"],
        "risk_blocked"
    );
}

async fn all<F: Future>(mut futures: Vec<F>) -> Vec<F::Output> {
    use std::task::Poll;
    let mut pinned: Vec<_> = futures.drain(..).map(Box::pin).map(Some).collect();
    let mut done = Vec::new();
    std::future::poll_fn(move |context| {
        for slot in &mut pinned {
            if let Some(future) = slot
                && let Poll::Ready(output) = future.as_mut().poll(context)
            {
                done.push(output);
                *slot = None;
            }
        }
        if pinned.iter().all(Option::is_none) {
            Poll::Ready(std::mem::take(&mut done))
        } else {
            Poll::Pending
        }
    })
    .await
}

#[tokio::test]
async fn a_code_opens_no_other_flow_and_no_other_gate() {
    let house = House::with(RESET).await;
    let (one, two) = (flow("one"), flow("two"));
    house.submit(&one, None).await;
    let code = house.code();
    let (_, answer) = house.submit(&two, Some(&code)).await;
    assert_eq!(
        answer["challenge"]["payload"]["tries_left"], 5,
        "it has a code of its own"
    );
    let (_, answer) = house.submit(&two, Some(&code)).await;
    assert_eq!(answer["challenge"]["payload"]["tries_left"], 4);

    let beside = house.beside().await;
    let (status, answer) = beside.submit(&one, Some(&code)).await;
    assert_eq!(
        (status, &answer["challenge"]["payload"]["tries_left"]),
        (403, &json!(5))
    );
    assert_eq!(
        house.count(),
        3,
        "what is not known is not accepted, and another code goes out"
    );
    assert!(house.stage.tenant.seen().is_empty());
    house.takes();
    assert_eq!(
        house.submit(&one, Some(&code)).await.0,
        200,
        "the first gate knows it"
    );
}

#[tokio::test]
async fn codes_are_counted_for_the_person_by_whatever_name() {
    let house = House::with(RESET).await;
    for (at, name) in [
        "ada@contoso.example",
        "ada-alias",
        "ADA@contoso.example",
        "ada-alias",
        "ada-alias",
    ]
    .into_iter()
    .enumerate()
    {
        let (status, _) = house.submit(&flow_of(name, &at.to_string()), None).await;
        assert_eq!(status, 403);
    }
    let (status, answer) = house.submit(&flow("sixth"), None).await;
    assert_eq!((status, &answer["error"]), (429, &json!("slow_down")));
    assert_eq!(house.count(), 5);
    let form = [
        ("continuation_token", flow("seventh")),
        ("new_password", "n".to_owned()),
    ];
    let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
    let response = house
        .stage
        .post(super::house::SUBMIT, &form)
        .send()
        .await
        .unwrap();
    assert_eq!(response.headers()["retry-after"], "3600");
    house.advance(3599);
    let late = json!({"user": "ada-alias", "token": "late", "expires": NOW + 7200});
    let late = crate::stage::sealed(&late);
    assert_eq!(house.submit(&late, None).await.0, 429);
    house.advance(1);
    assert_eq!(house.submit(&late, None).await.0, 403, "an hour is over");
}

#[tokio::test]
async fn a_phone_alone_is_of_no_use() {
    let house = House::with(RESET).await;
    house.submit(&flow("t"), None).await;
    let code = house.code();
    for token in ["t", "", "dg1.2026-11.AAAA"] {
        let (status, answer): (u16, Value) = house.submit(token, Some(&code)).await;
        assert_eq!(status, 400);
        assert_eq!(answer["error"], "invalid_request");
    }
    assert!(house.stage.tenant.seen().is_empty());
}
