//! A device is lost: two proofs end its sessions, freeze the account, and tell whoever should know.

use std::sync::Arc;

use doorstep::store::{MemoryRecords, MemoryVault};
use doorstep::{
    Account, Channel, Denier, Misuse, Reason, RecoveryReason, ResetPasswordOptions,
    ResetPasswordStep, ResetVerificationReply, Setting, SignInOptions,
};
use doorstep_sandbox::model::{
    Channel as Sent, Fault, Faults, Purpose, RiskPurpose, RiskVerdict, SecondProof, UserChange,
};
use doorstep_tests::{
    BOB, BOB_PASSWORD, ErrorExt as _, NEW_PASSWORD, NUMBER, Perimeter, ResetStepExt as _,
    StepExt as _, as_bob, by, reset_of, todo,
};

async fn edge() -> Perimeter {
    Perimeter::ruled("rules_device_lost").await
}

fn lost() -> ResetPasswordOptions {
    reset_of(BOB).because(RecoveryReason::DeviceLost)
}

fn as_bob_with(password: &str) -> SignInOptions {
    as_bob().password(password)
}

/// Bob, signed in on the device that he is going to lose.
async fn elsewhere(edge: &Perimeter) -> Account {
    let (vault, records) = (MemoryVault::default(), MemoryRecords::default());
    let device = edge
        .world
        .device
        .with_stores(Arc::new(vault), Arc::new(records));
    let flow = device.client().sign_in(as_bob_with(BOB_PASSWORD)).unwrap();
    flow.start().await.account()
}

/// A recovery, up to the second proof.
async fn proving(edge: &Perimeter) -> ResetVerificationReply {
    let (_, reply) = edge.at_new_password(lost()).await;
    let (_, reply) = reply.submit(NEW_PASSWORD).await.verification();
    reply
}

/// The whole of it.
async fn recovered(edge: &Perimeter) {
    let reply = proving(edge).await;
    let proof = edge.security_code();
    let done = edge.world.patiently(reply.submit(proof)).await;
    let Ok(ResetPasswordStep::PasswordReset { recovery, .. }) = done else {
        panic!("{done:?}");
    };
    assert_eq!(recovery, Some(RecoveryReason::DeviceLost));
}

fn groups(edge: &Perimeter) -> Vec<String> {
    edge.world.control().user(BOB).unwrap().groups
}

/// Waits for what the gate does beside its answers.
async fn until(happened: impl Fn() -> bool) {
    while !happened() {
        tokio::task::yield_now().await;
    }
}

/// Bob's next reset, up to what becomes of the new password.
async fn resets_to(edge: &Perimeter, password: &str) -> doorstep_tests::ResetOutcome {
    let (_, reply) = edge.bob_at_new_password().await;
    edge.world.patiently(reply.submit(password)).await
}

#[tokio::test]
async fn two_proofs_end_every_session_and_give_a_new_password() {
    let edge = edge().await;
    let thief = elsewhere(&edge).await;
    let here = edge.client();
    let flow = here.sign_in(as_bob_with(BOB_PASSWORD)).unwrap();
    let _ = flow.start().await.account();
    let reply = proving(&edge).await;
    let code = &edge.sent(Purpose::DeviceLostProof)[0];
    assert_eq!((code.to.as_str(), code.channel), (NUMBER, Sent::Sms));
    thief.refreshed_access_token(&todo()).await.unwrap();
    assert!(groups(&edge).is_empty(), "one proof does nothing");

    let proof = edge.security_code();
    let done = edge.world.patiently(reply.submit(proof)).await;
    let _ = done.reset();
    assert_eq!(groups(&edge), ["frozen"]);
    let dead = thief.refreshed_access_token(&todo()).await;
    assert_eq!(dead.misuse(), Misuse::SignedOut);
    assert!(edge.client().accounts().await.unwrap().is_empty());
    assert!(edge.lets_in(NEW_PASSWORD).await && !edge.lets_in(BOB_PASSWORD).await);
    let calls = edge.world.control().risk().calls;
    let did: Vec<_> = calls
        .iter()
        .filter_map(|call| call.back_end.clone())
        .collect();
    assert_eq!(did, ["recovery_begun", "code_sent", "acted"]);
}

#[tokio::test]
async fn every_old_contact_hears_of_it() {
    let edge = edge().await;
    recovered(&edge).await;
    until(|| edge.sent(Purpose::DeviceLostNotice).len() >= 2).await;
    let notices = edge.sent(Purpose::DeviceLostNotice);
    let told: Vec<_> = notices
        .iter()
        .map(|mail| (mail.to.as_str(), mail.channel))
        .collect();
    assert_eq!(told, [(NUMBER, Sent::Sms), (BOB, Sent::Email)]);
    assert!(notices.iter().all(|mail| mail.code.is_empty()));
}

#[tokio::test]
async fn while_it_is_frozen_no_reset_changes_the_password() {
    let edge = edge().await;
    recovered(&edge).await;
    let refused = resets_to(&edge, "Burglar-2025!").await;
    assert_eq!(refused.denied(), Denier::Gate);
    let (_, reply) = edge.at_new_password(lost()).await;
    let again = reply.submit("Burglar-2025!").await;
    assert_eq!(again.denied(), Denier::Gate, "nor does another recovery");
    assert_eq!(edge.sent(Purpose::DeviceLostProof).len(), 1);
    assert!(edge.lets_in(NEW_PASSWORD).await);
}

