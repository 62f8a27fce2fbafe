//! Sign-ups that the service does not go along with.

use doorstep::{
    Attributes, Denier, Landing, Misuse, PasswordRule, Problem, Reason, Setting, SignUpFlow,
    SignUpOptions, SignUpPasswordReply,
};
use doorstep_sandbox::model::NewUser;
use doorstep_tests::{
    ATTRIBUTES_APP, BOB, CODE_APP, DORA, DORA_PASSWORD, ErrorExt as _, SignUpStepExt as _,
    StepExt as _, World, as_new,
};

/// A new password for each rule, in the order in which the service looks.
fn passwords() -> [(String, PasswordRule); 5] {
    [
        ("1".to_owned(), PasswordRule::TooShort),
        ("Tulip-42".repeat(33), PasswordRule::TooLong),
        ("Tulipé-42".to_owned(), PasswordRule::Invalid),
        ("tulip-tulip".to_owned(), PasswordRule::TooWeak),
        ("My-PassWord-1".to_owned(), PasswordRule::Banned),
    ]
}

/// Dora, asked for her password.
async fn choosing(world: &World) -> (SignUpFlow, SignUpPasswordReply) {
    let flow = world.client().sign_up(as_new()).unwrap();
    let (_, reply) = flow.start().await.code();
    let reply = reply.submit(world.code_of(DORA)).await.password();
    (flow, reply)
}

#[tokio::test]
async fn a_name_that_is_taken_ends_the_sign_up_at_its_start() {
    let world = World::start().await;
    let options = SignUpOptions::new(BOB).password(DORA_PASSWORD);
    let flow = world.client().sign_up(options).unwrap();
    let error = flow.start().await.error();
    assert_eq!(error.info().server_code, Some(1_003_037));
    assert_eq!(error.info().landing, Landing::FlowOver);
    assert_eq!(Err::<(), _>(error).problem(), Problem::UserExists);
    assert_eq!(flow.current().misuse(), Misuse::Finished);
    assert_eq!(world.http().sent(), 1);
}

#[tokio::test]
async fn a_name_that_is_taken_meanwhile_ends_the_sign_up_at_its_end() {
    let world = World::start().await;
    let (flow, reply) = choosing(&world).await;
    world.add(NewUser::with_email_code(DORA));
    let error = reply.submit(DORA_PASSWORD).await.error();
    assert_eq!(error.info().landing, Landing::FlowOver);
    assert_eq!(Err::<(), _>(error).problem(), Problem::UserExists);
    assert_eq!(flow.current().misuse(), Misuse::Finished);
    assert!(world.device.record_names("").await.is_empty());
}

#[tokio::test]
async fn an_address_that_is_none_ends_the_sign_up() {
    let world = World::start().await;
    let nothing = world.client().sign_up(SignUpOptions::new(" "));
    assert_eq!(nothing.problem(), Problem::InvalidUsername);
    assert_eq!(world.http().sent(), 0);
    let flow = world.client().sign_up(SignUpOptions::new("dora"));
    let error = flow.unwrap().start().await.error();
    assert_eq!(error.info().server_code, Some(90_100));
    assert_eq!(Err::<(), _>(error).problem(), Problem::InvalidUsername);
}

#[tokio::test]
async fn a_password_that_breaks_a_rule_is_told_by_the_rule_and_the_step_stays() {
    let world = World::start().await;
    let (flow, reply) = choosing(&world).await;
    for (password, rule) in passwords() {
        let error = reply.submit(password).await.error();
        assert_eq!(error.info().landing, Landing::SameStep);
        let problem = Err::<(), _>(error).problem();
        assert_eq!(problem, Problem::PasswordRejected(rule));
        assert!(!flow.is_uncertain());
    }
    reply.submit(DORA_PASSWORD).await.signed_up();
}

#[tokio::test]
async fn a_password_given_ahead_that_breaks_a_rule_ends_the_sign_up() {
    let world = World::start().await;
    for (password, rule) in passwords() {
        let flow = world.client().sign_up(as_new().password(password)).unwrap();
        let error = flow.start().await.error();
        assert_eq!(error.info().landing, Landing::FlowOver);
        let problem = Err::<(), _>(error).problem();
        assert_eq!(problem, Problem::PasswordRejected(rule));
        assert_eq!(flow.current().misuse(), Misuse::Finished);
    }
    assert_eq!(world.http().sent(), 5);
    let flow = world.client().sign_up(as_new().password(DORA_PASSWORD));
    flow.unwrap().start().await.code();
}

