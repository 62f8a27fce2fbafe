//! Calls that end before their answer: dropped futures, lost connections, cancelled flows.

use super::steps::{at_mfa, at_mfa_code, at_password, kind};
use super::tenant::{Answer, Want};
use super::world::{
    CODE, PASSWORD, World, code_of, dropped_on_the_way, polled, ready, resume, seconds,
};
use crate::flow::{SignInStep, StepKind};
use crate::ids::MethodId;
use crate::ports::http::HttpFault;

#[test]
fn a_call_dropped_after_sending_leaves_the_flow_usable_and_uncertain() {
    let world = World::new();
    let flow = world.sign_in();
    let reply = at_password(&flow);
    world.tenant.script([Answer::Silence]);
    dropped_on_the_way(reply.submit(PASSWORD));
    assert!(flow.is_uncertain());
    assert_eq!(kind(&flow.current()), StepKind::PasswordRequired);
    assert_eq!(kind(&ready(reply.submit(PASSWORD))), StepKind::SignedIn);
    assert!(!flow.is_uncertain());
}

#[test]
fn a_process_that_dies_after_sending_resumes_uncertain_at_the_same_step() {
    let world = World::new();
    let flow = world.sign_in();
    let reply = at_password(&flow);
    world.tenant.script([Answer::Silence]);
    dropped_on_the_way(reply.submit(PASSWORD));

    let resumed = resume(&world.next_process(), flow.id()).unwrap();
    assert!(resumed.is_uncertain());
    assert_eq!(kind(&resumed.current()), StepKind::PasswordRequired);
    let reply = at_password(&resumed);
    assert_eq!(kind(&ready(reply.submit(PASSWORD))), StepKind::SignedIn);
}

#[test]
fn an_uncertain_flow_that_the_service_has_moved_past_is_told_expired() {
    let world = World::new();
    let flow = world.sign_in();
    let reply = at_password(&flow);
    world.tenant.script([
        Answer::Fault(HttpFault::Lost),
        Answer::error("invalid_request", "", 55200),
    ]);
    assert_eq!(code_of(&ready(reply.submit(PASSWORD))), "connection_lost");
    assert!(flow.is_uncertain());
    assert_eq!(
        code_of(&ready(reply.submit(PASSWORD))),
        "continuation_rejected"
    );
    assert_eq!(code_of(&flow.current()), "flow_expired");
}

#[test]
fn a_start_dropped_at_any_request_can_be_started_again() {
    for requests_before in 0..6 {
        let world = World::with_mfa();
        let flow = world.sign_in_with_password();
        let ordinary = std::iter::repeat_n(Answer::Ordinary, requests_before);
        world.tenant.script(ordinary.chain([Answer::Silence]));
        if requests_before < 4 {
            dropped_on_the_way(flow.start());
        }
        let step = match ready(flow.start()) {
            Ok(SignInStep::PasswordRequired { reply }) => {
                assert_eq!(requests_before, 2, "the password's fate is unknown");
                assert!(flow.is_uncertain());
                ready(reply.submit(PASSWORD))
            }
            other => other,
        };
        assert_eq!(kind(&step), StepKind::MfaRequired, "{requests_before}");
    }
}

#[test]
fn a_password_whose_answer_was_lost_at_the_start_is_not_sent_again_by_itself() {
    let world = World::new();
    let flow = world.sign_in_with_password();
    world
        .tenant
        .script([Answer::Ordinary, Answer::Ordinary, Answer::Silence]);
    dropped_on_the_way(flow.start());
    let (sent, step) = world.requests(flow.start());
    assert_eq!((sent, kind(&step)), (0, StepKind::PasswordRequired));
    assert!(flow.is_durable() && flow.is_uncertain());
}

#[test]
fn a_request_that_never_left_is_repeated_exactly_once() {
    let world = World::new();
    let reply = at_password(&world.sign_in());
    let offline = || Answer::Fault(HttpFault::NotSent);
    world.tenant.script([offline()]);
    let (sent, step) = world.requests(reply.submit(PASSWORD));
    assert_eq!((sent, kind(&step)), (2, StepKind::SignedIn));

    let reply = at_password(&world.sign_in());
    world.tenant.script([offline(), offline(), offline()]);
    let (sent, outcome) = world.requests(reply.submit(PASSWORD));
    assert_eq!((sent, code_of(&outcome)), (2, "offline"));
}

#[test]
fn a_request_that_never_left_is_not_repeated_once_the_flow_is_cancelled() {
    let world = World::new();
    let flow = world.sign_in();
    let reply = at_password(&flow);
    let before = world.tenant.requests();
    world.tenant.script([Answer::Fault(HttpFault::NotSent)]);
    world.clock.hold_pauses();
    let call = polled(reply.submit(PASSWORD));
    ready(flow.cancel());
    world.clock.forward(seconds(1));
    assert_eq!(code_of(&ready(call)), "cancelled");
    assert_eq!(world.tenant.requests() - before, 1);
}

#[test]
fn a_request_that_may_have_arrived_is_never_repeated() {
    let answers = [
        Answer::Fault(HttpFault::Lost),
        Answer::Fault(HttpFault::TimedOut),
        Answer::Fault(HttpFault::Untrusted),
        Answer::Fault(HttpFault::TooLarge),
        Answer::Text(500, ""),
        Answer::Text(502, "<html>"),
        Answer::Text(429, ""),
        Answer::Text(200, "{\"token_type\":"),
    ];
    for answer in answers {
        let world = World::new();
        let reply = at_password(&world.sign_in());
        world.tenant.script([answer.clone()]);
        let (sent, outcome) = world.requests(reply.submit(PASSWORD));
        assert_eq!(sent, 1, "{answer:?}");
        assert!(outcome.is_err(), "{answer:?}");
        assert_eq!(
            kind(&ready(reply.submit(PASSWORD))),
            StepKind::SignedIn,
            "{answer:?}"
        );
    }
}

