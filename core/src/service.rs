//! One call to the service: headers, encode, send, decode. The only user of the HTTP port.

mod prepare;

use std::borrow::Cow;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use self::prepare::LastUse;
use crate::address::Address;
use crate::authority::Authority;
use crate::browser::{BrowserOptions, Journey};
use crate::clock::Clock;
use crate::exchange::{Ask, Reply, Terms};
use crate::fault::{Cause, Fault};
use crate::ids::CorrelationId;
use crate::log_safe::safe;
use crate::outbox::Outbox;
use crate::ports::events::{Event, StatusClass};
use crate::ports::http::{Header, Http, HttpFault, HttpMethod, HttpRequest, HttpResponse};
use crate::secret::wipe;
use crate::wire;

/// The largest answer taken in. Token answers are the largest real ones, at a few kilobytes.
const MAX_RESPONSE_BYTES: usize = 256 * 1024;

/// How long to wait before the one repetition of a request that never left the device.
const REPEAT_AFTER: Duration = Duration::from_millis(500);

/// The service of one tenant.
pub(crate) struct Service {
    http: Arc<dyn Http>,
    clock: Arc<dyn Clock>,
    endpoints: [Address; wire::v1::Endpoint::ALL.len()],
    page: Address,
    open_document: Address,
    timeout: Duration,
    last_use: LastUse,
    outbox: Arc<Outbox>,
}

impl Service {
    pub(crate) fn new(
        http: Arc<dyn Http>,
        clock: Arc<dyn Clock>,
        authority: &Authority,
        timeout: Duration,
        outbox: Arc<Outbox>,
    ) -> Self {
        let endpoints = wire::v1::Endpoint::ALL.map(|endpoint| authority.endpoint(endpoint.path()));
        Self {
            http,
            clock,
            endpoints,
            page: authority.endpoint(wire::v1::AUTHORIZE),
            open_document: authority.endpoint(prepare::PATH),
            timeout,
            last_use: LastUse::default(),
            outbox,
        }
    }

    /// The address of the sign-in page, for a browser to open.
    pub(crate) fn authorization_url(
        &self,
        journey: &Journey,
        terms: &Terms,
        options: &BrowserOptions,
    ) -> String {
        wire::v1::authorization_url(&self.page, journey, terms, options)
    }

    /// Asks the service. Every outcome is a reply: a request that got no usable answer is
    /// [`Reply::Refused`] too, so that the flows land it like any other refusal. A request that
    /// never left is repeated once, if it is still `wanted` then. `more` headers go along.
    pub(crate) async fn call(
        &self,
        ask: &Ask,
        terms: &Terms,
        correlation: CorrelationId,
        more: &[Header],
        wanted: &(dyn Fn() -> bool + Sync),
    ) -> Reply {
        let started = self.clock.now();
        let mut retries = 0;
        let mut answer = self.attempt(ask, terms, correlation, more).await;
        // Nothing reached the service, so nothing can happen twice.
        if matches!(answer, Err(HttpFault::NotSent)) {
            self.clock.sleep(REPEAT_AFTER).await;
            if wanted() {
                retries = 1;
                answer = self.attempt(ask, terms, correlation, more).await;
            }
        }
        let now = self.clock.now();
        let status = answer.as_ref().ok().map(|response| response.status);
        let mut reply = match answer {
            Ok(mut response) => {
                self.last_use.note(now);
                let reply = wire::v1::decode(ask, terms, &response, now);
                wipe(&mut response.body);
                reply
            }
            Err(fault) => Reply::Refused(Fault::from(cause(fault))),
        };
        if let Reply::Refused(fault) = &mut reply {
            fault.correlation_id = Some(correlation);
        }
        let latency = now.since(started);
        self.outbox.put(Event::CallFinished {
            call: ask.name(),
            outcome: outcome(&reply),
            status: StatusClass::of(status),
            latency,
            retries,
            correlation_id: correlation,
        });
        let milliseconds = u64::try_from(latency.as_millis()).unwrap_or(u64::MAX);
        tracing::debug!(
            ask = safe(&ask.name()),
            reply = safe(&reply.name()),
            status = safe(&status.unwrap_or_default()),
            milliseconds = safe(&milliseconds),
            correlation = safe(&correlation),
            "called the service"
        );
        reply
    }

    async fn attempt(
        &self,
        ask: &Ask,
        terms: &Terms,
        correlation: CorrelationId,
        more: &[Header],
    ) -> Result<HttpResponse, HttpFault> {
        let form = wire::v1::encode(ask, terms);
        let mut headers = headers(correlation);
        headers.extend_from_slice(more);
        let request = HttpRequest {
            method: HttpMethod::Post,
            url: self.endpoints[form.endpoint as usize].clone(),
            headers,
            body: form.body,
            timeout: self.timeout,
            max_response_bytes: MAX_RESPONSE_BYTES,
        };
        self.send(request).await
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpFault> {
        let (timeout, most) = (request.timeout, request.max_response_bytes);
        let answer = self.http.send(request);
        let response = if self.http.bounds_time() {
            answer.await?
        } else {
            within(answer, self.clock.sleep(timeout)).await?
        };
        if response.body.len() > most {
            return Err(HttpFault::TooLarge);
        }
        Ok(response)
    }
}

/// The headers of every request (docs/protocol.md 1.3, 1.5 and 1.7).
fn headers(correlation: CorrelationId) -> Vec<Header> {
    const FORM: &str = "application/x-www-form-urlencoded";
    vec![
        (Cow::Borrowed("content-type"), FORM.into()),
        ("client-request-id".into(), correlation.to_string().into()),
        ("x-client-sku".into(), "doorstep".into()),
        ("x-client-ver".into(), env!("CARGO_PKG_VERSION").into()),
    ]
}

/// `answer`, unless `limit` is over first: for a transport that does not bound its time itself.
async fn within<T>(
    answer: impl Future<Output = Result<T, HttpFault>>,
    limit: impl Future<Output = ()>,
) -> Result<T, HttpFault> {
    let (mut answer, mut limit) = (pin!(answer), pin!(limit));
    poll_fn(|context| match answer.as_mut().poll(context) {
        Poll::Ready(answer) => Poll::Ready(answer),
        Poll::Pending => limit
            .as_mut()
            .poll(context)
            .map(|()| Err(HttpFault::TimedOut)),
    })
    .await
}

/// What came of a call, in one word.
fn outcome(reply: &Reply) -> &'static str {
    match reply {
        Reply::Refused(fault) => fault.cause.code(),
        other => other.name(),
    }
}

fn cause(fault: HttpFault) -> Cause {
    match fault {
        HttpFault::NotSent => Cause::NotSent,
        HttpFault::TimedOut => Cause::TimedOut,
        HttpFault::Lost => Cause::ConnectionLost,
        HttpFault::Untrusted => Cause::Untrusted,
        HttpFault::TooLarge => Cause::BodyTooLarge,
    }
}
