use axum::body::to_bytes;
use axum::http::Version;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::trust;

const PATIENCE: Duration = Duration::from_secs(30);
/// An answer of which three bytes are missing.
const CUT: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab";

fn request(address: &str) -> Request<Full<Bytes>> {
    Request::post(address).body(Full::default()).unwrap()
}

fn upstream(address: &str, proxies: &Matcher) -> Upstream {
    let tls = trust::only(None).unwrap();
    Upstream::new(&address.parse().unwrap(), &tls, proxies)
}

/// The head of a request.
async fn head(stream: &mut TcpStream) -> String {
    let mut read = Vec::new();
    while !read.ends_with(b"\r\n\r\n") {
        read.push(stream.read_u8().await.unwrap());
    }
    String::from_utf8(read).unwrap()
}

/// The answer to a call of a server that says `bytes`, and the connection, from the server's side.
async fn answered(bytes: &[u8]) -> (Answer, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    // A proxy of the environment is none of this machine's.
    let proxies = Matcher::builder().all("http://192.0.2.1:3128").build();
    let upstream = upstream(&address, &proxies);
    let serve = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        head(&mut stream).await;
        stream.write_all(bytes).await.unwrap();
        stream
    };
    let (answer, stream) = tokio::join!(upstream.send(request(&address), PATIENCE), serve);
    (answer.unwrap(), stream)
}

#[tokio::test]
async fn a_tenant_that_stops_in_the_middle_is_late() {
    let (read, first) = answered(CUT).await;
    let (streamed, second) = answered(CUT).await;
    // Nothing else is on its way any more that an early hour could cut off.
    tokio::time::pause();
    assert_eq!(read.read(5).await.unwrap_err(), Refusal::TenantLate);
    let streamed = to_bytes(streamed.streamed().into_body(), 5).await;
    assert!(streamed.is_err(), "it ends");
    drop((first, second));
}

#[tokio::test(start_paused = true)]
async fn an_answer_ends_at_its_time_though_there_is_always_more() {
    let body = Full::new(Bytes::from_static(b"ab"));
    let ending = |until| Ending {
        body: body.clone(),
        until: Box::pin(sleep_until(until)),
    };
    let until = Instant::now() + PATIENCE;
    let early = to_bytes(Body::new(ending(until)), 5).await;
    assert_eq!(early.unwrap(), "ab");
    tokio::time::advance(PATIENCE * 2).await;
    assert!(to_bytes(Body::new(ending(until)), 5).await.is_err());
}

#[tokio::test]
async fn a_connection_that_is_not_made_in_time_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("https://{}/", listener.local_addr().unwrap());
    let upstream = upstream(&address, &Matcher::builder().build());
    let silent = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        // The handshake has begun, and is left at that.
        stream.read_u8().await.unwrap();
        tokio::time::pause();
        (stream, Instant::now())
    };
    let (sent, (mut stream, begun)) =
        tokio::join!(upstream.send(request(&address), PATIENCE), silent);
    assert_eq!(sent.err(), Some(Refusal::TenantLate));
    assert!(begun.elapsed() < PATIENCE / 2, "{:?}", begun.elapsed());
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).await.unwrap();
}

#[tokio::test]
async fn a_tenant_that_hangs_up_in_the_middle_is_away() {
    let (answer, stream) = answered(CUT).await;
    drop(stream);
    assert_eq!(answer.read(5).await.unwrap_err(), Refusal::TenantAway);
}

#[tokio::test]
async fn an_answer_is_read_up_to_its_longest() {
    const WHOLE: &[u8] = b"HTTP/1.0 200 Fine\r\ncontent-length: 2\r\n\r\nab";
    let (answer, _) = answered(WHOLE).await;
    assert_eq!(answer.read(1).await.unwrap_err(), Refusal::TenantAnswer);
    let (answer, _) = answered(WHOLE).await;
    let answer = answer.read(2).await.unwrap();
    assert_eq!(answer.version(), Version::HTTP_11);
    assert_eq!(answer.into_body(), "ab");
}

#[tokio::test]
async fn another_machine_is_reached_through_the_proxy_by_tls() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let proxy = format!("http://ada:pass@{}", listener.local_addr().unwrap());
    let upstream = upstream(
        "https://contoso.example",
        &Matcher::builder().all(proxy).build(),
    );
    let proxied = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        let asked = head(&mut stream).await;
        let granted = b"HTTP/1.1 200 OK\r\n\r\n";
        stream.write_all(granted).await.unwrap();
        (asked, stream.read_u8().await.unwrap())
    };
    let sent = upstream.send(request("https://contoso.example/"), PATIENCE);
    let (sent, (asked, first)) = tokio::join!(sent, proxied);
    assert!(
        asked.starts_with("CONNECT contoso.example:443 HTTP/1.1\r\n"),
        "{asked}"
    );
    let asked = asked.to_lowercase();
    assert!(
        asked.contains("proxy-authorization: basic ywrhonbhc3m="),
        "{asked}"
    );
    assert_eq!(first, 0x16, "a handshake begins");
    assert_eq!(sent.err(), Some(Refusal::TenantAway));
}