#[test]
fn a_transport_that_hangs_is_given_up_when_the_time_is_over() {
    let world = World::new();
    let flow = world.sign_in();
    let reply = at_password(&flow);
    world.tenant.script([Answer::Silence]);
    let call = polled(reply.submit(PASSWORD));
    world.clock.forward(seconds(30));
    assert_eq!(code_of(&ready(call)), "timed_out");
    assert!(flow.is_uncertain());
}

#[test]
fn a_grant_that_arrives_after_a_cancel_is_discarded() {
    let world = World::new();
    let flow = world.sign_in();
    let reply = at_password(&flow);
    world.tenant.script([Answer::Held]);
    let call = polled(reply.submit(PASSWORD));
    ready(flow.cancel());
    world.tenant.go_on();
    assert_eq!(code_of(&ready(call)), "cancelled");
    assert_eq!(world.records.keys(""), [""; 0]);
    assert!(ready(world.client.accounts()).unwrap().is_empty());
}

#[test]
fn a_cancel_that_comes_while_the_session_is_saved_is_too_late() {
    let world = World::new();
    let flow = world.sign_in_with_password();
    world.records.slow(true);
    let call = polled(flow.start());
    ready(flow.cancel());
    world.records.slow(false);
    assert_eq!(kind(&ready(call)), StepKind::SignedIn);
    assert_eq!(kind(&flow.current()), StepKind::SignedIn);
    assert_eq!(ready(world.client.accounts()).unwrap().len(), 1);
}

#[test]
fn a_call_dropped_while_the_session_is_saved_loses_no_tokens() {
    let world = World::new();
    let flow = world.sign_in_with_password();
    world.records.slow(true);
    dropped_on_the_way(flow.start());
    world.records.slow(false);
    let (sent, step) = world.requests(flow.start());
    let Ok(SignInStep::SignedIn { account }) = step else {
        panic!("{step:?}");
    };
    assert_eq!(sent, 0);
    assert!(!account.is_durable());
}

#[test]
fn a_cancel_before_the_request_leaves_sends_nothing() {
    let world = World::new();
    let flow = world.sign_in();
    let reply = at_password(&flow);
    let before = world.tenant.requests();
    // The call waits for its note of the request to be saved.
    world.records.slow(true);
    let call = polled(reply.submit(PASSWORD));
    ready(flow.cancel());
    world.records.slow(false);
    assert_eq!(code_of(&ready(call)), "cancelled");
    assert_eq!(world.tenant.requests(), before);
    assert_eq!(world.records.keys(""), [""; 0]);
}

#[test]
fn a_step_that_is_being_saved_when_the_cancel_comes_is_not_handed_out() {
    let world = World::new();
    let flow = world.sign_in();
    world.records.slow(true);
    let call = polled(flow.start());
    ready(flow.cancel());
    world.records.slow(false);
    assert_eq!(code_of(&ready(call)), "cancelled");
    assert_eq!(world.records.keys(""), [""; 0]);
}

#[test]
fn a_cancel_ends_a_flow_at_every_step_and_leaves_an_empty_store() {
    let world = World::with_mfa();
    let unstarted = world.sign_in();
    let password = world.sign_in();
    let _reply = at_password(&password);
    let mfa = world.sign_in();
    let _reply = at_mfa(&mfa);
    let code = world.sign_in();
    let _reply = at_mfa_code(&code);
    world.tenant.wants(&[Want::Codes]);
    let first_code = world.sign_in();
    let _step = ready(first_code.start()).unwrap();
    world.tenant.script([Answer::Json(
        200,
        serde_json::json!({"challenge_type": "redirect"}),
    )]);
    let browser = world.sign_in();
    assert_eq!(kind(&ready(browser.start())), StepKind::BrowserRequired);

    for flow in [unstarted, password, mfa, code, first_code, browser] {
        ready(flow.cancel());
        ready(flow.cancel());
        assert_eq!(code_of(&flow.current()), "cancelled");
        assert_eq!(code_of(&ready(flow.start())), "cancelled");
    }
    assert_eq!(world.records.keys(""), [""; 0]);
}

#[test]
fn a_cancel_after_the_end_leaves_the_account_signed_in() {
    let world = World::with_mfa();
    let flow = world.sign_in();
    let reply = at_mfa_code(&flow);
    assert_eq!(kind(&ready(reply.submit(CODE))), StepKind::SignedIn);
    ready(flow.cancel());
    assert_eq!(kind(&flow.current()), StepKind::SignedIn);
    let (sent, outcome) = world.requests(reply.choose(&MethodId::new("m-sms")));
    assert_eq!((sent, code_of(&outcome)), (0, "finished"));
    assert_eq!(ready(world.client.accounts()).unwrap().len(), 1);
}

#[test]
fn a_step_whose_saving_was_dropped_is_not_called_durable() {
    let world = World::with_mfa();
    let flow = world.sign_in();
    let reply = at_password(&flow);
    assert!(flow.is_durable());
    // The note before sending is saved, the step after it is not.
    world.tenant.script([Answer::Held]);
    let call = polled(reply.submit(PASSWORD));
    world.records.slow(true);
    world.tenant.go_on();
    let mut call = call;
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(call.as_mut().poll(&mut context).is_pending());
    drop(call);
    world.records.slow(false);
    assert_eq!(kind(&flow.current()), StepKind::MfaRequired);
    assert!(!flow.is_durable());
}
