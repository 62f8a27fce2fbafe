//! Bytes that no client library would send: smuggling, slowness, size.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::scripted::Reply;
use crate::stage::{Set, Stage, TENANT};

/// Sends bytes, and reads until the gate ends the connection.
async fn until_closed(address: SocketAddr, bytes: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // A connection that is reset after its answer has said what it had to say.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

fn statuses(answer: &str) -> Vec<&str> {
    answer
        .match_indices("HTTP/1.1 ")
        .filter_map(|(at, start)| answer.get(at + start.len()..at + start.len() + 3))
        .collect()
}

fn head(lines: &str) -> String {
    format!(
        "POST /{TENANT}/oauth2/v2.0/initiate HTTP/1.1\r\nhost: gate\r\n\
         content-type: application/x-www-form-urlencoded\r\n{lines}\r\n"
    )
}

#[tokio::test]
async fn a_body_of_two_lengths_smuggles_nothing() {
    let stage = Stage::start().await;
    let hidden = format!(
        "GET /{TENANT}/v2.0/.well-known/openid-configuration HTTP/1.1\r\nhost: gate\r\n\r\n"
    );
    for (lines, body, expected) in [
        (
            "content-length: 5\r\ntransfer-encoding: chunked\r\n",
            format!("0\r\n\r\n{hidden}"),
            "411",
        ),
        (
            "transfer-encoding: chunked\r\ncontent-length: 5\r\n",
            format!("0\r\n\r\n{hidden}"),
            "411",
        ),
        (
            "transfer-encoding: chunked\r\n",
            format!("1\r\na\r\n0\r\n\r\n{hidden}"),
            "411",
        ),
        (
            "transfer-encoding: xchunked\r\ncontent-length: 0\r\n",
            hidden.clone(),
            "400",
        ),
        (
            "transfer-encoding: chunked, identity\r\n",
            hidden.clone(),
            "400",
        ),
        (
            "content-length: 5\r\ncontent-length: 6\r\n",
            format!("a=b&c{hidden}"),
            "400",
        ),
        ("content-length: 5, 6\r\n", format!("a=b&c{hidden}"), "400"),
        ("content-length: +5\r\n", format!("a=b&c{hidden}"), "400"),
        (
            "content-length: 5\r\n x-folded: 1\r\n",
            format!("a=b&c{hidden}"),
            "400",
        ),
        ("content-length : 5\r\n", format!("a=b&c{hidden}"), "400"),
    ] {
        let answer = until_closed(stage.gate.address(), &format!("{}{body}", head(lines))).await;
        assert_eq!(statuses(&answer), [expected], "{lines:?}: {answer}");
    }
    assert!(stage.tenant.seen().is_empty(), "nothing reached the tenant");
}

#[tokio::test]
async fn what_comes_in_one_piece_is_judged_one_by_one() {
    let stage = Stage::start().await;
    stage.tenant.will(Reply::json(
        200,
        &serde_json::json!({"continuation_token": "t"}),
    ));
    let body = "username=ada";
    let first = head(&format!("content-length: {}\r\n", body.len()));
    let token = "grant_type=password&password=p&continuation_token=t";
    let second = format!(
        "POST /{TENANT}/oauth2/v2.0/token HTTP/1.1\r\nhost: gate\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{token}",
        token.len()
    );
    let answer = until_closed(stage.gate.address(), &format!("{first}{body}{second}")).await;
    assert_eq!(statuses(&answer), ["200", "400"], "{answer}");
    let seen = stage.tenant.seen();
    assert_eq!(seen.len(), 1, "the token was none of the gate's: {seen:?}");
}

#[tokio::test]
async fn a_target_in_another_form_leads_nowhere_else() {
    let stage = Stage::start().await;
    let address = stage.gate.address();
    for (line, expected) in [
        (
            format!("POST http://elsewhere.example/{TENANT}/oauth2/v2.0/token"),
            "415",
        ),
        (
            format!("GET http://elsewhere.example/{TENANT}/oauth2/v2.0/token"),
            "405",
        ),
        ("OPTIONS *".to_owned(), "400"),
        ("CONNECT elsewhere.example:443".to_owned(), "400"),
        ("GET elsewhere.example:80".to_owned(), "400"),
        (format!("TRACE /{TENANT}/oauth2/v2.0/authorize"), "405"),
    ] {
        let request = format!("{line} HTTP/1.1\r\nhost: gate\r\nconnection: close\r\n\r\n");
        let answer = until_closed(address, &request).await;
        assert_eq!(statuses(&answer), [expected], "{line}: {answer}");
    }
    assert!(stage.tenant.seen().is_empty(), "nothing reached the tenant");
}

#[tokio::test]
async fn path_and_query_go_on_as_they_came() {
    let stage = Stage::start().await;
    for target in ["/static/a\"{é}|//f?x='é", "/static/a?", "//static/%7e%2Fa"] {
        stage.tenant.will(Reply::text(200, "{}"));
        let request =
            format!("GET /{TENANT}{target} HTTP/1.1\r\nhost: gate\r\nconnection: close\r\n\r\n");
        let answer = until_closed(stage.gate.address(), &request).await;
        assert_eq!(statuses(&answer), ["200"], "{target}: {answer}");
        let seen = stage.tenant.seen();
        assert_eq!(seen[0].uri, format!("/{TENANT}{target}").as_str());
    }
}

#[tokio::test]
async fn what_is_too_large_is_refused_before_it_is_read() {
    let more = "[limits]\nbody_bytes = 1024".to_owned();
    let stage = Stage::with(Set {
        more,
        ..Set::default()
    })
    .await;
    let announced = head("content-length: 1025\r\n");
    let answer = until_closed(stage.gate.address(), &announced).await;
    assert_eq!(statuses(&answer), ["413"], "{answer}");
    let many = "x: y\r\n".repeat(200);
    let answer = until_closed(stage.gate.address(), &head(&many)).await;
    assert_eq!(statuses(&answer), ["431"], "{answer}");
    let long = format!("x: {}\r\n", "y".repeat(300_000));
    let answer = until_closed(stage.gate.address(), &head(&long)).await;
    assert_eq!(statuses(&answer), ["431"], "{answer}");
    assert!(stage.tenant.seen().is_empty());
}

#[tokio::test(start_paused = true)]
async fn whoever_sends_a_head_drop_by_drop_is_cut_off() {
    let stage = Stage::start().await;
    for part in ["", "POST /", "POST / HTTP/1.1\r\nhost: gate\r\nx: "] {
        let answer = until_closed(stage.gate.address(), part).await;
        assert!(
            matches!(statuses(&answer).as_slice(), [] | ["408"]),
            "{part:?}: {answer}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn whoever_sends_a_body_drop_by_drop_is_cut_off() {
    let stage = Stage::start().await;
    let part = format!("{}usern", head("content-length: 50\r\n"));
    let answer = until_closed(stage.gate.address(), &part).await;
    assert_eq!(statuses(&answer), ["408"], "{answer}");
    assert!(stage.tenant.seen().is_empty());
}

#[tokio::test(start_paused = true)]
async fn connections_that_say_nothing_do_not_keep_others_out_for_ever() {
    let more = "[limits]\nconnections = 2".to_owned();
    let stage = Stage::with(Set {
        more,
        ..Set::default()
    })
    .await;
    let address = stage.gate.address();
    let first = TcpStream::connect(address).await.unwrap();
    let second = TcpStream::connect(address).await.unwrap();
    let health = "GET /healthz HTTP/1.1\r\nhost: gate\r\nconnection: close\r\n\r\n";
    let answer = until_closed(address, health).await;
    assert_eq!(statuses(&answer), ["200"], "{answer}");
    drop((first, second));
}

#[tokio::test]
async fn what_is_under_way_is_finished_when_the_gate_ends() {
    let stage = Stage::start().await;
    let address = stage.gate.address();
    let body = "username=ada";
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = head(&format!("content-length: {}\r\n", body.len()));
    stage
        .tenant
        .will(Reply::text(200, r#"{"continuation_token":"t"}"#));
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(b"username").await.unwrap();
    // Another request is answered, so the first one's connection is known to the gate.
    let health = "GET /healthz HTTP/1.1\r\nhost: gate\r\nconnection: close\r\n\r\n";
    assert_eq!(statuses(&until_closed(address, health).await), ["200"]);
    let ending = tokio::spawn(stage.gate.shutdown());
    while TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    stream.write_all(b"=ada").await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert_eq!(statuses(&answer), ["200"], "{answer}");
    ending.await.unwrap();
}
