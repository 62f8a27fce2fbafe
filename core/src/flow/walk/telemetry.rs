//! What a client tells its host, and that the host may ask back at any time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::Duration;

use super::steps::at_password;
use super::tenant::Answer;
use super::world::*;
use crate::client::Client;
use crate::flow::{FlowKind, StepKind};
use crate::ports::events::{Event, Events, SetAside, StatusClass, TokenSource};
use crate::ports::http::HttpFault;
use crate::terms::Scopes;

/// Keeps what it is told. As long as it has questions it asks the client back, which would wait
/// for ever if a lock of the client's were held.
#[derive(Default)]
pub(super) struct Telemetry {
    told: Mutex<Vec<Event>>,
    client: OnceLock<Client>,
    questions: AtomicUsize,
}

impl Telemetry {
    pub(super) fn take(&self) -> Vec<Event> {
        std::mem::take(&mut self.told.lock().unwrap())
    }
}

impl Events for Telemetry {
    fn record(&self, event: &Event) {
        self.told.lock().unwrap().push(event.clone());
        let asks = self.questions.load(Ordering::SeqCst) > 0;
        if let Some(client) = self.client.get().filter(|_| asks) {
            self.questions.fetch_sub(1, Ordering::SeqCst);
            for account in ready(client.accounts()).unwrap_or_default() {
                drop(ready(account.refreshed_access_token(&Scopes::none())));
            }
            drop(ready(client.pending()));
        }
    }
}

/// One line per event, without what differs from run to run.
pub(super) fn lines(events: &[Event]) -> Vec<String> {
    let line = |event: &Event| match event {
        Event::CallFinished {
            call,
            outcome,
            status,
            retries,
            ..
        } => format!("{call} {outcome} {status:?} {retries}"),
        Event::StepShown { flow, step, .. } => format!("{flow:?} at {step}"),
        Event::FlowEnded { flow, outcome, .. } => format!("{flow:?} ended: {outcome}"),
        Event::RecordsSetAside { why, count } => format!("{count} {why:?}"),
        Event::RiskHookCalled { hook, outcome, .. } => format!("{hook} {outcome}"),
        Event::TokenGiven { from } => format!("token from {from:?}"),
    };
    events.iter().map(line).collect()
}

#[test]
fn a_sign_in_is_told_from_its_first_call_to_its_end() {
    let world = World::with_mfa();
    let flow = world.sign_in();
    let reply = at_password(&flow);
    world.tenant.script([Answer::wrong_password()]);
    drop(ready(reply.submit("planted-wrong")));
    drop(ready(reply.submit(PASSWORD)));
    let crate::SignInStep::MfaRequired { methods, reply } = flow.current().unwrap() else {
        panic!("{flow:?}");
    };
    let Ok(crate::SignInStep::MfaCodeRequired { reply, .. }) = ready(reply.choose(&methods[0].id))
    else {
        panic!("{flow:?}");
    };
    world.tenant.wants(&[]);
    ready(reply.submit(CODE)).unwrap();
    let told = world.telemetry.take();
    assert_eq!(
        lines(&told),
        [
            "open opened Success 0",
            "first_challenge password_wanted Success 0",
            "SignIn at password required",
            "redeem_password wrong_password ClientError 0",
            "redeem_password second_factor_due ClientError 0",
            "list_methods methods Success 0",
            "SignIn at MFA required",
            "method_challenge code_sent Success 0",
            "SignIn at MFA code required",
            "redeem_second_code granted Success 0",
            "SignIn ended: signed_in",
        ]
    );
    let printed = format!("{told:?}");
    assert!(!printed.contains(PLANTED), "{printed}");
    for event in told {
        let (Event::CallFinished { correlation_id, .. }
        | Event::StepShown { correlation_id, .. }
        | Event::FlowEnded { correlation_id, .. }) = event
        else {
            panic!("{event:?}");
        };
        assert_eq!(correlation_id, flow.correlation_id());
    }
}

#[test]
fn every_end_of_a_flow_is_told_once() {
    let ended = |world: &World| {
        let mut told = lines(&world.telemetry.take());
        told.retain(|line| line.contains("ended"));
        told
    };
    let world = World::new();
    let flow = world.sign_in();
    let reply = at_password(&flow);
    ready(flow.cancel());
    ready(flow.cancel());
    drop(ready(reply.submit(PASSWORD)));
    assert_eq!(ended(&world), ["SignIn ended: cancelled"]);

    let flow = world.sign_in();
    let reply = at_password(&flow);
    world.clock.forward(Duration::from_mins(30));
    drop(ready(reply.submit(PASSWORD)));
    drop(ready(reply.submit(PASSWORD)));
    assert_eq!(ended(&world), ["SignIn ended: flow_expired"]);

    world
        .tenant
        .script([Answer::error("user_not_found", "", 50034)]);
    drop(ready(world.sign_in().start()));
    assert_eq!(ended(&world), ["SignIn ended: user_not_found"]);
}

