//! A reset because a device is lost: what its start says and must hear, and what is left on this device (docs/risk.md
//! 7.1).

use serde_json::json;

use super::reset::{self, at_new_password, kind};
use super::steps;
use super::tenant::{Answer, Want};
use super::world::*;
use crate::client::{Client, ResumedFlow};
use crate::error::{Area, Error, Landing, Setting};
use crate::flow::{
    ResetPasswordFlow, ResetPasswordOptions, ResetPasswordStep, SignInAfter, SignInOptions,
    SignInStep, StepKind,
};
use crate::ports::http::HttpFault;
use crate::session::Account;
use crate::terms::{RecoveryReason, Scopes};

fn lost(client: &Client) -> ResetPasswordFlow {
    let options = ResetPasswordOptions::new(USERNAME).because(RecoveryReason::DeviceLost);
    client.reset_password(options).unwrap()
}

/// A world with something in front of the service that knows the recovery.
fn with_gate() -> World {
    World::with(&[Want::Recovery])
}

fn done(outcome: reset::Outcome) -> (Option<RecoveryReason>, SignInAfter) {
    match outcome {
        Ok(ResetPasswordStep::PasswordReset { recovery, next }) => (recovery, next),
        other => panic!("{other:?}"),
    }
}

fn finished(flow: &ResetPasswordFlow) -> (Option<RecoveryReason>, SignInAfter) {
    done(ready(at_new_password(flow).submit(NEW_PASSWORD)))
}

fn signs_in_as(world: &World, name: &str) -> Account {
    let options = SignInOptions::new(name).password(PASSWORD);
    match ready(world.client.sign_in(options).unwrap().start()) {
        Ok(SignInStep::SignedIn { account }) => account,
        other => panic!("{other:?}"),
    }
}

fn accounts(client: &Client) -> usize {
    ready(client.accounts()).unwrap().len()
}

/// The paths that were called with the reason.
fn told(world: &World) -> Vec<String> {
    let says = |headers: &std::collections::BTreeMap<String, String>| {
        headers.get("x-recovery").map(String::as_str) == Some("device_lost")
    };
    let calls = world.tenant.journal().into_iter();
    calls
        .filter(|call| says(&call.headers))
        .map(|call| call.path)
        .collect()
}

#[test]
fn only_the_start_says_what_the_reset_is_for_and_the_end_says_that_it_was_done() {
    let world = with_gate();
    let (recovery, next) = finished(&lost(&world.client));
    assert_eq!(recovery, Some(RecoveryReason::DeviceLost));
    assert_eq!(
        steps::kind(&ready(next.sign_in().start())),
        StepKind::SignedIn
    );
    assert_eq!(told(&world), ["/resetpassword/v1.0/start"]);

    let ordinary = finished(&world.reset()).0;
    assert_eq!((ordinary, told(&world).len()), (None, 1));
}

#[test]
fn a_start_that_nobody_confirms_ends_the_reset_before_a_code_is_sent() {
    let world = World::new();
    let flow = lost(&world.client);
    let (sent, outcome) = world.requests(flow.start());
    let Err(Error::Broken { area, info }) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(area, Area::Configuration(Setting::DeviceLost));
    assert_eq!(
        (info.code, info.landing),
        ("recovery_unconfirmed", Landing::FlowOver)
    );
    assert_eq!(
        (sent, world.tenant.last().path.as_str()),
        (1, "/resetpassword/v1.0/start")
    );
    assert_eq!(code_of(&flow.current()), "finished");
}

#[test]
fn a_start_that_leads_to_a_browser_carries_nothing_out() {
    let world = with_gate();
    let flow = lost(&world.client);
    world.tenant.script([Answer::ChallengePage(403)]);
    assert_eq!(code_of(&ready(flow.start())), "edge_challenge");
    assert_eq!(kind(&ready(flow.start())), StepKind::CodeRequired);

    let flow = lost(&world.client);
    world.tenant.script([Answer::redirect()]);
    assert_eq!(code_of(&ready(flow.start())), "recovery_unconfirmed");
}

#[test]
fn a_start_that_is_made_again_says_it_again() {
    let world = with_gate();
    let flow = lost(&world.client);
    world.tenant.script([
        Answer::Fault(HttpFault::Lost),
        Answer::challenge("one"),
        Answer::challenge("two"),
    ]);
    assert_eq!(code_of(&ready(flow.start())), "connection_lost");
    let Ok(ResetPasswordStep::VerificationRequired { reply, .. }) = ready(flow.start()) else {
        panic!("{flow:?}");
    };
    let Ok(ResetPasswordStep::VerificationRequired { reply, .. }) = ready(reply.again()) else {
        panic!("{flow:?}");
    };
    assert_eq!(kind(&ready(reply.submit(PROOF))), StepKind::CodeRequired);
    assert_eq!(told(&world), ["/resetpassword/v1.0/start"; 4]);
}

