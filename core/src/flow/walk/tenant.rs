//! A tenant as the wire shows it: forms in, JSON out. It keeps no state beyond a counter; what
//! it answers out of the ordinary is scripted.

use std::collections::{BTreeMap, VecDeque};
use std::future::{pending, poll_fn};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::Poll;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::ports::BoxFuture;
use crate::ports::http::{Http, HttpFault, HttpRequest, HttpResponse};

/// What comes instead of the ordinary answer.
#[derive(Debug, Clone)]
pub(super) enum Answer {
    /// The ordinary answer after all.
    Ordinary,
    Json(u16, Value),
    Text(u16, &'static str),
    Fault(HttpFault),
    /// Nothing, ever.
    Silence,
    /// The ordinary answer, once the tenant is let go on.
    Held,
    /// An error, once the tenant is let go on.
    HeldError(&'static str, u64),
    /// A fault, once the tenant is let go on.
    HeldFault(HttpFault),
}

impl Answer {
    /// An error envelope.
    pub(super) fn error(error: &str, suberror: &str, number: u64) -> Self {
        let suberror = (!suberror.is_empty()).then_some(suberror);
        let leads_on = matches!(suberror, Some("mfa_required" | "registration_required"));
        let token = leads_on.then_some("planted-ct-error");
        Self::Json(
            400,
            json!({
                "error": error,
                "suberror": suberror,
                "error_codes": [number],
                "error_description": "about planted@contoso.example",
                "continuation_token": token,
            }),
        )
    }

    pub(super) fn wrong_password() -> Self {
        Self::error("invalid_grant", "", 50126)
    }

    pub(super) fn wrong_code() -> Self {
        Self::error("invalid_grant", "invalid_oob_value", 50181)
    }
}

/// A request as it came.
#[derive(Debug, Clone)]
pub(super) struct Received {
    pub(super) path: String,
    pub(super) form: BTreeMap<String, String>,
}

impl Received {
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.form.get(name).map(String::as_str)
    }
}

#[derive(Default)]
pub(super) struct Tenant {
    codes: AtomicBool,
    mfa: AtomicBool,
    held: AtomicBool,
    counter: AtomicUsize,
    script: Mutex<VecDeque<Answer>>,
    journal: Mutex<Vec<Received>>,
}

impl Tenant {
    /// Asks for a code by e-mail instead of a password.
    pub(super) fn wants_codes(&self, wanted: bool) {
        self.codes.store(wanted, Ordering::SeqCst);
    }

    pub(super) fn wants_mfa(&self, wanted: bool) {
        self.mfa.store(wanted, Ordering::SeqCst);
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
        };
        self.journal.lock().unwrap().push(received.clone());
        let scripted = self.script.lock().unwrap().pop_front();
        (received, scripted.unwrap_or(Answer::Ordinary))
    }

    fn ordinary(&self, received: &Received) -> HttpResponse {
        let number = self.counter.fetch_add(1, Ordering::SeqCst);
        let token = format!("planted-ct-{number}");
        let sent = |channel: &str, label: &str| {
            json!({
                "continuation_token": token,
                "challenge_type": "oob",
                "binding_method": "prompt",
                "challenge_channel": channel,
                "challenge_target_label": label,
                "code_length": 8,
                "interval": 300,
            })
        };
        let of = |name: &str| received.field(name);
        let mfa = self.mfa.load(Ordering::SeqCst);
        match (received.path.as_str(), of("id"), of("grant_type")) {
            ("/oauth2/v2.0/initiate" | "/register/v1.0/continue", ..) => {
                response(200, &json!({"continuation_token": token}))
            }
            ("/oauth2/v2.0/challenge", None, _) if !self.codes.load(Ordering::SeqCst) => response(
                200,
                &json!({"continuation_token": token, "challenge_type": "password"}),
            ),
            ("/oauth2/v2.0/challenge", Some("m-sms"), _) => {
                response(200, &sent("sms", "+1********6"))
            }
            ("/oauth2/v2.0/challenge", ..) => response(200, &sent("email", "a***a@c***o.example")),
            ("/oauth2/v2.0/introspect", ..) => response(
                200,
                &json!({"continuation_token": token, "methods": [
                    {"id": "m-email", "challenge_type": "oob", "challenge_channel": "email",
                     "login_hint": "a***a@c***o.example"},
                    {"id": "m-sms", "challenge_type": "oob", "challenge_channel": "sms",
                     "login_hint": "+1********6"},
                ]}),
            ),
            ("/register/v1.0/introspect", ..) => response(
                200,
                &json!({"continuation_token": token, "methods": [
                    {"id": "email", "challenge_type": "oob", "challenge_channel": "email",
                     "login_hint": "planted@home.example"},
                    {"id": "sms", "challenge_type": "oob", "challenge_channel": "sms"},
                ]}),
            ),
            ("/register/v1.0/challenge", ..) => {
                response(200, &sent("email", "p***d@h***e.example"))
            }
            ("/oauth2/v2.0/token", _, Some("password" | "oob")) if mfa => response(
                400,
                &json!({"error": "invalid_grant", "suberror": "mfa_required",
                    "error_codes": [50076], "continuation_token": token}),
            ),
            ("/oauth2/v2.0/token", ..) => response(200, &tokens(number, of("scope"))),
            ("/v2.0/.well-known/openid-configuration", ..) => response(200, &json!({})),
            (other, ..) => panic!("no such endpoint: {other}"),
        }
    }
}

fn tokens(number: usize, scope: Option<&str>) -> Value {
    let encoded = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let claims = encoded(json!({"oid": "o-1", "tid": "t-1", "name": "planted"}));
    json!({
        "token_type": "Bearer",
        "scope": scope,
        "expires_in": 3600,
        "access_token": format!("planted-at-{number}"),
        "refresh_token": format!("planted-rt-{number}"),
        "id_token": format!("e30.{claims}.planted"),
        "client_info": encoded(json!({"uid": "o-1", "utid": "t-1"})),
    })
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
