//! Ways through a reset with a second proof that differ from the straight one: an alias, a tenant that takes the password at
//! the second try, the sign-in behind it, a code that is asked for by two screens at once, and what a freeze covers besides.

use doorstep::{
    Channel, Denier, Problem, RecoveryReason, ResetPasswordOptions, ResetPasswordStep,
    SignInOptions,
};
use doorstep_sandbox::Config;
use doorstep_sandbox::model::{Purpose, ResetOutcome, ResetProof, UserChange};
use doorstep_tests::{
    BOB, ErrorExt as _, NEW_PASSWORD, Perimeter, ResetStepExt as _, StepExt as _, as_bob, by,
    reset_of, todo,
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

/// Bob, recovered and so frozen.
async fn frozen(change: impl FnOnce(&mut Config)) -> Perimeter {
    let edge = Perimeter::with_rules("rules_device_lost", change).await;
    let [_, (_, lost)] = both();
    let (_, reply) = edge.at_new_password(lost).await;
    let (_, reply) = reply.submit(NEW_PASSWORD).await.verification();
    let done = reply.submit(edge.security_code());
    let _ = edge.world.patiently(done).await.reset();
    edge
}

#[tokio::test]
async fn whoever_is_frozen_is_so_under_every_name() {
    let edge = frozen(|config| config.seed.users[0].alias = Some(ALIAS.to_owned())).await;
    let (_, reply) = edge.at_new_password(reset_of(ALIAS)).await;
    assert_eq!(reply.submit("Burglar-2025!").await.denied(), Denier::Gate);
    edge.world.demand_mfa_of_all();
    let options = SignInOptions::new(ALIAS).scopes(todo());
    let flow = edge
        .client()
        .sign_in(options.password(NEW_PASSWORD))
        .unwrap();
    let (methods, reply) = flow.start().await.mfa();
    let refused = reply.choose(&by(&methods, &Channel::Sms)).await;
    assert_eq!(refused.denied(), Denier::Gate);
    assert!(edge.sent(Purpose::Mfa).is_empty());
}

#[tokio::test]
async fn whoever_is_frozen_registers_no_number_by_a_text() {
    let edge = frozen(|_| ()).await;
    let nothing = UserChange {
        methods: Some(Vec::new()),
        ..UserChange::default()
    };
    edge.world.control().change_user(BOB, nothing).unwrap();
    edge.world.demand_mfa_of_all();
    let options = as_bob().password(NEW_PASSWORD);
    let flow = edge.client().sign_in(options).unwrap();
    let (methods, reply) = flow.start().await.registration();
    let sms = methods.iter().find(|method| method.channel == Channel::Sms);
    let refused = reply.register(&sms.unwrap().id, "+15550100777").await;
    assert_eq!(refused.denied(), Denier::Gate);
    assert!(edge.sent(Purpose::Registration).is_empty());
}

#[tokio::test]
async fn a_reset_that_was_proven_before_the_freeze_changes_nothing_behind_it() {
    let edge = Perimeter::with_rules("rules_device_lost", |config| {
        config.seed.gate.rules.reset_second_proof = ResetProof::Code;
        config.seed.policies.password_reset.outcomes = vec![ResetOutcome::Failed];
    })
    .await;
    let (flow, reply) = edge.bob_at_new_password().await;
    let (_, reply) = reply.submit("Burglar-2025!").await.verification();
    let tried = reply.submit(edge.security_code());
    let tried = edge.world.patiently(tried).await;
    assert_eq!(tried.problem(), Problem::PasswordNotChanged);
    edge.world
        .policies(|policies| policies.password_reset.outcomes.clear());

    let [_, (_, lost)] = both();
    let (_, bobs) = edge.at_new_password(lost).await;
    let (_, bobs) = bobs.submit(NEW_PASSWORD).await.verification();
    let done = bobs.submit(edge.security_code());
    let _ = edge.world.patiently(done).await.reset();
    let (_, thiefs) = flow.current().new_password();
    let late = edge.world.patiently(thiefs.submit("Burglar-2025!")).await;
    assert!(late.is_err(), "{late:?}");
    assert!(edge.lets_in(NEW_PASSWORD).await && !edge.lets_in("Burglar-2025!").await);
}
