//! A client with risk signals through the gate: what the core sends is what the gate reads.

use doorstep::ports::risk::DataUse;
use doorstep::signals::{Collected, Signals};
use doorstep::{SignInOptions, SignInStep};
use doorstep_gate::decide::SessionState;
use doorstep_tests::{BOB, BOB_PASSWORD, GuardedTenant, StepExt as _, todo};

fn as_bob() -> SignInOptions {
    SignInOptions::new(BOB)
        .scopes(todo())
        .password(BOB_PASSWORD)
}

#[tokio::test]
async fn the_gates_provider_is_asked_by_the_session_and_the_signals_of_the_app() {
    let tenant = GuardedTenant::start().await;
    let client = tenant.client_with_signals(Signals::without_provider());
    client.set_consent(&[DataUse::Device, DataUse::Behaviour]);
    client.set_collected(Collected::parse(r#"{"os":"android","keystrokes":12}"#).unwrap());
    for _ in 0..2 {
        let step = client.sign_in(as_bob()).unwrap().start().await;
        step.account();
    }
    let asked = tenant.provider.asked();
    let sessions: Vec<&str> = asked
        .iter()
        .map(|question| question["session"].as_str().unwrap())
        .collect();
    assert!(sessions.iter().all(|session| session.len() == 32));
    assert_ne!(sessions.first(), sessions.last());
    let signals = &asked[0]["signals"];
    assert_eq!(
        (&signals["schema"], &signals["os"]),
        (&1.into(), &"android".into())
    );
    assert_eq!(signals["keystrokes"], 12);
    assert!(signals["step_ms"].is_u64());
}

#[tokio::test]
async fn without_consent_the_gate_sees_no_session_and_decides_alone() {
    let tenant = GuardedTenant::start().await;
    let client = tenant.client_with_signals(Signals::without_provider());
    let step = client.sign_in(as_bob()).unwrap().start().await;
    // No session is a doubt, and the gate asks for a second factor, which Bob has yet to register.
    assert!(
        matches!(step, Ok(SignInStep::RegistrationRequired { .. })),
        "{step:?}"
    );
    let records = tenant.records();
    assert!(records.iter().all(|record| record.session == Some(SessionState::Missing) || record.session.is_none()));
    assert!(tenant.provider.asked().is_empty());
}