#[tokio::test]
async fn a_password_where_the_user_flow_has_none_names_the_setting() {
    let world = World::start().await.with_app(CODE_APP);
    let flow = world.client().sign_up(as_new().password(DORA_PASSWORD));
    let refused = flow.unwrap().start().await;
    assert_eq!(refused.setting(), Setting::UserFlow);
}

#[tokio::test]
async fn attributes_given_ahead_that_are_not_taken_end_the_sign_up_and_are_named() {
    let world = World::start().await.with_app(ATTRIBUTES_APP);
    let attributes = Attributes::new()
        .display_name("Dora")
        .city("x".repeat(129))
        .custom("age", "old");
    let flow = world.client().sign_up(as_new().attributes(attributes));
    let error = flow.unwrap().start().await.error();
    assert_eq!(error.info().landing, Landing::FlowOver);
    assert_eq!(error.info().attributes, ["city", "age"]);
    assert_eq!(Err::<(), _>(error).problem(), Problem::AttributesRejected);
}

#[tokio::test]
async fn an_app_without_native_authentication_is_told_so() {
    let world = World::in_scenario("native_auth_off").await;
    let flow = world.client().sign_up(as_new()).unwrap();
    let refused = flow.start().await;
    assert_eq!(refused.setting(), Setting::NativeAuthentication);
}

#[tokio::test]
async fn an_app_in_no_user_flow_is_told_so() {
    let world = World::start().await;
    world.app(|app| app.user_flow = None);
    let flow = world.client().sign_up(as_new()).unwrap();
    assert_eq!(flow.start().await.setting(), Setting::UserFlow);
}

#[tokio::test]
async fn a_tenant_that_wants_something_verified_ends_the_sign_up_without_an_account() {
    let world = World::in_scenario("sign_up_verification").await;
    let (flow, reply) = choosing(&world).await;
    let refused = reply.submit(DORA_PASSWORD).await;
    // What would have to be verified, no challenge asks for: the flow can't go on.
    assert_eq!(refused.denied(), Denier::Policy);
    assert_eq!(flow.current().misuse(), Misuse::Finished);
    let asked = world.http().endpoints();
    assert_eq!(asked[4..], ["continue", "challenge"]);
    assert!(world.control().user(DORA).is_none());
    assert!(world.device.record_names("").await.is_empty());
}

#[tokio::test]
async fn a_sign_up_that_waited_too_long_starts_again() {
    let world = World::start().await;
    let (flow, reply) = choosing(&world).await;
    world.advance(601);
    let error = reply.submit(DORA_PASSWORD).await.error();
    assert_eq!(error.info().server_code, Some(552_003));
    assert_eq!(Err::<(), _>(error).misuse(), Misuse::Expired);
    assert_eq!(flow.current().misuse(), Misuse::Expired);
    assert!(world.device.record_names("").await.is_empty());
    let (_, reply) = choosing(&world).await;
    reply.submit(DORA_PASSWORD).await.signed_up();
}

#[tokio::test]
async fn a_sign_up_that_the_service_forgot_starts_again() {
    let world = World::start().await;
    let (_, reply) = choosing(&world).await;
    world.control().reset();
    let error = reply.submit(DORA_PASSWORD).await.error();
    assert_eq!(error.info().code, "continuation_rejected");
    assert_eq!(error.info().landing, Landing::FlowOver);
}

#[tokio::test]
async fn a_service_that_asks_for_fewer_requests_keeps_the_sign_up() {
    let world = World::start().await;
    let flow = world.client().sign_up(as_new()).unwrap();
    world.policies(|policies| policies.throttle.requests_per_second = Some(0));
    let (reason, wait) = flow.start().await.later();
    assert_eq!(reason, Reason::Throttled);
    assert_eq!(wait.unwrap().as_secs(), 2);
    world.policies(|policies| policies.throttle.requests_per_second = None);
    let (_, reply) = flow.start().await.code();
    let reply = reply.submit(world.code_of(DORA)).await.password();
    let next = reply.submit(DORA_PASSWORD).await.signed_up();
    next.sign_in().start().await.account();
}
