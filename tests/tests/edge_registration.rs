//! New numbers and new accounts at the gate: challenged, refused, and without a verdict (docs/risk.md 7.1).

use doorstep::{Channel, Denier, MethodId, Reason, RegistrationReply, SignInOptions, SignUpStep};
use doorstep_sandbox::model::{RiskPurpose, RiskVerdict};
use doorstep_tests::{
    BOB, BOB_PASSWORD, DORA, DORA_PASSWORD, ErrorExt as _, Perimeter, SignUpOutcome,
    SignUpStepExt as _, StepExt as _, as_new, todo,
};

const NUMBER: &str = "+15550100777";

/// Bob, who is stepped up and has no method yet, about to register a number.
async fn at_registration(edge: &Perimeter) -> (RegistrationReply, MethodId) {
    let options = SignInOptions::new(BOB)
        .scopes(todo())
        .password(BOB_PASSWORD);
    let flow = edge.client().sign_in(options).unwrap();
    let (methods, reply) = flow.start().await.registration();
    let sms = methods.iter().find(|method| method.channel == Channel::Sms);
    (reply, sms.unwrap().id.clone())
}

#[tokio::test]
async fn a_new_number_is_challenged_and_gets_one_text() {
    let edge = Perimeter::in_scenario("risk_no_method").await;
    edge.says(RiskPurpose::Sms, RiskVerdict::Challenge);
    let (reply, sms) = at_registration(&edge).await;
    let (challenge, reply) = reply.register(&sms, NUMBER).await.verification();
    assert_eq!(edge.texts(), 0);
    let proof = edge.solve(&challenge);
    let (_, reply) = reply.submit(proof).await.registration_code();
    assert_eq!(edge.texts(), 1);
    let _ = reply.submit(edge.world.code_of(NUMBER)).await.account();
}

#[tokio::test]
async fn a_proof_for_one_number_is_none_for_another() {
    let edge = Perimeter::in_scenario("risk_no_method").await;
    edge.says(RiskPurpose::Sms, RiskVerdict::Challenge);
    let (reply, sms) = at_registration(&edge).await;
    let (first, reply) = reply.register(&sms, NUMBER).await.verification();
    let proof = edge.solve(&first);
    let (_, reply) = reply.go_back().await.registration();
    let (_, reply) = reply.register(&sms, "+15550100778").await.verification();
    let (second, _) = reply.submit(proof).await.verification();
    assert_eq!((second.attempt(), edge.texts()), (2, 0));
}

#[tokio::test]
async fn a_new_number_that_is_refused_or_not_judged_gets_no_text() {
    let edge = Perimeter::in_scenario("risk_no_method").await;
    let (reply, sms) = at_registration(&edge).await;
    edge.says(RiskPurpose::Sms, RiskVerdict::Reject);
    assert_eq!(reply.register(&sms, NUMBER).await.denied(), Denier::Gate);
    for silent in [
        RiskVerdict::Timeout,
        RiskVerdict::Error,
        RiskVerdict::Garbage,
    ] {
        edge.says(RiskPurpose::Sms, silent);
        let (reason, _) = reply.register(&sms, NUMBER).await.later();
        assert_eq!(reason, Reason::RiskUnavailable, "{silent:?}");
    }
    assert_eq!(edge.texts(), 0);
    edge.says(RiskPurpose::Sms, RiskVerdict::Pass);
    let _ = reply.register(&sms, NUMBER).await.registration_code();
    assert_eq!(edge.texts(), 1);
}

#[tokio::test]
async fn a_sign_up_is_challenged_at_its_first_call_and_leads_to_tokens() {
    let edge = Perimeter::in_scenario("risk_low").await;
    edge.says(RiskPurpose::SignUp, RiskVerdict::Challenge);
    let flow = edge
        .client()
        .sign_up(as_new().password(DORA_PASSWORD))
        .unwrap();
    let Ok(SignUpStep::VerificationRequired { challenge, reply }) = flow.start().await else {
        panic!("{flow:?}");
    };
    assert!(
        edge.world.journal().is_empty(),
        "nothing reached the tenant"
    );
    assert!(!flow.is_durable());
    let Ok(SignUpStep::VerificationRequired {
        challenge: second,
        reply,
    }) = reply.submit("no-proof").await
    else {
        panic!("{challenge:?}");
    };
    let step: SignUpOutcome = reply.submit(edge.solve(&second)).await;
    let (_, reply) = step.code();
    let next = reply.submit(edge.world.code_of(DORA)).await.signed_up();
    let _ = next.sign_in().start().await.account();
}

#[tokio::test]
async fn a_sign_up_that_is_refused_or_not_judged_begins_when_it_passes() {
    let edge = Perimeter::in_scenario("risk_low").await;
    let flow = edge.client().sign_up(as_new()).unwrap();
    edge.says(RiskPurpose::SignUp, RiskVerdict::Reject);
    assert_eq!(flow.start().await.denied(), Denier::Gate);
    edge.says(RiskPurpose::SignUp, RiskVerdict::Error);
    assert_eq!(flow.start().await.later().0, Reason::RiskUnavailable);
    assert!(
        edge.world.journal().is_empty(),
        "nothing reached the tenant"
    );
    edge.says(RiskPurpose::SignUp, RiskVerdict::Pass);
    let _ = flow.start().await.code();
}
