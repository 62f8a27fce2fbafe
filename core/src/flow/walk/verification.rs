//! Calls that wait for the proof of a challenge (docs/risk.md 7).

use super::steps::{at_mfa, at_mfa_code, at_password, kind};
use super::tenant::{Answer, Received, Want};
use super::world::*;
use crate::challenge::RiskChallenge;
use crate::error::{Error, Landing, Problem};
use crate::flow::{SignInFlow, SignInStep, StepKind, VerificationReply};
use crate::ids::MethodId;
use crate::ports::http::HttpFault;

type Outcome = Result<SignInStep, Error>;

fn challenged(outcome: Outcome) -> (RiskChallenge, VerificationReply) {
    match outcome {
        Ok(SignInStep::VerificationRequired { challenge, reply }) => (challenge, reply),
        other => panic!("{other:?}"),
    }
}

/// A sign-in whose password waits.
fn password_waits(world: &World) -> (SignInFlow, VerificationReply) {
    let flow = world.sign_in();
    let reply = at_password(&flow);
    world.tenant.script([Answer::challenge("one")]);
    let (_, reply) = challenged(ready(reply.submit(PASSWORD)));
    (flow, reply)
}

fn asks_for_sms(request: &Received) -> bool {
    request.path == "/oauth2/v2.0/challenge" && request.field("id") == Some("m-sms")
}

