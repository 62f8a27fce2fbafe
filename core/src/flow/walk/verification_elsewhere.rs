//! Challenges outside of a sign-in: at a flow's very first call, in a sign-up, in a reset, and on
//! the way from one of those to the sign-in.

use super::sign_up::{self, at_code};
use super::tenant::{Answer, Want};
use super::world::*;
use super::{reset, steps};
use crate::client::ResumedFlow;
use crate::error::Error;
use crate::flow::{
    ResetPasswordStep, ResetVerificationReply, SignInStep, SignUpFlow, SignUpOptions, SignUpStep,
    SignUpVerificationReply, StepKind,
};

fn held_sign_up(outcome: Result<SignUpStep, Error>) -> SignUpVerificationReply {
    match outcome {
        Ok(SignUpStep::VerificationRequired { reply, .. }) => reply,
        other => panic!("{other:?}"),
    }
}

fn held_reset(outcome: Result<ResetPasswordStep, Error>) -> ResetVerificationReply {
    match outcome {
        Ok(ResetPasswordStep::VerificationRequired { reply, .. }) => reply,
        other => panic!("{other:?}"),
    }
}

/// A sign-up whose very first call waits, with a password that was given ahead.
fn start_waits(world: &World) -> (SignUpFlow, SignUpVerificationReply) {
    let options = SignUpOptions::new(USERNAME).password(PASSWORD);
    let flow = world.client.sign_up(options).unwrap();
    world.tenant.script([Answer::challenge("one")]);
    let reply = held_sign_up(ready(flow.start()));
    (flow, reply)
}

#[test]
fn the_first_call_of_a_sign_up_waits_and_goes_on_with_what_was_given_ahead() {
    let world = World::new();
    let (flow, reply) = start_waits(&world);
    assert_eq!(
        world.records.keys("flow-"),
        [""; 0],
        "there is nothing to resume"
    );
    let (sent, again) = world.requests(flow.start());
    assert_eq!(
        (sent, sign_up::kind(&again)),
        (0, StepKind::VerificationRequired)
    );

    let step = ready(reply.submit(PROOF));
    assert_eq!(sign_up::kind(&step), StepKind::CodeRequired);
    let start = &world.tenant.journal()[1];
    assert_eq!(start.path, "/signup/v1.0/start");
    assert_eq!(start.field("password"), Some(PASSWORD));
    assert_eq!(
        start.headers.get("x-risk-proof").map(String::as_str),
        Some(PROOF)
    );
}

#[test]
fn going_back_before_the_first_step_leaves_a_flow_that_can_be_started() {
    let world = World::new();
    let (flow, reply) = start_waits(&world);
    assert_eq!(code_of(&ready(reply.go_back())), "not_started");
    assert_eq!(code_of(&flow.current()), "not_started");
    let step = ready(flow.start());
    assert_eq!(sign_up::kind(&step), StepKind::CodeRequired);
    assert_eq!(world.tenant.journal()[1].field("password"), Some(PASSWORD));
}

#[test]
fn a_start_that_breaks_off_behind_its_challenge_can_be_started_again() {
    let world = World::new();
    let (flow, reply) = start_waits(&world);
    let [first, again] = Answer::offline();
    world.tenant.script([Answer::Ordinary, first, again]);
    assert_eq!(code_of(&ready(reply.submit(PROOF))), "offline");
    assert_eq!(code_of(&flow.current()), "not_started");
    let (sent, step) = world.requests(flow.start());
    assert_eq!((sent, sign_up::kind(&step)), (1, StepKind::CodeRequired));
    assert_eq!(world.tenant.last().path, "/signup/v1.0/challenge");
}

#[test]
fn an_answer_lost_behind_a_challenge_leaves_the_step_that_it_led_to() {
    let world = World::with_mfa();
    let flow = world.sign_in();
    let reply = steps::at_password(&flow);
    world.tenant.script([Answer::challenge("one")]);
    let Ok(SignInStep::VerificationRequired { reply, .. }) = ready(reply.submit(PASSWORD)) else {
        panic!("{flow:?}");
    };
    world.tenant.script([Answer::Ordinary, Answer::Silence]);
    dropped_on_the_way(reply.submit(PROOF));
    let Ok(SignInStep::PasswordRequired { reply }) = flow.current() else {
        panic!("{flow:?}");
    };
    let (sent, step) = world.requests(reply.submit(PASSWORD));
    assert_eq!((sent, steps::kind(&step)), (1, StepKind::MfaRequired));
    assert_eq!(world.tenant.last().path, "/oauth2/v2.0/introspect");
}

#[test]
fn a_new_accounts_password_waits_in_memory_alone() {
    let world = World::with(&[Want::Password]);
    let flow = world.sign_up();
    let reply = sign_up::at_password(&flow);
    world.tenant.script([Answer::challenge("one")]);
    let reply = held_sign_up(ready(reply.submit(PASSWORD)));
    let next = ready(world.next_process().resume(flow.id())).unwrap();
    let ResumedFlow::SignUp(next) = next else {
        panic!("{next:?}");
    };
    assert_eq!(sign_up::kind(&next.current()), StepKind::PasswordRequired);
    assert_eq!(
        sign_up::kind(&ready(reply.submit(PROOF))),
        StepKind::SignedUp
    );
}

#[test]
fn a_reset_waits_at_its_start_at_its_code_and_at_the_new_password() {
    let world = World::new();
    let flow = world.reset();
    world.tenant.script([Answer::challenge("one")]);
    let reply = held_reset(ready(flow.start()));
    let Ok(ResetPasswordStep::CodeRequired { reply, .. }) = ready(reply.submit(PROOF)) else {
        panic!("{flow:?}");
    };
    world.tenant.script([Answer::challenge("one")]);
    let reply = held_reset(ready(reply.submit(CODE)));
    let reply = reset::wants_new_password(ready(reply.submit(PROOF)));
    world.tenant.script([Answer::challenge("one")]);
    let reply = held_reset(ready(reply.submit(NEW_PASSWORD)));
    let reply = reset::wants_new_password(ready(reply.go_back()));
    world.tenant.script([Answer::challenge("one")]);
    let reply = held_reset(ready(reply.submit(NEW_PASSWORD)));
    assert_eq!(
        reset::kind(&ready(reply.submit(PROOF))),
        StepKind::PasswordReset
    );
}

#[test]
fn the_sign_in_after_a_sign_up_waits_as_a_sign_in_and_goes_back_to_what_was_done() {
    let world = World::new();
    let flow = world.sign_up();
    let Ok(SignUpStep::SignedUp { next }) = ready(at_code(&flow).submit(CODE)) else {
        panic!("{flow:?}");
    };
    let sign_in = next.sign_in();
    world.tenant.script([Answer::challenge("one")]);
    let Ok(SignInStep::VerificationRequired { reply, .. }) = ready(sign_in.start()) else {
        panic!("{sign_in:?}");
    };
    assert_eq!(code_of(&flow.current()), "finished");
    assert_eq!(code_of(&ready(reply.go_back())), "not_started");
    assert_eq!(sign_up::kind(&flow.current()), StepKind::SignedUp);

    world.tenant.script([Answer::challenge("one")]);
    let Ok(SignInStep::VerificationRequired { reply, .. }) = ready(sign_in.start()) else {
        panic!("{sign_in:?}");
    };
    assert_eq!(steps::kind(&ready(reply.submit(PROOF))), StepKind::SignedIn);
}
