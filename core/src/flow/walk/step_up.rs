//! Step-up: an API refuses a token, and says what it wants instead.

use super::steps::at_password;
use super::tenant::Answer;
use super::world::*;
use crate::client::{Client, StepUp};
use crate::error::Error;
use crate::flow::{SignInFlow, SignInOptions, SignInStep};
use crate::ports::http::HttpFault;
use crate::session::{AccessToken, Account, ClaimsChallenge};
use crate::terms::{Claims, Scopes};

const HOUR: u64 = 3600;
const C3: &str = r#"{"access_token":{"acrs":{"essential":true,"value":"c3"}}}"#;

fn scopes(text: &str) -> Scopes {
    text.parse().unwrap()
}

fn todo() -> Scopes {
    scopes("api://todo/Read")
}

fn asks(parameters: &str) -> ClaimsChallenge {
    let header = format!("Bearer error=insufficient_user_authentication, {parameters}");
    ClaimsChallenge::parse([header.as_str()]).unwrap().unwrap()
}

fn step_up(world: &World, account: &Account, parameters: &str) -> Result<StepUp, Error> {
    ready(world.client.step_up(account, &todo(), &asks(parameters)))
}

fn token(outcome: Result<StepUp, Error>) -> AccessToken {
    match outcome {
        Ok(StepUp::Token(token)) => token,
        other => panic!("{other:?}"),
    }
}

fn flow(outcome: Result<StepUp, Error>) -> SignInFlow {
    match outcome {
        Ok(StepUp::SignIn(flow)) => flow,
        other => panic!("{other:?}"),
    }
}

fn more_proof() -> Answer {
    Answer::error("invalid_grant", "basic_action", 50076)
}

fn only_account(client: &Client) -> Account {
    let [account] = ready(client.accounts()).unwrap().try_into().unwrap();
    account
}

