//! Password resets that the service does not go along with.

use doorstep::{
    BrowserReasonKind, Denier, FirstFactors, Landing, Misuse, PasswordRule, Problem, Reason,
    Setting,
};
use doorstep_sandbox::model::ResetOutcome;
use doorstep_tests::{
    BOB, BOB_PASSWORD, CLEO, ErrorExt as _, ResetStepExt as _, Tamper, World, reset_of,
};

const NEW: &str = "Carpenter-2025";

async fn refused_start(world: &World, username: &str) -> doorstep::Error {
    let flow = world.client().reset_password(reset_of(username)).unwrap();
    let error = flow.start().await.error();
    assert_eq!(error.info().landing, Landing::FlowOver);
    assert_eq!(flow.current().misuse(), Misuse::Finished);
    error
}

#[tokio::test]
async fn a_name_that_nobody_has_ends_the_reset() {
    let world = World::start().await;
    let error = refused_start(&world, "nobody@contoso.example").await;
    assert_eq!(error.info().server_code, Some(50_034));
    assert_eq!(Err::<(), _>(error).problem(), Problem::UserNotFound);
    let error = refused_start(&world, &"x".repeat(255)).await;
    assert_eq!(Err::<(), _>(error).problem(), Problem::UserNotFound);
    let nothing = world.client().reset_password(reset_of(" "));
    assert_eq!(nothing.problem(), Problem::InvalidUsername);
}

#[tokio::test]
async fn an_account_that_signs_in_by_code_has_no_password_to_reset() {
    let world = World::start().await;
    let error = refused_start(&world, CLEO).await;
    assert_eq!(error.info().server_code, Some(500_222));
    assert_eq!(Err::<(), _>(error).problem(), Problem::NoPassword);
}

#[tokio::test]
async fn an_app_without_native_authentication_is_told_so() {
    let world = World::in_scenario("native_auth_off").await;
    let error = refused_start(&world, BOB).await;
    let setting = Err::<(), _>(error).setting();
    assert_eq!(setting, Setting::NativeAuthentication);
}

#[tokio::test]
async fn a_federated_account_is_reset_in_the_browser() {
    let world = World::in_scenario("federated_user").await;
    let flow = world
        .client()
        .reset_password(reset_of("fay@contoso.example"));
    let (reason, _) = flow.unwrap().start().await.browser();
    assert_eq!(reason.kind(), BrowserReasonKind::Federated);
}

/// There is no reset without a code, so every app that begins one takes codes.
#[tokio::test]
async fn an_app_whose_people_sign_in_by_password_still_has_a_screen_for_the_code() {
    let world = World::start().await;
    let client = world.client_with(|config| config.first_factors(FirstFactors::Password));
    let flow = client.reset_password(reset_of(BOB)).unwrap();
    let (_, reply) = flow.start().await.code();
    reply.submit(world.code_of(BOB)).await.new_password();
    let form = &world.http().exchanges()[0].form;
    assert_eq!(form["challenge_type"], "oob redirect");
}

#[tokio::test]
async fn a_wrong_code_keeps_the_step_and_another_code_voids_it() {
    let world = World::start().await;
    let flow = world.client().reset_password(reset_of(BOB)).unwrap();
    let (_, reply) = flow.start().await.code();
    let (old, wrong) = (world.code_of(BOB), world.wrong_code(BOB));
    assert_eq!(reply.submit(wrong).await.problem(), Problem::WrongCode);
    assert_eq!(reply.submit("").await.problem(), Problem::BlankCode);
    assert_eq!(reply.resend().await.later().0, Reason::ResendTooSoon);
    world.advance(300);
    let (_, renewed) = reply.resend().await.code();
    let stale = reply.submit(old.as_str()).await;
    assert_eq!(stale.misuse(), Misuse::StaleStep);
    assert_eq!(renewed.submit(old).await.problem(), Problem::WrongCode);
    renewed.submit(world.code_of(BOB)).await.new_password();
}

#[tokio::test]
async fn many_codes_and_many_wrong_ones_have_their_limits() {
    let world = World::start().await;
    world.policies(|policies| policies.codes.interval = None);
    let flow = world.client().reset_password(reset_of(BOB)).unwrap();
    let (_, mut reply) = flow.start().await.code();
    for _ in 1..6 {
        reply = reply.resend().await.code().1;
    }
    assert_eq!(reply.resend().await.later().0, Reason::TooManyCodes);
    let (right, wrong) = (world.code_of(BOB), world.wrong_code(BOB));
    for _ in 0..10 {
        let refused = reply.submit(wrong.as_str()).await;
        assert_eq!(refused.problem(), Problem::WrongCode);
    }
    let locked = reply.submit(right.as_str()).await;
    assert_eq!(locked.later().0, Reason::LockedOut);
    world.advance(60);
    reply.submit(right).await.new_password();
}

