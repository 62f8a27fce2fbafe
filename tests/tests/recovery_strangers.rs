//! Nobody can freeze a stranger: one proof does nothing, tries and starts are few, and the answers tell nothing.

use doorstep::{Account, Denier, Problem, Reason, RecoveryReason, ResetPasswordOptions};
use doorstep_sandbox::model::{NewUser, Purpose};
use doorstep_tests::{
    BOB, BOB_PASSWORD, DORA, DORA_PASSWORD, ErrorExt as _, NEW_PASSWORD, Perimeter,
    ResetStepExt as _, reset_of, todo,
};

async fn edge() -> (Perimeter, Account) {
    let edge = Perimeter::ruled("rules_device_lost").await;
    let bob = edge.world.bob().await;
    (edge, bob)
}

fn lost(username: &str) -> ResetPasswordOptions {
    reset_of(username).because(RecoveryReason::DeviceLost)
}

/// Bob goes on as if nothing had happened.
async fn is_untouched(edge: &Perimeter, bob: &Account) {
    assert!(edge.world.control().user(BOB).unwrap().groups.is_empty());
    bob.refreshed_access_token(&todo()).await.unwrap();
    assert!(edge.lets_in(BOB_PASSWORD).await);
    assert_eq!(edge.submissions(), 0);
    assert!(edge.sent(Purpose::DeviceLostNotice).is_empty());
}

#[tokio::test]
async fn without_the_mailboxs_code_nothing_happens() {
    let (edge, bob) = edge().await;
    let flow = edge.client().reset_password(lost(BOB)).unwrap();
    let (_, reply) = flow.start().await.code();
    for wrong in ["00000000", "99999999"] {
        let _ = reply.submit(wrong).await.problem();
    }
    assert_eq!(edge.texts(), 0);
    is_untouched(&edge, &bob).await;
}

#[tokio::test]
async fn without_the_second_proof_nothing_happens_however_often_it_is_guessed() {
    let (edge, bob) = edge().await;
    let (_, reply) = edge.at_new_password(lost(BOB)).await;
    let (_, mut reply) = reply.submit(NEW_PASSWORD).await.verification();
    for _ in 0..4 {
        let wrong = edge.wrong_security_code();
        (_, reply) = reply.submit(wrong).await.verification();
    }
    let refused = reply.submit(edge.wrong_security_code()).await;
    assert_eq!(refused.denied(), Denier::Gate);
    assert!(reply.submit(edge.security_code()).await.is_err());
    is_untouched(&edge, &bob).await;
}

#[tokio::test]
async fn a_name_can_be_recovered_three_times_in_an_hour_and_others_are_free() {
    let (edge, bob) = edge().await;
    edge.world.add(NewUser::with_password(DORA, DORA_PASSWORD));
    for _ in 0..3 {
        let flow = edge.client().reset_password(lost(BOB)).unwrap();
        let _ = flow.start().await.code();
    }
    let flow = edge
        .client()
        .reset_password(lost(&BOB.to_uppercase()))
        .unwrap();
    let (reason, wait) = flow.start().await.later();
    assert_eq!(reason, Reason::Throttled);
    assert!(wait.is_some_and(|wait| wait.as_secs() <= 3600));
    let mail = edge.world.control().mailbox(Some(BOB), None).len();
    assert_eq!(mail, 3, "no fourth code");
    let flow = edge.client().reset_password(lost(DORA)).unwrap();
    let _ = flow.start().await.code();
    let flow = edge.client().reset_password(reset_of(BOB)).unwrap();
    let _ = flow.start().await.code();
    is_untouched(&edge, &bob).await;
    edge.world.advance(3600);
    let flow = edge.client().reset_password(lost(BOB)).unwrap();
    let _ = flow.start().await.code();
}

#[tokio::test]
async fn a_stranger_cannot_tell_who_is_frozen() {
    let (edge, _) = edge().await;
    edge.world.add(NewUser::with_password(DORA, DORA_PASSWORD));
    let (_, reply) = edge.at_new_password(lost(BOB)).await;
    let (_, reply) = reply.submit(NEW_PASSWORD).await.verification();
    let proof = edge.security_code();
    let done = edge.world.patiently(reply.submit(proof)).await;
    let _ = done.reset();
    for options in [lost, reset_of] {
        for username in [BOB, DORA] {
            let flow = edge.client().reset_password(options(username)).unwrap();
            let _ = flow.start().await.code();
        }
    }
    let flow = edge.client().reset_password(lost("nobody@contoso.example"));
    let nobody = flow.unwrap().start().await.problem();
    assert_eq!(nobody, Problem::UserNotFound, "as without the rule");
}

#[tokio::test]
async fn who_signs_in_does_not_notice_the_rule() {
    let (edge, bob) = edge().await;
    let (_, reply) = edge.bob_at_new_password().await;
    let done = edge.world.patiently(reply.submit(NEW_PASSWORD)).await;
    let _ = done.reset();
    assert!(edge.world.control().user(BOB).unwrap().groups.is_empty());
    assert!(edge.lets_in(NEW_PASSWORD).await);
    drop(bob);
}
