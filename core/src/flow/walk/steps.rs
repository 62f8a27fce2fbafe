//! A flow from step to step: which replies stay valid, and what is sent.

use super::tenant::Answer;
use super::world::{CODE, PASSWORD, USERNAME, World, code_of, polled, ready, refused, seconds};
use crate::challenge::Channel;
use crate::error::{Error, Landing, Misuse, Reason};
use crate::flow::{
    CodeReply, MfaCodeReply, MfaReply, PasswordReply, SignInFlow, SignInOptions, SignInStep,
    StepKind,
};
use crate::ids::MethodId;
use crate::ports::http::HttpFault;
use crate::terms::Claims;

pub(super) fn at_password(flow: &SignInFlow) -> PasswordReply {
    match ready(flow.start()) {
        Ok(SignInStep::PasswordRequired { reply }) => reply,
        other => panic!("{other:?}"),
    }
}

pub(super) fn at_code(flow: &SignInFlow) -> CodeReply {
    match ready(flow.start()) {
        Ok(SignInStep::CodeRequired { reply, .. }) => reply,
        other => panic!("{other:?}"),
    }
}

pub(super) fn at_mfa(flow: &SignInFlow) -> MfaReply {
    match ready(at_password(flow).submit(PASSWORD)) {
        Ok(SignInStep::MfaRequired { reply, .. }) => reply,
        other => panic!("{other:?}"),
    }
}

pub(super) fn at_mfa_code(flow: &SignInFlow) -> MfaCodeReply {
    match ready(at_mfa(flow).choose(&MethodId::new("m-email"))) {
        Ok(SignInStep::MfaCodeRequired { reply, .. }) => reply,
        other => panic!("{other:?}"),
    }
}

pub(super) fn kind(outcome: &Result<SignInStep, Error>) -> StepKind {
    match outcome {
        Ok(step) => step.kind(),
        Err(error) => panic!("{error:?}"),
    }
}

#[test]
fn a_password_takes_three_requests_and_mfa_six() {
    let world = World::new();
    let (sent, step) = world.requests(world.sign_in_with_password().start());
    assert_eq!((sent, kind(&step)), (3, StepKind::SignedIn));

    let world = World::with_mfa();
    let reply = at_mfa_code(&world.sign_in());
    let step = ready(reply.submit(CODE));
    assert_eq!(kind(&step), StepKind::SignedIn);
    assert_eq!(world.tenant.requests(), 6);
}

#[test]
fn a_wrong_code_keeps_the_same_reply_valid() {
    let world = World::with_codes();
    let flow = world.sign_in();
    let reply = at_code(&flow);
    world
        .tenant
        .script([Answer::wrong_code(), Answer::wrong_code()]);
    for _ in 0..2 {
        let error = refused(ready(reply.submit(CODE)));
        assert_eq!(error.info().code, "wrong_code");
        assert_eq!(error.info().landing, Landing::SameStep);
    }
    assert_eq!(kind(&ready(reply.submit(CODE))), StepKind::SignedIn);
}

#[test]
fn a_wrong_second_code_keeps_the_same_reply_valid() {
    let world = World::with_mfa();
    let reply = at_mfa_code(&world.sign_in());
    world.tenant.script([Answer::wrong_code()]);
    assert_eq!(code_of(&ready(reply.submit(CODE))), "wrong_code");
    assert_eq!(kind(&ready(reply.submit(CODE))), StepKind::SignedIn);
}

#[test]
fn a_resend_before_the_interval_is_refused_without_a_request() {
    let world = World::with_codes();
    let reply = at_code(&world.sign_in());
    world.clock.forward(seconds(100));
    let (sent, outcome) = world.requests(reply.resend());
    let Err(Error::Later {
        reason: Reason::ResendTooSoon,
        retry_after: Some(wait),
        ..
    }) = outcome
    else {
        panic!("{outcome:?}");
    };
    assert_eq!((sent, wait), (0, seconds(200)));
}

#[test]
fn a_resend_after_the_interval_gives_a_new_step_and_makes_the_old_reply_stale() {
    let world = World::with_codes();
    let flow = world.sign_in();
    let old = at_code(&flow);
    world.clock.forward(seconds(300));
    let (sent, step) = world.requests(old.resend());
    let Ok(SignInStep::CodeRequired { code, reply }) = step else {
        panic!("{step:?}");
    };
    assert_eq!(sent, 1);
    assert_eq!(code.resend_wait(code.sent_at), seconds(300));
    let (sent, outcome) = world.requests(old.submit(CODE));
    assert_eq!((sent, code_of(&outcome)), (0, "stale_step"));
    assert_eq!(kind(&ready(reply.submit(CODE))), StepKind::SignedIn);
}

#[test]
fn a_failed_resend_keeps_the_code_that_was_sent_before() {
    let world = World::with_codes();
    let reply = at_code(&world.sign_in());
    world.clock.forward(seconds(300));
    world
        .tenant
        .script([Answer::error("invalid_request", "", 701_014)]);
    assert_eq!(code_of(&ready(reply.resend())), "too_many_codes");
    assert_eq!(kind(&ready(reply.submit(CODE))), StepKind::SignedIn);
}

