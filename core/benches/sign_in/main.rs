//! What the core adds to the requests of a sign-in: `cargo xtask bench sign-in`.
//!
//! One run measures, turn by turn in pairs, two bare `reqwest` clients that post the same bodies
//! (see `bare`)
//! and the core with its records in memory and on disk. The clients run on a multi-thread runtime,
//! as in an app; the server answers from constants, over TLS 1.3, in a process of its own. Wall time is per
//! sign-in; CPU is that of the clients' process.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![allow(
    clippy::expect_used,
    reason = "a benchmark that can't run has nothing to go on with"
)]

mod bare;
mod constant_server;
mod figures;

use std::sync::Arc;

use doorstep::ports::records::Records;
use doorstep::store::{FileRecords, MemoryRecords, MemoryVault};
use doorstep::transport::ReqwestTransport;
use doorstep::{Authority, Client, Config, Ports, SignInOptions, SignInStep, SystemClock};

use self::bare::BareClient;
use self::constant_server::ConstantServer;
use self::figures::{Figures, Meter};

/// Sign-ins measured of each kind, after the warm-up.
const RUNS: usize = 1200;
const WARM_UP: usize = 60;

pub(crate) const CLIENT_ID: &str = "11111111-1111-4111-8111-111111111111";
pub(crate) const USERNAME: &str = "ada@contoso.example";
pub(crate) const PASSWORD: &str = "Lovelace-1815";

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    if std::env::args().any(|argument| argument == constant_server::SERVE) {
        runtime.block_on(constant_server::serve());
    } else {
        // Spawned, so that it runs where an app's calls run: on a worker of the runtime.
        runtime
            .block_on(runtime.spawn(compare()))
            .expect("the comparison");
    }
}

async fn compare() {
    let server = ConstantServer::start();
    let folder = std::env::temp_dir().join(format!("doorstep-bench-{}", std::process::id()));
    let on_disk = FileRecords::new(&folder).expect("a folder for records");

    let bare = || BareClient::new(&server.authority(), server.certificate());
    let made = bare().make();
    let memory = Contestant::Doorstep(client(&server, Arc::new(MemoryRecords::default())));
    let disk = Contestant::Doorstep(client(&server, Arc::new(on_disk)));
    let reading = (
        "bare reqwest, reading the answers",
        &Contestant::Reading(bare()),
    );
    let posting = (
        "bare reqwest, posting made bodies",
        &Contestant::Posting(bare(), made),
    );
    let pairs = [
        [posting, ("doorstep, records in memory", &memory)],
        [reading, ("doorstep, records in memory", &memory)],
        [reading, ("doorstep, records on disk", &disk)],
    ];
    let counting = reqwest::Client::builder()
        .tls_backend_preconfigured(bare::trusting(server.certificate()))
        .build()
        .expect("a client");
    for pair in pairs {
        figures::print(RUNS, &measure(&server, &counting, pair).await);
    }
    std::fs::remove_dir_all(&folder).expect("the folder goes again");
}

/// Two kinds of client, turn by turn, each as often first as second.
async fn measure(
    server: &ConstantServer,
    counting: &reqwest::Client,
    pair: [(&'static str, &Contestant); 2],
) -> Vec<Figures> {
    let mut rows = Vec::with_capacity(pair.len());
    for (name, contestant) in pair {
        for _ in 0..WARM_UP {
            contestant.sign_in().await;
        }
        server.counted(counting).await;
        contestant.sign_in().await;
        rows.push(Figures::new(name, server.counted(counting).await));
    }
    for run in 0..RUNS {
        for turn in 0..2 {
            let kind = (run + turn) % 2;
            let meter = Meter::begin();
            pair[kind].1.sign_in().await;
            meter.end(&mut rows[kind]);
        }
    }
    rows
}

enum Contestant {
    Posting(BareClient, [(String, String); 3]),
    Reading(BareClient),
    Doorstep(Client),
}

impl Contestant {
    async fn sign_in(&self) {
        match self {
            Self::Posting(client, made) => client.post_made(made).await,
            Self::Reading(client) => client.sign_in().await,
            Self::Doorstep(client) => sign_in(client).await,
        }
    }
}

fn client(server: &ConstantServer, records: Arc<dyn Records>) -> Client {
    let authority = Authority::for_development(&server.authority()).expect("an authority");
    let config = Config::with_authority(authority, CLIENT_ID).expect("a configuration");
    let transport = ReqwestTransport::with_extra_roots(server.certificate().as_bytes());
    let ports = Ports {
        http: Arc::new(transport.expect("a transport")),
        vault: Arc::new(MemoryVault::default()),
        records,
        clock: Arc::new(SystemClock),
        events: None,
    };
    Client::new(&config, ports)
}

async fn sign_in(client: &Client) {
    let options = SignInOptions::new(USERNAME).password(PASSWORD);
    let flow = client.sign_in(options).expect("a flow");
    let step = flow.start().await.expect("a step");
    assert!(matches!(step, SignInStep::SignedIn { .. }), "{step:?}");
}