#[test]
fn the_session_of_that_account_goes_and_its_tokens_with_it() {
    let world = with_gate();
    let account = world.account();
    ready(world.client.set_current(&account)).unwrap();
    let flow = lost(&world.client);
    let reply = at_new_password(&flow);
    assert_eq!(accounts(&world.client), 1, "nothing is done yet");
    let (_, next) = done(ready(reply.submit(NEW_PASSWORD)));
    assert_eq!(accounts(&world.client), 0);
    assert_eq!(world.records.keys("session-"), [""; 0]);
    assert_eq!(ready(world.client.current_account()).unwrap(), None);
    let (sent, outcome) = world.requests(account.access_token(&Scopes::none()));
    assert_eq!((sent, code_of(&outcome)), (0, "signed_out"));
    assert_eq!(
        steps::kind(&ready(next.sign_in().start())),
        StepKind::SignedIn
    );
    assert_eq!(accounts(&world.client), 1);
}

#[test]
fn a_session_that_another_process_saved_goes_too() {
    let world = with_gate();
    world.account();
    let client = world.next_process();
    finished(&lost(&client));
    assert_eq!(world.records.keys("session-"), [""; 0]);
    assert_eq!(accounts(&client), 0);
}

#[test]
fn a_name_in_another_case_is_the_same_and_another_name_is_not() {
    for (name, left) in [("Planted@Contoso.example", 0), ("else@contoso.example", 1)] {
        let world = with_gate();
        signs_in_as(&world, name);
        finished(&lost(&world.client));
        assert_eq!(accounts(&world.client), left, "{name}");
    }
}

#[test]
fn an_ordinary_reset_leaves_the_session_alone() {
    let world = with_gate();
    world.account();
    finished(&world.reset());
    assert_eq!(accounts(&world.client), 1);
}

#[test]
fn another_process_goes_on_with_the_recovery() {
    let world = with_gate();
    world.account();
    let flow = lost(&world.client);
    at_new_password(&flow);
    let client = world.next_process();
    let resumed = |client: &Client| match ready(client.resume(flow.id())) {
        Ok(ResumedFlow::ResetPassword(flow)) => flow,
        other => panic!("{other:?}"),
    };
    let reply = reset::wants_new_password(resumed(&client).current());
    let (recovery, _) = done(ready(reply.submit(NEW_PASSWORD)));
    assert_eq!(recovery, Some(RecoveryReason::DeviceLost));
    assert_eq!(accounts(&client), 0);
    let (recovery, _) = done(resumed(&world.next_process()).current());
    assert_eq!(recovery, Some(RecoveryReason::DeviceLost));
}

#[test]
fn a_locked_store_leaves_the_rest_to_another_process() {
    let world = with_gate();
    let account = world.account();
    let flow = lost(&world.client);
    let reply = at_new_password(&flow);
    world.tenant.script([Answer::Ordinary, Answer::Silence]);
    dropped_on_the_way(reply.submit(NEW_PASSWORD));
    let Ok(ResetPasswordStep::NewPasswordSubmitted { reply }) = flow.current() else {
        panic!("{flow:?}");
    };
    world.records.lock(true);
    let (recovery, _) = done(ready(reply.wait()));
    assert_eq!(recovery, Some(RecoveryReason::DeviceLost));
    assert_eq!(
        code_of(&ready(account.access_token(&Scopes::none()))),
        "signed_out"
    );
    assert!(!flow.is_durable());

    world.records.lock(false);
    assert_eq!(
        world.records.keys("session-").len(),
        1,
        "the record could not go"
    );
    let client = world.next_process();
    let Ok(ResumedFlow::ResetPassword(flow)) = ready(client.resume(flow.id())) else {
        panic!("it waits");
    };
    let Ok(ResetPasswordStep::NewPasswordSubmitted { reply }) = flow.current() else {
        panic!("{flow:?}");
    };
    done(ready(reply.wait()));
    assert_eq!(accounts(&client), 0);
}

#[test]
fn a_reset_that_is_not_finished_leaves_the_session_alone() {
    let world = with_gate();
    world.account();
    let flow = lost(&world.client);
    let reply = at_new_password(&flow);
    world
        .tenant
        .script([Answer::bad_password("password_banned")]);
    assert_eq!(
        code_of(&ready(reply.submit(NEW_PASSWORD))),
        "password_banned"
    );
    let blocked = json!({"error": "access_denied", "suberror": "risk_blocked"});
    world.tenant.script([Answer::Json(403, blocked)]);
    assert_eq!(code_of(&ready(reply.submit(NEW_PASSWORD))), "risk_blocked");
    ready(flow.cancel());
    assert_eq!(accounts(&world.client), 1);
}

#[test]
fn a_reset_from_the_sign_in_after_it_is_an_ordinary_one() {
    let world = with_gate();
    let (_, next) = finished(&lost(&world.client));
    let again = next.sign_in().reset_password();
    assert_eq!(finished(&again).0, None);
    assert_eq!(told(&world).len(), 1);
}
