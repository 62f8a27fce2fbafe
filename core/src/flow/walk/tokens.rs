//! Tokens and the saving of sessions, where calls cross each other.

use std::task::{Context, Waker};

use serde_json::json;

use super::steps::at_password;
use super::tenant::Answer;
use super::world::*;
use crate::flow::{SignInOptions, SignInStep};
use crate::ports::http::HttpFault;
use crate::session::Account;
use crate::terms::{Claims, Scopes};

const HOUR: u64 = 3600;

fn scopes(text: &str) -> Scopes {
    text.parse().unwrap()
}

#[test]
fn a_token_of_another_resource_does_not_take_the_place_of_the_sign_ins_own() {
    let world = World::new();
    let account = world.account();
    let own = ready(account.access_token(&Scopes::none())).unwrap();
    let todo = ready(account.access_token(&scopes("api://todo/ToDo.Read"))).unwrap();
    let again = ready(account.access_token(&Scopes::none())).unwrap();
    assert_ne!(again.secret, todo.secret);
    assert_eq!(again.secret, own.secret);
}

#[test]
fn a_token_is_not_handed_out_for_a_resource_that_it_was_not_granted_for() {
    let world = World::new();
    let options = SignInOptions::new(USERNAME).password(PASSWORD);
    let options = options.scopes(scopes("api://a/Read api://b/Read"));
    let granted = json!({
        "token_type": "Bearer", "expires_in": 3600, "scope": "openid profile api://a/Read",
        "access_token": "planted-for-a", "refresh_token": "planted-rt",
        "id_token": "e30.eyJvaWQiOiJvLTEiLCJ0aWQiOiJ0LTEifQ.planted",
    });
    let answers = [
        Answer::Ordinary,
        Answer::Ordinary,
        Answer::Json(200, granted),
    ];
    world.tenant.script(answers);
    let flow = world.client.sign_in(options).unwrap();
    let account = signed_in(ready(flow.start()));
    let other = ready(account.access_token(&scopes("api://b/Read"))).unwrap();
    assert_ne!(other.secret.expose(), "planted-for-a");
}

#[test]
fn a_token_near_its_end_is_better_than_none_while_the_network_is_away() {
    let world = World::new();
    let account = world.account();
    world.clock.forward(seconds(HOUR - 200));
    world.tenant.script([Answer::Fault(HttpFault::Lost)]);
    assert!(ready(account.access_token(&Scopes::none())).is_ok());
    world.clock.forward(seconds(200));
    world.tenant.script([Answer::Fault(HttpFault::Lost)]);
    let error = ready(account.access_token(&Scopes::none())).unwrap_err();
    assert_eq!(error.info().code, "connection_lost");
    assert!(error.info().correlation_id.is_some());
}

#[test]
fn callers_who_wait_share_a_refresh_that_the_network_lost() {
    let world = World::new();
    let account = world.account();
    world.clock.forward(seconds(HOUR - 200));
    let before = world.tenant.requests();
    let lost = || Answer::Fault(HttpFault::Lost);
    world
        .tenant
        .script([Answer::HeldFault(HttpFault::Lost), lost(), lost()]);
    let none = Scopes::none();
    let first = polled(account.access_token(&none));
    let second = polled(account.access_token(&none));
    let third = polled(account.access_token(&none));
    world.tenant.go_on();
    for call in [first, second, third] {
        assert!(ready(call).is_ok());
    }
    assert_eq!(world.tenant.requests() - before, 1);
}

#[test]
fn an_older_refresh_does_not_replace_the_token_of_a_newer_sign_in() {
    let world = World::new();
    let account = world.account();
    world.clock.forward(seconds(HOUR));
    world.tenant.script([Answer::Held]);
    let none = Scopes::none();
    let older = polled(account.access_token(&none));
    let claims = Claims::authentication_context(3).unwrap();
    let options = SignInOptions::new(USERNAME)
        .password(PASSWORD)
        .claims(claims);
    let flow = world.client.sign_in(options).unwrap();
    let stepped_up = signed_in(ready(flow.start()));
    let token = ready(stepped_up.access_token(&none)).unwrap();
    world.tenant.go_on();
    ready(older).unwrap();
    let again = ready(stepped_up.access_token(&none)).unwrap();
    assert_eq!(again.secret, token.secret);
    assert!(stepped_up.is_durable(), "what was saved still is");
}

#[test]
fn what_is_on_disk_is_what_is_in_memory_when_two_saves_cross() {
    let world = World::new();
    let account = world.account();
    world.clock.forward(seconds(HOUR));
    world.records.slow(true);
    let none = Scopes::none();
    let refresh = polled(account.access_token(&none));
    let flow = world.sign_in_with_password();
    let sign_in = polled(flow.start());
    world.records.slow(false);
    both(refresh, sign_in);
    assert!(account.is_durable());
    let [saved] = ready(world.next_process().accounts())
        .unwrap()
        .try_into()
        .unwrap();
    ready(saved.refreshed_access_token(&none)).unwrap();
    assert_eq!(
        world.tenant.last().field("refresh_token"),
        Some("planted-rt-6")
    );
}

#[test]
fn the_save_of_a_session_that_ended_leaves_the_new_ones_record_alone() {
    let world = World::new();
    let account = world.account();
    world.clock.forward(seconds(HOUR));
    world.records.slow(true);
    let none = Scopes::none();
    let refresh = polled(account.access_token(&none));
    world.records.slow(false);
    ready(account.sign_out()).unwrap();
    let flow = world.sign_in_with_password();
    both(refresh, Box::pin(flow.start()));
    assert!(signed_in(flow.current()).is_durable());
    assert_eq!(world.records.keys("session-").len(), 1);
}

#[test]
fn who_signed_out_stays_signed_out_when_somebody_else_signs_in() {
    let world = World::new();
    let account = world.account();
    world.records.lock(true);
    assert_eq!(code_of(&ready(account.sign_out())), "store_locked");
    world.records.lock(false);
    let reply = at_password(&world.sign_in());
    let granted = json!({
        "token_type": "Bearer", "expires_in": 3600, "access_token": "planted-x",
        "id_token": "e30.eyJvaWQiOiJvLTIiLCJ0aWQiOiJ0LTEifQ.planted",
    });
    world.tenant.script([Answer::Json(200, granted)]);
    ready(reply.submit(PASSWORD)).unwrap();
    let accounts = ready(world.client.accounts()).unwrap();
    let ids: Vec<_> = accounts
        .iter()
        .map(|account| account.id().object_id)
        .collect();
    assert_eq!(ids, ["o-2"]);
}

fn signed_in(outcome: Result<SignInStep, crate::Error>) -> Account {
    match outcome {
        Ok(SignInStep::SignedIn { account }) => account,
        other => panic!("{other:?}"),
    }
}

/// Polls the second call before the first, turn by turn, until both are done.
fn both<A, B>(
    mut first: std::pin::Pin<Box<impl Future<Output = A> + ?Sized>>,
    mut second: std::pin::Pin<Box<impl Future<Output = B> + ?Sized>>,
) {
    let mut context = Context::from_waker(Waker::noop());
    let mut done = [false; 2];
    for _ in 0..9 {
        done[1] = done[1] || second.as_mut().poll(&mut context).is_ready();
        done[0] = done[0] || first.as_mut().poll(&mut context).is_ready();
    }
    assert_eq!(done, [true, true]);
}
