//! The clients that are measured, by what they add to the requests of a sign-in.

use std::sync::Arc;

use doorstep::ports::http::Http;
use doorstep::ports::records::Records;
use doorstep::store::{FileRecords, MemoryRecords, MemoryVault};
use doorstep::transport::ReqwestTransport;
use doorstep::{Authority, Client, Config, Ports, SignInOptions, SignInStep, SystemClock};

use crate::bare::BareClient;
use crate::constant_server::ConstantServer;
use crate::figures::{Meter, Samples, say, times};
use crate::{CLIENT_ID, PASSWORD, USERNAME};

/// Sign-ins measured of each kind, after the warm-up.
const RUNS: usize = 1200;
const WARM_UP: usize = 60;

/// A client beside the one that it is compared with, turn by turn.
struct Pair {
    row: &'static str,
    ours: Contestant,
    peer: Contestant,
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

/// The rows of what the core adds: `overhead`, `overhead-reading` and `overhead-disk`.
pub(crate) async fn compare(server: &ConstantServer, wanted: impl Fn(&str) -> bool) {
    let folder = std::env::temp_dir().join(format!("doorstep-bench-{}", std::process::id()));
    let memory = || Contestant::Doorstep(client(server, Arc::new(MemoryRecords::default())));
    let on_disk = || {
        let records = FileRecords::new(&folder).expect("a folder for records");
        Contestant::Doorstep(client(server, Arc::new(records)))
    };
    let bare = || BareClient::new(&server.authority(), server.certificate());
    let posting = || Contestant::Posting(bare(), bare().make());
    let reading = || Contestant::Reading(bare());
    let pairs = [
        pair("overhead", memory(), posting()),
        pair("overhead-reading", memory(), reading()),
        pair("overhead-disk", on_disk(), reading()),
    ];
    let asked = |pair: &&Pair| wanted(pair.row) || wanted(&format!("{}-cpu", pair.row));
    for pair in pairs.iter().filter(asked) {
        measure(pair).await;
    }
    std::fs::remove_dir_all(&folder).expect("the folder goes again");
}

const fn pair(row: &'static str, ours: Contestant, peer: Contestant) -> Pair {
    Pair { row, ours, peer }
}

/// Turn by turn, each as often first as second.
async fn measure(pair: &Pair) {
    let both = [&pair.ours, &pair.peer];
    for contestant in both {
        for _ in 0..times(WARM_UP) {
            contestant.sign_in().await;
        }
    }
    let mut samples = [Samples::default(), Samples::default()];
    for run in 0..times(RUNS) {
        for turn in 0..2 {
            let kind = (run + turn) % 2;
            let meter = Meter::begin();
            both[kind].sign_in().await;
            meter.end(&mut samples[kind]);
        }
    }
    let [ours, peer] = samples;
    say(pair.row, ours.wall(), Some(peer.wall()));
    say(&format!("{}-cpu", pair.row), ours.cpu(), Some(peer.cpu()));
}

/// The core over the Rust transport.
pub(crate) fn client(server: &ConstantServer, records: Arc<dyn Records>) -> Client {
    client_at(&server.authority(), transport(server), records)
}

pub(crate) fn transport(server: &ConstantServer) -> Arc<dyn Http> {
    let transport = ReqwestTransport::with_extra_roots(server.certificate().as_bytes());
    Arc::new(transport.expect("a transport"))
}

pub(crate) fn client_at(authority: &str, http: Arc<dyn Http>, records: Arc<dyn Records>) -> Client {
    let ports = Ports {
        http,
        vault: Arc::new(MemoryVault::default()),
        records,
        clock: Arc::new(SystemClock),
        events: None,
    };
    client_with(authority, ports)
}

pub(crate) fn client_with(authority: &str, ports: Ports) -> Client {
    let authority = Authority::for_development(authority).expect("an authority");
    let config = Config::with_authority(authority, CLIENT_ID).expect("a configuration");
    Client::new(&config, ports)
}

pub(crate) async fn sign_in(client: &Client) {
    let options = SignInOptions::new(USERNAME).password(PASSWORD);
    let flow = client.sign_in(options).expect("a flow");
    let step = flow.start().await.expect("a step");
    assert!(matches!(step, SignInStep::SignedIn { .. }), "{step:?}");
}
