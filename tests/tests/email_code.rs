//! Sign-in with a code by e-mail.

use std::time::Duration;

use doorstep::{Channel, Landing, Problem, Reason, SignInOptions, StepKind};
use doorstep_sandbox::model::{Channel as SentBy, NewUser};
use doorstep_tests::{CLEO, ErrorExt as _, StepExt as _, World, as_cleo};

#[tokio::test]
async fn a_code_by_email_signs_in_with_three_requests() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_cleo()).unwrap();
    let (code, reply) = flow.start().await.code();
    assert_eq!(code.channel, Channel::Email);
    assert_eq!(code.length, Some(8));
    assert_eq!(code.resend_after, Some(Duration::from_mins(5)));
    assert!(code.sent_to.starts_with("c**"), "{}", code.sent_to);
    let account = reply.submit(world.code_of(CLEO)).await.account();
    assert_eq!(account.claims().unwrap().username(), Some(CLEO));
    assert_eq!(world.journal().len(), 3);
}

#[tokio::test]
async fn a_password_given_ahead_is_of_no_consequence_and_never_sent() {
    let world = World::start().await;
    let options = as_cleo().password("Made-Up-1");
    let flow = world.client().sign_in(options).unwrap();
    let (_, reply) = flow.start().await.code();
    reply.submit(world.code_of(CLEO)).await.account();
    let exchanges = world.http().exchanges();
    assert!(
        exchanges
            .iter()
            .all(|one| !one.form.contains_key("password"))
    );
}

#[tokio::test]
async fn a_wrong_code_keeps_the_step_and_its_reply() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_cleo()).unwrap();
    let (_, reply) = flow.start().await.code();
    let error = reply.submit(world.wrong_code(CLEO)).await.error();
    assert_eq!(error.info().landing, Landing::SameStep);
    assert_eq!(error.info().suberror.as_deref(), Some("invalid_oob_value"));
    assert_eq!(Err::<(), _>(error).problem(), Problem::WrongCode);
    assert_eq!(flow.current().unwrap().kind(), StepKind::CodeRequired);
    reply.submit(world.code_of(CLEO)).await.account();
}

#[tokio::test]
async fn a_blank_code_is_refused_without_a_request() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_cleo()).unwrap();
    let (_, reply) = flow.start().await.code();
    assert_eq!(reply.submit(" ").await.problem(), Problem::BlankCode);
    assert_eq!(world.http().sent(), 2);
}

#[tokio::test]
async fn another_code_too_soon_is_refused_here_and_says_how_long() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_cleo()).unwrap();
    let (_, reply) = flow.start().await.code();
    world.advance(100);
    let (reason, wait) = reply.resend().await.later();
    assert_eq!(reason, Reason::ResendTooSoon);
    let wait = wait.unwrap().as_secs();
    assert!((190..=200).contains(&wait), "{wait}");
    assert_eq!(world.http().sent(), 2);
}

#[tokio::test]
async fn another_code_makes_the_one_before_void() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_cleo()).unwrap();
    let (_, reply) = flow.start().await.code();
    let old = world.code_of(CLEO);
    world.advance(300);
    let (_, renewed) = reply.resend().await.code();
    assert_eq!(world.control().mailbox(Some(CLEO), None).len(), 2);
    let refused = renewed.submit(old).await;
    assert_eq!(refused.problem(), Problem::WrongCode);
    renewed.submit(world.code_of(CLEO)).await.account();
}

#[tokio::test]
async fn after_too_many_codes_the_last_one_still_works() {
    let world = World::start().await;
    world.policies(|policies| policies.codes.interval = None);
    let flow = world.client().sign_in(as_cleo()).unwrap();
    let (_, mut reply) = flow.start().await.code();
    for _ in 1..6 {
        reply = reply.resend().await.code().1;
    }
    let error = reply.resend().await.error();
    assert_eq!(error.info().server_code, Some(701_014));
    assert_eq!(Err::<(), _>(error).later().0, Reason::TooManyCodes);
    assert_eq!(world.control().mailbox(Some(CLEO), None).len(), 6);
    reply.submit(world.code_of(CLEO)).await.account();
}

#[tokio::test]
async fn many_wrong_codes_lock_the_account_until_the_clock_unlocks_it() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_cleo()).unwrap();
    let (_, reply) = flow.start().await.code();
    let (right, wrong) = (world.code_of(CLEO), world.wrong_code(CLEO));
    for _ in 0..10 {
        let refused = reply.submit(wrong.as_str()).await;
        assert_eq!(refused.problem(), Problem::WrongCode);
    }
    let locked = reply.submit(right.as_str()).await;
    assert_eq!(locked.later().0, Reason::LockedOut);
    world.advance(60);
    reply.submit(right).await.account();
}

#[tokio::test]
async fn a_code_that_waited_too_long_is_wrong() {
    let world = World::start().await;
    world.policies(|policies| policies.codes.lifetime = 60);
    let flow = world.client().sign_in(as_cleo()).unwrap();
    let (_, reply) = flow.start().await.code();
    world.advance(61);
    let late = reply.submit(world.code_of(CLEO)).await;
    assert_eq!(late.problem(), Problem::WrongCode);
}

#[tokio::test]
async fn the_first_factor_by_email_leaves_sms_alone_as_second() {
    let world = World::start().await;
    let dora = "dora@contoso.example";
    let user = NewUser::with_email_code(dora)
        .method(SentBy::Email, dora)
        .method(SentBy::Sms, "+15550100777")
        .group("mfa");
    world.add(user);
    let flow = world.client().sign_in(SignInOptions::new(dora)).unwrap();
    let (_, reply) = flow.start().await.code();
    let (methods, reply) = reply.submit(world.code_of(dora)).await.mfa();
    let channels: Vec<_> = methods.iter().map(|method| &method.channel).collect();
    assert_eq!(channels, [&Channel::Sms]);
    let (code, reply) = reply.choose(&methods[0].id).await.mfa_code();
    assert_eq!(code.channel, Channel::Sms);
    reply.submit(world.code_of("+15550100777")).await.account();
    assert_eq!(world.journal().len(), 6);
}
