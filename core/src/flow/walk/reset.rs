//! A password reset from step to step (docs/protocol.md 17.5).

use super::tenant::Answer;
use super::world::*;
use crate::clock::Timestamp;
use crate::error::{Error, Landing, PasswordRule, Problem};
use crate::flow::{
    NewPasswordReply, ResetCodeReply, ResetPasswordFlow, ResetPasswordStep, StepKind,
};

pub(super) type Outcome = Result<ResetPasswordStep, Error>;

pub(super) fn kind(outcome: &Outcome) -> StepKind {
    match outcome {
        Ok(step) => step.kind(),
        Err(error) => panic!("{error:?}"),
    }
}

pub(super) fn at_code(flow: &ResetPasswordFlow) -> ResetCodeReply {
    match ready(flow.start()) {
        Ok(ResetPasswordStep::CodeRequired { reply, .. }) => reply,
        other => panic!("{other:?}"),
    }
}

pub(super) fn at_new_password(flow: &ResetPasswordFlow) -> NewPasswordReply {
    wants_new_password(ready(at_code(flow).submit(CODE)))
}

pub(super) fn wants_new_password(step: Outcome) -> NewPasswordReply {
    match step {
        Ok(ResetPasswordStep::NewPasswordRequired { reply, .. }) => reply,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_reset_takes_two_requests_a_code_a_password_and_a_poll() {
    let world = World::new();
    let flow = world.reset();
    let (sent, step) = world.requests(flow.start());
    assert_eq!((sent, kind(&step)), (2, StepKind::CodeRequired));
    let (sent, step) = world.requests(at_code(&flow).submit(CODE));
    assert_eq!((sent, kind(&step)), (1, StepKind::NewPasswordRequired));
    let reply = wants_new_password(step);
    let (sent, step) = world.requests(reply.submit(NEW_PASSWORD));
    assert_eq!((sent, kind(&step)), (2, StepKind::PasswordReset));
    assert_eq!(
        world.clock.pauses(),
        [0; 0],
        "asked for the first time at once"
    );
}

#[test]
fn a_reset_says_until_when_it_takes_the_new_password() {
    let world = World::new();
    let flow = world.reset();
    let before = world.now();
    let step = ready(at_code(&flow).submit(CODE));
    let Ok(ResetPasswordStep::NewPasswordRequired { until, .. }) = step else {
        panic!("{step:?}");
    };
    let expected = Timestamp::from_unix_millis(before.unix_millis() + 600_000);
    assert_eq!(until, Some(expected));
}

#[test]
fn who_can_not_have_a_new_password_is_told_why_at_the_start() {
    for (answer, code) in [
        (Answer::error("user_not_found", "", 50034), "user_not_found"),
        (Answer::error("invalid_request", "", 500_222), "no_password"),
    ] {
        let world = World::new();
        let flow = world.reset();
        world.tenant.script([answer]);
        assert_eq!(code_of(&ready(flow.start())), code);
        assert_eq!(code_of(&flow.current()), "finished");
    }
}

#[test]
fn a_wrong_code_keeps_the_step_of_a_reset() {
    let world = World::new();
    let reply = at_code(&world.reset());
    world.tenant.script([Answer::wrong_code()]);
    assert_eq!(code_of(&ready(reply.submit(CODE))), "wrong_code");
    let step = ready(reply.submit(CODE));
    assert_eq!(kind(&step), StepKind::NewPasswordRequired);
}

#[test]
fn another_code_of_a_reset_waits_for_the_interval_and_voids_the_one_before() {
    let world = World::new();
    let old = at_code(&world.reset());
    let (sent, outcome) = world.requests(old.resend());
    assert_eq!((sent, code_of(&outcome)), (0, "resend_too_soon"));
    world.clock.forward(seconds(300));
    let step = ready(old.resend());
    let Ok(ResetPasswordStep::CodeRequired { reply, .. }) = step else {
        panic!("{step:?}");
    };
    assert_eq!(code_of(&ready(old.submit(CODE))), "stale_step");
    assert_eq!(
        kind(&ready(reply.submit(CODE))),
        StepKind::NewPasswordRequired
    );
}

#[test]
fn a_bad_new_password_keeps_the_step_and_its_reply() {
    let world = World::new();
    let reply = at_new_password(&world.reset());
    world
        .tenant
        .script([Answer::bad_password("password_banned")]);
    let outcome = ready(reply.submit(NEW_PASSWORD));
    let Err(Error::Fixable { problem, info }) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(problem, Problem::PasswordRejected(PasswordRule::Banned));
    assert_eq!(info.landing, Landing::SameStep);
    assert_eq!(
        kind(&ready(reply.submit(NEW_PASSWORD))),
        StepKind::PasswordReset
    );
}

#[test]
fn what_the_service_no_longer_knows_ends_the_reset_at_every_step() {
    for steps in 0..3 {
        let world = World::new();
        let flow = world.reset();
        let expired = |number| [Answer::expired()][..usize::from(steps == number)].to_vec();
        let code = at_code(&flow);
        world.tenant.script(expired(0));
        let mut outcome = ready(code.submit(CODE));
        if let Ok(ResetPasswordStep::NewPasswordRequired { reply, .. }) = &outcome {
            let at_poll = [Answer::Ordinary].into_iter().chain(expired(2));
            world.tenant.script(if steps == 2 {
                at_poll.collect()
            } else {
                expired(1)
            });
            outcome = ready(reply.submit(NEW_PASSWORD));
        }
        assert_eq!(code_of(&outcome), "flow_expired", "{steps}");
        assert_eq!(code_of(&flow.current()), "flow_expired");
        assert_eq!(world.records.keys(""), [""; 0]);
    }
}
