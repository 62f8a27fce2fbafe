//! The core over a transport that answers at once: what is measured is the core alone.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use doorstep::ports::BoxFuture;
use doorstep::ports::http::{Http, HttpFault, HttpRequest, HttpResponse};
use doorstep::ports::records::Records;
use doorstep::store::{MemoryRecords, MemoryVault};
use doorstep::{Client, Ports, Scopes, SignInOptions, SignInStep, SystemClock};

use crate::answers::Answers;
use crate::clients::{client_with, sign_in};
use crate::figures::{median, microseconds, say, times};
use crate::{PASSWORD, USERNAME};

const AUTHORITY: &str = "http://127.0.0.1:9/contoso.onmicrosoft.com";

struct Script(Answers);

impl Http for Script {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, HttpFault>> {
        let body = self.0.to(request.url.path()).to_vec();
        let content_type = ("content-type".to_owned(), "application/json".to_owned());
        let response = HttpResponse {
            status: 200,
            headers: vec![content_type],
            body: body.into(),
        };
        Box::pin(std::future::ready(Ok(response)))
    }

    fn bounds_time(&self) -> bool {
        true
    }
}

fn ports(answers: Answers) -> Ports {
    Ports {
        http: Arc::new(Script(answers)),
        vault: Arc::new(MemoryVault::default()),
        records: Arc::new(MemoryRecords::default()),
        clock: Arc::new(SystemClock),
        events: None,
    }
}

/// Repeats one thing, for a profiler that counts the instructions of decoding and of the
/// transition behind it: see `cargo xtask bench`.
pub(crate) async fn repeat(what: &str, times: usize) {
    match what {
        // Each is one challenge answer, and nothing else.
        "resend" => {
            let client = client_with(AUTHORITY, ports(Answers::with_code()));
            let mut step = started(&client).await;
            for _ in 0..times {
                let SignInStep::CodeRequired { reply, .. } = step else {
                    unreachable!("{step:?}");
                };
                step = reply.resend().await.expect("another code");
            }
        }
        "to-password" => {
            let client = client_with(AUTHORITY, ports(Answers::new()));
            for _ in 0..times {
                black_box(started(&client).await);
            }
        }
        "sign-in" => {
            let client = client_with(AUTHORITY, ports(Answers::new()));
            for _ in 0..times {
                sign_in(&client).await;
            }
        }
        // As `to-password`, and one token answer more.
        _ => {
            let client = client_with(AUTHORITY, ports(Answers::new()));
            for _ in 0..times {
                let SignInStep::PasswordRequired { reply, .. } = started(&client).await else {
                    unreachable!("the script wants a password");
                };
                black_box(reply.submit(PASSWORD).await.expect("a session"));
            }
        }
    }
}

async fn started(client: &Client) -> SignInStep {
    let flow = client
        .sign_in(SignInOptions::new(USERNAME))
        .expect("a flow");
    flow.start().await.expect("a step")
}

/// The row `cached-token`: an access token from memory.
pub(crate) async fn cached_token() {
    let client = client_with(AUTHORITY, ports(Answers::new()));
    sign_in(&client).await;
    let accounts = client.accounts().await.expect("accounts");
    let account = accounts.first().expect("an account");
    let mut samples = Vec::new();
    for _ in 0..times(20_000) {
        let begun = Instant::now();
        let token = account.access_token(&Scopes::none()).await;
        samples.push(begun.elapsed());
        black_box(token.expect("a token"));
    }
    say("cached-token", microseconds(median(&samples)), None);
}

/// The rows `save-restore` and `record-bytes`: a flow that waits for a code is brought to that
/// step and saved, and another client resumes it.
pub(crate) async fn save_and_restore() {
    let ports = ports(Answers::with_code());
    let mut samples = Vec::new();
    for _ in 0..times(2_000) {
        let (first, second) = (
            client_with(AUTHORITY, ports.clone()),
            client_with(AUTHORITY, ports.clone()),
        );
        let options = SignInOptions::new(USERNAME);
        let flow = first.sign_in(options).expect("a flow");
        let begun = Instant::now();
        flow.start().await.expect("a step");
        black_box(second.resume(flow.id()).await.expect("the flow"));
        samples.push(begun.elapsed());
        assert!(flow.is_durable());
        say_size_once(&*ports.records, samples.len()).await;
        flow.cancel().await;
    }
    say("save-restore", microseconds(median(&samples)), None);
}

async fn say_size_once(records: &dyn Records, time: usize) {
    if time == 1 {
        let names = records.list("flow-").await.expect("records");
        let name = names.first().expect("a record");
        let record = records.load(name).await.expect("records");
        let bytes = record.expect("a record").len();
        say(
            "record-bytes",
            f64::from(u32::try_from(bytes).expect("a size")),
            None,
        );
    }
}
