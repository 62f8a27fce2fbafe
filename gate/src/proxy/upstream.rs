//! Pooled connections to the tenant, by hyper's own client: a general one reads each address anew, and is ready for
//! redirects and second tries that the gate does not want, at a good part of what a call costs (docs/adr/0022).

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{Request, Response, Uri};
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::{Frame, Incoming, SizeHint};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::legacy::{Client, Error};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::ClientConfig;
use tokio::time::{Instant, Sleep, sleep_until, timeout_at};

use super::refusal::Refusal;
use crate::trust::is_here;

/// How long a connection may take to be made.
const TO_CONNECT: Duration = Duration::from_secs(5);
/// How long an idle one is kept.
const IDLE: Duration = Duration::from_mins(1);

type Direct = HttpsConnector<HttpConnector>;
type Tunnelled = HttpsConnector<Tunnel<Direct>>;

/// The connections.
#[derive(Debug)]
pub(super) enum Upstream {
    Direct(Client<Direct, Full<Bytes>>),
    /// Through a proxy.
    Tunnelled(Box<Client<Tunnelled, Full<Bytes>>>),
}

/// An answer whose body is still to come, by a certain time.
pub(super) struct Answer {
    response: Response<Incoming>,
    until: Instant,
}

impl Upstream {
    /// To `address`: past all `proxies` when that is this machine.
    pub(super) fn new(address: &Uri, tls: &ClientConfig, proxies: &Matcher) -> Self {
        let proxy = if address.host().is_some_and(is_here) {
            None
        } else {
            proxies.intercept(address)
        };
        match proxy {
            None => Self::Direct(pooled(direct(tls))),
            Some(proxy) => {
                let tunnelled = secured(tls, tunnel(&proxy, tls));
                Self::Tunnelled(Box::new(pooled(tunnelled)))
            }
        }
    }

    /// Sends a request; all of the answer is to be there in time.
    pub(super) async fn send(
        &self,
        request: Request<Full<Bytes>>,
        patience: Duration,
    ) -> Result<Answer, Refusal> {
        let sent = match self {
            Self::Direct(client) => client.request(request),
            Self::Tunnelled(client) => client.request(request),
        };
        let until = Instant::now() + patience;
        let response = timeout_at(until, sent)
            .await
            .map_err(|_| Refusal::TenantLate)?
            .map_err(|error| away(&error))?;
        Ok(Answer {
            response: plain(response),
            until,
        })
    }
}

impl Answer {
    /// The answer with its body, if that is of at most `longest` bytes.
    pub(super) async fn read(self, longest: usize) -> Result<Response<Bytes>, Refusal> {
        let (parts, body) = self.response.into_parts();
        let read = timeout_at(self.until, Limited::new(body, longest).collect());
        match read.await {
            Ok(Ok(read)) => Ok(Response::from_parts(parts, read.to_bytes())),
            Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Refusal::TenantAnswer),
            Ok(Err(_)) => Err(Refusal::TenantAway),
            Err(_) => Err(Refusal::TenantLate),
        }
    }

    /// The answer, its body handed on as it comes.
    pub(super) fn streamed(self) -> Response<Body> {
        let until = Box::pin(sleep_until(self.until));
        self.response.map(|body| Body::new(Ending { body, until }))
    }
}

/// Status, headers and body. How the tenant's connection speaks is none of the client's business.
fn plain(response: Response<Incoming>) -> Response<Incoming> {
    let (parts, body) = response.into_parts();
    let mut plain = Response::new(body);
    *plain.status_mut() = parts.status;
    *plain.headers_mut() = parts.headers;
    plain
}

fn away(error: &Error) -> Refusal {
    tracing::debug!(
        connecting = error.is_connect(),
        "the tenant could not be reached"
    );
    Refusal::TenantAway
}

fn direct(tls: &ClientConfig) -> Direct {
    let mut http = HttpConnector::new();
    // Whether it is by TLS is the next connector's business.
    http.enforce_http(false);
    http.set_nodelay(true);
    http.set_connect_timeout(Some(TO_CONNECT));
    secured(tls, http)
}

fn tunnel(proxy: &Intercept, tls: &ClientConfig) -> Tunnel<Direct> {
    let tunnel = Tunnel::new(proxy.uri().clone(), direct(tls));
    match proxy.basic_auth() {
        Some(credentials) => tunnel.with_auth(credentials.clone()),
        None => tunnel,
    }
}

fn secured<C>(tls: &ClientConfig, connector: C) -> HttpsConnector<C> {
    HttpsConnectorBuilder::new()
        .with_tls_config(tls.clone())
        .https_or_http()
        .enable_http1()
        .wrap_connector(connector)
}

fn pooled<C>(connector: C) -> Client<C, Full<Bytes>>
where
    C: hyper_util::client::legacy::connect::Connect + Clone,
{
    Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(IDLE)
        .build(connector)
}

/// A body that breaks off at a certain time.
struct Ending {
    body: Incoming,
    until: Pin<Box<Sleep>>,
}

impl hyper::body::Body for Ending {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) {
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        ready!(self.until.as_mut().poll(context));
        Poll::Ready(Some(Err("the tenant took too long".into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
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
}
