//! Providers that hang, panic, fail and lie: the policy decides, and the flow stays whole.

use std::time::Duration;

use super::provider::Does;
use super::*;
use crate::error::{Denier, Error, Landing, Reason};

const WAYS: [Does; 4] = [Does::Hangs, Does::Panics, Does::PanicsAtOnce, Does::Fails];

/// Breaks one call of a provider.
type Breaks = fn(&TestProvider, Does);

const CALLS: [(&str, Breaks, Duration); 4] = [
    (
        "begin",
        |one, does| *one.begin.lock().unwrap() = does,
        Duration::from_millis(300),
    ),
    (
        "ready",
        |one, does| *one.ready.lock().unwrap() = does,
        Duration::from_millis(1500),
    ),
    (
        "attach",
        |one, does| *one.attach.lock().unwrap() = does,
        Duration::from_millis(50),
    ),
    (
        "check",
        |one, does| *one.check.lock().unwrap() = does,
        Duration::from_millis(800),
    ),
];

#[test]
fn whatever_call_fails_in_whatever_way_closed_sends_nothing_and_the_flow_stays() {
    for (call, breaks, budget) in CALLS {
        for does in WAYS {
            let (world, provider) = world(&[], FailPolicy::Closed);
            world.clock.let_pass(2);
            let flow = world.sign_in();
            let reply = at_password(&flow);
            if call == "begin" {
                // It has begun already: another flow begins afresh.
                breaks(&provider, does);
                begin_fails(&world, &provider);
                continue;
            }
            breaks(&provider, does);
            let before = world.now();
            let (sent, outcome) = world.requests(reply.submit(PASSWORD));
            let took = world.now().since(before);
            let Err(Error::Later { reason, info, .. }) = outcome else {
                panic!("{call} {does:?}: {outcome:?}");
            };
            assert_eq!(
                (sent, reason),
                (0, Reason::RiskUnavailable),
                "{call} {does:?}"
            );
            assert_eq!(info.landing, Landing::SameStep);
            assert!(
                took <= budget + Duration::from_millis(50),
                "{call} {does:?}: {took:?}"
            );
            assert!(!flow.is_uncertain());
            breaks(&provider, Does::Well);
            assert_eq!(kind(&ready(reply.submit(PASSWORD))), StepKind::SignedIn);
        }
    }
}

fn begin_fails(world: &World, provider: &TestProvider) {
    provider.take();
    let flow = world.sign_in();
    let reply = at_password(&flow);
    assert_eq!(shown(&world.tenant.last()), None);
    let (sent, outcome) = world.requests(reply.submit(PASSWORD));
    assert_eq!((sent, code_of(&outcome)), (0, "risk_unavailable"));
    world.clock.forward(seconds(60));
    *provider.begin.lock().unwrap() = Does::Well;
    assert_eq!(kind(&ready(reply.submit(PASSWORD))), StepKind::SignedIn);
}

#[test]
fn open_goes_on_without_what_the_call_would_have_given() {
    for (call, breaks, _) in CALLS {
        for does in WAYS {
            let (world, provider) = world(&[], FailPolicy::Open);
            world.clock.let_pass(2);
            breaks(&provider, does);
            let step = ready(world.sign_in_with_password().start());
            assert_eq!(kind(&step), StepKind::SignedIn, "{call} {does:?}");
            let sent = world.tenant.last();
            assert_eq!(shown(&sent).is_some(), call != "begin", "{call} {does:?}");
            assert!(!sent.headers.contains_key("x-px-authorization"));
        }
    }
}

#[test]
fn a_provider_that_profiles_under_another_session_is_a_failure_and_never_named() {
    let (world, provider) = world(&[], FailPolicy::Closed);
    *provider.own_session.lock().unwrap() = true;
    let reply = at_password(&world.sign_in());
    let (sent, outcome) = world.requests(reply.submit(PASSWORD));
    assert_eq!((sent, code_of(&outcome)), (0, "risk_unavailable"));
    let journal = world.tenant.journal();
    assert!(journal.iter().all(|request| request.headers.is_empty()));
    let told = lines(&world.telemetry.take());
    assert!(told.contains(&"begin other_session".to_owned()), "{told:?}");
    assert!(provider.checks().is_empty());
}

