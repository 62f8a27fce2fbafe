//! A gate with a directory and a webhook behind it, and what a person with an app does at it.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use ring::hmac;
use serde_json::{Value, json};

use super::graph::Graph;
use crate::scripted::{Reply, Scripted, Seen};
use crate::stage::{NOW, SESSION, Set, Stage, body, sealed};

pub(crate) const SUBMIT: &str = "resetpassword/v1.0/submit";
pub(crate) const FROZEN: &str = "4e0c5a3e-5b1f-4c8e-9a52-3f1d2b6c8e90";
pub(crate) const SIGNED_UP: &str = "3e0c5a3e-5b1f-4c8e-9a52-3f1d2b6c8e90";
const SECRET: &str = "risk-secret";

/// The rules of a house.
pub(crate) const RESET: &str = "[reset]\nsecond_proof = \"code\"\n";
pub(crate) const JUDGED: &str = "[reset]\nsecond_proof = \"provider\"\nprovider = \"risk\"\n";
pub(crate) const LOST: &str = "[device_lost]\nsecond_proof = \"code\"\nfrozen_group = \"4e0c5a3e-5b1f-4c8e-9a52-3f1d2b6c8e90\"\n";
pub(crate) const LOST_JUDGED: &str = "[device_lost]\nsecond_proof = \"provider\"\nprovider = \"risk\"\nfrozen_group = \"4e0c5a3e-5b1f-4c8e-9a52-3f1d2b6c8e90\"\n";
pub(crate) const SIGN_UP: &str = "[sign_up]\ngroup = \"3e0c5a3e-5b1f-4c8e-9a52-3f1d2b6c8e90\"\n";

pub(crate) struct House {
    pub(crate) stage: Stage,
    pub(crate) graph: Graph,
    pub(crate) hook: Scripted,
    /// What went out by the webhook.
    pub(crate) sent: Arc<Mutex<Vec<Value>>>,
    rules: String,
}

impl House {
    pub(crate) async fn with(rules: &str) -> Self {
        let graph = Graph::start().await;
        let sent: Arc<Mutex<Vec<Value>>> = Arc::default();
        let kept = Arc::clone(&sent);
        let hook = Scripted::start().await.answering(move |seen| {
            assert_signed(seen);
            kept.lock().unwrap().push(seen.json());
            Reply::json(200, &json!({"channel": "sms", "hint": "+1 ***23"}))
        });
        let stage = Stage::with(set(rules, &graph, &hook)).await;
        Self {
            stage,
            graph,
            hook,
            sent,
            rules: rules.to_owned(),
        }
    }

    /// Another gate with the same rules, tenant, directory and webhook; or this one, started again.
    pub(crate) async fn beside(&self) -> Self {
        let set = set(&self.rules, &self.graph, &self.hook);
        Self {
            stage: self.stage.beside_with(set).await,
            graph: self.graph.clone(),
            hook: self.hook.clone(),
            sent: Arc::clone(&self.sent),
            rules: self.rules.clone(),
        }
    }

    pub(crate) fn advance(&self, seconds: u64) {
        self.stage.advance(seconds);
        self.graph.book.lock().unwrap().now += seconds;
    }

    /// A new password for the flow of that token.
    pub(crate) async fn submit(&self, token: &str, proof: Option<&str>) -> (u16, Value) {
        let form = [
            ("continuation_token", token),
            ("new_password", "n3w-Password"),
        ];
        let mut request = self.stage.post(SUBMIT, &form);
        if let Some(proof) = proof {
            request = request.header("x-risk-proof", proof);
        }
        let response = request.send().await.unwrap();
        (response.status().as_u16(), body(response).await)
    }

    /// The same, by an app with a risk session.
    pub(crate) async fn judged(&self, token: &str, verdict: &Value) -> (u16, Value) {
        self.stage.provider.will(Reply::json(200, verdict));
        let form = [
            ("continuation_token", token),
            ("new_password", "n3w-Password"),
        ];
        let request = self
            .stage
            .post(SUBMIT, &form)
            .header("x-risk-session", SESSION);
        let response = request.send().await.unwrap();
        (response.status().as_u16(), body(response).await)
    }

    /// The tenant takes the next password.
    pub(crate) fn takes(&self) {
        let answer = json!({"continuation_token": "polling", "poll_interval": 1});
        self.stage.tenant.will(Reply::json(200, &answer));
    }

    /// The next password is too weak for it.
    pub(crate) fn refuses(&self) {
        let answer = json!({"error": "invalid_grant", "suberror": "password_too_weak"});
        self.stage.tenant.will(Reply::json(400, &answer));
    }

    /// The code that went out last.
    pub(crate) fn code(&self) -> String {
        let sent = self.sent.lock().unwrap();
        sent.last().unwrap()["code"].as_str().unwrap().to_owned()
    }

    /// How many messages went out.
    pub(crate) fn count(&self) -> usize {
        self.sent.lock().unwrap().len()
    }

    /// The notice that comes after a recovery.
    pub(crate) async fn notice(&self) -> Value {
        loop {
            let sent = self.sent.lock().unwrap().clone();
            if let Some(notice) = sent.iter().find(|sent| sent["kind"] == "device_lost") {
                return notice.clone();
            }
            tokio::task::yield_now().await;
        }
    }
}

fn set(rules: &str, graph: &Graph, hook: &Scripted) -> Set {
    let (graph, hook) = (graph.server.url(), hook.url());
    let more = format!(
        "[directory]
url = \"{graph}\"
token_url = \"{graph}/token\"
client_id = \"gate\"
secret_env = \"RISK\"
issuer = \"contoso.onmicrosoft.com\"
wait_ms = 1
[webhook]
url = \"{hook}/doorstep\"
secret_env = \"RISK\"
{rules}"
    );
    Set {
        more,
        ..Set::default()
    }
}

fn assert_signed(seen: &Seen) {
    let signature = seen.headers["x-doorstep-signature"].to_str().unwrap();
    let (at, tag) = signature.split_once(",v1=").unwrap();
    let at = at.strip_prefix("t=").unwrap();
    let text = format!("{at}.{}", String::from_utf8(seen.body.to_vec()).unwrap());
    let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
    let own = hmac::sign(&key, text.as_bytes());
    let own = own.as_ref().iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    });
    assert_eq!(tag, own);
    assert!(at.parse::<u64>().unwrap() >= NOW);
}

/// A flow that passed the mailbox's code: what is left is the new password.
pub(crate) fn flow(token: &str) -> String {
    flow_of("ada@contoso.example", token)
}

/// The same, of that name.
pub(crate) fn flow_of(name: &str, token: &str) -> String {
    sealed(&json!({"user": name, "token": token, "expires": NOW + 3600}))
}

/// The same, in a recovery of a lost device.
pub(crate) fn recovery(token: &str) -> String {
    sealed(
        &json!({"user": "ada@contoso.example", "token": token, "recovery": "device_lost", "expires": NOW + 3600}),
    )
}

/// A code of the same length that is another one.
pub(crate) fn other(code: &str) -> String {
    let first = if code.starts_with('0') { '1' } else { '0' };
    format!("{first}{}", &code[1..])
}
