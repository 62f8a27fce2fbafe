//! The wait until the service has changed a password (docs/protocol.md 8.5 and 17.5).

use serde_json::json;

use super::reset::{Outcome, at_new_password, kind, wants_new_password};
use super::tenant::Answer;
use super::world::*;
use crate::client::ResumedFlow;
use crate::error::{Error, Landing, Problem, Reason};
use crate::flow::{NewPasswordWait, ResetPasswordFlow, ResetPasswordStep, StepKind};
use crate::ports::http::HttpFault;

fn waits(step: Outcome) -> NewPasswordWait {
    match step {
        Ok(ResetPasswordStep::NewPasswordSubmitted { reply }) => reply,
        other => panic!("{other:?}"),
    }
}

fn polls(world: &World) -> usize {
    let journal = world.tenant.journal();
    let is_poll = |path: &str| path == "/resetpassword/v1.0/poll_completion";
    journal.iter().filter(|sent| is_poll(&sent.path)).count()
}

/// A reset that was dropped while the service changes the password.
fn submitted(world: &World) -> (ResetPasswordFlow, NewPasswordWait) {
    let flow = world.reset();
    let reply = at_new_password(&flow);
    world.tenant.script([Answer::Ordinary, Answer::Silence]);
    dropped_on_the_way(reply.submit(NEW_PASSWORD));
    let wait = waits(flow.current());
    (flow, wait)
}

#[test]
fn a_poll_is_repeated_at_the_services_interval_on_the_apps_clock() {
    let world = World::new();
    let reply = at_new_password(&world.reset());
    world.tenant.changes(["not_started", "in_progress"]);
    let mut call = polled(reply.submit(NEW_PASSWORD));
    assert_eq!(polls(&world), 1);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    world.clock.forward(seconds(1));
    assert!(call.as_mut().poll(&mut context).is_pending());
    assert_eq!(polls(&world), 1, "too soon");
    world.clock.forward(seconds(1));
    assert!(call.as_mut().poll(&mut context).is_pending());
    assert_eq!(polls(&world), 2);
    world.clock.forward(seconds(2));
    assert_eq!(kind(&ready(call)), StepKind::PasswordReset);
    assert_eq!(polls(&world), 3);
    assert_eq!(world.clock.pauses(), [2, 2]);
}

#[test]
fn an_interval_that_is_missing_or_too_long_is_put_right() {
    for (interval, waited) in [
        (json!(0), 2),
        (json!(null), 2),
        (json!(7), 7),
        (json!(900), 15),
    ] {
        let world = World::new();
        let reply = at_new_password(&world.reset());
        world.clock.let_pass(15);
        let body = json!({"continuation_token": "t", "poll_interval": interval});
        world.tenant.script([Answer::Json(200, body)]);
        world.tenant.changes(["in_progress"]);
        assert_eq!(
            kind(&ready(reply.submit(NEW_PASSWORD))),
            StepKind::PasswordReset
        );
        assert_eq!(world.clock.pauses(), [waited]);
    }
}

#[test]
fn a_change_that_failed_asks_for_another_password() {
    let world = World::new();
    let flow = world.reset();
    let reply = at_new_password(&flow);
    world.tenant.changes(["failed"]);
    let outcome = ready(reply.submit(NEW_PASSWORD));
    let Err(Error::Fixable { problem, info }) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(problem, Problem::PasswordNotChanged);
    assert_eq!(info.landing, Landing::SameStep);
    let again = wants_new_password(flow.current());
    assert_eq!(
        kind(&ready(again.submit(NEW_PASSWORD))),
        StepKind::PasswordReset
    );
}

#[test]
fn a_password_that_is_refused_by_a_poll_asks_for_another_one() {
    let world = World::new();
    let flow = world.reset();
    let reply = at_new_password(&flow);
    let refused = Answer::bad_password("password_recently_used");
    world.tenant.script([Answer::Ordinary, refused]);
    let outcome = ready(reply.submit(NEW_PASSWORD));
    assert_eq!(code_of(&outcome), "password_recently_used");
    let again = wants_new_password(flow.current());
    let (sent, outcome) = world.requests(reply.submit(NEW_PASSWORD));
    assert_eq!((sent, code_of(&outcome)), (0, "stale_step"));
    assert_eq!(
        kind(&ready(again.submit(NEW_PASSWORD))),
        StepKind::PasswordReset
    );
}