#[tokio::test]
async fn while_it_is_frozen_no_text_goes_to_the_lost_phone() {
    let edge = edge().await;
    recovered(&edge).await;
    edge.world.demand_mfa_of_all();
    let sign_in = || edge.client().sign_in(as_bob_with(NEW_PASSWORD)).unwrap();
    let (methods, reply) = sign_in().start().await.mfa();
    let refused = reply.choose(&by(&methods, &Channel::Sms)).await;
    assert_eq!(refused.denied(), Denier::Gate);
    assert!(edge.sent(Purpose::Mfa).is_empty());
    let (methods, reply) = sign_in().start().await.mfa();
    let (_, reply) = reply
        .choose(&by(&methods, &Channel::Email))
        .await
        .mfa_code();
    let _ = reply.submit(edge.mailbox_code()).await.account();
}

#[tokio::test]
async fn an_administrator_ends_it_by_taking_the_person_out_of_the_group() {
    let edge = edge().await;
    recovered(&edge).await;
    let _ = resets_to(&edge, "Burglar-2025!").await.denied();
    let change = UserChange {
        groups: Some(Vec::new()),
        ..UserChange::default()
    };
    edge.world.control().change_user(BOB, change).unwrap();
    let _ = resets_to(&edge, "Cabinetmaker-26").await.reset();
    assert!(edge.lets_in("Cabinetmaker-26").await);
}

#[tokio::test]
async fn it_thaws_by_the_clock_and_the_gate_tidies_up() {
    let edge = edge().await;
    recovered(&edge).await;
    edge.world.advance(24 * 3600 - 60);
    let _ = resets_to(&edge, "Cabinetmaker-26").await.denied();
    edge.world.advance(120);
    let _ = resets_to(&edge, "Cabinetmaker-26").await.reset();
    until(|| groups(&edge).is_empty()).await;
}

#[tokio::test]
async fn a_killed_gate_forgets_nothing_of_it() {
    let edge = edge().await;
    recovered(&edge).await;
    edge.world.sandbox.stop_gate().await;
    edge.world.sandbox.start_gate().await.unwrap();
    let refused = resets_to(&edge, "Burglar-2025!").await;
    assert_eq!(refused.denied(), Denier::Gate);
}

#[tokio::test]
async fn a_directory_that_fails_in_the_middle_is_asked_again_with_the_same_proof() {
    let edge = edge().await;
    let thief = elsewhere(&edge).await;
    let reply = proving(&edge).await;
    let denied = |endpoint: &str| Fault {
        status: Some(403),
        ..Fault::of(endpoint)
    };
    let proof = edge.security_code();
    for endpoint in [
        "graph/v1.0/users/{user}/revokeSignInSessions",
        "graph/v1.0/groups/{group}/members/$ref",
    ] {
        edge.world.fault(denied(endpoint));
        let (reason, _) = reply.submit(proof.as_str()).await.later();
        assert_eq!(reason, Reason::RiskUnavailable);
        assert_eq!(
            edge.submissions(),
            0,
            "no password before the account is safe"
        );
    }
    let done = edge.world.patiently(reply.submit(proof)).await;
    let _ = done.reset();
    assert_eq!(groups(&edge), ["frozen"]);
    let dead = thief.refreshed_access_token(&todo()).await;
    assert_eq!(dead.misuse(), Misuse::SignedOut);
    assert_eq!(edge.sent(Purpose::DeviceLostProof).len(), 1);
}

#[tokio::test]
async fn without_an_answer_of_the_directory_no_text_and_no_reset_goes_on() {
    let edge = edge().await;
    edge.world.demand_mfa_of_all();
    let flow = edge.client().sign_in(as_bob_with(BOB_PASSWORD)).unwrap();
    let (methods, chooses) = flow.start().await.mfa();
    let (_, resets) = edge.bob_at_new_password().await;
    edge.world.fault(Fault {
        status: Some(403),
        times: 1_000,
        ..Fault::of("graph/*")
    });
    let (reason, _) = chooses.choose(&by(&methods, &Channel::Sms)).await.later();
    assert_eq!(reason, Reason::RiskUnavailable);
    let (reason, _) = resets.submit(NEW_PASSWORD).await.later();
    assert_eq!(reason, Reason::RiskUnavailable);
    assert_eq!((edge.texts(), edge.submissions()), (0, 0));
    let nothing = Faults { faults: Vec::new() };
    edge.world.control().set_faults(nothing).unwrap();
    let _ = chooses
        .choose(&by(&methods, &Channel::Sms))
        .await
        .mfa_code();
}

#[tokio::test]
async fn the_risk_provider_hears_that_the_device_is_in_other_hands() {
    let edge = Perimeter::with_rules("rules_device_lost", |config| {
        let rules = &mut config.seed.gate.rules;
        rules.device_lost.as_mut().unwrap().second_proof = SecondProof::Provider;
    })
    .await;
    edge.says(RiskPurpose::ResetPassword, RiskVerdict::Challenge);
    let (_, reply) = edge.at_new_password(lost()).await;
    let (challenge, reply) = reply.submit(NEW_PASSWORD).await.verification();
    let proof = edge.solve(&challenge);
    let done = edge.world.patiently(reply.submit(proof)).await;
    let _ = done.reset();
    assert_eq!(groups(&edge), ["frozen"]);
    let updates = || edge.world.control().risk().updates;
    until(|| updates().iter().any(|update| update.said == "_COMPROMISED")).await;
}

#[tokio::test]
async fn where_no_gate_confirms_it_nobody_is_sent_a_code() {
    let edge = Perimeter::ruled("rules_reset_code").await;
    let flow = edge.client().reset_password(lost()).unwrap();
    assert_eq!(flow.start().await.setting(), Setting::DeviceLost);
    let flow = edge.world.client().reset_password(lost()).unwrap();
    assert_eq!(
        flow.start().await.setting(),
        Setting::DeviceLost,
        "nor by the tenant itself"
    );
    assert!(edge.world.control().mailbox(None, None).is_empty());
}
