//! Those who keep the gate waiting: clients that take nothing or say nothing more, and a tenant that is late.

use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::scripted::Reply;
use crate::stage::{Set, Stage, TENANT, body};

/// Beyond every limit of the gate.
const AN_HOUR: Duration = Duration::from_hours(1);

/// A gate with room for one connection.
async fn with_room_for_one() -> Stage {
    let more = "[limits]\nconnections = 1".to_owned();
    Stage::with(Set {
        more,
        ..Set::default()
    })
    .await
}

/// Whether another client gets through, in the end.
async fn another_gets_through(stage: &Stage) -> bool {
    // Nothing else is on its way any more that an early hour could cut off.
    tokio::time::pause();
    let asking = async {
        let mut stream = TcpStream::connect(stage.gate.address()).await.unwrap();
        let health = "GET /healthz HTTP/1.1\r\nhost: gate\r\nconnection: close\r\n\r\n";
        stream.write_all(health.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer.starts_with("HTTP/1.1 200 ")
    };
    timeout(AN_HOUR, asking).await.unwrap_or(false)
}

#[tokio::test]
async fn whoever_does_not_read_the_answer_is_left() {
    let stage = with_room_for_one().await;
    stage.tenant.will(Reply::text(200, &"x".repeat(64 << 20)));
    let mut stream = TcpStream::connect(stage.gate.address()).await.unwrap();
    let page = format!("GET /{TENANT}/static/large.js HTTP/1.1\r\nhost: gate\r\n\r\n");
    stream.write_all(page.as_bytes()).await.unwrap();
    let mut first = [0; 12];
    stream.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    assert!(another_gets_through(&stage).await);
    drop(stream);
}

#[tokio::test]
async fn whoever_says_nothing_after_an_answer_is_left() {
    let stage = with_room_for_one().await;
    let mut stream = TcpStream::connect(stage.gate.address()).await.unwrap();
    let health = "GET /healthz HTTP/1.1\r\nhost: gate\r\n\r\n";
    stream.write_all(health.as_bytes()).await.unwrap();
    let mut first = [0; 12];
    stream.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    assert!(another_gets_through(&stage).await);
    drop(stream);
}

#[tokio::test(start_paused = true)]
async fn a_tenant_that_is_late_is_told_as_such() {
    let stage = Stage::start().await;
    stage.tenant.will(Reply::Hang);
    let request = stage.post(
        "oauth2/v2.0/initiate",
        &[("username", "ada@contoso.example")],
    );
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 504);
    let answer: Value = body(response).await;
    assert_eq!(answer["suberror"], "tenant_late");
}