#[test]
fn another_method_may_be_chosen_at_once_and_the_same_one_after_its_interval() {
    let world = World::with_mfa();
    let reply = at_mfa_code(&world.sign_in());
    let same = MethodId::new("m-email");
    let (sent, outcome) = world.requests(reply.choose(&same));
    assert_eq!((sent, code_of(&outcome)), (0, "resend_too_soon"));
    let step = ready(reply.choose(&MethodId::new("m-sms")));
    let Ok(SignInStep::MfaCodeRequired { code, reply, .. }) = step else {
        panic!("{step:?}");
    };
    assert_eq!(code.channel, Channel::Sms);
    world.clock.forward(seconds(300));
    assert_eq!(kind(&ready(reply.choose(&same))), StepKind::MfaCodeRequired);
}

#[test]
fn a_blocked_method_leaves_the_others_to_choose_from() {
    let world = World::with_mfa();
    let reply = at_mfa(&world.sign_in());
    let blocked = Answer::error("access_denied", "provider_blocked_by_rep", 550_024);
    world.tenant.script([blocked]);
    let outcome = ready(reply.choose(&MethodId::new("m-sms")));
    assert_eq!(code_of(&outcome), "method_blocked");
    let step = ready(reply.choose(&MethodId::new("m-email")));
    assert_eq!(kind(&step), StepKind::MfaCodeRequired);
}

#[test]
fn a_wrong_password_given_ahead_is_an_error_and_leaves_the_step_to_type_it() {
    let world = World::new();
    let flow = world.sign_in_with_password();
    world
        .tenant
        .script([Answer::Ordinary, Answer::Ordinary, Answer::wrong_password()]);
    assert_eq!(code_of(&ready(flow.start())), "wrong_password");
    let Ok(SignInStep::PasswordRequired { reply }) = flow.current() else {
        panic!("{flow:?}");
    };
    let (sent, step) = world.requests(reply.submit(PASSWORD));
    assert_eq!((sent, kind(&step)), (1, StepKind::SignedIn));
}

#[test]
fn a_password_given_ahead_is_dropped_where_a_code_is_wanted() {
    let world = World::with_codes();
    let flow = world.sign_in_with_password();
    assert_eq!(kind(&ready(flow.start())), StepKind::CodeRequired);
    let sent = world.tenant.journal();
    assert!(
        sent.iter()
            .all(|request| request.field("password").is_none())
    );
}

#[test]
fn methods_that_could_not_be_listed_are_listed_by_the_next_call_without_the_password() {
    let world = World::with_mfa();
    let flow = world.sign_in();
    let reply = at_password(&flow);
    let offline = Answer::Fault(HttpFault::NotSent);
    world
        .tenant
        .script([Answer::Ordinary, offline.clone(), offline]);
    assert_eq!(code_of(&ready(reply.submit(PASSWORD))), "offline");
    assert_eq!(kind(&flow.current()), StepKind::PasswordRequired);

    let (sent, step) = world.requests(reply.submit(PASSWORD));
    assert_eq!((sent, kind(&step)), (1, StepKind::MfaRequired));
    let last = world.tenant.last();
    assert_eq!(last.path, "/oauth2/v2.0/introspect");
    assert_eq!(last.field("password"), None);
}

#[test]
fn a_second_call_while_one_runs_gets_busy_and_sends_nothing() {
    let world = World::new();
    let flow = world.sign_in();
    let reply = at_password(&flow);
    world.tenant.script([Answer::Held]);
    let first = polled(reply.submit(PASSWORD));
    let (sent, outcome) = world.requests(reply.submit(PASSWORD));
    assert_eq!((sent, code_of(&outcome)), (0, "busy"));
    assert!(!flow.is_uncertain(), "a call that runs is no doubt yet");
    world.tenant.go_on();
    assert_eq!(kind(&ready(first)), StepKind::SignedIn);
}

#[test]
fn default_scopes_are_merged_and_claims_and_scopes_go_with_every_token_request() {
    let world = World::with_mfa();
    let claims = Claims::authentication_context(3).unwrap();
    let options = SignInOptions::new(USERNAME)
        .scopes("api://todo/ToDo.Read".parse().unwrap())
        .claims(claims.clone());
    let flow = world.client.sign_in(options).unwrap();
    let reply = at_mfa_code(&flow);
    world.tenant.script([Answer::wrong_code()]);
    let _refused = ready(reply.submit(CODE));

    // The flow's terms survive the process too.
    let resumed = super::world::resume(&world.next_process(), flow.id()).unwrap();
    let Ok(SignInStep::MfaCodeRequired { reply, .. }) = resumed.current() else {
        panic!("{resumed:?}");
    };
    assert_eq!(kind(&ready(reply.submit(CODE))), StepKind::SignedIn);
    let journal = world.tenant.journal();
    let tokens = journal
        .iter()
        .filter(|request| request.path.ends_with("/token"));
    let terms: Vec<_> = tokens
        .map(|request| (request.field("scope"), request.field("claims")))
        .collect();
    let expected = (
        Some("openid profile offline_access api://todo/ToDo.Read"),
        Some(claims.as_json()),
    );
    assert_eq!(terms, [expected; 3]);
}

#[test]
fn an_ended_flow_says_so_and_sends_nothing() {
    let world = World::new();
    let flow = world.sign_in();
    let reply = at_password(&flow);
    world
        .tenant
        .script([Answer::error("expired_token", "", 552_003)]);
    assert_eq!(code_of(&ready(reply.submit(PASSWORD))), "flow_expired");
    let (sent, outcome) = world.requests(reply.submit(PASSWORD));
    let Err(Error::Misuse { now, .. }) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!((sent, now), (0, Misuse::Expired));
    assert!(
        world
            .records
            .keys("")
            .iter()
            .all(|key| !key.starts_with("flow-"))
    );
}
