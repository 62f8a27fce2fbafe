//! What is left of a flow whose end could not be written down: it goes as soon as it can.

use std::task::{Context, Waker};

use super::steps::at_password;
use super::telemetry::lines;
use super::tenant::Answer;
use super::world::*;
use crate::client::Client;
use crate::ids::FlowId;

/// A sign-in whose last call is dropped while the session is saved, and that nobody holds then.
fn dropped_at_the_end(world: &World) -> FlowId {
    let flow = world.sign_in();
    let reply = at_password(&flow);
    world.tenant.script([Answer::Held]);
    let mut call = polled(reply.submit(PASSWORD));
    world.records.slow(true);
    world.tenant.go_on();
    let mut context = Context::from_waker(Waker::noop());
    assert!(call.as_mut().poll(&mut context).is_pending());
    drop(call);
    world.records.slow(false);
    flow.id()
}

/// A sign-in that is cancelled while the store is locked, and that nobody holds then.
fn cancelled_under_lock(world: &World) -> FlowId {
    let flow = world.sign_in();
    at_password(&flow);
    world.records.lock(true);
    ready(flow.cancel());
    world.records.lock(false);
    flow.id()
}

/// What an app may do next.
fn touches() -> [fn(&Client, FlowId); 4] {
    [
        |client, _| assert!(ready(client.pending()).unwrap().is_empty()),
        |client, id| assert_eq!(code_of(&resume(client, id)), "finished"),
        |client, _| drop(ready(client.accounts()).unwrap()),
        |client, _| {
            let options = crate::flow::SignInOptions::new(USERNAME).password(PASSWORD);
            let other = client.sign_in(options).unwrap();
            drop(ready(other.start()).unwrap());
        },
    ]
}

#[test]
fn a_sign_in_that_ended_in_a_dropped_call_is_told_at_once() {
    let world = World::new();
    dropped_at_the_end(&world);
    let told = lines(&world.telemetry.take());
    assert_eq!(told.last().unwrap(), "SignIn ended: signed_in");
}

#[test]
fn the_record_of_a_sign_in_that_ended_in_a_dropped_call_goes_with_the_next_call() {
    for touch in touches() {
        let world = World::new();
        let id = dropped_at_the_end(&world);
        assert_eq!(world.records.keys("flow-").len(), 1);
        touch(&world.client, id);
        assert_eq!(world.records.keys("flow-"), [""; 0]);
        assert_eq!(ready(world.next_process().accounts()).unwrap().len(), 1);
    }
}

#[test]
fn a_cancel_under_lock_removes_the_record_once_the_store_is_open() {
    for touch in touches() {
        let world = World::new();
        let id = cancelled_under_lock(&world);
        assert_eq!(world.records.keys("flow-").len(), 1);
        touch(&world.client, id);
        assert_eq!(world.records.keys("flow-"), [""; 0]);
    }
}
