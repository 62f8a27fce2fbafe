//! Second proofs and lost devices, watched: what reaches mailbox and phone, and what the gate holds for Graph and the
//! webhook, is seen nowhere else.

use std::fmt::Write as _;
use std::sync::Arc;

use doorstep::store::MemoryVault;
use doorstep::{RecoveryReason, ResetPasswordOptions};
use doorstep_sandbox::model::Fault;
use doorstep_tests::{
    BOB, ErrorExt as _, Keeper, NEW_PASSWORD, NUMBER, Perimeter, ResetStepExt as _, reset_of,
};

use crate::stage::{assert_clean, recorder};

/// What the gate shows Graph, and signs with.
const SECRET: &str = "sandbox-secret";

/// A reset to its end, with a back end that fails, a wrong code and the right one; gives all that an app could print.
async fn walked(edge: &Perimeter, options: ResetPasswordOptions) -> String {
    let mut shown = String::new();
    let (flow, reply) = edge.at_new_password(options).await;
    for endpoint in ["webhook", "graph/v1.0/users"] {
        edge.world.fault(Fault {
            status: Some(403),
            ..Fault::of(endpoint)
        });
        let failed = reply.submit(NEW_PASSWORD).await;
        let _ = writeln!(shown, "{failed:?}");
        let _ = failed.later();
    }
    let asked = reply.submit(NEW_PASSWORD).await;
    let _ = writeln!(shown, "{asked:#?}");
    let (_, reply) = asked.verification();
    let wrong = reply.submit(edge.wrong_security_code()).await;
    let _ = writeln!(shown, "{wrong:?}");
    let (_, reply) = wrong.verification();
    let done = reply.submit(edge.security_code());
    let done = edge.world.patiently(done).await;
    let _ = writeln!(shown, "{done:?} {flow:?}");
    let _ = done.reset();
    shown
}

fn canaries(edge: &Perimeter) -> Vec<(String, String)> {
    let canary = |kind: &str, text: &str| (kind.to_owned(), text.to_owned());
    let mut canaries = vec![
        canary("username", BOB),
        canary("number", NUMBER),
        canary("password", NEW_PASSWORD),
        canary("secret of the gate", SECRET),
        canary("wrong code", &edge.wrong_security_code()),
    ];
    let codes = edge.world.control().mailbox(None, None).into_iter();
    let codes = codes.map(|mail| mail.code).filter(|code| !code.is_empty());
    canaries.extend(codes.map(|code| canary("code", &code)));
    for exchange in edge.world.http().exchanges() {
        let answer: serde_json::Value = serde_json::from_str(&exchange.body).unwrap_or_default();
        let token = answer["continuation_token"].as_str();
        canaries.extend(token.map(|token| canary("continuation_token", token)));
    }
    assert!(canaries.len() >= 12, "{}", canaries.len());
    canaries
}

#[tokio::test]
async fn no_second_proof_shows_a_secret() {
    let recorder = recorder();
    let lost = reset_of(BOB).because(RecoveryReason::DeviceLost);
    for (scenario, options) in [
        ("rules_reset_code", reset_of(BOB)),
        ("rules_device_lost", lost),
    ] {
        let mut edge = Perimeter::ruled(scenario).await;
        let keeper = Arc::new(Keeper::default());
        let vault = Arc::new(MemoryVault::default());
        let device = edge
            .world
            .device
            .with_stores(vault, Arc::clone(&keeper) as _);
        edge.world.device = device;
        let began = recorder.text().len();
        let shown = walked(&edge, options).await;
        let canaries = canaries(&edge);
        let place = |what| format!("{scenario}: {what}");
        assert_clean(&canaries, &shown, &place("what was printed"));
        assert_clean(&canaries, &recorder.text()[began..], &place("the log"));
        let book = serde_json::to_string(&edge.world.control().risk().calls).unwrap();
        assert_clean(&canaries, &book, &place("a record of the gate"));
        let journal = serde_json::to_string(&edge.world.journal()).unwrap();
        let but_names: Vec<_> = canaries
            .into_iter()
            .filter(|(_, text)| text != BOB)
            .collect();
        assert_clean(&but_names, &journal, &place("the journal"));
        for (name, bytes) in keeper.saved() {
            let record = format!("{name} {}", String::from_utf8_lossy(&bytes));
            assert_clean(&but_names, &record, &place("a record"));
        }
    }
}
