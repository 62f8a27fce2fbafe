//! Asking again for what is to be solved: the held call once more without a proof (docs/risk.md 7.1).

use serde_json::json;

use super::reset::at_new_password;
use super::sign_up::at_code;
use super::steps::{at_password, kind};
use super::tenant::Answer;
use super::world::*;
use super::{reset, sign_up};
use crate::challenge::{Channel, SecurityCode};
use crate::client::ResumedFlow;
use crate::flow::{
    ResetPasswordFlow, ResetPasswordStep, ResetVerificationReply, SignInStep, SignUpStep, StepKind,
};

fn security_code(tries: u32) -> Answer {
    Answer::security_code(&json!({
        "channel": "sms",
        "hint": "planted +1 ***55",
        "code_length": 8,
        "tries_left": tries,
        "resend_after": 60,
    }))
}

fn waits(outcome: reset::Outcome) -> (SecurityCode, u32, ResetVerificationReply) {
    match outcome {
        Ok(ResetPasswordStep::VerificationRequired { challenge, reply }) => {
            let code = challenge.security_code().unwrap().clone();
            (code, challenge.attempt(), reply)
        }
        other => panic!("{other:?}"),
    }
}

/// A reset whose new password waits for a security code.
fn new_password_waits(world: &World) -> (ResetPasswordFlow, ResetVerificationReply) {
    let flow = world.reset();
    let reply = at_new_password(&flow);
    world.tenant.script([security_code(5)]);
    let (_, _, reply) = waits(ready(reply.submit(NEW_PASSWORD)));
    (flow, reply)
}

#[test]
fn a_reset_takes_a_security_code_after_a_wrong_one() {
    let world = World::new();
    let reply = at_new_password(&world.reset());
    world.tenant.script([security_code(5), security_code(4)]);
    let (code, attempt, first) = waits(ready(reply.submit(NEW_PASSWORD)));
    assert_eq!(
        (code.channel, code.code_length),
        (Some(Channel::Sms), Some(8))
    );
    assert_eq!(code.resend_after, Some(seconds(60)));
    assert_eq!((code.tries_left, attempt), (Some(5), 1));

    let (code, attempt, second) = waits(ready(first.submit(PROOF)));
    assert_eq!((code.tries_left, attempt), (Some(4), 2));
    let step = ready(second.submit(PROOF));
    assert_eq!(reset::kind(&step), StepKind::PasswordReset);
    let submits = world.tenant.journal();
    let submits = submits
        .iter()
        .filter(|call| call.path == "/resetpassword/v1.0/submit");
    let passwords: Vec<_> = submits.map(|call| call.field("new_password")).collect();
    assert_eq!(passwords, [Some(NEW_PASSWORD); 3]);
}

#[test]
fn asking_again_sends_the_same_call_without_a_proof() {
    let world = World::new();
    let (_, reply) = new_password_waits(&world);
    world.tenant.script([security_code(4), security_code(5)]);
    let (_, attempt, reply) = waits(ready(reply.submit(PROOF)));
    assert_eq!(attempt, 2);
    let known = world.tenant.requests();
    let (_, attempt, reply) = waits(ready(reply.again()));
    assert_eq!(attempt, 1, "no proof of another code was refused");
    let sent = world.tenant.journal_from(known);
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].field("new_password"), Some(NEW_PASSWORD));
    assert!(!sent[0].headers.contains_key("x-risk-proof"));
    let step = ready(reply.submit(PROOF));
    assert_eq!(reset::kind(&step), StepKind::PasswordReset);
}

#[test]
fn the_same_challenge_again_is_the_same_step() {
    let world = World::new();
    let (_, reply) = new_password_waits(&world);
    world.tenant.script([security_code(5)]);
    let (_, _, again) = waits(ready(reply.again()));
    assert_eq!(again.revision(), reply.revision());
    let step = ready(reply.submit(PROOF));
    assert_eq!(reset::kind(&step), StepKind::PasswordReset);
    let (sent, outcome) = world.requests(reply.again());
    assert_eq!((sent, code_of(&outcome)), (0, "stale_step"));
}

#[test]
fn what_nobody_challenges_any_more_goes_on_without_a_proof() {
    let world = World::new();
    let (_, reply) = new_password_waits(&world);
    let step = ready(reply.again());
    assert_eq!(reset::kind(&step), StepKind::PasswordReset);
}

#[test]
fn asking_again_is_one_call_at_a_time() {
    let world = World::new();
    let (_, reply) = new_password_waits(&world);
    world.tenant.script([Answer::Held]);
    let first = polled(reply.again());
    for outcome in [
        world.requests(reply.again()),
        world.requests(reply.submit(PROOF)),
    ] {
        let (sent, outcome) = outcome;
        assert_eq!((sent, code_of(&outcome)), (0, "busy"));
    }
    world.tenant.go_on();
    assert_eq!(reset::kind(&ready(first)), StepKind::PasswordReset);
}

#[test]
fn asking_again_too_often_keeps_the_step_and_a_blocked_flow_goes_back() {
    let world = World::new();
    let (flow, reply) = new_password_waits(&world);
    let throttled = Answer::Json(429, json!({"error": "slow_down"}));
    world.tenant.script([throttled]);
    assert_eq!(code_of(&ready(reply.again())), "throttled");
    assert_eq!(reset::kind(&flow.current()), StepKind::VerificationRequired);

    let blocked = json!({"error": "access_denied", "suberror": "risk_blocked"});
    world.tenant.script([Answer::Json(403, blocked)]);
    assert_eq!(code_of(&ready(reply.submit(PROOF))), "risk_blocked");
    assert_eq!(reset::kind(&flow.current()), StepKind::NewPasswordRequired);
    assert_eq!(code_of(&ready(reply.again())), "stale_step");
}

#[test]
fn another_process_holds_nothing_to_ask_again_with() {
    let world = World::new();
    let (flow, _) = new_password_waits(&world);
    let resumed = match ready(world.next_process().resume(flow.id())) {
        Ok(ResumedFlow::ResetPassword(flow)) => flow,
        other => panic!("{other:?}"),
    };
    let reply = reset::wants_new_password(resumed.current());
    world.tenant.script([security_code(5)]);
    let (_, _, reply) = waits(ready(reply.submit(NEW_PASSWORD)));
    assert_eq!(reset::kind(&ready(reply.again())), StepKind::PasswordReset);
}

#[test]
fn a_sign_in_and_a_sign_up_ask_again_too() {
    let world = World::new();
    let reply = at_password(&world.sign_in());
    world
        .tenant
        .script([Answer::challenge("one"), Answer::challenge("two")]);
    let Ok(SignInStep::VerificationRequired { reply, .. }) = ready(reply.submit(PASSWORD)) else {
        panic!("it waits");
    };
    let Ok(SignInStep::VerificationRequired { challenge, reply }) = ready(reply.again()) else {
        panic!("it waits");
    };
    assert_eq!(challenge.payload(), r#"{"page":"two"}"#);
    assert_eq!(challenge.security_code(), None);
    assert_eq!(kind(&ready(reply.again())), StepKind::SignedIn);

    let reply = at_code(&world.sign_up());
    world.tenant.script([Answer::challenge("one")]);
    let Ok(SignUpStep::VerificationRequired { reply, .. }) = ready(reply.submit(CODE)) else {
        panic!("it waits");
    };
    assert_eq!(sign_up::kind(&ready(reply.again())), StepKind::SignedUp);
}
