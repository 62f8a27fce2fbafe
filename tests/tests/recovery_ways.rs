//! Ways through a reset with a second proof that differ from the straight one: an alias, a tenant that takes the password at
//! the second try, the sign-in behind it, and a code that is asked for by two screens at once.

use doorstep::{Problem, RecoveryReason, ResetPasswordOptions, ResetPasswordStep};
use doorstep_sandbox::Config;
use doorstep_sandbox::model::{Purpose, ResetOutcome};
use doorstep_tests::{
    BOB, ErrorExt as _, NEW_PASSWORD, Perimeter, ResetStepExt as _, StepExt as _, reset_of, todo,
};

const ALIAS: &str = "bob77";

/// The rules with a second proof, and the reset that each is about.
fn both() -> [(&'static str, ResetPasswordOptions); 2] {
    let lost = reset_of(BOB).because(RecoveryReason::DeviceLost);
    [
        ("rules_reset_code", reset_of(BOB)),
        ("rules_device_lost", lost),
    ]
}

fn fails_once(config: &mut Config) {
    config.seed.policies.password_reset.outcomes = vec![ResetOutcome::Failed];
}

#[tokio::test]
async fn an_alias_is_the_same_person() {
    let edge = Perimeter::with_rules("rules_reset_code", |config| {
        config.seed.users[0].alias = Some(ALIAS.to_owned());
    })
    .await;
    let (_, reply) = edge.at_new_password(reset_of(ALIAS)).await;
    let (_, reply) = reply.submit(NEW_PASSWORD).await.verification();
    assert_eq!(edge.submissions(), 0);
    let done = reply.submit(edge.security_code());
    let _ = edge.world.patiently(done).await.reset();
    assert!(edge.lets_in(NEW_PASSWORD).await);
}

#[tokio::test]
async fn a_tenant_that_fails_at_first_wants_no_second_code() {
    for (scenario, options) in both() {
        let edge = Perimeter::with_rules(scenario, fails_once).await;
        let (flow, reply) = edge.at_new_password(options).await;
        let (_, reply) = reply.submit(NEW_PASSWORD).await.verification();
        let tried = reply.submit(edge.security_code());
        let tried = edge.world.patiently(tried).await;
        assert_eq!(tried.problem(), Problem::PasswordNotChanged, "{scenario}");
        let (_, reply) = flow.current().new_password();
        let done = edge.world.patiently(reply.submit(NEW_PASSWORD)).await;
        let _ = done.reset();
        let proofs =
            [Purpose::ResetProof, Purpose::DeviceLostProof].map(|purpose| edge.sent(purpose).len());
        assert_eq!(proofs.iter().sum::<usize>(), 1, "{scenario}");
    }
}

#[tokio::test]
async fn the_sign_in_behind_it_asks_for_no_password() {
    for (scenario, options) in both() {
        let edge = Perimeter::ruled(scenario).await;
        let (_, reply) = edge.at_new_password(options).await;
        let (_, reply) = reply.submit(NEW_PASSWORD).await.verification();
        let done = reply.submit(edge.security_code());
        let next = edge.world.patiently(done).await.reset();
        let account = next.sign_in().start().await.account();
        account.refreshed_access_token(&todo()).await.unwrap();
    }
}

#[tokio::test]
async fn two_screens_that_ask_at_once_get_one_code() {
    let edge = Perimeter::ruled("rules_reset_code").await;
    let (flow, reply) = edge.bob_at_new_password().await;
    let (one, other) = tokio::join!(reply.submit(NEW_PASSWORD), reply.submit(NEW_PASSWORD));
    let held = [one, other].into_iter().filter_map(Result::ok);
    assert_eq!(
        held.count(),
        1,
        "the other tap is told that the flow is busy"
    );
    assert_eq!(edge.sent(Purpose::ResetProof).len(), 1);
    let Ok(ResetPasswordStep::VerificationRequired { reply, .. }) = flow.current() else {
        panic!("a challenge");
    };
    let done = reply.submit(edge.security_code());
    let _ = edge.world.patiently(done).await.reset();
}
