//! The back end behind the gate's webhook: what it believes, and what it sends.

use std::fmt::Write as _;

use doorstep_sandbox::model::{Channel, Fault, Purpose};
use serde_json::{Value, json};

use crate::support::*;

const NUMBER: &str = "+15550100123";

fn code(purpose: &str, phones: &[&str]) -> Value {
    json!({
        "kind": "security_code",
        "purpose": purpose,
        "user": ADA,
        "phones": phones,
        "code": "12345678",
        "expires_in": 600,
    })
}

fn notice() -> Value {
    json!({
        "kind": "device_lost",
        "user": ADA,
        "phones": [NUMBER],
        "emails": [ADA, "ada@home.example"],
        "frozen_until": 1_768_472_430,
    })
}

/// The signature of a body, by the machine's clock, which is the sandbox's unless it was set forward.
fn signature(body: &str, secret: &str) -> String {
    let now = std::time::SystemTime::now();
    let time = now.duration_since(std::time::UNIX_EPOCH).expect("a time");
    let time = time.as_secs();
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret.as_bytes());
    let tag = ring::hmac::sign(&key, format!("{time}.{body}").as_bytes());
    let hex = tag.as_ref().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    format!("t={time},v1={hex}")
}

async fn told_with(world: &World, key: &str, secret: &str, document: &Value) -> Reply {
    let body = document.to_string();
    let request = world
        .http
        .post(&world.sandbox.listening().webhook)
        .header("content-type", "application/json")
        .header("idempotency-key", key)
        .header("x-doorstep-signature", signature(&body, secret));
    Reply::of(request.body(body)).await
}

async fn told(world: &World, key: &str, document: &Value) -> Reply {
    told_with(world, key, "sandbox-secret", document).await
}

#[tokio::test]
async fn a_code_goes_to_the_number_and_says_how_it_went() {
    let world = world().await;
    let reply = told(&world, "1", &code("reset_password", &[NUMBER])).await;
    assert_eq!(reply.status, 200);
    assert_eq!(
        reply.body,
        json!({ "channel": "sms", "hint": "+1********3" })
    );
    told(&world, "2", &code("device_lost", &[NUMBER])).await;
    let sent: Vec<_> = world
        .control()
        .mailbox(Some(ADA), Some(Channel::Sms))
        .into_iter()
        .map(|mail| (mail.to, mail.code, mail.purpose))
        .collect();
    let mail = |purpose| (NUMBER.to_owned(), "12345678".to_owned(), purpose);
    assert_eq!(
        sent,
        [mail(Purpose::ResetProof), mail(Purpose::DeviceLostProof)]
    );
}

#[tokio::test]
async fn a_notice_goes_to_every_contact_and_is_no_code() {
    let world = world().await;
    assert_eq!(told(&world, "1", &notice()).await.status, 200);
    let sent = world.control().mailbox(Some(ADA), None);
    let to: Vec<_> = sent
        .iter()
        .map(|mail| (mail.to.as_str(), mail.channel))
        .collect();
    let by_email = |to| (to, Channel::Email);
    assert_eq!(
        to,
        [
            (NUMBER, Channel::Sms),
            by_email(ADA),
            by_email("ada@home.example")
        ]
    );
    assert!(
        sent.iter()
            .all(|mail| mail.purpose == Purpose::DeviceLostNotice)
    );
    assert_eq!(world.control().latest_code(ADA), None);
    let url = format!("{}/mailbox?to={ADA}&channel=sms", world.sandbox.admin());
    let shown = world.get(&url).await;
    assert_eq!(shown.body[0]["purpose"], "device_lost_notice");
    assert!(shown.body[0].get("code").is_none());
}

#[tokio::test]
async fn the_same_delivery_twice_sends_one_message() {
    let world = world().await;
    let first = told(&world, "1", &notice()).await;
    let again = told(&world, "1", &notice()).await;
    assert_eq!((again.status, again.body), (200, first.body));
    assert_eq!(world.control().mailbox(None, None).len(), 3);
    told(&world, "2", &notice()).await;
    assert_eq!(world.control().mailbox(None, None).len(), 6);
}

#[tokio::test]
async fn what_nobody_signed_or_signed_long_ago_is_not_believed() {
    let world = world().await;
    let document = code("reset_password", &[NUMBER]);
    assert_eq!(
        told_with(&world, "1", "another", &document).await.status,
        401
    );
    let bare = world.http.post(&world.sandbox.listening().webhook);
    assert_eq!(Reply::of(bare.body(document.to_string())).await.status, 401);
    world.control().advance_clock(400);
    assert_eq!(told(&world, "1", &document).await.status, 401);
    assert!(world.control().mailbox(None, None).is_empty());
}

#[tokio::test]
async fn without_a_number_nobody_can_be_reached() {
    let world = world().await;
    let reply = told(&world, "1", &code("reset_password", &[])).await;
    assert_eq!(reply.status, 422);
    for document in [json!({}), json!({ "kind": "security_code" })] {
        assert_eq!(told(&world, "2", &document).await.status, 400);
    }
    let document = code("reset_password", &[NUMBER]);
    assert_eq!(
        told(&world, "", &document).await.status,
        400,
        "without a key"
    );
    assert!(world.control().mailbox(None, None).is_empty());
}

#[tokio::test]
async fn it_fails_and_dawdles_when_told_to_and_the_journal_shows_no_code() {
    let world = world().await;
    let document = code("reset_password", &[NUMBER]);
    for status in [422, 500] {
        let fault = Fault {
            status: Some(status),
            ..Fault::of("webhook")
        };
        world.control().inject(fault).expect("a fault");
        assert_eq!(told(&world, "1", &document).await.status, status);
        assert!(world.control().mailbox(None, None).is_empty());
    }
    let late = Fault {
        delay_ms: 120,
        ..Fault::of("webhook")
    };
    world.control().inject(late).expect("a fault");
    let before = std::time::Instant::now();
    assert_eq!(told(&world, "1", &document).await.status, 200);
    assert!(before.elapsed().as_millis() >= 120);
    let journal = world.control().journal();
    assert_eq!(journal.len(), 3);
    assert_eq!(journal[2].form["purpose"], "reset_password");
    let journal = serde_json::to_string(&journal).expect("JSON");
    for secret in ["12345678", NUMBER, ADA] {
        assert!(!journal.contains(secret), "{secret}");
    }
}
