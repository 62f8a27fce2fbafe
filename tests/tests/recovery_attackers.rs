//! Who holds the mailbox alone, or the phone alone, resets no password through the gate; guessing ends after five tries in a
//! flow and five codes in an hour.

use doorstep::{Denier, Reason};
use doorstep_sandbox::model::{Purpose, ResetProof, RiskPurpose, RiskVerdict};
use doorstep_tests::{
    BOB, BOB_PASSWORD, ErrorExt as _, NEW_PASSWORD, Perimeter, ResetStepExt as _, reset_of,
};

async fn edge() -> Perimeter {
    Perimeter::ruled("rules_reset_code").await
}

/// Wrong codes until the flow gets no further; says how many were looked at.
async fn guesses(edge: &Perimeter) -> u32 {
    let (_, reply) = edge.bob_at_new_password().await;
    let (_, mut reply) = reply.submit(NEW_PASSWORD).await.verification();
    for tries in 1.. {
        match reply.submit(edge.wrong_security_code()).await {
            Ok(step) => (_, reply) = Ok(step).verification(),
            refused => {
                assert_eq!(refused.denied(), Denier::Gate);
                return tries;
            }
        }
    }
    0
}

async fn nothing_changed(edge: &Perimeter) {
    assert_eq!(edge.submissions(), 0);
    assert!(edge.lets_in(BOB_PASSWORD).await);
}

#[tokio::test]
async fn who_holds_the_mailbox_alone_gets_five_tries_and_no_further_in_that_flow() {
    let edge = edge().await;
    let (_, reply) = edge.bob_at_new_password().await;
    let (_, mut reply) = reply.submit(NEW_PASSWORD).await.verification();
    for left in [4, 3, 2, 1] {
        let wrong = edge.wrong_security_code();
        let (challenge, next) = reply.submit(wrong).await.verification();
        let asked = challenge.security_code().expect("a security code");
        assert_eq!(asked.tries_left, Some(left));
        reply = next;
    }
    let refused = reply.submit(edge.wrong_security_code()).await;
    assert_eq!(refused.denied(), Denier::Gate);
    let right = reply.submit(edge.security_code()).await;
    assert!(right.is_err(), "the right one comes too late");
    assert_eq!(edge.sent(Purpose::ResetProof).len(), 1);
    nothing_changed(&edge).await;
}

#[tokio::test]
async fn a_new_flow_gives_new_tries_but_no_more_codes_in_the_hour() {
    let edge = edge().await;
    let mut looked_at = 0;
    for _ in 0..5 {
        looked_at += guesses(&edge).await;
    }
    assert_eq!(looked_at, 25, "of a hundred million");
    let (_, reply) = edge.bob_at_new_password().await;
    let (reason, wait) = reply.submit(NEW_PASSWORD).await.later();
    assert_eq!(reason, Reason::Throttled);
    let wait = wait.expect("how long to wait").as_secs();
    assert!((3000..=3600).contains(&wait), "{wait}");
    assert_eq!(edge.sent(Purpose::ResetProof).len(), 5);
    nothing_changed(&edge).await;
    edge.world.advance(3600);
    let (_, reply) = edge.bob_at_new_password().await;
    let (_, reply) = reply.submit(NEW_PASSWORD).await.verification();
    let proof = edge.security_code();
    edge.world.patiently(reply.submit(proof)).await.reset();
}

#[tokio::test]
async fn a_flow_gets_three_codes() {
    let edge = edge().await;
    let (_, reply) = edge.bob_at_new_password().await;
    let (_, mut reply) = reply.submit(NEW_PASSWORD).await.verification();
    for sent in [2, 3, 3] {
        edge.world.advance(60);
        let (challenge, next) = reply.again().await.verification();
        assert_eq!(edge.sent(Purpose::ResetProof).len(), sent);
        let asked = challenge.security_code().expect("a security code");
        assert_eq!(asked.resend_after.is_some(), sent < 3);
        reply = next;
    }
    let proof = edge.security_code();
    edge.world.patiently(reply.submit(proof)).await.reset();
}

#[tokio::test]
async fn who_holds_the_phone_alone_is_not_even_sent_a_code() {
    let edge = edge().await;
    let flow = edge.client().reset_password(reset_of(BOB)).unwrap();
    let (_, reply) = flow.start().await.code();
    for _ in 0..5 {
        let wrong = if edge.mailbox_code() == "00000000" {
            "11111111"
        } else {
            "00000000"
        };
        let _ = reply.submit(wrong).await.problem();
    }
    assert_eq!((edge.texts(), edge.submissions()), (0, 0));
    assert!(edge.lets_in(BOB_PASSWORD).await);
}

#[tokio::test]
async fn a_code_of_one_flow_opens_no_other() {
    let edge = edge().await;
    let (_, of_attacker) = edge.bob_at_new_password().await;
    let (_, of_attacker) = of_attacker.submit("Burglar-2025!").await.verification();
    let (_, of_bob) = edge.bob_at_new_password().await;
    let (_, of_bob) = of_bob.submit(NEW_PASSWORD).await.verification();
    let bobs = edge.security_code();
    let (challenge, _) = of_attacker.submit(bobs.as_str()).await.verification();
    let asked = challenge.security_code().expect("a security code");
    assert_eq!(asked.tries_left, Some(4));
    assert_eq!(edge.submissions(), 0);
    edge.world.patiently(of_bob.submit(bobs)).await.reset();
    assert!(edge.lets_in(NEW_PASSWORD).await);
}

#[tokio::test]
async fn a_code_that_was_used_opens_nothing_again() {
    let edge = edge().await;
    let (_, reply) = edge.bob_at_new_password().await;
    let (_, reply) = reply.submit(NEW_PASSWORD).await.verification();
    let used = edge.security_code();
    edge.world
        .patiently(reply.submit(used.as_str()))
        .await
        .reset();
    let (_, reply) = edge.bob_at_new_password().await;
    let (_, reply) = reply.submit("Burglar-2025!").await.verification();
    let (_, reply) = reply.submit(used.as_str()).await.verification();
    let _ = reply.submit(used).await.verification();
    assert!(edge.lets_in(NEW_PASSWORD).await);
}

#[tokio::test]
async fn a_providers_proof_of_one_flow_opens_no_other() {
    let edge = Perimeter::with_rules("rules_reset_code", |config| {
        config.seed.gate.rules.reset_second_proof = ResetProof::Provider;
    })
    .await;
    edge.says(RiskPurpose::ResetPassword, RiskVerdict::Challenge);
    let (_, reply) = edge.bob_at_new_password().await;
    let (challenge, reply) = reply.submit(NEW_PASSWORD).await.verification();
    let proof = edge.solve(&challenge);
    edge.world
        .patiently(reply.submit(proof.as_str()))
        .await
        .reset();
    let (_, reply) = edge.bob_at_new_password().await;
    let (_, reply) = reply.submit("Burglar-2025!").await.verification();
    let _ = reply.submit(proof).await.verification();
    assert!(edge.lets_in(NEW_PASSWORD).await);
}