#[test]
fn after_five_minutes_the_app_is_asked_whether_to_wait_on() {
    let world = World::new();
    let flow = world.reset();
    let reply = at_new_password(&flow);
    world.clock.let_pass(15);
    world.tenant.changes(["in_progress"; 200]);
    let outcome = ready(reply.submit(NEW_PASSWORD));
    let Err(Error::Later {
        reason: Reason::StillChanging,
        retry_after,
        info,
    }) = outcome
    else {
        panic!("{outcome:?}");
    };
    assert_eq!(
        (retry_after, info.landing),
        (Some(seconds(2)), Landing::SameStep)
    );
    assert_eq!(world.clock.pauses().iter().sum::<u64>(), 300);
    assert_eq!(polls(&world), 151);
    let wait = waits(flow.current());
    assert_eq!(kind(&ready(wait.wait())), StepKind::PasswordReset);
    assert_eq!(polls(&world), 201);
}

#[test]
fn five_minutes_are_counted_by_the_clock_and_not_by_the_polls() {
    let world = World::new();
    let flow = world.reset();
    let reply = at_new_password(&flow);
    world.tenant.changes(["in_progress"; 200]);
    let mut call = polled(reply.submit(NEW_PASSWORD));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    // The device sleeps through each pause, and longer.
    for _ in 0..4 {
        world.clock.forward(seconds(60));
        assert!(call.as_mut().poll(&mut context).is_pending());
    }
    world.clock.forward(seconds(60));
    assert_eq!(code_of(&ready(call)), "still_changing");
    assert_eq!(polls(&world), 6);
    waits(flow.current());
}

#[test]
fn a_process_that_dies_while_it_polls_waits_on_in_the_next() {
    let world = World::new();
    let (flow, _wait) = submitted(&world);
    let resumed = match ready(world.next_process().resume(flow.id())) {
        Ok(ResumedFlow::ResetPassword(resumed)) => resumed,
        other => panic!("{other:?}"),
    };
    assert!(!resumed.is_uncertain(), "a poll changes nothing");
    let wait = waits(resumed.current());
    let (sent, step) = world.requests(wait.wait());
    assert_eq!((sent, kind(&step)), (1, StepKind::PasswordReset));
}

#[test]
fn a_process_that_dies_between_two_polls_waits_on_in_the_next() {
    let world = World::new();
    let flow = world.reset();
    let reply = at_new_password(&flow);
    world.tenant.changes(["in_progress"]);
    dropped_on_the_way(reply.submit(NEW_PASSWORD));
    let resumed = match ready(world.next_process().resume(flow.id())) {
        Ok(ResumedFlow::ResetPassword(resumed)) => resumed,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        kind(&ready(waits(resumed.current()).wait())),
        StepKind::PasswordReset
    );
}

#[test]
fn a_network_that_is_lost_while_polling_leaves_the_wait() {
    for fault in [HttpFault::Lost, HttpFault::TimedOut] {
        let world = World::new();
        let flow = world.reset();
        let reply = at_new_password(&flow);
        world
            .tenant
            .script([Answer::Ordinary, Answer::Fault(fault)]);
        let outcome = ready(reply.submit(NEW_PASSWORD));
        assert!(matches!(outcome, Err(Error::Later { .. })), "{outcome:?}");
        assert_eq!(
            kind(&ready(waits(flow.current()).wait())),
            StepKind::PasswordReset
        );
    }
}

#[test]
fn a_second_call_while_polling_is_busy_and_a_cancel_ends_it() {
    let world = World::new();
    let flow = world.reset();
    let reply = at_new_password(&flow);
    world.tenant.changes(["in_progress"]);
    let call = polled(reply.submit(NEW_PASSWORD));
    let wait = waits(flow.current());
    let (sent, outcome) = world.requests(wait.wait());
    assert_eq!((sent, code_of(&outcome)), (0, "busy"));
    ready(flow.cancel());
    world.clock.forward(seconds(2));
    let (sent, outcome) = world.requests(call);
    assert_eq!((sent, code_of(&outcome)), (0, "cancelled"));
    assert_eq!(world.records.keys(""), [""; 0]);
}

#[test]
fn a_status_that_is_unknown_ends_the_reset_and_one_that_is_missing_too() {
    for body in [
        json!({"status": "something_new"}),
        json!({"continuation_token": "t"}),
    ] {
        let world = World::new();
        let (flow, wait) = submitted(&world);
        world.tenant.script([Answer::Json(200, body)]);
        let outcome = ready(wait.wait());
        let Err(error) = outcome else {
            panic!("{outcome:?}");
        };
        assert_eq!(error.info().landing, Landing::FlowOver);
        assert_eq!(code_of(&flow.current()), "finished");
    }
}
