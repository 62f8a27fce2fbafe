//! A password reset with a second proof beside the mailbox's code: a security code of the customer's own, or the verdict
//! of a risk provider.

use std::time::Duration;

use doorstep::{Channel, PasswordRule, Problem, Reason, ResumedFlow, StepKind};
use doorstep_sandbox::model::{Fault, Faults, Purpose, ResetProof, RiskPurpose, RiskVerdict};
use doorstep_tests::{
    BOB_PASSWORD, ErrorExt as _, NEW_PASSWORD, NUMBER, Part, Perimeter, ResetStepExt as _,
};

async fn with_codes() -> Perimeter {
    Perimeter::ruled("rules_reset_code").await
}

async fn with_verdicts() -> Perimeter {
    Perimeter::with_rules("rules_reset_code", |config| {
        config.seed.gate.rules.reset_second_proof = ResetProof::Provider;
    })
    .await
}

fn failing(edge: &Perimeter, endpoint: &str, status: u16, times: u32) {
    edge.world.fault(Fault {
        status: Some(status),
        times,
        ..Fault::of(endpoint)
    });
}

#[tokio::test]
async fn a_new_password_takes_a_security_code_besides_the_mailboxs() {
    let edge = with_codes().await;
    let (flow, reply) = edge.bob_at_new_password().await;
    assert!(
        edge.sent(Purpose::ResetProof).is_empty(),
        "not before it is needed"
    );
    let (challenge, reply) = reply.submit(NEW_PASSWORD).await.verification();
    let asked = challenge.security_code().expect("a security code");
    assert_eq!((asked.code_length, asked.tries_left), (Some(8), Some(5)));
    assert_eq!(asked.channel, Some(Channel::Sms));
    assert_eq!(asked.hint.as_deref(), Some("+1********9"));
    assert_eq!(asked.resend_after, Some(Duration::from_mins(1)));
    let sent = edge.sent(Purpose::ResetProof);
    assert_eq!((sent.len(), sent[0].to.as_str()), (1, NUMBER));
    assert_eq!(
        edge.submissions(),
        0,
        "the tenant has not seen the password"
    );
    assert!(edge.lets_in(BOB_PASSWORD).await);

    let proof = edge.security_code();
    let _ = edge.world.patiently(reply.submit(proof)).await.reset();
    assert_eq!(flow.current().unwrap().kind(), StepKind::PasswordReset);
    assert!(!edge.lets_in(BOB_PASSWORD).await && edge.lets_in(NEW_PASSWORD).await);
}

#[tokio::test]
async fn a_wrong_code_costs_a_try_and_no_new_code() {
    let edge = with_codes().await;
    let (_, reply) = edge.bob_at_new_password().await;
    let (_, reply) = reply.submit(NEW_PASSWORD).await.verification();
    let wrong = edge.wrong_security_code();
    let (challenge, reply) = reply.submit(wrong).await.verification();
    let asked = challenge.security_code().expect("a security code");
    assert_eq!(asked.tries_left, Some(4));
    assert_eq!(edge.sent(Purpose::ResetProof).len(), 1);
    let proof = edge.security_code();
    edge.world.patiently(reply.submit(proof)).await.reset();
}

#[tokio::test]
async fn a_password_that_the_tenant_refuses_costs_no_second_code() {
    let edge = with_codes().await;
    let (flow, reply) = edge.bob_at_new_password().await;
    let (_, proving) = reply.submit("Password1!").await.verification();
    let proof = edge.security_code();
    let refused = edge.world.patiently(proving.submit(proof)).await;
    let banned = Problem::PasswordRejected(PasswordRule::Banned);
    assert_eq!(refused.problem(), banned);
    let (_, reply) = flow.current().new_password();
    let done = edge.world.patiently(reply.submit(NEW_PASSWORD)).await;
    let _ = done.reset();
    assert_eq!(edge.sent(Purpose::ResetProof).len(), 1);
}

#[tokio::test]
async fn another_code_comes_after_a_while_and_voids_the_first() {
    let edge = with_codes().await;
    let (_, reply) = edge.bob_at_new_password().await;
    let (_, reply) = reply.submit(NEW_PASSWORD).await.verification();
    let first = edge.security_code();
    let (_, reply) = reply.again().await.verification();
    assert_eq!(edge.sent(Purpose::ResetProof).len(), 1, "too early");
    edge.world.advance(60);
    let (_, reply) = reply.again().await.verification();
    assert_eq!(edge.sent(Purpose::ResetProof).len(), 2);
    assert_ne!(edge.security_code(), first);
    let (challenge, reply) = reply.submit(first).await.verification();
    let asked = challenge.security_code().expect("a security code");
    assert_eq!(asked.tries_left, Some(4));
    let proof = edge.security_code();
    edge.world.patiently(reply.submit(proof)).await.reset();
}

