//! Opening the connection ahead.

use super::telemetry::lines;
use super::tenant::Answer;
use super::world::*;
use crate::ports::http::HttpFault;

#[test]
fn a_connection_is_opened_once_by_a_request_that_says_nothing() {
    let world = World::new();
    world.tenant.script([Answer::Held]);
    let first = polled(world.client.prepare());
    ready(world.client.prepare());
    world.tenant.go_on();
    ready(first);
    ready(world.client.prepare());
    assert_eq!(world.tenant.requests(), 1);
    let sent = world.tenant.last();
    assert_eq!(sent.path, "/v2.0/.well-known/openid-configuration");
    assert!(sent.form.is_empty());
    let told = lines(&world.telemetry.take());
    assert_eq!(told, ["prepare answered Success 0"]);
    world.clock.forward(seconds(60));
    let (sent, ()) = world.requests(world.client.prepare());
    assert_eq!(sent, 1);
}

#[test]
fn nothing_is_opened_where_a_request_was_answered_shortly_before() {
    let world = World::new();
    world.account();
    world.clock.forward(seconds(59));
    let (sent, ()) = world.requests(world.client.prepare());
    assert_eq!(sent, 0);
    world.clock.forward(seconds(1));
    let (sent, ()) = world.requests(world.client.prepare());
    assert_eq!(sent, 1);
}

#[test]
fn a_failure_is_told_and_not_repeated() {
    let world = World::new();
    world.tenant.script([Answer::Fault(HttpFault::NotSent)]);
    ready(world.client.prepare());
    ready(world.client.prepare());
    assert_eq!(world.tenant.requests(), 1);
    let told = lines(&world.telemetry.take());
    assert_eq!(told, ["prepare offline None 0"]);
}

#[test]
fn a_clock_set_back_does_not_keep_the_connection_closed() {
    let world = World::new();
    ready(world.client.prepare());
    world.clock.back(seconds(3600));
    let (sent, ()) = world.requests(world.client.prepare());
    assert_eq!(sent, 1);
}
