//! Every journey there is, watched: what the person gave and what the service gave out is seen
//! nowhere else.

use std::collections::BTreeSet;
use std::sync::Arc;

use doorstep::store::MemoryVault;
use doorstep_tests::{Exchange, Keeper, Walk, World, journeys};

use crate::stage::{assert_clean, recorder};

/// What people give and what the service gives out, by the fields of requests and answers.
const SECRET: [&str; 13] = [
    "username",
    "password",
    "new_password",
    "oob",
    "challenge_target",
    "continuation_token",
    "code",
    "code_verifier",
    "access_token",
    "refresh_token",
    "id_token",
    "client_info",
    "challenge_target_label",
];

/// So short that it may stand in a log by accident is no canary.
const SHORTEST: usize = 6;

fn canaries(world: &World) -> BTreeSet<(String, String)> {
    let exchanges = world.http().exchanges();
    let mut canaries: BTreeSet<_> = exchanges.iter().flat_map(of_exchange).collect();
    for mail in world.control().mailbox(None, None) {
        canaries.insert(("oob".to_owned(), mail.code));
        canaries.insert(("target".to_owned(), mail.to));
    }
    canaries.retain(|(_, text)| text.len() >= SHORTEST);
    canaries
}

fn of_exchange(exchange: &Exchange) -> Vec<(String, String)> {
    let answer: serde_json::Value = serde_json::from_str(&exchange.body).unwrap_or_default();
    let mut found = Vec::new();
    for kind in SECRET {
        let sent = exchange.form.get(kind).map(String::as_str);
        let texts = sent.into_iter().chain(answer[kind].as_str());
        found.extend(texts.map(|text| (kind.to_owned(), text.to_owned())));
    }
    for method in answer["methods"].as_array().into_iter().flatten() {
        let hint = method["login_hint"].as_str();
        found.extend(hint.map(|text| ("login_hint".to_owned(), text.to_owned())));
    }
    let attributes = exchange.form.get("attributes");
    let attributes = attributes.and_then(|text| serde_json::from_str(text).ok());
    let attributes: serde_json::Map<String, serde_json::Value> = attributes.unwrap_or_default();
    for value in attributes.values().filter_map(serde_json::Value::as_str) {
        found.push(("attribute".to_owned(), value.to_owned()));
    }
    found
}

/// The longest run of bytes that a person could read.
fn readable(bytes: &[u8]) -> usize {
    let is_readable = |byte: &u8| byte.is_ascii_graphic() || *byte == b' ';
    let runs = bytes.split(|byte| !is_readable(byte)).map(<[u8]>::len);
    runs.max().unwrap_or_default()
}

#[tokio::test]
async fn no_journey_shows_a_secret() {
    let recorder = recorder();
    let mut kinds = BTreeSet::new();
    for journey in journeys() {
        let mut world = journey.world().await;
        let keeper = Arc::new(Keeper::default());
        let vault = Arc::new(MemoryVault::default());
        world.device = world.device.with_stores(vault, Arc::clone(&keeper) as _);
        let began = recorder.text().len();
        let run = journey.walk_in(world, Walk::default()).await;

        let canaries: Vec<_> = canaries(&run.world).into_iter().collect();
        kinds.extend(canaries.iter().map(|(kind, _)| kind.clone()));
        let events = format!("{:?}", run.world.device.heard.all());
        let place = |what| format!("{}: {what}", journey.name);
        assert_clean(&canaries, &run.shown, &place("what was printed"));
        assert_clean(&canaries, &events, &place("an event"));
        assert_clean(&canaries, &recorder.text()[began..], &place("the log"));
        for (name, bytes) in keeper.saved() {
            assert_clean(&canaries, &name, &place("a record's name"));
            let text = String::from_utf8_lossy(&bytes);
            assert_clean(&canaries, &text, &place("a record"));
            assert!(readable(&bytes) < 24, "{}", place("a record is readable"));
        }
    }
    for kind in SECRET
        .into_iter()
        .chain(["attribute", "login_hint", "target"])
    {
        assert!(kinds.contains(kind), "no {kind} was used");
    }
}