#[tokio::test]
async fn a_provider_can_give_the_verdict_instead() {
    let edge = with_verdicts().await;
    edge.says(RiskPurpose::ResetPassword, RiskVerdict::Challenge);
    let (_, reply) = edge.bob_at_new_password().await;
    let (challenge, reply) = reply.submit(NEW_PASSWORD).await.verification();
    assert_eq!(
        (challenge.provider(), challenge.security_code()),
        ("generic", None)
    );
    assert_eq!(edge.submissions(), 0);
    let proof = edge.solve(&challenge);
    edge.world.patiently(reply.submit(proof)).await.reset();
    assert!(edge.lets_in(NEW_PASSWORD).await);
    assert_eq!(edge.texts(), 0, "no code was sent");
}

#[tokio::test]
async fn a_provider_that_refuses_or_keeps_silent_changes_nothing() {
    let edge = with_verdicts().await;
    edge.says(RiskPurpose::ResetPassword, RiskVerdict::Reject);
    let (_, reply) = edge.bob_at_new_password().await;
    let _ = reply.submit(NEW_PASSWORD).await.denied();
    let (_, reply) = edge.bob_at_new_password().await;
    edge.kill(Part::Provider).await;
    let (reason, _) = reply.submit(NEW_PASSWORD).await.later();
    assert_eq!(reason, Reason::RiskUnavailable);
    assert_eq!(edge.submissions(), 0);
    edge.revive(Part::Provider).await;
    edge.says(RiskPurpose::ResetPassword, RiskVerdict::Pass);
    edge.world
        .patiently(reply.submit(NEW_PASSWORD))
        .await
        .reset();
}

#[tokio::test]
async fn without_a_way_to_reach_the_person_there_is_no_reset() {
    let edge = with_codes().await;
    let (_, reply) = edge.bob_at_new_password().await;
    failing(&edge, "webhook", 422, 1);
    let _ = reply.submit(NEW_PASSWORD).await.denied();
    assert_eq!((edge.submissions(), edge.texts()), (0, 0));
}

#[tokio::test]
async fn a_back_end_that_fails_changes_nothing_and_can_be_asked_again() {
    let edge = with_codes().await;
    let (_, reply) = edge.bob_at_new_password().await;
    failing(&edge, "webhook", 500, 1);
    let (reason, _) = reply.submit(NEW_PASSWORD).await.later();
    assert_eq!(reason, Reason::RiskUnavailable);
    failing(&edge, "graph/*", 403, 1_000);
    let (reason, _) = reply.submit(NEW_PASSWORD).await.later();
    assert_eq!(reason, Reason::RiskUnavailable);
    assert_eq!((edge.submissions(), edge.texts()), (0, 0));
    let nothing = Faults { faults: Vec::new() };
    edge.world.control().set_faults(nothing).unwrap();
    let (_, reply) = reply.submit(NEW_PASSWORD).await.verification();
    let proof = edge.security_code();
    edge.world.patiently(reply.submit(proof)).await.reset();
}

#[tokio::test]
async fn an_app_that_dies_with_the_code_under_way_goes_on_with_it() {
    let edge = with_codes().await;
    let (flow, reply) = edge.bob_at_new_password().await;
    let _ = reply.submit(NEW_PASSWORD).await.verification();
    let ResumedFlow::ResetPassword(flow) = edge.resumed(flow.id()).await.unwrap() else {
        panic!("a reset");
    };
    let (_, reply) = flow.current().new_password();
    let (_, reply) = reply.submit(NEW_PASSWORD).await.verification();
    assert_eq!(
        edge.sent(Purpose::ResetProof).len(),
        1,
        "the code stays good"
    );
    let proof = edge.security_code();
    edge.world.patiently(reply.submit(proof)).await.reset();
}

#[tokio::test]
async fn a_gate_that_dies_takes_its_codes_along_and_sends_another() {
    let edge = with_codes().await;
    let (_, reply) = edge.bob_at_new_password().await;
    let (_, reply) = reply.submit(NEW_PASSWORD).await.verification();
    let lost = edge.security_code();
    edge.kill(Part::Gate).await;
    edge.revive(Part::Gate).await;
    let (_, reply) = reply.submit(lost).await.verification();
    assert_eq!(
        edge.submissions(),
        0,
        "a code that the gate does not know opens nothing"
    );
    let codes = edge.sent(Purpose::ResetProof).len();
    assert_eq!(codes, 2);
    let proof = edge.security_code();
    edge.world.patiently(reply.submit(proof)).await.reset();
}

#[tokio::test]
async fn the_tenant_hears_nothing_of_what_the_gate_and_the_app_agree_on() {
    let edge = with_codes().await;
    let (_, reply) = edge.bob_at_new_password().await;
    let (_, reply) = reply.submit(NEW_PASSWORD).await.verification();
    let proof = edge.security_code();
    edge.world
        .patiently(reply.submit(proof.as_str()))
        .await
        .reset();
    for entry in edge.world.journal() {
        let mut names = entry.headers.keys();
        assert!(!names.any(|name| name.starts_with("x-risk-") || name == "x-recovery"));
    }
    let calls = edge.world.control().risk().calls;
    let did: Vec<_> = calls
        .iter()
        .filter_map(|call| call.back_end.as_deref())
        .collect();
    assert_eq!(did, ["code_sent", "proven"]);
    let records = serde_json::to_string(&calls).unwrap();
    assert!(!records.contains(&proof) && !records.contains(NUMBER));
}
