//! Injected faults.

use std::time::{Duration, Instant};

use doorstep_sandbox::model::{Answered, BodyKind, Fault, FaultPoint, Faults, NewUser, Outcome};

use crate::support::*;

const TOKEN: &str = "oauth2/v2.0/token";
const CHALLENGE: &str = "oauth2/v2.0/challenge";

fn inject(world: &World, fault: Fault) {
    world.control().inject(fault).expect("a fault");
}

async fn raw(world: &World, endpoint: &str, fields: &[(&str, &str)]) -> reqwest::Response {
    let url = format!("{}/{endpoint}", world.sandbox.tenant());
    world.request(&url, fields).send().await.expect("an answer")
}

#[tokio::test]
async fn a_drop_before_the_server_acted_changes_nothing() {
    let world = world().await;
    let start = world.initiate(CLEO).await.token();
    inject(
        &world,
        Fault {
            drop: true,
            ..Fault::of(CHALLENGE)
        },
    );
    let url = format!("{}/{CHALLENGE}", world.sandbox.tenant());
    let fields = [("client_id", APP), ("continuation_token", start.as_str())];
    assert!(world.request(&url, &fields).send().await.is_err());
    assert!(world.control().mailbox(None, None).is_empty());
    assert_eq!(world.challenge(&start).await.status, 200);
}

#[tokio::test]
async fn a_drop_after_the_server_acted_leaves_its_work_done() {
    let world = world().await;
    let token = world.password_asked(BOB).await;
    inject(
        &world,
        Fault {
            drop: true,
            when: FaultPoint::After,
            ..Fault::of(TOKEN)
        },
    );
    let url = format!("{}/{TOKEN}", world.sandbox.tenant());
    let fields = [
        ("client_id", APP),
        ("continuation_token", token.as_str()),
        ("grant_type", "password"),
        ("password", BOB_PASSWORD),
        ("scope", SCOPES),
    ];
    assert!(world.request(&url, &fields).send().await.is_err());
    assert_eq!(world.control().sign_ins().len(), 1);
    Reply::of(world.request(&url, &fields)).await.granted();
    let outcomes: Vec<_> = world
        .control()
        .sign_ins()
        .iter()
        .map(|entry| entry.outcome)
        .collect();
    assert_eq!(outcomes, [Outcome::Granted, Outcome::Repeated]);
    let journal = world.control().journal();
    assert_eq!(
        journal[2].answered,
        Answered::Fault {
            status: None,
            carried_out: true
        }
    );
}

#[tokio::test]
async fn a_delay_holds_the_answer_back_and_leaves_it_as_it_is() {
    let world = world().await;
    inject(
        &world,
        Fault {
            delay_ms: 120,
            ..Fault::of("oauth2/v2.0/initiate")
        },
    );
    let before = Instant::now();
    assert_eq!(world.initiate(BOB).await.status, 200);
    assert!(before.elapsed() >= Duration::from_millis(120));
}

#[tokio::test]
async fn a_status_can_be_chosen_with_a_retry_after() {
    let world = world().await;
    inject(
        &world,
        Fault {
            status: Some(503),
            retry_after: Some(9),
            times: 2,
            ..Fault::of("*")
        },
    );
    for _ in 0..2 {
        let reply = world.initiate(BOB).await;
        assert_eq!(
            (reply.status, &reply.headers["retry-after"]),
            (503, &"9".parse().expect("a header"))
        );
        assert_eq!(reply.body["error"], "server_error");
    }
    assert_eq!(world.initiate(BOB).await.status, 200);
}

#[tokio::test]
async fn a_body_can_be_a_page_nothing_or_garbage() {
    let world = world().await;
    for (kind, status) in [
        (BodyKind::Html, 403),
        (BodyKind::Empty, 200),
        (BodyKind::Garbage, 200),
    ] {
        inject(
            &world,
            Fault {
                body: Some(kind),
                status: Some(status),
                ..Fault::of("*")
            },
        );
        let answer = raw(&world, "oauth2/v2.0/initiate", &[]).await;
        assert_eq!(answer.status(), status);
        let html = answer.headers()["content-type"]
            .to_str()
            .is_ok_and(|kind| kind.starts_with("text/html"));
        assert_eq!(html, kind == BodyKind::Html);
        let bytes = answer.bytes().await.expect("a body");
        match kind {
            BodyKind::Html => assert!(bytes.starts_with(b"<!DOCTYPE html>")),
            BodyKind::Empty => assert!(bytes.is_empty()),
            _ => assert!(std::str::from_utf8(&bytes).is_err()),
        }
    }
}

#[tokio::test]
async fn a_body_can_be_huge_or_deep() {
    let world = world().await;
    inject(
        &world,
        Fault {
            body: Some(BodyKind::Huge),
            ..Fault::of("*")
        },
    );
    let huge = raw(&world, "oauth2/v2.0/initiate", &[]).await;
    assert!(
        huge.content_length()
            .is_some_and(|length| length > 16 * 1024 * 1024)
    );
    inject(
        &world,
        Fault {
            body: Some(BodyKind::DeepJson),
            ..Fault::of("*")
        },
    );
    let deep = raw(&world, "oauth2/v2.0/initiate", &[])
        .await
        .bytes()
        .await
        .expect("a body");
    assert!(serde_json::from_slice::<serde_json::Value>(&deep).is_err());
    let text = std::str::from_utf8(&deep).expect("text");
    assert_eq!(text.matches('{').count(), 10_000);
}

#[tokio::test]
async fn a_truncated_answer_breaks_off_in_the_middle() {
    let world = world().await;
    let start = world.initiate(CLEO).await.token();
    inject(
        &world,
        Fault {
            body: Some(BodyKind::Truncated),
            when: FaultPoint::After,
            ..Fault::of(CHALLENGE)
        },
    );
    let fields = [("client_id", APP), ("continuation_token", start.as_str())];
    let answer = raw(&world, CHALLENGE, &fields).await;
    assert!(answer.bytes().await.is_err());
    assert_eq!(world.control().mailbox(Some(CLEO), None).len(), 1);
}

#[tokio::test]
async fn a_fault_of_an_unknown_endpoint_is_refused() {
    let world = world().await;
    let faults = Faults {
        faults: vec![
            Fault {
                drop: true,
                ..Fault::of(TOKEN)
            },
            Fault::of("token"),
        ],
    };
    let refused = world.control().set_faults(faults).expect_err("refused");
    assert_eq!(refused.field, "faults[1].endpoint");
    assert!(world.control().faults().faults.is_empty());
    let both = Fault {
        drop: true,
        status: Some(500),
        ..Fault::of("*")
    };
    let refused = world
        .control()
        .set_faults(Faults { faults: vec![both] })
        .expect_err("refused");
    assert_eq!(refused.field, "faults[0].drop");
}

#[tokio::test]
async fn the_tenant_answers_others_while_one_answer_is_held_back() {
    let world = world().await;
    world
        .control()
        .add_user(NewUser::with_email_code("x@contoso.example"))
        .expect("added");
    inject(
        &world,
        Fault {
            delay_ms: 60_000,
            ..Fault::of(CHALLENGE)
        },
    );
    let start = world.initiate(CLEO).await.token();
    let held = world.challenge(&start);
    let answered = tokio::select! {
        _ = held => false,
        reply = world.initiate(BOB) => reply.status == 200,
    };
    assert!(answered);
    let World { sandbox, .. } = world;
    tokio::time::timeout(Duration::from_secs(10), sandbox.shutdown())
        .await
        .expect("an end in time");
}
