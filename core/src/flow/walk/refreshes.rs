//! Refreshes that cross each other, sign-ins, sign-outs and the saving of what they bring.

use std::pin::Pin;
use std::task::{Context, Waker};

use super::tenant::Answer;
use super::world::*;
use crate::error::Error;
use crate::ports::http::HttpFault;
use crate::session::AccessToken;
use crate::terms::Scopes;

const HOUR: u64 = 3600;

fn scopes(text: &str) -> Scopes {
    text.parse().unwrap()
}

type Call<'a> = Pin<Box<dyn Future<Output = Result<AccessToken, Error>> + 'a>>;

/// Polls all calls, turn by turn, until each is done.
fn all(calls: Vec<Call<'_>>) -> Vec<Result<AccessToken, Error>> {
    let mut context = Context::from_waker(Waker::noop());
    let mut waiting: Vec<_> = calls.into_iter().enumerate().collect();
    let mut outcomes = Vec::new();
    for _ in 0..100 {
        waiting.retain_mut(|(number, call)| match call.as_mut().poll(&mut context) {
            std::task::Poll::Ready(outcome) => {
                outcomes.push((*number, outcome));
                false
            }
            std::task::Poll::Pending => true,
        });
    }
    assert!(waiting.is_empty());
    outcomes.sort_by_key(|(number, _)| *number);
    outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}

#[test]
fn callers_for_two_resources_by_turns_share_one_refresh_each() {
    let (a, b) = (scopes("api://a/Read"), scopes("api://b/Read"));
    let lost = || Answer::Fault(HttpFault::Lost);
    let scripts = [
        vec![Answer::Held],
        vec![Answer::HeldFault(HttpFault::Lost), lost(), lost(), lost()],
    ];
    for script in scripts {
        let world = World::new();
        let account = world.account();
        world.tenant.script(script.clone());
        let before = world.tenant.requests();
        let call = |scopes| polled(account.refreshed_access_token(scopes));
        let calls = vec![call(&a), call(&b), call(&a), call(&b)];
        world.tenant.go_on();
        let outcomes = all(calls);
        assert_eq!(world.tenant.requests() - before, 2, "{script:?}");
        let shown = |place: usize| format!("{:?}", outcomes[place]);
        assert_eq!(shown(0), shown(2));
        assert_eq!(shown(1), shown(3));
    }
}

#[test]
fn no_caller_gets_a_token_that_is_not_saved_yet() {
    let world = World::new();
    let account = world.account();
    world.clock.forward(seconds(HOUR));
    world.records.slow(true);
    let before = world.tenant.requests();
    let none = Scopes::none();
    let first = polled(account.access_token(&none));
    let second = polled(account.access_token(&none));
    world.records.slow(false);
    let tokens = all(vec![first, second]);
    assert_eq!(world.tenant.requests() - before, 1);
    let secret = |place: usize| tokens[place].as_ref().unwrap().secret.clone();
    assert_eq!(secret(0), secret(1));
}

#[test]
fn what_a_dropped_call_left_unsaved_is_saved_before_it_is_handed_out() {
    let world = World::new();
    let account = world.account();
    world.clock.forward(seconds(HOUR));
    world.records.slow(true);
    let none = Scopes::none();
    dropped_on_the_way(account.access_token(&none));
    world.records.slow(false);
    let (sent, token) = world.requests(account.access_token(&none));
    assert_eq!(sent, 0, "the token is there");
    assert!(account.is_durable());
    let [saved] = ready(world.next_process().accounts())
        .unwrap()
        .try_into()
        .unwrap();
    let (sent, again) = world.requests(saved.access_token(&none));
    assert_eq!((sent, again.unwrap()), (0, token.unwrap()));
}

#[test]
fn a_refresh_that_fails_after_a_sign_out_says_so() {
    let world = World::new();
    let account = world.account();
    world.clock.forward(seconds(HOUR));
    world.tenant.script([Answer::HeldFault(HttpFault::Lost)]);
    let none = Scopes::none();
    let call = polled(account.access_token(&none));
    ready(account.sign_out()).unwrap();
    world.tenant.go_on();
    assert_eq!(code_of(&ready(call)), "signed_out");
}

#[test]
fn a_refresh_that_a_sign_in_overtook_gives_the_newer_token() {
    let world = World::new();
    let account = world.account();
    world.clock.forward(seconds(HOUR));
    world.tenant.script([Answer::Held]);
    let none = Scopes::none();
    let overtaken = polled(account.access_token(&none));
    let again = world.account();
    world.tenant.go_on();
    let given = ready(overtaken).unwrap();
    assert_eq!(given, ready(again.access_token(&none)).unwrap());
}

#[test]
fn who_waited_for_a_refresh_that_signed_out_gets_the_token_of_who_signed_in_again() {
    let world = World::new();
    let account = world.account();
    world.clock.forward(seconds(HOUR));
    world
        .tenant
        .script([Answer::HeldError("invalid_grant", 50173)]);
    let none = Scopes::none();
    let first = polled(account.access_token(&none));
    let second = polled(account.access_token(&none));
    world.tenant.go_on();
    assert_eq!(code_of(&ready(first)), "refresh_rejected");
    let again = world.account();
    let token = ready(again.access_token(&none)).unwrap();
    assert_eq!(ready(second).unwrap(), token);
}