#[tokio::test]
async fn a_password_that_breaks_a_rule_is_told_by_the_rule_and_the_step_stays() {
    let world = World::start().await;
    let flow = world.client().reset_password(reset_of(BOB)).unwrap();
    let (_, reply) = flow.start().await.code();
    let (_, reply) = reply.submit(world.code_of(BOB)).await.new_password();
    for (password, rule) in [
        ("1", PasswordRule::TooShort),
        (&"Tulip-42".repeat(33), PasswordRule::TooLong),
        ("Tulipé-42", PasswordRule::Invalid),
        ("tulip-tulip", PasswordRule::TooWeak),
        ("My-PassWord-1", PasswordRule::Banned),
        (BOB_PASSWORD, PasswordRule::RecentlyUsed),
    ] {
        let error = reply.submit(password).await.error();
        assert_eq!(error.info().landing, Landing::SameStep);
        let problem = Err::<(), _>(error).problem();
        assert_eq!(problem, Problem::PasswordRejected(rule));
        assert!(!flow.is_uncertain());
    }
    assert_eq!(reply.submit(" ").await.problem(), Problem::BlankPassword);
    world.patiently(reply.submit(NEW)).await.reset();
}

#[tokio::test]
async fn a_password_that_is_refused_late_can_be_replaced() {
    for (outcome, rule) in [
        (ResetOutcome::PasswordTooShort, PasswordRule::TooShort),
        (ResetOutcome::PasswordTooLong, PasswordRule::TooLong),
        (ResetOutcome::PasswordIsInvalid, PasswordRule::Invalid),
        (ResetOutcome::PasswordTooWeak, PasswordRule::TooWeak),
        (ResetOutcome::PasswordBanned, PasswordRule::Banned),
        (
            ResetOutcome::PasswordRecentlyUsed,
            PasswordRule::RecentlyUsed,
        ),
    ] {
        let world = World::start().await;
        world.policies(|policies| policies.password_reset.outcomes = vec![outcome]);
        let flow = world.client().reset_password(reset_of(BOB)).unwrap();
        let (_, reply) = flow.start().await.code();
        let (_, reply) = reply.submit(world.code_of(BOB)).await.new_password();
        let late = world.patiently(reply.submit(NEW)).await;
        assert_eq!(late.problem(), Problem::PasswordRejected(rule));
        let (_, reply) = flow.current().new_password();
        world.patiently(reply.submit(NEW)).await.reset();
    }
}

#[tokio::test]
async fn a_new_password_after_the_window_comes_too_late() {
    let world = World::start().await;
    world.policies(|policies| policies.password_reset.window = 60);
    let flow = world.client().reset_password(reset_of(BOB)).unwrap();
    let (_, reply) = flow.start().await.code();
    let (until, reply) = reply.submit(world.code_of(BOB)).await.new_password();
    let left = until.unwrap().since(world.device_time());
    assert!((55..=60).contains(&left.as_secs()), "{left:?}");
    world.advance(61);
    let error = reply.submit(NEW).await.error();
    assert_eq!(error.info().server_code, Some(552_003));
    assert_eq!(Err::<(), _>(error).misuse(), Misuse::Expired);
    assert!(world.device.record_names("").await.is_empty());
}

#[tokio::test]
async fn a_tenant_that_wants_something_verified_ends_the_reset() {
    let world = World::start().await;
    let unverified = vec!["phone".to_owned()];
    world.policies(|policies| policies.password_reset.unverified_attributes = unverified);
    let flow = world.client().reset_password(reset_of(BOB)).unwrap();
    let (_, reply) = flow.start().await.code();
    let refused = reply.submit(world.code_of(BOB)).await;
    assert_eq!(refused.denied(), Denier::Policy);
    assert!(world.device.record_names("").await.is_empty());
}

#[tokio::test]
async fn an_account_that_is_deleted_meanwhile_ends_the_reset() {
    let world = World::start().await;
    let flow = world.client().reset_password(reset_of(BOB)).unwrap();
    let (_, reply) = flow.start().await.code();
    let (_, reply) = reply.submit(world.code_of(BOB)).await.new_password();
    world.http().next(Tamper::Pass);
    let gate = world.http().hold_next_answer();
    let (submitted, ()) = tokio::join!(world.patiently(reply.submit(NEW)), async {
        world.http().until_answered(5).await;
        world.control().remove_user(BOB);
        gate.notify_one();
    });
    assert_eq!(submitted.problem(), Problem::UserNotFound);
    assert_eq!(flow.current().misuse(), Misuse::Finished);
}

/// At each of the requests of a reset, counted from 0, the service sends the person away.
#[tokio::test]
async fn a_redirect_at_any_request_leads_to_the_browser() {
    let away = r#"{"challenge_type":"redirect","redirect_reason":"Elsewhere, please"}"#;
    for struck in 0..6 {
        let world = World::start().await;
        for _ in 0..struck {
            world.http().next(Tamper::Pass);
        }
        let away = Tamper::Answer(200, "application/json", away.to_owned());
        world.http().next(away);
        let flow = world.client().reset_password(reset_of(BOB)).unwrap();
        let mut step = flow.start().await;
        if struck > 1 {
            step = step.code().1.submit(world.code_of(BOB)).await;
        }
        if struck > 2 {
            let (_, reply) = step.new_password();
            step = world.patiently(reply.submit(NEW)).await;
        }
        assert_eq!(world.http().sent(), struck + 1);
        let (reason, _) = step.browser();
        assert_eq!(reason.server_text(), Some("Elsewhere, please"));
        assert_eq!(flow.current().browser().0, reason);
    }
}