fn signed_in(outcome: Result<SignInStep, Error>) -> Account {
    match outcome {
        Ok(SignInStep::SignedIn { account }) => account,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_refresh_with_the_claims_is_enough_where_policy_allows() {
    let world = World::new();
    let account = world.account();
    let plain = ready(account.access_token(&todo())).unwrap();
    let (sent, outcome) = world.requests(async { step_up(&world, &account, "acr_values=c3") });
    let stepped_up = token(outcome);
    assert_eq!(sent, 1);
    assert_eq!(world.tenant.last().field("claims"), Some(C3));
    assert_ne!(stepped_up.secret, plain.secret);
    let (sent, again) = world.requests(account.access_token(&todo()));
    assert_eq!((sent, again.unwrap()), (0, stepped_up));
}

#[test]
fn later_refreshes_ask_for_the_same_claims_also_in_another_process() {
    let world = World::new();
    let account = world.account();
    token(step_up(&world, &account, "acr_values=c3"));
    world.clock.forward(seconds(HOUR));
    ready(account.access_token(&todo())).unwrap();
    assert_eq!(world.tenant.last().field("claims"), Some(C3));
    let account = only_account(&world.next_process());
    ready(account.refreshed_access_token(&todo())).unwrap();
    assert_eq!(world.tenant.last().field("claims"), Some(C3));
    ready(account.refreshed_access_token(&Scopes::none())).unwrap();
    let other = world.tenant.last();
    assert_eq!(other.field("claims"), None, "another resource's token");
}

#[test]
fn the_claims_of_a_sign_in_are_asked_for_when_its_token_is_renewed() {
    let world = World::new();
    let options = SignInOptions::new(USERNAME).password(PASSWORD);
    let options = options.claims(Claims::authentication_context(3).unwrap());
    let flow = world.client.sign_in(options.scopes(todo())).unwrap();
    let account = signed_in(ready(flow.start()));
    world.clock.forward(seconds(HOUR));
    ready(account.access_token(&todo())).unwrap();
    assert_eq!(world.tenant.last().field("claims"), Some(C3));
}

#[test]
fn a_second_challenge_adds_to_the_first() {
    let world = World::new();
    let account = world.account();
    token(step_up(&world, &account, "acr_values=c3"));
    token(step_up(&world, &account, "acr_values=c1"));
    let both = r#"{"access_token":{"acrs":{"essential":true,"values":["c1","c3"]}}}"#;
    assert_eq!(world.tenant.last().field("claims"), Some(both));
    token(step_up(&world, &account, "acr_values=c3"));
    assert_eq!(world.tenant.last().field("claims"), Some(both));
}

#[test]
fn a_wider_token_does_not_take_the_place_of_one_that_was_stepped_up() {
    let world = World::new();
    let account = world.account();
    let stepped_up = token(step_up(&world, &account, "acr_values=c3"));
    world.clock.forward(seconds(60));
    let wider = scopes("api://todo/Read api://todo/Write");
    let plain = ready(account.access_token(&wider)).unwrap();
    assert_eq!(ready(account.access_token(&todo())).unwrap(), stepped_up);
    world.clock.forward(seconds(HOUR - 340));
    let renewed = ready(account.access_token(&todo())).unwrap();
    assert_ne!(renewed.secret, plain.secret);
    assert_eq!(world.tenant.last().field("claims"), Some(C3));
}

#[test]
fn a_hundred_refused_calls_share_one_refresh() {
    let world = World::new();
    let account = world.account();
    world.tenant.script([Answer::Held]);
    let before = world.tenant.requests();
    let (todo, challenge) = (todo(), asks("acr_values=c3"));
    let call = || polled(world.client.step_up(&account, &todo, &challenge));
    let calls: Vec<_> = (0..100).map(|_| call()).collect();
    world.tenant.go_on();
    let mut tokens: Vec<_> = calls
        .into_iter()
        .map(|call| token(ready(call)).secret)
        .collect();
    tokens.dedup();
    assert_eq!(tokens.len(), 1);
    assert_eq!(world.tenant.requests() - before, 1);
}

#[test]
fn a_plain_refresh_on_its_way_does_not_answer_a_challenge() {
    let world = World::new();
    let account = world.account();
    world.tenant.script([Answer::Held]);
    let (todo, challenge) = (todo(), asks("acr_values=c3"));
    let plain = polled(account.refreshed_access_token(&todo));
    let stepped_up = polled(world.client.step_up(&account, &todo, &challenge));
    world.tenant.go_on();
    let plain = ready(plain).unwrap();
    assert_ne!(token(ready(stepped_up)).secret, plain.secret);
    assert_eq!(world.tenant.last().field("claims"), Some(C3));
}

#[test]
fn where_policy_wants_the_person_a_sign_in_ends_in_the_same_account() {
    let world = World::new();
    let account = world.account();
    let own = ready(account.access_token(&Scopes::none())).unwrap();
    let other = ready(account.access_token(&scopes("api://other/Read"))).unwrap();
    world.tenant.script([more_proof()]);
    let flow = flow(step_up(&world, &account, "acr_values=c3"));
    assert_eq!(flow.scopes().without_defaults(), todo());
    let reply = at_password(&flow);
    let opened = world.tenant.journal().remove(world.tenant.requests() - 2);
    assert_eq!(opened.field("username"), Some(USERNAME));
    assert_eq!(signed_in(ready(reply.submit(PASSWORD))), account);
    let redeemed = world.tenant.last();
    assert_eq!(redeemed.field("claims"), Some(C3));
    let asked = redeemed.field("scope").unwrap();
    assert_eq!(asked, "openid profile offline_access api://todo/Read");

    let (sent, _) = world.requests(account.access_token(&todo()));
    assert_eq!(sent, 0, "the call can be made again");
    for (scopes, token) in [(Scopes::none(), own), (scopes("api://other/Read"), other)] {
        assert_eq!(ready(account.access_token(&scopes)).unwrap(), token);
    }
    world.clock.forward(seconds(HOUR));
    ready(account.access_token(&todo())).unwrap();
    assert_eq!(world.tenant.last().field("claims"), Some(C3));
}

#[test]
fn a_step_up_survives_the_process_with_all_that_the_session_had() {
    let world = World::new();
    let account = world.account();
    let own = ready(account.access_token(&Scopes::none())).unwrap();
    world.tenant.script([more_proof()]);
    let flow = flow(step_up(&world, &account, "acr_values=c3"));
    at_password(&flow);

    let next = world.next_process();
    let flow = resume(&next, flow.id()).unwrap();
    assert_eq!(flow.scopes().without_defaults(), todo());
    let Ok(SignInStep::PasswordRequired { reply }) = flow.current() else {
        panic!("{flow:?}");
    };
    let account = signed_in(ready(reply.submit(PASSWORD)));
    assert_eq!(world.tenant.last().field("claims"), Some(C3));
    let (sent, _) = world.requests(account.access_token(&todo()));
    assert_eq!(sent, 0);

    let account = only_account(&world.next_process());
    assert_eq!(ready(account.access_token(&Scopes::none())).unwrap(), own);
}

#[test]
fn a_sign_in_anew_forgets_the_claims() {
    let world = World::new();
    let account = world.account();
    token(step_up(&world, &account, "acr_values=c3"));
    let account_again = world.account();
    assert_eq!(account_again, account);
    ready(account.refreshed_access_token(&todo())).unwrap();
    assert_eq!(world.tenant.last().field("claims"), None);
}

#[test]
fn no_refresh_is_tried_where_the_sign_in_must_be_recent() {
    let world = World::new();
    let account = world.account();
    for parameters in ["max_age=60", "max_age=0, acr_values=c3"] {
        let (sent, outcome) = world.requests(async { step_up(&world, &account, parameters) });
        let flow = flow(outcome);
        assert_eq!(sent, 0);
        signed_in(ready(at_password(&flow).submit(PASSWORD)));
    }
    assert_eq!(world.tenant.last().field("claims"), Some(C3));
}

#[test]
fn a_fault_that_may_pass_leaves_the_session_as_it_was() {
    let faults = [
        Answer::Fault(HttpFault::Lost),
        Answer::Fault(HttpFault::TimedOut),
        Answer::Text(500, ""),
        Answer::Text(503, "<html>"),
        Answer::Text(429, ""),
    ];
    for fault in faults {
        let world = World::new();
        let account = world.account();
        let plain = ready(account.access_token(&todo())).unwrap();
        world.tenant.script([fault.clone()]);
        let outcome = step_up(&world, &account, "acr_values=c3");
        assert!(matches!(outcome, Err(Error::Later { .. })), "{fault:?}");
        let (sent, still) = world.requests(account.access_token(&todo()));
        assert_eq!((sent, still.unwrap()), (0, plain), "{fault:?}");
    }
}

#[test]
fn only_a_definitive_refusal_signs_out() {
    let world = World::new();
    let account = world.account();
    world
        .tenant
        .script([Answer::error("invalid_grant", "", 50173)]);
    let outcome = step_up(&world, &account, "acr_values=c3");
    assert_eq!(code_of(&outcome), "refresh_rejected");
    for parameters in ["acr_values=c3", "max_age=1"] {
        let (sent, outcome) = world.requests(async { step_up(&world, &account, parameters) });
        assert_eq!((sent, code_of(&outcome)), (0, "signed_out"));
    }
}

#[test]
fn challenges_that_ask_for_too_much_together_change_nothing() {
    let world = World::new();
    let account = world.account();
    let large = |name: &str| {
        use base64::Engine as _;
        use base64::engine::general_purpose::URL_SAFE_NO_PAD;
        let claims = format!(r#"{{"id_token":{{"{}":null}}}}"#, name.repeat(4000));
        let claims = URL_SAFE_NO_PAD.encode(claims);
        let header = format!(r#"Bearer error="insufficient_claims", claims="{claims}""#);
        ClaimsChallenge::parse([header.as_str()]).unwrap().unwrap()
    };
    let first = token(ready(world.client.step_up(&account, &todo(), &large("a"))));
    let (sent, outcome) = world.requests(world.client.step_up(&account, &todo(), &large("b")));
    assert_eq!((sent, code_of(&outcome)), (0, "claims_too_large"));
    assert_eq!(ready(account.access_token(&todo())).unwrap(), first);
}
