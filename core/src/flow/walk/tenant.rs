//! A tenant as the wire shows it: forms in, JSON out. It remembers nothing of a flow; what it
//! answers out of the ordinary is scripted.

mod answer;
mod ordinary;

use std::collections::{BTreeMap, VecDeque};
use std::future::{pending, poll_fn};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::Poll;

use serde_json::{Value, json};

pub(super) use self::answer::Answer;
use self::ordinary::Turn;
use crate::ports::BoxFuture;
use crate::ports::http::{Http, HttpFault, HttpRequest, HttpResponse};

/// What the tenant wants of a person, or does to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Want {
    /// A code by e-mail instead of a password.
    Codes,
    /// A second factor before any tokens.
    Mfa,
    /// A registered method before any tokens.
    Registration,
    /// Takes the contact to be registered for proved.
    Preverified,
    /// A password of a new account.
    Password,
    /// Attributes of a new account.
    Attributes,
    /// Attributes a second time.
    MoreAttributes,
    /// A second code of a new account.
    Verification,
    /// Gives no token at the end of a sign-up or a reset.
    NoToken,
    /// Knows the recovery of a lost device.
    Recovery,
}

impl Want {
    pub(super) const ALL: [Self; 10] = [
        Self::Codes,
        Self::Mfa,
        Self::Registration,
        Self::Preverified,
        Self::Password,
        Self::Attributes,
        Self::MoreAttributes,
        Self::Verification,
        Self::NoToken,
        Self::Recovery,
    ];
}

/// A request as it came.
#[derive(Debug, Clone)]
pub(super) struct Received {
    pub(super) path: String,
    pub(super) form: BTreeMap<String, String>,
    /// Those beyond the ordinary ones.
    pub(super) headers: BTreeMap<String, String>,
}

impl Received {
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.form.get(name).map(String::as_str)
    }
}

#[derive(Default)]
pub(super) struct Tenant {
    wants: Mutex<Vec<Want>>,
    /// What the next polls are told, before the password is changed.
    changes: Mutex<VecDeque<&'static str>>,
    held: AtomicBool,
    counter: AtomicUsize,
    script: Mutex<VecDeque<Answer>>,
    journal: Mutex<Vec<Received>>,
}

impl Tenant {
    /// Wants these, in place of what it wanted before.
    pub(super) fn wants(&self, wants: &[Want]) {
        *self.wants.lock().unwrap() = wants.to_vec();
    }

    /// Tells the next polls so, before the password is changed.
    pub(super) fn changes(&self, told: impl IntoIterator<Item = &'static str>) {
        *self.changes.lock().unwrap() = told.into_iter().collect();
    }

    /// Answers the next requests so, in place of what was scripted before.
    pub(super) fn script(&self, answers: impl IntoIterator<Item = Answer>) {
        *self.script.lock().unwrap() = answers.into_iter().collect();
    }

    /// Answers what was [`Held`](Answer::Held).
    pub(super) fn go_on(&self) {
        self.held.store(false, Ordering::SeqCst);
    }

    pub(super) fn requests(&self) -> usize {
        self.journal.lock().unwrap().len()
    }

    pub(super) fn journal(&self) -> Vec<Received> {
        self.journal.lock().unwrap().clone()
    }

    /// The requests after the first `known`.
    pub(super) fn journal_from(&self, known: usize) -> Vec<Received> {
        self.journal.lock().unwrap()[known..].to_vec()
    }

    pub(super) fn last(&self) -> Received {
        self.journal().pop().unwrap()
    }

    async fn released(&self) {
        self.held.store(true, Ordering::SeqCst);
        poll_fn(|_| {
            if self.held.load(Ordering::SeqCst) {
                Poll::Pending
            } else {
                Poll::Ready(())
            }
        })
        .await;
    }

    fn receive(&self, request: &HttpRequest) -> (Received, Answer) {
        let path = request.url.path().split("onmicrosoft.com").nth(1).unwrap();
        let received = Received {
            path: path.to_owned(),
            form: form_urlencoded::parse(&request.body).into_owned().collect(),
            headers: beyond_the_ordinary(request),
        };
        self.journal.lock().unwrap().push(received.clone());
        let scripted = self.script.lock().unwrap().pop_front();
        (received, scripted.unwrap_or(Answer::Ordinary))
    }

    fn ordinary(&self, received: &Received) -> HttpResponse {
        let is_poll = received.path == "/resetpassword/v1.0/poll_completion";
        let told = is_poll.then(|| self.changes.lock().unwrap().pop_front());
        let wants = self.wants.lock().unwrap();
        let turn = Turn {
            received,
            wants: &wants,
            number: self.counter.fetch_add(1, Ordering::SeqCst),
            status: told.flatten().unwrap_or("succeeded"),
        };
        let (status, body) = turn.answer();
        response(status, &body)
    }
}

fn beyond_the_ordinary(request: &HttpRequest) -> BTreeMap<String, String> {
    let is_ordinary = |name: &str| {
        name.starts_with("x-client-") || name == "content-type" || name == "client-request-id"
    };
    let headers = request.headers.iter();
    headers
        .filter(|(name, _)| !is_ordinary(name))
        .map(|(name, value)| (name.to_string(), value.to_string()))
        .collect()
}

fn response(status: u16, body: &Value) -> HttpResponse {
    text(status, &body.to_string())
}

fn text(status: u16, body: &str) -> HttpResponse {
    HttpResponse {
        status,
        headers: Vec::new(),
        body: body.as_bytes().to_vec().into(),
    }
}

impl Http for Tenant {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, HttpFault>> {
        let (received, answer) = self.receive(&request);
        Box::pin(async move {
            match answer {
                Answer::Ordinary => Ok(self.ordinary(&received)),
                Answer::Json(status, body) => Ok(response(status, &body)),
                Answer::Text(status, body) => Ok(text(status, body)),
                Answer::ChallengePage(status) => Ok(HttpResponse {
                    headers: vec![("CF-Mitigated".to_owned(), "challenge".to_owned())],
                    ..text(status, "<html>planted</html>")
                }),
                Answer::Fault(fault) => Err(fault),
                Answer::Silence => pending().await,
                Answer::Held => {
                    self.released().await;
                    Ok(self.ordinary(&received))
                }
                Answer::HeldError(error, number) => {
                    self.released().await;
                    Ok(response(
                        400,
                        &json!({"error": error, "error_codes": [number]}),
                    ))
                }
                Answer::HeldFault(fault) => {
                    self.released().await;
                    Err(fault)
                }
            }
        })
    }
}
