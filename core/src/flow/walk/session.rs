//! The session that a flow ends in: tokens from memory, one refresh at a time, and what ends it.

use std::task::{Context, Waker};

use super::tenant::Answer;
use super::world::{PASSWORD, World, code_of, dropped_on_the_way, polled, ready, seconds};
use crate::error::Error;
use crate::ports::http::HttpFault;
use crate::session::{AccessToken, Account};
use crate::terms::Scopes;

type Refreshed = Result<AccessToken, Error>;

const HOUR: u64 = 3_600;

fn token(account: &Account) -> Refreshed {
    ready(account.access_token(&Scopes::none()))
}

/// What a hundred callers get who all ask before the first one has its answer.
fn hundred_callers(world: &World, account: &Account, renew: bool) -> Vec<Refreshed> {
    let scopes = Scopes::none();
    let call = || async {
        if renew {
            account.refreshed_access_token(&scopes).await
        } else {
            account.access_token(&scopes).await
        }
    };
    let mut waiting: Vec<_> = (0..100).map(|_| polled(call())).collect();
    world.tenant.go_on();
    let mut context = Context::from_waker(Waker::noop());
    let mut outcomes = Vec::new();
    for _ in 0..200 {
        waiting.retain_mut(|call| match call.as_mut().poll(&mut context) {
            std::task::Poll::Ready(outcome) => {
                outcomes.push(outcome);
                false
            }
            std::task::Poll::Pending => true,
        });
    }
    assert!(waiting.is_empty());
    outcomes
}

#[test]
fn a_fresh_token_comes_from_memory() {
    let world = World::new();
    let account = world.account();
    let (sent, first) = world.requests(account.access_token(&Scopes::none()));
    assert_eq!(sent, 0);
    world.clock.forward(seconds(HOUR - 301));
    assert_eq!(token(&account).unwrap(), first.unwrap());
}

#[test]
fn a_hundred_callers_at_once_share_one_refresh() {
    for renew in [false, true] {
        let world = World::new();
        let account = world.account();
        world.clock.forward(seconds(HOUR));
        world.tenant.script([Answer::Held]);
        let before = world.tenant.requests();
        let tokens = hundred_callers(&world, &account, renew);
        assert_eq!(world.tenant.requests() - before, 1);
        let first = tokens[0].as_ref().unwrap();
        assert!(tokens.iter().all(|token| token.as_ref().unwrap() == first));
    }
}

#[test]
fn a_hundred_callers_at_once_share_one_failure() {
    let world = World::new();
    let account = world.account();
    world.clock.forward(seconds(HOUR));
    world.tenant.script([Answer::HeldFault(HttpFault::Lost)]);
    let before = world.tenant.requests();
    let outcomes = hundred_callers(&world, &account, false);
    assert_eq!(world.tenant.requests() - before, 1);
    assert!(
        outcomes
            .iter()
            .all(|outcome| code_of(outcome) == "connection_lost")
    );
    assert!(token(&account).is_ok(), "the next caller tries again");
}

#[test]
fn callers_for_different_resources_do_not_share_a_refresh() {
    let world = World::new();
    let account = world.account();
    let scopes = |text: &str| text.parse::<Scopes>().unwrap();
    world.tenant.script([Answer::Held]);
    let (a, b) = (scopes("api://a/Read"), scopes("api://b/Read"));
    let first = polled(account.refreshed_access_token(&a));
    let second = polled(account.refreshed_access_token(&b));
    world.tenant.go_on();
    let (first, second) = (ready(first).unwrap(), ready(second).unwrap());
    assert_ne!(first.secret, second.secret);
    let asked = world.tenant.last();
    assert_eq!(
        asked.field("scope"),
        Some("openid profile offline_access api://b/Read")
    );
    let (sent, again) = world.requests(account.access_token(&a));
    assert_eq!((sent, again.unwrap().secret), (0, first.secret));
}

#[test]
fn a_refresh_that_was_dropped_leaves_the_way_free_for_the_next() {
    let world = World::new();
    let account = world.account();
    world.clock.forward(seconds(HOUR));
    world.tenant.script([Answer::Silence]);
    let scopes = Scopes::none();
    dropped_on_the_way(account.access_token(&scopes));
    assert!(token(&account).is_ok());
}

#[test]
fn a_definitive_refusal_signs_out() {
    let world = World::new();
    let account = world.account();
    world.clock.forward(seconds(HOUR));
    world
        .tenant
        .script([Answer::error("invalid_grant", "", 50173)]);
    assert_eq!(code_of(&token(&account)), "refresh_rejected");
    assert_eq!(world.records.keys(""), [""; 0]);
    assert!(ready(world.client.accounts()).unwrap().is_empty());
    let (sent, outcome) = world.requests(account.access_token(&Scopes::none()));
    assert_eq!((sent, code_of(&outcome)), (0, "signed_out"));
}