#[test]
fn headers_that_must_not_be_sent_are_a_failure_and_never_sent() {
    let own = "x-px-authorization";
    for (name, value) in [
        (own, "3:token\r\nx-admin: 1"),
        (own, ""),
        (own, " 3:token"),
        (own, "ä"),
        (own, &"x".repeat(8193)),
        ("x-other", "1"),
        ("x-ms-a", "1"),
        ("authorization", "Bearer t"),
        ("x-risk-session", "00000000000000000000000000000000"),
        ("x-px-authorization\r\nx", "1"),
    ] {
        let (world, provider) = world(&[], FailPolicy::Closed);
        let reply = at_password(&world.sign_in());
        *provider.headers.lock().unwrap() = vec![(name.to_owned(), value.to_owned())];
        let (sent, outcome) = world.requests(reply.submit(PASSWORD));
        assert_eq!((sent, code_of(&outcome)), (0, "risk_unavailable"), "{name}");
        let told = lines(&world.telemetry.take());
        assert!(told.contains(&"attach bad_header".to_owned()), "{told:?}");
    }
    let (world, provider) = world(&[], FailPolicy::Closed);
    let reply = at_password(&world.sign_in());
    let one = (own.to_owned(), "1".to_owned());
    *provider.headers.lock().unwrap() = vec![one.clone(), one];
    assert_eq!(code_of(&ready(reply.submit(PASSWORD))), "risk_unavailable");
}

#[test]
fn a_block_is_the_providers_word_and_nothing_is_sent() {
    let (world, provider) = world(&[], FailPolicy::Open);
    let flow = world.sign_in();
    let reply = at_password(&flow);
    provider.take();
    provider.says([RiskVerdict::Block]);
    let (sent, outcome) = world.requests(reply.submit(PASSWORD));
    let Err(Error::Denied { by, info }) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(
        (sent, by, info.landing),
        (0, Denier::Provider, Landing::SameStep)
    );
    let blocked = Told::Report(RiskDecision::Password, RiskResult::Blocked, None);
    assert!(provider.take().contains(&blocked));
    assert_eq!(kind(&flow.current()), StepKind::PasswordRequired);
    assert_eq!(kind(&ready(reply.submit(PASSWORD))), StepKind::SignedIn);
}

#[test]
fn a_provider_that_can_not_say_follows_the_policy() {
    let (world, provider) = world(&[], FailPolicy::Closed);
    provider.says([RiskVerdict::Unavailable]);
    let outcome = ready(world.sign_in_with_password().start());
    assert_eq!(code_of(&outcome), "risk_unavailable");
}

#[test]
fn a_provider_that_was_late_twice_is_left_alone_for_a_while() {
    let (world, provider) = world(&[], FailPolicy::Closed);
    let reply = at_password(&world.sign_in());
    *provider.check.lock().unwrap() = Does::Hangs;
    for _ in 0..3 {
        assert_eq!(code_of(&ready(reply.submit(PASSWORD))), "risk_unavailable");
    }
    assert_eq!(provider.checks().len(), 2);
    let told = lines(&world.telemetry.take());
    assert!(told.ends_with(&["check resting".to_owned()]), "{told:?}");
    *provider.check.lock().unwrap() = Does::Well;
    world.clock.forward(seconds(30));
    assert_eq!(kind(&ready(reply.submit(PASSWORD))), StepKind::SignedIn);
}

#[test]
fn a_call_dropped_while_the_provider_is_asked_leaves_the_flow_as_it_was() {
    let (world, provider) = world(&[], FailPolicy::Closed);
    let flow = world.sign_in();
    let reply = at_password(&flow);
    *provider.check.lock().unwrap() = Does::Hangs;
    world.clock.hold_pauses();
    let sent = world.tenant.requests();
    dropped_on_the_way(reply.submit(PASSWORD));
    assert_eq!(world.tenant.requests(), sent);
    assert!(!flow.is_uncertain());
    *provider.check.lock().unwrap() = Does::Well;
    assert_eq!(kind(&ready(reply.submit(PASSWORD))), StepKind::SignedIn);
}

#[test]
fn a_flow_cancelled_while_the_provider_is_asked_sends_nothing() {
    let (world, provider) = world(&[], FailPolicy::Closed);
    let flow = world.sign_in();
    let reply = at_password(&flow);
    *provider.check.lock().unwrap() = Does::Hangs;
    world.clock.hold_pauses();
    let sent = world.tenant.requests();
    let call = polled(reply.submit(PASSWORD));
    ready(flow.cancel());
    world.clock.forward(seconds(1));
    assert_eq!(code_of(&ready(call)), "cancelled");
    assert_eq!(world.tenant.requests(), sent);
    let ended = |told: &Told| matches!(told, Told::End(_, RiskEnd::Cancelled));
    assert_eq!(provider.take().iter().filter(|told| ended(told)).count(), 1);
}

#[test]
fn a_begin_that_hangs_at_the_screen_does_not_hold_the_flow_up() {
    let (world, provider) = world(&[], FailPolicy::Closed);
    *provider.begin.lock().unwrap() = Does::Hangs;
    world.clock.hold_pauses();
    let ahead = polled(world.client.prepare());
    world.clock.let_pass(2);
    let flow = world.sign_in();
    at_password(&flow);
    assert_eq!(shown(&world.tenant.last()), None);
    drop(ahead);
}
