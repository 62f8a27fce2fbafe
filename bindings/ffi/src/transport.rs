//! HTTP by the host: a request goes out with a slot, and the answer comes back into the slot.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use doorstep::ports::BoxFuture;
use doorstep::ports::http;
use tokio::sync::oneshot;
use zeroize::Zeroizing;

use crate::error::millis;
use crate::hook::{Hook, HookError, HookFault};
use crate::runtime::spawn;

/// Sends requests. It follows no redirect, keeps no cookies, repeats nothing by itself, and stops reading at
/// [`HttpRequest::max_response_bytes`].
#[uniffi::export(callback_interface)]
pub trait Transport: Send + Sync {
    /// Begins to send `request` and returns at once; what comes of it goes into `slot`, from any thread.
    fn send(&self, id: u64, request: HttpRequest, slot: Arc<Slot>) -> Result<(), HookError>;

    /// Nobody waits for the request `id` any more.
    fn abort(&self, id: u64) -> Result<(), HookError>;
}

/// A request to be sent as it stands.
#[derive(uniffi::Record)]
pub struct HttpRequest {
    /// The method.
    pub method: HttpMethod,
    /// The absolute URL.
    pub url: String,
    /// Names in lower case, with their values.
    pub headers: Vec<Header>,
    /// The body. It holds passwords and codes.
    pub body: Vec<u8>,
    /// How long the whole exchange may take.
    pub timeout_millis: u64,
    /// The largest body that may be taken in.
    pub max_response_bytes: u64,
}

/// The methods that the protocol uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum HttpMethod {
    /// Every endpoint of the native authentication API.
    Post,
    /// Documents.
    Get,
}

/// A header.
#[derive(uniffi::Record)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// An answer, whatever its status. Of its headers, `content-type` and `retry-after` are read.
#[derive(uniffi::Record)]
pub struct HttpResponse {
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: Vec<Header>,
    /// The body. It holds tokens.
    pub body: Vec<u8>,
}

/// Why there was no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum HttpFault {
    /// The request surely never left the device.
    NotSent,
    /// No answer came in time.
    TimedOut,
    /// The connection broke after the request may have been sent.
    Lost,
    /// The server could not prove who it is.
    Untrusted,
    /// The answer was larger than the request allowed.
    TooLarge,
}

impl From<HttpFault> for http::HttpFault {
    fn from(fault: HttpFault) -> Self {
        match fault {
            HttpFault::NotSent => Self::NotSent,
            HttpFault::TimedOut => Self::TimedOut,
            HttpFault::Lost => Self::Lost,
            HttpFault::Untrusted => Self::Untrusted,
            HttpFault::TooLarge => Self::TooLarge,
        }
    }
}

type Answer = Result<http::HttpResponse, http::HttpFault>;

/// Where the answer to one request goes. The first one counts; what comes later, or after the request's time,
/// goes nowhere.
#[derive(uniffi::Object)]
pub struct Slot(Mutex<Option<oneshot::Sender<Answer>>>);

#[uniffi::export]
impl Slot {
    /// An answer came.
    pub fn complete(&self, response: HttpResponse) {
        let headers = response.headers.into_iter();
        self.put(Ok(http::HttpResponse {
            status: response.status,
            headers: headers.map(|header| (header.name, header.value)).collect(),
            body: Zeroizing::new(response.body),
        }));
    }

    /// None came.
    pub fn fail(&self, fault: HttpFault) {
        self.put(Err(fault.into()));
    }
}

impl Slot {
    fn new() -> (Arc<Self>, oneshot::Receiver<Answer>) {
        let (sender, answer) = oneshot::channel();
        (Arc::new(Self(Mutex::new(Some(sender)))), answer)
    }

    fn put(&self, answer: Answer) {
        let sender = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(sender) = sender {
            // Nobody waits any more.
            drop(sender.send(answer));
        }
    }
}

/// The host's transport, as the core's port.
pub(crate) struct HostHttp {
    host: Arc<dyn Transport>,
    hook: Arc<Hook>,
    last_id: AtomicU64,
}

impl HostHttp {
    pub(crate) fn new(host: Box<dyn Transport>, patience: Duration) -> Self {
        Self {
            host: Arc::from(host),
            hook: Hook::new("transport", patience),
            last_id: AtomicU64::new(0),
        }
    }

    async fn exchange(&self, mut request: http::HttpRequest) -> Answer {
        let id = self.last_id.fetch_add(1, Ordering::Relaxed) + 1;
        let limit = request.timeout;
        let (slot, mut answer) = Slot::new();
        let watch = Watch::new(self, id);
        let host = Arc::clone(&self.host);
        let body = std::mem::take(&mut *request.body);
        let request = crossing(request, body);
        let called = self.hook.ask(move || host.send(id, request, slot));
        let exchange = async {
            tokio::select! {
                biased;
                // A host may answer before its `send` returns.
                answered = &mut answer => return answered,
                called = called => if let Err(fault) = called {
                    return Ok(Err(unanswered(fault)));
                },
            }
            answer.await
        };
        let answer = match tokio::time::timeout(limit, exchange).await {
            Ok(Ok(answer)) => answer,
            // The host let go of the slot.
            Ok(Err(_)) => Err(http::HttpFault::Lost),
            Err(_) => Err(http::HttpFault::TimedOut),
        };
        if !matches!(answer, Err(http::HttpFault::TimedOut)) {
            watch.end();
        }
        answer
    }
}

impl http::Http for HostHttp {
    fn send(&self, request: http::HttpRequest) -> BoxFuture<'_, Answer> {
        Box::pin(self.exchange(request))
    }

    fn bounds_time(&self) -> bool {
        true
    }
}

fn crossing(request: http::HttpRequest, body: Vec<u8>) -> HttpRequest {
    let headers = request.headers.into_iter();
    HttpRequest {
        method: match request.method {
            http::HttpMethod::Post => HttpMethod::Post,
            http::HttpMethod::Get => HttpMethod::Get,
        },
        url: request.url.into(),
        headers: headers
            .map(|(name, value)| Header {
                name: name.into_owned(),
                value: value.into_owned(),
            })
            .collect(),
        body,
        timeout_millis: millis(request.timeout),
        max_response_bytes: request.max_response_bytes as u64,
    }
}

/// Tells the host that nobody waits for a request any more, unless its answer came.
struct Watch {
    host: Arc<dyn Transport>,
    hook: Arc<Hook>,
    id: u64,
    over: bool,
}

impl Watch {
    fn new(http: &HostHttp, id: u64) -> Self {
        Self {
            host: Arc::clone(&http.host),
            hook: Arc::clone(&http.hook),
            id,
            over: false,
        }
    }

    fn end(mut self) {
        self.over = true;
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if self.over {
            return;
        }
        let (host, hook, id) = (Arc::clone(&self.host), Arc::clone(&self.hook), self.id);
        let telling = spawn(Box::pin(async move {
            let _ = hook.ask(move || host.abort(id)).await;
        }));
        // Without threads nothing was sent.
        drop(telling);
    }
}

/// What a host that failed has done with the request: where it was not called, surely nothing.
fn unanswered(fault: HookFault) -> http::HttpFault {
    match fault {
        HookFault::Unavailable => http::HttpFault::NotSent,
        HookFault::Hung => http::HttpFault::TimedOut,
        HookFault::Locked | HookFault::Failed => http::HttpFault::Lost,
    }
}

#[cfg(test)]
mod tests;
