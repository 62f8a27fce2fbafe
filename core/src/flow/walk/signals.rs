//! Flows with risk signals: what is sent along, and who is asked before.

mod challenge;
mod consent;
mod failing;
mod provider;
mod sms;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use self::provider::{TestProvider, Told};
use super::steps::{at_mfa, at_password, kind};
use super::telemetry::lines;
use super::tenant::{Answer, Received, Want};
use super::world::*;
use crate::challenge::Channel;
use crate::flow::{FlowKind, StepKind};
use crate::ids::MethodId;
use crate::ports::risk::*;
use crate::signals::{Collected, FailPolicy, Signals};

const BOTH: [DataUse; 2] = [DataUse::Device, DataUse::Behaviour];

/// A world with a provider, and consent to all of it.
fn world(wants: &[Want], policy: FailPolicy) -> (World, Arc<TestProvider>) {
    let provider = Arc::new(TestProvider::default());
    let signals = Signals::with_provider(provider.clone(), policy).unwrap();
    let world = World::with(wants).with_signals(signals);
    world.client.set_consent(&BOTH);
    (world, provider)
}

fn session(told: &[Told]) -> RiskSession {
    let sessions: Vec<RiskSession> = told.iter().filter_map(session_of).collect();
    assert!(sessions.iter().all(|session| *session == sessions[0]));
    sessions[0]
}

fn session_of(told: &Told) -> Option<RiskSession> {
    match told {
        Told::Begin(session, _)
        | Told::Ready(session)
        | Told::Attach(session, _)
        | Told::Check(session, _)
        | Told::End(session, _) => Some(*session),
        Told::Report(..) => None,
    }
}

fn shown(request: &Received) -> Option<&str> {
    request.headers.get("x-risk-session").map(String::as_str)
}

fn signals(request: &Received) -> Value {
    let text = &request.headers["x-risk-signals"];
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap()
}

#[test]
fn one_session_goes_along_with_every_watched_request_and_no_other() {
    let (world, provider) = world(&[Want::Mfa], FailPolicy::Closed);
    let step = ready(at_mfa(&world.sign_in()).choose(&MethodId::new("m-sms")));
    assert_eq!(kind(&step), StepKind::MfaCodeRequired);
    let journal = world.tenant.journal();
    let session = session(&provider.take()).to_string();
    for request in &journal {
        let is_watched = request.path.ends_with("/token") || request.path.ends_with("/challenge");
        let expected = is_watched.then_some(session.as_str());
        assert_eq!(shown(request), expected, "{}", request.path);
        assert_eq!(
            request.headers.contains_key("x-px-authorization"),
            is_watched
        );
        assert_eq!(request.headers.contains_key("x-risk-provider"), is_watched);
        assert!(!request.headers.contains_key("session_id"));
    }
}

#[test]
fn a_provider_is_told_of_a_sign_in_from_its_begin_to_its_end() {
    let (world, provider) = world(&[Want::Mfa], FailPolicy::Closed);
    let flow = world.sign_in();
    let reply = at_password(&flow);
    world.tenant.script([Answer::wrong_password()]);
    drop(ready(reply.submit("planted-wrong")));
    drop(ready(reply.submit(PASSWORD)));
    let Ok(crate::SignInStep::MfaRequired { reply, .. }) = flow.current() else {
        panic!("{flow:?}");
    };
    let Ok(crate::SignInStep::MfaCodeRequired { reply, .. }) =
        ready(reply.choose(&MethodId::new("m-sms")))
    else {
        panic!("{flow:?}");
    };
    world.tenant.wants(&[]);
    ready(reply.submit(CODE)).unwrap();
    let told = provider.take();
    let session = session(&told);
    let journey = RiskJourney {
        flow: Some(FlowKind::SignIn),
        resumed: false,
    };
    let report = Told::Report;
    let attach = |route| Told::Attach(session, route);
    let sms = || Some(Channel::Sms);
    assert_eq!(
        told,
        [
            Told::Begin(session, journey),
            attach(RiskRoute::Challenge),
            Told::Ready(session),
            Told::Check(session, RiskPurpose::Token),
            attach(RiskRoute::Token),
            report(RiskDecision::Password, RiskResult::Failed, None),
            Told::Check(session, RiskPurpose::Token),
            attach(RiskRoute::Token),
            report(RiskDecision::Password, RiskResult::Passed, None),
            Told::Check(session, RiskPurpose::SmsToKnown),
            attach(RiskRoute::Challenge),
            report(RiskDecision::SecondFactor, RiskResult::Begun, sms()),
            attach(RiskRoute::Token),
            report(RiskDecision::SecondFactor, RiskResult::Passed, sms()),
            Told::End(session, RiskEnd::Completed),
        ]
    );
    assert!(!format!("{told:?}").contains(PLANTED));
}

