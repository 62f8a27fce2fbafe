//! A transport that keeps what went through it, and spoils it where a test asks for that.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use doorstep::ports::BoxFuture;
use doorstep::ports::http::{Address, Http, HttpFault, HttpRequest, HttpResponse};
use doorstep::transport::ReqwestTransport;
use tokio::sync::{Notify, watch};

/// What happens to one request.
#[derive(Debug, Clone)]
pub enum Tamper {
    /// It fails without being sent.
    Fail(HttpFault),
    /// It is sent; the answer is replaced by a fault.
    LoseAnswer(HttpFault),
    /// It is sent, and the answer waits until it is let through.
    HoldAnswer(Arc<Notify>),
    /// It is not sent; this status, content type and body come back.
    Answer(u16, &'static str, String),
    /// It is sent with this query behind the URL.
    Query(&'static str),
    /// Nothing: the one after it is meant.
    Pass,
}

/// A request that was handed to the transport, and the answer that the tenant gave.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// The last part of the path: `initiate`, `challenge`, `introspect` or `token`.
    pub endpoint: String,
    /// The path below the tenant, such as `oauth2/v2.0/token`.
    pub path: String,
    /// The fields of the form.
    pub form: BTreeMap<String, String>,
    /// The tenant's status; none when the request was not sent, or got no answer.
    pub status: Option<u16>,
    /// The tenant's answer.
    pub body: String,
}

/// The transport under test with a note of every request.
pub struct Probe {
    inner: Arc<ReqwestTransport>,
    exchanges: Mutex<Vec<Exchange>>,
    tampers: Mutex<VecDeque<Tamper>>,
    answered: watch::Sender<usize>,
}

impl Probe {
    /// Watches `inner`.
    pub fn new(inner: impl Into<Arc<ReqwestTransport>>) -> Self {
        Self {
            inner: inner.into(),
            exchanges: Mutex::default(),
            tampers: Mutex::default(),
            answered: watch::Sender::new(0),
        }
    }

    /// Spoils the next request that has nothing planned for it yet.
    pub fn next(&self, tamper: Tamper) {
        lock(&self.tampers).push_back(tamper);
    }

    /// How many requests were handed to the transport.
    pub fn sent(&self) -> usize {
        lock(&self.exchanges).len()
    }

    /// Holds the answer of the next request back until the gate is opened with `notify_one`.
    pub fn hold_next_answer(&self) -> Arc<Notify> {
        let gate = Arc::new(Notify::new());
        self.next(Tamper::HoldAnswer(Arc::clone(&gate)));
        gate
    }

    /// Everything so far, oldest first.
    pub fn exchanges(&self) -> Vec<Exchange> {
        lock(&self.exchanges).clone()
    }

    /// The endpoints asked so far, oldest first.
    pub fn endpoints(&self) -> Vec<String> {
        let exchanges = self.exchanges();
        exchanges.into_iter().map(|one| one.endpoint).collect()
    }

    /// Waits until the tenant has answered, or failed to answer, `count` requests.
    pub async fn until_answered(&self, count: usize) {
        let mut answered = self.answered.subscribe();
        let reached = answered.wait_for(|answered| *answered >= count).await;
        assert!(reached.is_ok(), "the probe is gone");
    }

    /// Waits until `count` requests were handed to the transport.
    pub async fn until_sent(&self, count: usize) {
        while self.sent() < count {
            tokio::task::yield_now().await;
        }
    }

    async fn exchange(&self, mut request: HttpRequest) -> Result<HttpResponse, HttpFault> {
        let tamper = lock(&self.tampers).pop_front();
        let at = self.note(&request);
        match tamper {
            Some(Tamper::Fail(fault)) => Err(fault),
            Some(Tamper::Answer(status, content_type, body)) => Ok(HttpResponse {
                status,
                headers: vec![("content-type".to_owned(), content_type.to_owned())],
                body: body.into_bytes().into(),
            }),
            Some(Tamper::LoseAnswer(fault)) => {
                let _lost = self.send_on(at, request).await;
                Err(fault)
            }
            Some(Tamper::HoldAnswer(gate)) => {
                let answer = self.send_on(at, request).await;
                gate.notified().await;
                answer
            }
            Some(Tamper::Query(query)) => {
                request.url = format!("{}?{query}", request.url).parse().unwrap();
                self.send_on(at, request).await
            }
            Some(Tamper::Pass) | None => self.send_on(at, request).await,
        }
    }

    async fn send_on(&self, at: usize, request: HttpRequest) -> Result<HttpResponse, HttpFault> {
        let answer = self.inner.send(request).await;
        if let Ok(response) = &answer {
            let mut exchanges = lock(&self.exchanges);
            exchanges[at].status = Some(response.status);
            exchanges[at].body = String::from_utf8_lossy(&response.body).into_owned();
        }
        self.answered.send_modify(|answered| *answered += 1);
        answer
    }

    fn note(&self, request: &HttpRequest) -> usize {
        let url = format!("{}", request.url);
        let endpoint = url.rsplit('/').next().unwrap_or_default();
        let form = form_urlencoded::parse(&request.body).into_owned().collect();
        let mut exchanges = lock(&self.exchanges);
        exchanges.push(Exchange {
            endpoint: endpoint.to_owned(),
            path: below_tenant(&request.url),
            form,
            status: None,
            body: String::new(),
        });
        exchanges.len() - 1
    }
}

impl Http for Probe {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, HttpFault>> {
        Box::pin(self.exchange(request))
    }
}

fn below_tenant(url: &Address) -> String {
    let parts = url.path().split('/');
    parts.skip(2).collect::<Vec<_>>().join("/")
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