#[test]
fn a_solved_challenge_sends_the_call_once_more_with_its_proof() {
    let world = World::with_mfa();
    let reply = at_mfa(&world.sign_in());
    let known = world.tenant.requests();
    world.tenant.script([Answer::challenge("one")]);
    let (challenge, reply) = challenged(ready(reply.choose(&MethodId::new("m-sms"))));
    assert_eq!(challenge.provider(), "tmx");
    assert_eq!(challenge.payload(), r#"{"page":"one"}"#);
    assert_eq!(challenge.attempt(), 1);

    let step = ready(reply.submit(PROOF));
    let Ok(SignInStep::MfaCodeRequired { reply, .. }) = step else {
        panic!("{step:?}");
    };
    assert_eq!(kind(&ready(reply.submit(CODE))), StepKind::SignedIn);
    let sent = world.tenant.journal_from(known);
    assert!(asks_for_sms(&sent[0]) && asks_for_sms(&sent[1]));
    let proofs: Vec<_> = sent
        .iter()
        .map(|sent| sent.headers.get("x-risk-proof").map(String::as_str))
        .collect();
    assert_eq!(proofs, [None, Some(PROOF), None]);
}

#[test]
fn a_proof_that_is_not_taken_leads_to_another_challenge() {
    let world = World::new();
    let (_, first) = password_waits(&world);
    world.tenant.script([Answer::challenge("one")]);
    let (challenge, second) = challenged(ready(first.submit(PROOF)));
    assert_eq!(challenge.attempt(), 2);
    let (sent, outcome) = world.requests(first.submit(PROOF));
    assert_eq!((sent, code_of(&outcome)), (0, "stale_step"));
    assert_eq!(kind(&ready(second.submit(PROOF))), StepKind::SignedIn);
}

#[test]
fn going_back_leaves_the_other_methods_to_choose_from() {
    let world = World::with_mfa();
    let flow = world.sign_in();
    let reply = at_mfa(&flow);
    world.tenant.script([Answer::challenge("one")]);
    let (_, waiting) = challenged(ready(reply.choose(&MethodId::new("m-sms"))));
    let (sent, step) = world.requests(waiting.go_back());
    let Ok(SignInStep::MfaRequired { reply, .. }) = step else {
        panic!("{step:?}");
    };
    assert_eq!(sent, 0);
    assert!(flow.is_durable());
    let (sent, outcome) = world.requests(waiting.submit(PROOF));
    assert_eq!((sent, code_of(&outcome)), (0, "stale_step"));
    let step = ready(reply.choose(&MethodId::new("m-email")));
    assert_eq!(kind(&step), StepKind::MfaCodeRequired);
}

#[test]
fn a_password_that_waits_is_in_no_record_and_another_process_asks_for_it_again() {
    let world = World::new();
    let (flow, reply) = password_waits(&world);
    assert!(!flow.is_durable());
    let next = resume(&world.next_process(), flow.id()).unwrap();
    assert_eq!(kind(&next.current()), StepKind::PasswordRequired);

    let (sent, step) = world.requests(reply.submit(PROOF));
    assert_eq!((sent, kind(&step)), (1, StepKind::SignedIn));
    let last = world.tenant.last();
    assert_eq!(last.field("password"), Some(PASSWORD));
}

#[test]
fn nothing_is_held_once_the_flow_has_ended_or_gone_on() {
    let held = |flow: &SignInFlow| flow.flow().state().held.is_some();
    let world = World::new();
    let (flow, _) = password_waits(&world);
    assert!(held(&flow));
    ready(flow.cancel());
    assert!(!held(&flow), "cancelled");

    let (flow, reply) = password_waits(&world);
    world.clock.forward(seconds(1_800));
    assert_eq!(code_of(&ready(reply.submit(PROOF))), "flow_expired");
    assert!(!held(&flow), "expired");

    let (flow, reply) = password_waits(&world);
    assert_eq!(kind(&ready(reply.go_back())), StepKind::PasswordRequired);
    assert!(!held(&flow), "back");

    let (flow, reply) = password_waits(&world);
    assert_eq!(kind(&ready(reply.submit(PROOF))), StepKind::SignedIn);
    assert!(!held(&flow), "signed in");
}

#[test]
fn what_the_service_refuses_after_a_proof_is_corrected_where_it_was_given() {
    let world = World::new();
    let (flow, reply) = password_waits(&world);
    world.tenant.script([Answer::wrong_password()]);
    assert_eq!(code_of(&ready(reply.submit(PROOF))), "wrong_password");
    let Ok(SignInStep::PasswordRequired { reply }) = flow.current() else {
        panic!("{flow:?}");
    };
    assert_eq!(kind(&ready(reply.submit(PASSWORD))), StepKind::SignedIn);
}

#[test]
fn a_proof_that_did_not_get_through_may_be_sent_again() {
    let ways = [
        (Answer::Fault(HttpFault::Lost), "connection_lost"),
        (Answer::Fault(HttpFault::TimedOut), "timed_out"),
        (Answer::risk_unavailable(), "risk_unavailable"),
        (Answer::Text(429, ""), "throttled"),
        (Answer::Text(502, "<html>"), "edge_unavailable"),
        (Answer::Text(403, "<html>"), "edge_page"),
    ];
    for (answer, code) in ways {
        let world = World::new();
        let (flow, reply) = password_waits(&world);
        world.tenant.script([answer]);
        assert_eq!(code_of(&ready(reply.submit(PROOF))), code);
        assert_eq!(kind(&flow.current()), StepKind::VerificationRequired);
        assert_eq!(
            kind(&ready(reply.submit(PROOF))),
            StepKind::SignedIn,
            "{code}"
        );
    }
}

#[test]
fn a_call_with_a_proof_that_is_dropped_may_be_made_again() {
    let world = World::new();
    let (flow, reply) = password_waits(&world);
    world.tenant.script([Answer::Silence]);
    dropped_on_the_way(reply.submit(PROOF));
    assert!(flow.is_uncertain());
    assert_eq!(kind(&ready(reply.submit(PROOF))), StepKind::SignedIn);
}

#[test]
fn a_proof_stands_in_a_header_as_it_is_or_is_not_sent() {
    let world = World::new();
    let (_, reply) = password_waits(&world);
    let long = "x".repeat(4097);
    for proof in ["", " ", "a b", "a\r\nb", "a\u{7f}", "ä", &long] {
        let (sent, outcome) = world.requests(reply.submit(proof));
        let Err(Error::Fixable { problem, info }) = outcome else {
            panic!("{outcome:?}");
        };
        assert_eq!((sent, problem), (0, Problem::InvalidProof));
        assert_eq!(info.landing, Landing::SameStep);
    }
    let longest = "x".repeat(4096);
    assert_eq!(kind(&ready(reply.submit(longest))), StepKind::SignedIn);
}

#[test]
fn every_call_of_a_sign_in_can_wait_for_a_proof() {
    let wants: [&[Want]; 3] = [&[Want::Mfa], &[Want::Registration], &[Want::Codes]];
    for wants in wants {
        let ordinary = calls_of_a_sign_in(&World::with(wants), &[]);
        for number in 0..ordinary.len() {
            let world = World::with(wants);
            let held = calls_of_a_sign_in(&world, &[number]);
            let mut expected = ordinary.clone();
            expected.insert(number, ordinary[number].clone());
            assert_eq!(held, expected, "{wants:?}: {number}");
            let proofs = world
                .tenant
                .journal()
                .iter()
                .filter(|call| call.headers.contains_key("x-risk-proof"))
                .count();
            assert_eq!(proofs, 1);
        }
    }
}

/// The paths that a sign-in calls, from the start to the account, where these calls are challenged.
fn calls_of_a_sign_in(world: &World, challenged: &[usize]) -> Vec<String> {
    let script: Vec<Answer> = (0..16)
        .map(|number| {
            if challenged.contains(&number) {
                Answer::challenge("one")
            } else {
                Answer::Ordinary
            }
        })
        .collect();
    world.tenant.script(script);
    let flow = world.sign_in();
    let mut step = ready(flow.start()).unwrap();
    while step.kind() != StepKind::SignedIn {
        step = ready(forward(&step)).unwrap();
    }
    let journal = world.tenant.journal();
    journal.into_iter().map(|request| request.path).collect()
}

async fn forward(step: &SignInStep) -> Outcome {
    match step {
        SignInStep::PasswordRequired { reply } => reply.submit(PASSWORD).await,
        SignInStep::CodeRequired { reply, .. } => reply.submit(CODE).await,
        SignInStep::MfaRequired { reply, .. } => reply.choose(&MethodId::new("m-sms")).await,
        SignInStep::MfaCodeRequired { reply, .. } => reply.submit(CODE).await,
        SignInStep::RegistrationRequired { reply, .. } => {
            reply.register(&MethodId::new("email"), CONTACT).await
        }
        SignInStep::RegistrationCodeRequired { reply, .. } => reply.submit(CODE).await,
        SignInStep::VerificationRequired { reply, .. } => reply.submit(PROOF).await,
        SignInStep::BrowserRequired { .. } | SignInStep::SignedIn { .. } => panic!("{step:?}"),
    }
}

#[test]
fn a_resend_can_wait_for_a_proof() {
    let world = World::with_mfa();
    let reply = at_mfa_code(&world.sign_in());
    world.clock.forward(seconds(300));
    world.tenant.script([Answer::challenge("one")]);
    let (_, waiting) = challenged(ready(reply.resend()));
    assert_eq!(
        kind(&ready(waiting.submit(PROOF))),
        StepKind::MfaCodeRequired
    );

    world.clock.forward(seconds(300));
    let reply = at_mfa_code(&world.sign_in());
    world.clock.forward(seconds(300));
    world.tenant.script([Answer::challenge("one")]);
    let (_, waiting) = challenged(ready(reply.resend()));
    let Ok(SignInStep::MfaCodeRequired { reply, .. }) = ready(waiting.go_back()) else {
        panic!("{waiting:?}");
    };
    assert_eq!(kind(&ready(reply.submit(CODE))), StepKind::SignedIn);
}
