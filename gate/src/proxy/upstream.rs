//! Pooled connections to the tenant, by hyper's own client: a general one reads each address anew, follows redirects and
//! keeps a request for a second try, which takes longer than all that the gate does with a call (docs/performance.md).

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
    /// Through the proxy that the environment names.
    Tunnelled(Client<Tunnelled, Full<Bytes>>),
}

/// An answer whose body is still to come, by a certain time.
pub(super) struct Answer {
    response: Response<Incoming>,
    until: Instant,
}

impl Upstream {
    /// To `address`: past the proxies of the environment when that is this machine.
    pub(super) fn new(address: &Uri, tls: &ClientConfig) -> Self {
        let is_elsewhere = !address.host().is_some_and(is_here);
        let proxy = is_elsewhere.then(|| Matcher::from_env().intercept(address));
        match proxy.flatten() {
            None => Self::Direct(pooled(direct(tls))),
            Some(proxy) => Self::Tunnelled(pooled(secured(tls, tunnel(&proxy, tls)))),
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
        Ok(Answer { response, until })
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
