//! A provider that wants something solved first: a step of the flow, and one more try with the proof.

use super::provider::Does;
use super::*;
use crate::challenge::RiskChallenge;
use crate::flow::{SignInStep, VerificationReply};

fn challenge() -> RiskVerdict {
    RiskVerdict::Challenge {
        payload: "planted-page".to_owned(),
    }
}

/// The step that a call came to, for which nothing was sent.
fn held(outcome: (usize, Result<SignInStep, crate::Error>)) -> (RiskChallenge, VerificationReply) {
    match outcome {
        (0, Ok(SignInStep::VerificationRequired { challenge, reply })) => (challenge, reply),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_challenge_is_a_step_and_its_proof_lets_the_same_text_through_once() {
    let (world, provider) = world(&[Want::Mfa], FailPolicy::Open);
    let sms = MethodId::new("m-sms");
    let reply = at_mfa(&world.sign_in());
    provider.says([challenge()]);
    let (challenge, reply) = held(world.requests(reply.choose(&sms)));
    assert_eq!(
        (challenge.provider(), challenge.payload()),
        ("tmx", "planted-page")
    );
    assert!(!format!("{challenge:?}").contains(PLANTED));
    let asked = provider.checks().len();
    let (sent, step) = world.requests(reply.submit("proof-1"));
    assert_eq!((sent, kind(&step)), (1, StepKind::MfaCodeRequired));
    assert_eq!(provider.checks().len(), asked);
    let last = world.tenant.last();
    assert_eq!(last.headers["x-risk-proof"], "proof-1");
    assert!(shown(&last).is_some());
    // The next text is another matter.
    let Ok(SignInStep::MfaCodeRequired { reply, .. }) = step else {
        panic!("a code is on its way");
    };
    world.clock.forward(seconds(300));
    provider.says([self::challenge()]);
    held(world.requests(reply.resend()));
}

#[test]
fn a_policy_can_ask_for_a_challenge_where_the_provider_does_not_answer() {
    let (world, provider) = world(&[], FailPolicy::Challenge);
    let reply = at_password(&world.sign_in());
    *provider.check.lock().unwrap() = Does::Fails;
    let (challenge, reply) = held(world.requests(reply.submit(PASSWORD)));
    assert_eq!((challenge.provider(), challenge.payload()), ("tmx", "null"));
    assert_eq!(kind(&ready(reply.submit("proof-1"))), StepKind::SignedIn);
}

#[test]
fn a_process_that_dies_at_a_challenge_asks_again_from_the_step_before() {
    let (world, provider) = world(&[], FailPolicy::Closed);
    let flow = world.sign_in();
    let reply = at_password(&flow);
    provider.says([challenge()]);
    held(world.requests(reply.submit(PASSWORD)));
    let signals = Signals::with_provider(provider.clone(), FailPolicy::Closed).unwrap();
    let next = world.client_with(signals);
    next.set_consent(&BOTH);
    let resumed = resume(&next, flow.id()).unwrap();
    let asked = provider.checks().len();
    assert_eq!(
        kind(&ready(at_password(&resumed).submit(PASSWORD))),
        StepKind::SignedIn
    );
    assert_eq!(provider.checks().len(), asked + 1);
}