#[test]
fn what_a_hook_did_is_told_for_telemetry() {
    let (world, _provider) = world(&[], FailPolicy::Closed);
    drop(ready(world.sign_in_with_password().start()));
    let told = world.telemetry.take();
    let mut hooks = lines(&told);
    hooks.retain(|line| line.split(' ').count() == 2);
    assert_eq!(
        hooks,
        [
            "begin begun",
            "attach attached",
            "ready partial",
            "check allow",
            "attach attached"
        ]
    );
    assert!(!format!("{told:?}").contains("3:token"));
}

#[test]
fn the_session_survives_the_process_and_ends_with_the_flow() {
    let (world, provider) = world(&[], FailPolicy::Closed);
    let flow = world.sign_in();
    at_password(&flow);
    let before = session(&provider.take());
    let signals = Signals::with_provider(provider.clone(), FailPolicy::Closed).unwrap();
    let next = world.client_with(signals);
    next.set_consent(&BOTH);
    let resumed = resume(&next, flow.id()).unwrap();
    drop(ready(at_password(&resumed).submit(PASSWORD)));
    let told = provider.take();
    assert_eq!(session(&told), before);
    let journey = RiskJourney {
        flow: Some(FlowKind::SignIn),
        resumed: true,
    };
    assert_eq!(told[0], Told::Begin(before, journey));
    assert_eq!(
        shown(&world.tenant.last()),
        Some(before.to_string().as_str())
    );
    let after = ready(
        next.sign_in(crate::SignInOptions::new(USERNAME))
            .unwrap()
            .start(),
    );
    assert!(after.is_ok());
    assert_ne!(session(&provider.take()), before);
}

#[test]
fn a_profile_that_began_at_the_screen_is_the_flows() {
    let (world, provider) = world(&[], FailPolicy::Closed);
    ready(world.client.prepare());
    ready(world.client.prepare());
    let told = provider.take();
    assert_eq!(told.len(), 1, "{told:?}");
    let ahead = session(&told);
    at_password(&world.sign_in());
    let told = provider.take();
    assert_eq!(session(&told), ahead);
    assert!(!told.iter().any(|told| matches!(told, Told::Begin(..))));
    at_password(&world.sign_in());
    assert_ne!(session(&provider.take()), ahead);
    ready(world.client.prepare());
    let ahead = session(&provider.take());
    world.clock.forward(seconds(15 * 60));
    at_password(&world.sign_in());
    assert_ne!(session(&provider.take()), ahead);
}

#[test]
fn what_the_app_and_the_core_found_out_goes_along_in_one_header() {
    let (world, _provider) = world(&[], FailPolicy::Closed);
    let collected = Collected::parse(r#"{"os":"android","pastes":1}"#).unwrap();
    world.client.set_collected(collected);
    let reply = at_password(&world.sign_in());
    world.tenant.script([Answer::wrong_password()]);
    drop(ready(reply.submit("planted-wrong")));
    world.clock.forward(seconds(7));
    ready(reply.submit(PASSWORD)).unwrap();
    let told = signals(&world.tenant.last());
    assert_eq!(told["schema"], 1);
    assert_eq!(told["os"], "android");
    assert_eq!(told["pastes"], 1);
    assert_eq!(told["step_ms"], 7000);
    assert_eq!(told["refusals"], 1);
    assert_eq!(told["steps"][0], "password_required");
    assert!(!told.to_string().contains(PLANTED));
}

#[test]
fn an_app_without_a_provider_has_a_session_and_headers_of_its_own() {
    let signals = Signals::without_provider()
        .legacy_session_header(true)
        .header("X-Attest", "statement", &[RiskRoute::Token])
        .unwrap();
    let world = World::new().with_signals(signals);
    world.client.set_consent(&[DataUse::Device]);
    ready(world.sign_in_with_password().start()).unwrap();
    let journal = world.tenant.journal();
    let [open, challenge, token] = &journal[..] else {
        panic!("{journal:?}");
    };
    assert!(open.headers.is_empty());
    assert_eq!(shown(challenge), shown(token));
    assert_eq!(
        challenge.headers.get("session_id").map(String::as_str),
        shown(token)
    );
    assert!(!challenge.headers.contains_key("x-attest"));
    assert_eq!(token.headers["x-attest"], "statement");
    assert!(!token.headers.contains_key("x-risk-provider"));
    // Consent to the device alone: nothing of how it is used.
    assert!(!token.headers.contains_key("x-risk-signals"));
}

#[test]
fn a_client_without_signals_sends_nothing_of_it() {
    let world = World::new();
    world.client.set_consent(&BOTH);
    ready(world.client.prepare());
    ready(world.sign_in_with_password().start()).unwrap();
    let journal = world.tenant.journal();
    assert!(journal.iter().all(|request| request.headers.is_empty()));
}
