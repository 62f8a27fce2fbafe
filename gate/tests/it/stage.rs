//! A gate with a scripted tenant behind it and a scripted provider beside it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use doorstep_gate::config::Surroundings;
use doorstep_gate::seal::{Envelope, Key, Seal};
use doorstep_gate::{Clock, Config, Handle, Host, Record, Records, start};
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};

use crate::scripted::Scripted;

pub(crate) const TENANT: &str = "7d0c5a3e-5b1f-4c8e-9a52-3f1d2b6c8e90";
pub(crate) const SESSION: &str = "5f0c1a2b3c4d5e6f708192a3b4c5d6e7";
pub(crate) const NOW: u64 = 1_795_370_400;
const KEY: &str = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";

/// How a stage's gate differs from the plain one.
#[derive(Default, Clone)]
pub(crate) struct Set {
    pub(crate) mode: Option<String>,
    pub(crate) fail: Option<String>,
    /// The provider's table but for its address.
    pub(crate) provider: Option<String>,
    /// Further lines.
    pub(crate) more: String,
    /// Lines of the table `listen`.
    pub(crate) listen: &'static str,
}

pub(crate) struct Stage {
    pub(crate) tenant: Scripted,
    pub(crate) provider: Scripted,
    pub(crate) gate: Handle,
    pub(crate) client: Client,
    now: Arc<AtomicU64>,
    records: Arc<Mutex<Vec<Record>>>,
}

impl Stage {
    pub(crate) async fn start() -> Self {
        Self::with(Set::default()).await
    }

    pub(crate) async fn with(set: Set) -> Self {
        let (tenant, provider) = (Scripted::start().await, Scripted::start().await);
        Self::between(set, tenant, provider).await
    }

    /// Another gate between the same two, as another machine would run it.
    pub(crate) async fn beside(&self) -> Self {
        self.beside_with(Set::default()).await
    }

    /// The same, set up in this way.
    pub(crate) async fn beside_with(&self, set: Set) -> Self {
        Self::between(set, self.tenant.clone(), self.provider.clone()).await
    }

    async fn between(set: Set, tenant: Scripted, provider: Scripted) -> Self {
        let text = config(&set, &tenant.url(), &provider.url());
        let variables = BTreeMap::from([
            ("SEAL".to_owned(), KEY.to_owned()),
            ("RISK".to_owned(), "risk-secret".to_owned()),
        ]);
        let surroundings = Surroundings::with_variables(Path::new("."), variables);
        let config =
            Config::parse(&text, &surroundings).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let now = Arc::new(AtomicU64::new(NOW));
        let told = Arc::clone(&now);
        let records: Arc<Mutex<Vec<Record>>> = Arc::default();
        let kept = Arc::clone(&records);
        let host = Host {
            clock: Clock::of(move || Duration::from_secs(told.load(Ordering::SeqCst))),
            records: Records::to(move |record| kept.lock().unwrap().push(record.clone())),
        };
        let client = Client::builder()
            .tls_backend_preconfigured(tls())
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            gate: start(config, host).await.unwrap(),
            tenant,
            provider,
            client,
            now,
            records,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}/{TENANT}/{path}", self.gate.address())
    }

    /// A post of a form to a native route.
    pub(crate) fn post(&self, path: &str, form: &[(&str, &str)]) -> RequestBuilder {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(form);
        self.client
            .post(self.url(path))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body.finish())
    }

    /// What became known of the calls since this was last asked.
    pub(crate) fn records(&self) -> Vec<Record> {
        std::mem::take(&mut self.records.lock().unwrap())
    }

    pub(crate) fn advance(&self, seconds: u64) {
        self.now.fetch_add(seconds, Ordering::SeqCst);
    }
}

/// Nobody here speaks TLS; the client wants to be able to.
fn tls() -> rustls::ClientConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth()
}

fn config(set: &Set, tenant: &str, provider: &str) -> String {
    let mode = set.mode.as_deref().unwrap_or("rewrite");
    let fail = set.fail.as_deref().unwrap_or("closed");
    let texts = if fail == "open" { "closed" } else { fail };
    let usual = "kind = \"generic\"
secret_env = \"RISK\"
deadline_ms = 5000";
    let kind = set.provider.as_deref().unwrap_or(usual);
    let url = if kind.contains("generic") {
        format!("url = \"{provider}/assess\"\nreport_url = \"{provider}/report\"")
    } else {
        format!("url = \"{provider}\"")
    };
    // Prove judges new numbers alone.
    let others = if kind.contains("prove") {
        "other"
    } else {
        "risk"
    };
    format!(
        r#"
[listen]
address = "127.0.0.1:0"
{listen}
[tenant]
id = "{TENANT}"
upstream = "{tenant}"
[[seal.keys]]
id = "2026-11"
secret_env = "SEAL"
[step_up]
context = "c3"
mode = "{mode}"
[providers.risk]
{kind}
{url}
[providers.other]
kind = "generic"
url = "{provider}/assess"
[routes]
token = {{ provider = "{others}", fail = "{fail}" }}
challenge = {{ provider = "{others}", fail = "{texts}" }}
register_challenge = {{ provider = "risk", fail = "{texts}" }}
sign_up = {{ provider = "{others}", fail = "{fail}" }}
{more}
"#,
        listen = set.listen,
        more = set.more,
    )
}

/// The seal of every stage.
pub(crate) fn seal() -> Seal {
    let key = Key::from_base64("2026-11", KEY).unwrap();
    Seal::new(TENANT, vec![key]).unwrap()
}

/// An envelope of which only some members are given.
pub(crate) fn envelope(given: &Value) -> Envelope {
    let mut whole = json!({"token": "tenant-token", "stage": "first", "expires": NOW + 600});
    for (name, value) in given.as_object().unwrap() {
        whole[name] = value.clone();
    }
    serde_json::from_value(whole).unwrap()
}

/// The envelope as a client holds it.
pub(crate) fn sealed(given: &Value) -> String {
    seal().seal(&envelope(given)).unwrap()
}

/// The body of an answer.
pub(crate) async fn body(response: reqwest::Response) -> Value {
    serde_json::from_str(&response.text().await.unwrap()).unwrap()
}
