//! Pooled connections to the tenant, by hyper's own client: a general one reads each address anew, and is ready for
//! redirects that the gate does not want, at a good part of what a call costs (docs/adr/0022). A request is sent again
//! only if nothing of it was, on a connection that had been closed meanwhile.

mod connect;
#[cfg(test)]
mod tests;

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{Request, Response, Uri};
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::{Frame, Incoming, SizeHint};
use hyper_util::client::proxy::matcher::Matcher;
use rustls::ClientConfig;
use tokio::time::{Instant, Sleep, sleep_until, timeout_at};

use self::connect::{Direct, Pool, Tunnelled, direct, pooled, tunnelled};
use super::headers::outbound;
use super::refusal::Refusal;
use crate::trust::is_here;

type Broken = Box<dyn std::error::Error + Send + Sync>;

/// The connections.
#[derive(Debug)]
pub(super) enum Upstream {
    Direct(Pool<Direct>),
    /// Through a proxy.
    Tunnelled(Box<Pool<Tunnelled>>),
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
            Some(proxy) => Self::Tunnelled(Box::new(pooled(tunnelled(&proxy, tls)))),
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
            .map_err(|error| broken(&error))?;
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
            Ok(Err(error)) => Err(broken(error.as_ref())),
            Err(_) => Err(Refusal::TenantLate),
        }
    }

    /// The answer, its body handed on as it comes.
    pub(super) fn streamed(self) -> Response<Body> {
        let until = Box::pin(sleep_until(self.until));
        self.response.map(|body| Body::new(Ending { body, until }))
    }
}

/// Status, headers and body as the client gets them. How the tenant's connection speaks is none of its business.
fn plain(response: Response<Incoming>) -> Response<Incoming> {
    let (parts, body) = response.into_parts();
    let mut plain = Response::new(body);
    *plain.status_mut() = parts.status;
    *plain.headers_mut() = outbound(parts.headers);
    plain
}

/// What it is called when the way to the tenant breaks: late, where somewhere on it time ran out.
fn broken(error: &(dyn std::error::Error + 'static)) -> Refusal {
    let causes = std::iter::successors(Some(error), |error| error.source());
    let mut kinds = causes.filter_map(|cause| Some(cause.downcast_ref::<io::Error>()?.kind()));
    if kinds.any(|kind| kind == io::ErrorKind::TimedOut) {
        Refusal::TenantLate
    } else {
        Refusal::TenantAway
    }
}

/// A body that breaks off at a certain time.
struct Ending<B> {
    body: B,
    until: Pin<Box<Sleep>>,
}

impl<B> hyper::body::Body for Ending<B>
where
    B: hyper::body::Body<Data = Bytes> + Unpin,
    B::Error: Into<Broken>,
{
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        // First of all, since a body may have something at every time.
        if self.until.as_mut().poll(context).is_ready() {
            return Poll::Ready(Some(Err("the tenant took too long".into())));
        }
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        Poll::Ready(frame.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
