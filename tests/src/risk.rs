//! A tenant behind a gate, with a risk provider that says what a test tells it to.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use doorstep::ports::BoxFuture;
use doorstep::ports::http::{Http, HttpFault, HttpRequest, HttpResponse};
use doorstep::signals::Signals;
use doorstep::{Authority, Client, Config, Ports};
use doorstep_gate::config::Surroundings;
use doorstep_gate::{Clock, Host, Record, Records};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::{APP, World};

/// What the provider does with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// A verdict, such as `pass`.
    Verdict(&'static str),
    /// What is no verdict.
    Garbage,
    /// A failure of its own.
    Error,
    /// Nothing, ever.
    Hangs,
    /// Nothing, and ends the connection.
    Drops,
}

#[derive(Default)]
struct Told {
    by_purpose: BTreeMap<String, Vec<Says>>,
    asked: Vec<Value>,
}

/// A provider on loopback that speaks the gate's own words.
#[derive(Clone)]
pub struct RiskProvider {
    url: String,
    told: Arc<Mutex<Told>>,
}

impl RiskProvider {
    /// One that knows everybody.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let provider = Self {
            url: format!("http://{}/assess", listener.local_addr().unwrap()),
            told: Arc::default(),
        };
        let serving = provider.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let serving = serving.clone();
                tokio::spawn(async move { serving.answer(stream).await });
            }
        });
        provider
    }

    /// What it says of calls of one purpose (`token`, `sms`, `sign_up`) from now on: one after another, round and round.
    pub fn says(&self, purpose: &str, says: &[Says]) {
        let mut told = self.told.lock().unwrap();
        told.by_purpose.insert(purpose.to_owned(), says.to_vec());
    }

    /// What it was asked so far.
    pub fn asked(&self) -> Vec<Value> {
        self.told.lock().unwrap().asked.clone()
    }

    async fn answer(&self, stream: TcpStream) -> Option<()> {
        let mut stream = BufReader::new(stream);
        loop {
            let question = question(&mut stream).await?;
            let answer = match self.note(question) {
                Says::Verdict(verdict) => {
                    (200, format!(r#"{{"verdict":"{verdict}","reference":"r"}}"#))
                }
                Says::Garbage => (200, "<html>pass</html>".to_owned()),
                Says::Error => (500, r#"{"verdict":"pass"}"#.to_owned()),
                Says::Hangs => return std::future::pending().await,
                Says::Drops => return None,
            };
            let (status, body) = answer;
            let length = body.len();
            let head = format!("HTTP/1.1 {status} said\r\ncontent-length: {length}\r\n\r\n");
            stream
                .write_all(format!("{head}{body}").as_bytes())
                .await
                .ok()?;
        }
    }

    fn note(&self, question: Value) -> Says {
        let mut told = self.told.lock().unwrap();
        let purpose = question["purpose"].as_str().unwrap_or_default();
        let said = match told.by_purpose.get_mut(purpose) {
            Some(says) => {
                says.rotate_left(1);
                says.last().copied()
            }
            None => None,
        };
        told.asked.push(question);
        said.unwrap_or(Says::Verdict("pass"))
    }
}

/// The next question on a connection; none when it ends.
async fn question(stream: &mut BufReader<TcpStream>) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let line = line.trim_end().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(announced) = line.strip_prefix("content-length:") {
            length = announced.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    serde_json::from_slice(&body).ok()
}

/// A network on which every request shows a risk session.
pub struct ShowsSession {
    inner: Arc<dyn Http>,
    session: &'static str,
}

impl ShowsSession {
    /// Shows `session` over `inner`.
    pub fn over(inner: Arc<dyn Http>, session: &'static str) -> Self {
        Self { inner, session }
    }
}

impl Http for ShowsSession {
    fn send(&self, mut request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, HttpFault>> {
        let shown = ("x-risk-session".into(), Cow::Borrowed(self.session));
        request.headers.push(shown);
        self.inner.send(request)
    }

    fn bounds_time(&self) -> bool {
        true
    }
}

/// A tenant behind a gate.
pub struct GuardedTenant {
    /// The tenant, and a device that would call it directly.
    pub world: World,
    /// Who judges.
    pub provider: RiskProvider,
    /// The gate.
    pub gate: doorstep_gate::Handle,
    records: Arc<Mutex<Vec<Record>>>,
}

impl GuardedTenant {
    /// With a gate that rewrites.
    pub async fn start() -> Self {
        Self::around(World::start().await).await
    }

    /// A gate before the tenant of `world`.
    pub async fn around(world: World) -> Self {
        let provider = RiskProvider::start().await;
        let text = configuration(&world, &provider.url);
        let seal = (
            "SEAL".to_owned(),
            "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=".to_owned(),
        );
        let surroundings = Surroundings::with_variables(Path::new("."), BTreeMap::from([seal]));
        let config = doorstep_gate::Config::parse(&text, &surroundings).unwrap();
        let records: Arc<Mutex<Vec<Record>>> = Arc::default();
        let kept = Arc::clone(&records);
        let host = Host {
            clock: Clock::system(),
            records: Records::to(move |record| kept.lock().unwrap().push(record.clone())),
        };
        Self {
            gate: doorstep_gate::start(config, host).await.unwrap(),
            world,
            provider,
            records,
        }
    }

    /// The base URL of the tenant behind the gate.
    pub fn url(&self) -> String {
        let tenant = self.world.control().info().tenant_id;
        format!("http://{}/{tenant}", self.gate.address())
    }

    /// An app that calls through the gate, and shows a risk session if one is given.
    pub fn client(&self, session: Option<&'static str>) -> Client {
        self.client_with(session, |config| config)
    }

    /// As [`GuardedTenant::client`], for an app that is set up differently.
    pub fn client_with(
        &self,
        session: Option<&'static str>,
        adjust: impl FnOnce(Config) -> Config,
    ) -> Client {
        let device = &self.world.device;
        let http: Arc<dyn Http> = match session {
            Some(session) => Arc::new(ShowsSession::over(Arc::clone(&device.http) as _, session)),
            None => Arc::clone(&device.http) as _,
        };
        Client::new(&adjust(self.config()), self.ports(http))
    }

    /// An app that calls through the gate with signals of its own.
    pub fn client_with_signals(&self, signals: Signals) -> Client {
        let http = Arc::clone(&self.world.device.http);
        Client::with_signals(&self.config(), self.ports(http), signals)
    }

    fn config(&self) -> Config {
        let authority = Authority::for_development(&self.url()).unwrap();
        Config::with_authority(authority, APP).unwrap()
    }

    fn ports(&self, http: Arc<dyn Http>) -> Ports {
        let device = &self.world.device;
        Ports {
            http,
            vault: Arc::clone(&device.vault),
            records: Arc::clone(&device.records),
            clock: Arc::clone(&device.clock) as _,
            events: None,
        }
    }

    /// What the gate told of calls.
    pub fn records(&self) -> Vec<Record> {
        self.records.lock().unwrap().clone()
    }
}

fn configuration(world: &World, provider: &str) -> String {
    let info = world.control().info();
    let tenant = info.tenant_id;
    let upstream = format!("http://{}", world.sandbox.address());
    let rule = r#"{ provider = "risk" }"#;
    format!(
        r#"
[listen]
address = "127.0.0.1:0"
[tenant]
id = "{tenant}"
upstream = "{upstream}"
keep_host = true
[[seal.keys]]
id = "test"
secret_env = "SEAL"
[step_up]
context = "c3"
[providers.risk]
kind = "generic"
url = "{provider}"
deadline_ms = 2000
rest_after = 1000000
[routes]
token = {rule}
challenge = {rule}
register_challenge = {rule}
sign_up = {rule}
"#
    )
}
