//! No text leaves the tenant through the gate without a pass, however many ask at once, whatever the provider does, and
//! while it dies.

use doorstep_sandbox::model::{RiskPurpose, RiskRule, RiskVerdict};
use tokio::task::JoinSet;

use crate::guarded::*;
use crate::support::*;

/// How many ask at once.
const CROWD: usize = 1000;
/// What becomes of them, turn by turn.
const TROUBLES: [RiskVerdict; 9] = [
    RiskVerdict::Reject,
    RiskVerdict::Garbage,
    RiskVerdict::Challenge,
    RiskVerdict::Timeout,
    RiskVerdict::UnknownSession,
    RiskVerdict::Error,
    RiskVerdict::RateLimit,
    RiskVerdict::Review,
    RiskVerdict::Slow,
];

/// Sends the same call so often at once, each as somebody's own session, and kills the provider in the middle.
async fn crowd(world: &World, url: &str, form: impl Fn(usize) -> Vec<(&'static str, String)>) {
    let mut calls = JoinSet::new();
    for number in 0..CROWD {
        let form = form(number);
        let form: Vec<_> = form
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let request = world.http.post(url);
        let request = request
            .header("content-type", "application/x-www-form-urlencoded")
            .header("x-risk-session", session(number))
            .body(encoded(&form));
        calls.spawn(async move { Reply::of(request).await.status });
    }
    let mut statuses = Vec::new();
    while let Some(status) = calls.join_next().await {
        statuses.push(status.expect("a call"));
        if statuses.len() == CROWD / 2 {
            world.sandbox.stop_risk().await;
        }
    }
    assert_eq!(statuses.len(), CROWD);
    let refused = |status: &u16| [403, 429, 503].contains(status);
    assert!(statuses.iter().all(refused), "{statuses:?}");
    assert!(statuses.contains(&403) && statuses.contains(&503));
    assert_eq!(world.texts(), 0);
    world.sandbox.start_risk().await.expect("started again");
}

/// Makes a call until there is a verdict: the gate may still hold connections to the provider that was killed.
async fn until_judged<F: Future<Output = Reply>>(world: &World, call: impl Fn() -> F) -> u16 {
    loop {
        let status = call().await.status;
        let calls = world.control().risk().calls;
        let failure = calls.last().and_then(|call| call.failure.clone());
        if failure.as_deref() != Some("unreachable") {
            return status;
        }
        assert_eq!(world.texts(), 0);
    }
}

/// A session with a trouble of its own.
fn session(number: usize) -> String {
    format!("trouble-{}-0123456789", number % TROUBLES.len())
}

async fn troubled(name: &str) -> World {
    let world = guarded_in(name).await;
    for (number, verdict) in TROUBLES.into_iter().enumerate() {
        let rule = RiskRule::of(verdict).session(session(number));
        let rule = rule.purpose(RiskPurpose::Sms);
        world.control().set_risk(rule).expect("a rule");
    }
    world
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_who_ask_for_a_text_to_their_number() {
    let world = troubled("risk_new_device").await;
    let demand = world.bob_signs_in().await;
    let methods = world.introspect(&demand.token()).await;
    let (token, id) = (methods.token(), methods.method("sms"));
    let url = format!("{}/oauth2/v2.0/challenge", world.base);
    let form = |_| {
        vec![
            ("client_id", APP.to_owned()),
            ("continuation_token", token.clone()),
            ("id", id.clone()),
        ]
    };
    crowd(&world, &url, form).await;
    let sent = until_judged(&world, || world.challenge_method(&token, &id)).await;
    assert_eq!((sent, world.texts()), (200, 1), "a pass goes through");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_who_register_numbers() {
    let world = troubled("risk_no_method").await;
    let methods = world.bob_must_register().await;
    let token = methods.token();
    let url = format!("{}/register/v1.0/challenge", world.base);
    let form = |number| {
        vec![
            ("client_id", APP.to_owned()),
            ("continuation_token", token.clone()),
            ("challenge_type", "oob".to_owned()),
            ("challenge_target", format!("+88213550{number:04}")),
        ]
    };
    crowd(&world, &url, form).await;
    let sent = until_judged(&world, || world.ask_contact(&token, NUMBER)).await;
    assert_eq!((sent, world.texts()), (200, 1), "a pass goes through");
}
