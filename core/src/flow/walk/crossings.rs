//! An end that crosses something else on its way.

use std::task::{Context, Poll, Waker};

use super::steps::{at_password, kind};
use super::tenant::Answer;
use super::world::*;
use crate::browser::BrowserOptions;
use crate::error::Landing;
use crate::flow::{BrowserReply, SignInFlow, SignInStep, StepKind};

fn at_browser(world: &World) -> (SignInFlow, BrowserReply) {
    world.tenant.script([Answer::redirect()]);
    let flow = world.sign_in();
    match ready(flow.start()) {
        Ok(SignInStep::BrowserRequired { reply, .. }) => (flow, reply),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_flow_that_was_cancelled_is_not_brought_back_by_the_record_it_left() {
    let world = World::new();
    let flow = world.sign_in();
    at_password(&flow);
    world.records.lock(true);
    ready(flow.cancel());
    world.records.lock(false);
    assert_eq!(code_of(&resume(&world.client, flow.id())), "finished");
    assert!(ready(world.client.pending()).unwrap().is_empty());
}

#[test]
fn a_flow_that_signed_in_is_not_brought_back_by_the_record_it_left() {
    let world = World::new();
    let flow = world.sign_in();
    let reply = at_password(&flow);
    world.records.lock(true);
    assert_eq!(kind(&ready(reply.submit(PASSWORD))), StepKind::SignedIn);
    world.records.lock(false);
    assert_eq!(code_of(&resume(&world.client, flow.id())), "finished");
    assert!(ready(world.client.pending()).unwrap().is_empty());
}

#[test]
fn a_refusal_that_is_being_saved_when_the_cancel_comes_does_not_keep_the_step() {
    let world = World::new();
    let flow = world.sign_in();
    let reply = at_password(&flow);
    world
        .tenant
        .script([Answer::HeldError("invalid_grant", 50126)]);
    let mut call = polled(reply.submit(PASSWORD));
    world.records.slow(true);
    world.tenant.go_on();
    let mut context = Context::from_waker(Waker::noop());
    assert!(matches!(call.as_mut().poll(&mut context), Poll::Pending));
    ready(flow.cancel());
    world.records.slow(false);
    let error = refused(ready(call));
    assert_eq!(error.info().code, "cancelled");
    assert_eq!(error.info().landing, Landing::FlowOver);
}

#[test]
fn a_journey_that_is_being_saved_when_the_cancel_comes_has_no_address() {
    let world = World::new();
    let (flow, reply) = at_browser(&world);
    world.records.slow(true);
    let options = BrowserOptions::new();
    let call = polled(reply.authorization_url(&options));
    ready(flow.cancel());
    world.records.slow(false);
    assert_eq!(code_of(&ready(call)), "cancelled");
    assert_eq!(world.records.keys(""), [""; 0]);
}
