//! What goes over the wire in a sign-in: requests, and bytes both ways. Independent of
//! time, and the same on every machine.

use std::sync::Arc;

use doorstep::store::MemoryRecords;

use crate::bare::BareClient;
use crate::clients::{client, sign_in};
use crate::constant_server::ConstantServer;
use crate::figures::say;

/// The rows `requests-…` and `head-bytes`, each flow with a client that nobody has used.
pub(crate) async fn count(server: &ConstantServer, wanted: impl Fn(&str) -> bool) {
    let fresh = || client(server, Arc::new(MemoryRecords::default()));
    server.counted().await;
    sign_in(&fresh()).await;
    let signed_in = server.counted().await;
    say_requests("requests-sign-in", signed_in.requests, &wanted);
    if ["head-bytes", "request-bytes", "answer-bytes"]
        .iter()
        .any(|row| wanted(row))
    {
        let bare = BareClient::new(&server.authority(), server.certificate());
        bare.sign_in().await;
        let peer = server.counted().await;
        let rows = [
            ("head-bytes", signed_in.heads, peer.heads),
            ("request-bytes", signed_in.bodies, peer.bodies),
            ("answer-bytes", signed_in.sent, peer.sent),
        ];
        for (row, ours, theirs) in rows.into_iter().filter(|(row, ..)| wanted(row)) {
            say(row, number(ours), Some(number(theirs)));
        }
    }
}

fn say_requests(row: &str, requests: u64, wanted: impl Fn(&str) -> bool) {
    if wanted(row) {
        say(row, number(requests), None);
    }
}

fn number(count: u64) -> f64 {
    f64::from(u32::try_from(count).expect("a small number"))
}
