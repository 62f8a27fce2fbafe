//! Password reset: a code, a new password, and the wait until it counts.

use std::time::Duration;

use doorstep::{
    Channel, Misuse, NewPasswordReply, Problem, Reason, ResetPasswordFlow, SignInOptions, StepKind,
};
use doorstep_tests::{
    BOB, BOB_PASSWORD, ErrorExt as _, ResetStepExt as _, StepExt as _, World, as_bob, reset_of,
    todo,
};

const NEW: &str = "Carpenter-2025";

/// Bob, asked for a new password.
async fn choosing(world: &World) -> (ResetPasswordFlow, NewPasswordReply) {
    let flow = world.client().reset_password(reset_of(BOB)).unwrap();
    let (_, reply) = flow.start().await.code();
    let (_, reply) = reply.submit(world.code_of(BOB)).await.new_password();
    (flow, reply)
}

async fn signs_in_with(world: &World, password: &str) -> bool {
    let options = as_bob().password(password);
    let outcome = world.client().sign_in(options).unwrap().start().await;
    outcome.is_ok()
}

#[tokio::test]
async fn a_code_and_a_new_password_replace_the_old_one() {
    let world = World::start().await;
    let flow = world.client().reset_password(reset_of(BOB)).unwrap();
    let (code, reply) = flow.start().await.code();
    assert_eq!((code.channel, code.length), (Channel::Email, Some(8)));
    assert!(code.sent_to.contains('*'), "{}", code.sent_to);
    let (until, reply) = reply.submit(world.code_of(BOB)).await.new_password();
    let left = until.unwrap().since(code.sent_at);
    assert!((595..=605).contains(&left.as_secs()), "{left:?}");
    assert!(signs_in_with(&world, BOB_PASSWORD).await, "too early");
    let sent = world.http().sent();
    let next = world.patiently(reply.submit(NEW)).await.reset();
    // Submitted, asked, waited, asked.
    assert_eq!(world.http().sent(), sent + 3);
    assert_eq!(flow.current().unwrap().kind(), StepKind::PasswordReset);
    assert!(!signs_in_with(&world, BOB_PASSWORD).await);
    assert!(signs_in_with(&world, NEW).await);
    let account = next.sign_in().start().await.account();
    assert_eq!(account.claims().unwrap().username(), Some(BOB));
}

#[tokio::test]
async fn a_reset_shuts_out_whoever_was_signed_in() {
    let world = World::start().await;
    let account = world.bob().await;
    let (_, reply) = choosing(&world).await;
    world.patiently(reply.submit(NEW)).await.reset();
    let refused = account.refreshed_access_token(&todo()).await;
    assert_eq!(refused.misuse(), Misuse::SignedOut);
}

#[tokio::test]
async fn an_alias_stands_for_the_account() {
    let world = World::in_scenario("alias").await;
    let flow = world.client().reset_password(reset_of("bob77")).unwrap();
    let (_, reply) = flow.start().await.code();
    let (_, reply) = reply.submit(world.code_of(BOB)).await.new_password();
    let next = world.patiently(reply.submit(NEW)).await.reset();
    next.sign_in().start().await.account();
    let options = SignInOptions::new("bob77").password(NEW);
    let flow = world.client().sign_in(options).unwrap();
    flow.start().await.account();
}

#[tokio::test]
async fn from_a_wrong_password_the_address_and_the_scopes_are_carried_over() {
    let world = World::start().await;
    let sign_in = world.client().sign_in(as_bob()).unwrap();
    let password = sign_in.start().await.password();
    let wrong = password.submit("forgotten").await;
    assert_eq!(wrong.problem(), Problem::WrongPassword);
    let flow = sign_in.reset_password();
    assert_ne!(flow.id(), sign_in.id());
    let (_, reply) = flow.start().await.code();
    let (_, reply) = reply.submit(world.code_of(BOB)).await.new_password();
    let next = world.patiently(reply.submit(NEW)).await.reset();
    let account = next.sign_in().start().await.account();
    account.access_token(&todo()).await.unwrap();
    assert_eq!(world.http().exchanges().last().unwrap().form["scope"], {
        "openid profile offline_access api://todo/ToDo.Read"
    });
    // The sign-in waited where it was.
    assert!(password.submit(BOB_PASSWORD).await.is_err());
    password.submit(NEW).await.account();
}