#[test]
fn a_step_that_was_cancelled_meanwhile_is_not_told() {
    let world = World::new();
    let flow = world.sign_in();
    world.tenant.script([Answer::Held]);
    let call = polled(flow.start());
    ready(flow.cancel());
    world.tenant.go_on();
    assert_eq!(code_of(&ready(call)), "cancelled");
    let told = world.telemetry.take();
    let shown = |event: &Event| matches!(event, Event::StepShown { .. });
    assert!(!told.iter().any(shown), "{told:?}");
}

#[test]
fn calls_tell_their_faults_their_time_and_their_repetitions() {
    let world = World::new();
    let account = world.account();
    world.telemetry.take();
    world.tenant.script([
        Answer::Fault(HttpFault::NotSent),
        Answer::Text(503, "<html>planted"),
    ]);
    drop(ready(account.refreshed_access_token(&Scopes::none())));
    let [
        Event::CallFinished {
            outcome,
            status,
            latency,
            retries,
            ..
        },
    ] = world.telemetry.take()[..]
    else {
        panic!("one event");
    };
    assert_eq!(outcome, "edge_unavailable");
    assert_eq!((status, retries), (StatusClass::ServerError, 1));
    assert_eq!(latency, Duration::from_millis(500));
    world.tenant.script([Answer::Fault(HttpFault::Lost)]);
    drop(ready(account.refreshed_access_token(&Scopes::none())));
    let told = lines(&world.telemetry.take());
    assert_eq!(told, ["refresh connection_lost None 0"]);
}

#[test]
fn a_token_tells_where_it_came_from() {
    let world = World::new();
    let account = world.account();
    world.telemetry.take();
    let none = Scopes::none();
    ready(account.access_token(&none)).unwrap();
    ready(account.refreshed_access_token(&none)).unwrap();
    let given = |from| Event::TokenGiven { from };
    let told = world.telemetry.take();
    assert_eq!(told[0], given(TokenSource::Cache));
    assert_eq!(told[2], given(TokenSource::Refresh));
    assert_eq!(told.len(), 3);
}

#[test]
fn records_that_were_set_aside_are_counted() {
    let world = World::new();
    world.account();
    let flow = world.sign_in();
    at_password(&flow);
    world.telemetry.take();
    let set_aside = |why, count| Event::RecordsSetAside { why, count };

    world.records.damage(&world.records.keys("session-")[0]);
    let next = world.next_process();
    assert_eq!(code_of(&ready(next.accounts())), "record_damaged");
    assert_eq!(world.telemetry.take(), [set_aside(SetAside::Damaged, 1)]);

    world.account();
    world.telemetry.take();
    world.vault.lose_key();
    let next = world.next_process();
    assert_eq!(code_of(&ready(next.pending())), "key_invalidated");
    let told = world.telemetry.take();
    assert_eq!(told, [set_aside(SetAside::KeyInvalidated, 2)]);
}

#[test]
fn a_dropped_call_tells_what_had_happened() {
    let world = World::new();
    let account = world.account();
    world.clock.forward(seconds(3600));
    world.telemetry.take();
    world.records.slow(true);
    let none = Scopes::none();
    dropped_on_the_way(account.access_token(&none));
    assert_eq!(
        lines(&world.telemetry.take()),
        ["refresh granted Success 0"]
    );
}

#[test]
fn the_host_may_ask_back_whatever_it_is_told() {
    let world = World::new();
    assert!(world.telemetry.client.set(world.client.clone()).is_ok());
    let curious = || world.telemetry.questions.store(9, Ordering::SeqCst);
    curious();
    let account = world.account();
    world.clock.forward(seconds(3600));
    curious();
    ready(account.access_token(&Scopes::none())).unwrap();
    let flow = world.sign_in();
    curious();
    at_password(&flow);
    curious();
    ready(flow.cancel());
    curious();
    ready(account.sign_out()).unwrap();
    let told = world.telemetry.take();
    let shown = Event::StepShown {
        flow: FlowKind::SignIn,
        step: StepKind::PasswordRequired,
        correlation_id: flow.correlation_id(),
    };
    assert_eq!(told.iter().filter(|event| **event == shown).count(), 1);
}