#[test]
fn a_fault_that_may_pass_keeps_the_session() {
    let answers = [
        Answer::Fault(HttpFault::Lost),
        Answer::Fault(HttpFault::TimedOut),
        Answer::Fault(HttpFault::Untrusted),
        Answer::Fault(HttpFault::TooLarge),
        Answer::Text(500, "{\"error\":\"server_error\"}"),
        Answer::Text(503, "<html>"),
        Answer::Text(403, "<html>"),
        Answer::Text(429, ""),
        Answer::Text(400, ""),
        Answer::Text(200, "{"),
        Answer::Text(200, "{}"),
        Answer::Text(302, ""),
        Answer::error("invalid_grant", "basic_action", 50076),
        Answer::error("invalid_grant", "mfa_required", 50076),
        Answer::error("invalid_client", "nativeauthapi_disabled", 7000),
        Answer::error("something_new", "", 1),
    ];
    for answer in answers {
        let world = World::new();
        let account = world.account();
        world.clock.forward(seconds(HOUR));
        world.tenant.script([answer.clone()]);
        assert!(token(&account).is_err(), "{answer:?}");
        assert_eq!(world.records.keys("session-").len(), 1, "{answer:?}");
        assert!(token(&account).is_ok(), "{answer:?}");
    }
}

#[test]
fn a_new_refresh_token_is_saved_before_the_access_token_is_handed_out() {
    let world = World::new();
    let account = world.account();
    world.clock.forward(seconds(HOUR));
    let saves = world.records.saves();
    world.records.slow(true);
    let scopes = Scopes::none();
    let call = polled(account.access_token(&scopes));
    assert!(!account.is_durable());
    world.records.slow(false);
    let handed_out = ready(call).unwrap();
    assert_eq!(world.records.saves(), saves + 1);
    assert!(account.is_durable());

    let next = world.next_process();
    let [account] = ready(next.accounts()).unwrap().try_into().unwrap();
    assert_eq!(token(&account).unwrap(), handed_out);
    let given = world.tenant.requests() - 1;
    ready(account.refreshed_access_token(&scopes)).unwrap();
    let used = world.tenant.last();
    let expected = format!("planted-rt-{given}");
    assert_eq!(used.field("refresh_token"), Some(expected.as_str()));
}

#[test]
fn a_sign_out_wins_over_a_refresh_that_is_on_its_way() {
    let world = World::new();
    let account = world.account();
    world.clock.forward(seconds(HOUR));
    world.tenant.script([Answer::Held]);
    let scopes = Scopes::none();
    let call = polled(account.access_token(&scopes));
    ready(account.sign_out()).unwrap();
    world.tenant.go_on();
    assert_eq!(code_of(&ready(call)), "signed_out");
    assert_eq!(world.records.keys(""), [""; 0]);
}

#[test]
fn a_sign_out_is_not_undone_by_a_record_that_was_being_saved() {
    let world = World::new();
    let account = world.account();
    world.clock.forward(seconds(HOUR));
    world.records.slow(true);
    let scopes = Scopes::none();
    let call = polled(account.access_token(&scopes));
    ready(account.sign_out()).unwrap();
    world.records.slow(false);
    assert_eq!(code_of(&ready(call)), "signed_out");
    assert_eq!(world.records.keys(""), [""; 0]);
    let next = world.next_process();
    assert!(ready(next.accounts()).unwrap().is_empty());
}

#[test]
fn a_refused_refresh_does_not_sign_out_who_has_signed_in_again_meanwhile() {
    let world = World::new();
    let account = world.account();
    world.clock.forward(seconds(HOUR));
    world
        .tenant
        .script([Answer::HeldError("invalid_grant", 50173)]);
    let scopes = Scopes::none();
    let call = polled(account.access_token(&scopes));
    let again = world.account();
    world.tenant.go_on();
    let brought = ready(call).unwrap();
    let (sent, token) = world.requests(again.access_token(&scopes));
    assert_eq!((sent, token.unwrap()), (0, brought));
    assert_eq!(world.records.keys("session-").len(), 1);
}

#[test]
fn a_session_without_a_refresh_token_ends_with_its_access_token_and_stays_known() {
    let world = World::new();
    let flow = world.sign_in();
    let reply = super::steps::at_password(&flow);
    let grant = serde_json::json!({
        "token_type": "Bearer", "expires_in": 600, "access_token": "planted-at",
        "id_token": "e30.eyJvaWQiOiJvLTEiLCJ0aWQiOiJ0LTEifQ.planted",
    });
    world.tenant.script([Answer::Json(200, grant)]);
    let Ok(crate::flow::SignInStep::SignedIn { account }) = ready(reply.submit(PASSWORD)) else {
        panic!("{flow:?}");
    };
    assert!(token(&account).is_ok());
    world.clock.forward(seconds(600));
    let (sent, outcome) = world.requests(account.access_token(&Scopes::none()));
    assert_eq!((sent, code_of(&outcome)), (0, "interaction_required"));
    assert_eq!(ready(world.client.accounts()).unwrap().len(), 1);
}