#[tokio::test]
async fn after_a_forced_change_the_reset_is_the_way_in() {
    let world = World::in_scenario("password_change_forced").await;
    let sign_in = world.client().sign_in(as_bob().password(BOB_PASSWORD));
    let sign_in = sign_in.unwrap();
    let error = sign_in.start().await.error();
    assert_eq!(error.info().server_code, Some(50_142));
    let problem = Err::<(), _>(error).problem();
    assert_eq!(problem, Problem::PasswordResetRequired);
    assert_eq!(sign_in.current().misuse(), Misuse::Finished);
    let (_, reply) = sign_in.reset_password().start().await.code();
    let (_, reply) = reply.submit(world.code_of(BOB)).await.new_password();
    let next = world.patiently(reply.submit(NEW)).await.reset();
    next.sign_in().start().await.account();
}

#[tokio::test]
async fn a_reset_opens_a_locked_account() {
    let world = World::in_scenario("locked_account").await;
    let flow = world.client().sign_in(as_bob()).unwrap();
    let password = flow.start().await.password();
    let wrong = password.submit("forgotten").await;
    assert_eq!(wrong.problem(), Problem::WrongPassword);
    let locked = password.submit(BOB_PASSWORD).await;
    assert_eq!(locked.later().0, Reason::LockedOut);
    let (_, reply) = flow.reset_password().start().await.code();
    let (_, reply) = reply.submit(world.code_of(BOB)).await.new_password();
    world.patiently(reply.submit(NEW)).await.reset();
    password.submit(NEW).await.account();
}

#[tokio::test]
async fn a_slow_service_is_asked_as_often_as_it_wants_to_be() {
    let world = World::in_scenario("reset_slow").await;
    let (_, reply) = choosing(&world).await;
    let (sent, began) = (world.http().sent(), world.device_time());
    world.patiently(reply.submit(NEW)).await.reset();
    assert_eq!(world.http().sent(), sent + 6);
    let took = world.device_time().since(began);
    assert!((4..=6).contains(&took.as_secs()), "{took:?}");
}

#[tokio::test]
async fn what_has_not_started_yet_is_waited_for() {
    let world = World::start().await;
    world.policies(|policies| policies.password_reset.polls_not_started = 3);
    let (_, reply) = choosing(&world).await;
    world.patiently(reply.submit(NEW)).await.reset();
}

#[tokio::test]
async fn a_reset_that_failed_once_takes_another_password() {
    let world = World::in_scenario("reset_fails_once").await;
    let (flow, reply) = choosing(&world).await;
    let failed = world.patiently(reply.submit(NEW)).await;
    assert_eq!(failed.problem(), Problem::PasswordNotChanged);
    assert!(signs_in_with(&world, BOB_PASSWORD).await);
    let (until, reply) = flow.current().new_password();
    assert!(until.is_some());
    world.patiently(reply.submit(NEW)).await.reset();
    assert!(signs_in_with(&world, NEW).await);
}

#[tokio::test]
async fn after_five_minutes_the_person_may_wait_on() {
    let world = World::start().await;
    world.policies(|policies| {
        policies.password_reset.poll_interval = 15;
        policies.password_reset.polls_in_progress = 1000;
    });
    let (flow, reply) = choosing(&world).await;
    let began = world.device_time();
    let (reason, wait) = world.patiently(reply.submit(NEW)).await.later();
    assert_eq!(reason, Reason::StillChanging);
    assert_eq!(wait, Some(Duration::from_secs(15)));
    let took = world.device_time().since(began);
    assert!((300..=302).contains(&took.as_secs()), "{took:?}");
    world.policies(|policies| policies.password_reset.polls_in_progress = 0);
    let flow = match world.device.resumed_as_it_is(flow.id()).await {
        doorstep::ResumedFlow::ResetPassword(flow) => flow,
        other => panic!("{other:?}"),
    };
    flow.current().submitted().wait().await.reset();
    assert!(signs_in_with(&world, NEW).await);
}

#[tokio::test]
async fn a_network_that_fails_while_the_service_works_loses_nothing() {
    let world = World::start().await;
    let (flow, reply) = choosing(&world).await;
    world.http().next(doorstep_tests::Tamper::Pass);
    let lost = doorstep::ports::http::HttpFault::Lost;
    world.http().next(doorstep_tests::Tamper::LoseAnswer(lost));
    let broken = world.patiently(reply.submit(NEW)).await;
    assert_eq!(broken.later().0, Reason::NoAnswer);
    assert!(!flow.is_uncertain(), "asking again does no harm");
    assert_eq!(reply.submit(NEW).await.misuse(), Misuse::StaleStep);
    let wait = flow.current().submitted();
    world.patiently(wait.wait()).await.reset();
}
