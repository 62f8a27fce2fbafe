//! The session that a step-up adds to: it is there, locked away, or gone.

use super::steps::{at_password, kind};
use super::tenant::Answer;
use super::world::*;
use crate::browser::BrowserOptions;
use crate::client::StepUp;
use crate::error::{Error, Reason};
use crate::flow::{SignInFlow, SignInStep, StepKind};
use crate::session::{AccessToken, Account, ClaimsChallenge};
use crate::terms::Scopes;

fn todo() -> Scopes {
    "api://todo/Read".parse().unwrap()
}

/// A sign-in that proves more for `account`.
fn stepping_up(world: &World, account: &Account) -> SignInFlow {
    let header = r#"Bearer error="insufficient_user_authentication", acr_values="c3""#;
    let challenge = ClaimsChallenge::parse([header]).unwrap().unwrap();
    let more_proof = Answer::error("invalid_grant", "basic_action", 50076);
    world.tenant.script([more_proof]);
    match ready(world.client.step_up(account, &todo(), &challenge)) {
        Ok(StepUp::SignIn(flow)) => flow,
        other => panic!("{other:?}"),
    }
}

fn own_token(account: &Account) -> AccessToken {
    ready(account.access_token(&Scopes::none())).unwrap()
}

#[test]
fn a_step_up_does_not_go_on_before_the_session_can_be_read() {
    let world = World::new();
    let account = world.account();
    let own = own_token(&account);
    let flow = stepping_up(&world, &account);
    at_password(&flow);

    let next = world.next_process();
    world.records.lock_away(Some("session-"));
    let outcome = resume(&next, flow.id());
    let Err(Error::Later { reason, .. }) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(reason, Reason::StoreLocked);
    world.records.lock_away(None);
    let reply = at_password(&resume(&next, flow.id()).unwrap());
    assert_eq!(kind(&ready(reply.submit(PASSWORD))), StepKind::SignedIn);

    let [account] = ready(world.next_process().accounts())
        .unwrap()
        .try_into()
        .unwrap();
    assert_eq!(own_token(&account), own, "what the session had is kept");
}

#[test]
fn a_sign_out_ends_a_step_up_that_is_open() {
    let world = World::new();
    let account = world.account();
    let flow = stepping_up(&world, &account);
    let reply = at_password(&flow);
    ready(account.sign_out()).unwrap();
    let (sent, outcome) = world.requests(reply.submit(PASSWORD));
    assert_eq!((sent, code_of(&outcome)), (0, "signed_out"));
    assert_eq!(code_of(&flow.current()), "finished");
    assert!(ready(world.client.accounts()).unwrap().is_empty());
    assert_eq!(world.records.keys(""), [""; 0]);
}

#[test]
fn a_sign_out_while_the_proof_is_on_its_way_wins() {
    let world = World::new();
    let account = world.account();
    let flow = stepping_up(&world, &account);
    let reply = at_password(&flow);
    world.tenant.script([Answer::Held]);
    let call = polled(reply.submit(PASSWORD));
    ready(account.sign_out()).unwrap();
    world.tenant.go_on();
    assert_eq!(code_of(&ready(call)), "signed_out");
    assert!(ready(world.client.accounts()).unwrap().is_empty());
    assert_eq!(world.records.keys(""), [""; 0]);
}

#[test]
fn a_step_up_of_a_session_that_is_gone_is_not_resumed() {
    let world = World::new();
    let account = world.account();
    let flow = stepping_up(&world, &account);
    at_password(&flow);
    ready(account.sign_out()).unwrap();
    let next = world.next_process();
    assert_eq!(code_of(&resume(&next, flow.id())), "signed_out");
    assert_eq!(code_of(&resume(&next, flow.id())), "finished");
    assert_eq!(world.records.keys(""), [""; 0]);
}

#[test]
fn who_signed_in_anew_meanwhile_may_step_up() {
    let world = World::new();
    let account = world.account();
    let flow = stepping_up(&world, &account);
    let reply = at_password(&flow);
    ready(account.sign_out()).unwrap();
    let own = own_token(&world.account());
    assert_eq!(kind(&ready(reply.submit(PASSWORD))), StepKind::SignedIn);
    assert_eq!(own_token(&account), own);
}

#[test]
fn no_journey_begins_for_who_signed_out() {
    let world = World::new();
    let account = world.account();
    let flow = stepping_up(&world, &account);
    world.tenant.script([Answer::redirect()]);
    let Ok(SignInStep::BrowserRequired { reply, .. }) = ready(flow.start()) else {
        panic!("{flow:?}");
    };
    ready(account.sign_out()).unwrap();
    let outcome = ready(reply.authorization_url(&BrowserOptions::new()));
    assert_eq!(code_of(&outcome), "signed_out");
    assert_eq!(world.records.keys(""), [""; 0]);
}
