//! Sign-up: a code, a password, and somebody is there.

use std::time::Duration;

use doorstep::{
    Attributes, BrowserReasonKind, Channel, FirstFactors, Misuse, Problem, Reason, SignUpOptions,
    StepKind,
};
use doorstep_tests::{
    ATTRIBUTES_APP, CODE_APP, DORA, DORA_PASSWORD, ErrorExt as _, SignUpStepExt as _, StepExt as _,
    Tamper, World, as_new,
};

fn name_and_city() -> Attributes {
    Attributes::new().display_name("Dora").city("Delft")
}

#[tokio::test]
async fn a_code_and_then_a_password_make_an_account_with_five_requests() {
    let world = World::start().await;
    let flow = world.client().sign_up(as_new()).unwrap();
    let (code, reply) = flow.start().await.code();
    assert_eq!((code.channel, code.length), (Channel::Email, Some(8)));
    assert_eq!(code.resend_after, Some(Duration::from_mins(5)));
    assert!(code.sent_to.starts_with("d**"), "{}", code.sent_to);
    let reply = reply.submit(world.code_of(DORA)).await.password();
    assert!(world.control().user(DORA).is_none(), "too early");
    let next = reply.submit(DORA_PASSWORD).await.signed_up();
    assert_eq!(world.http().sent(), 5);
    assert!(world.control().user(DORA).unwrap().has_password);
    assert_eq!(flow.current().unwrap().kind(), StepKind::SignedUp);
    let account = next.sign_in().start().await.account();
    assert_eq!(account.claims().unwrap().username(), Some(DORA));
    assert_eq!(world.http().sent(), 6);
}

#[tokio::test]
async fn a_password_given_ahead_makes_an_account_with_three_requests() {
    let world = World::start().await;
    let options = as_new().password(DORA_PASSWORD);
    let flow = world.client().sign_up(options).unwrap();
    let (_, reply) = flow.start().await.code();
    reply.submit(world.code_of(DORA)).await.signed_up();
    assert_eq!(world.http().sent(), 3);
    let options = doorstep::SignInOptions::new(DORA).password(DORA_PASSWORD);
    let again = world.client().sign_in(options).unwrap();
    again.start().await.account();
}

#[tokio::test]
async fn all_given_ahead_makes_an_account_with_three_requests() {
    let world = World::start().await.with_app(ATTRIBUTES_APP);
    let options = as_new()
        .password(DORA_PASSWORD)
        .attributes(name_and_city().custom("age", 41));
    let flow = world.client().sign_up(options).unwrap();
    let (_, reply) = flow.start().await.code();
    reply.submit(world.code_of(DORA)).await.signed_up();
    assert_eq!(world.http().sent(), 3);
    let user = world.control().user(DORA).unwrap();
    assert_eq!(user.display_name, "Dora");
    assert_eq!(user.attributes.len(), 3);
}

#[tokio::test]
async fn a_user_flow_without_passwords_never_asks_for_one() {
    let world = World::start().await.with_app(CODE_APP);
    let options = as_new().attributes(name_and_city());
    let flow = world.client().sign_up(options).unwrap();
    let (_, reply) = flow.start().await.code();
    let next = reply.submit(world.code_of(DORA)).await.signed_up();
    assert!(!world.control().user(DORA).unwrap().has_password);
    next.sign_in().start().await.account();
    assert_eq!(world.http().sent(), 4);
}

#[tokio::test]
async fn an_address_in_capitals_is_the_same_account() {
    let world = World::start().await;
    let options = SignUpOptions::new("Dora@Contoso.example").password(DORA_PASSWORD);
    let flow = world.client().sign_up(options).unwrap();
    let (_, reply) = flow.start().await.code();
    let code = world.code_of("Dora@Contoso.example");
    reply.submit(code).await.signed_up();
    let again = world.client().sign_up(as_new()).unwrap();
    assert_eq!(again.start().await.problem(), Problem::UserExists);
}

#[tokio::test]
async fn a_blank_answer_is_refused_without_a_request() {
    let world = World::start().await;
    let blank = world.client().sign_up(as_new().password(""));
    assert_eq!(blank.problem(), Problem::BlankPassword);
    let long = world.client().sign_up(as_new().password("x".repeat(2000)));
    assert_eq!(long.problem(), Problem::InputTooLong);
    let flow = world.client().sign_up(as_new()).unwrap();
    let (_, reply) = flow.start().await.code();
    assert_eq!(reply.submit(" ").await.problem(), Problem::BlankCode);
    assert_eq!(world.http().sent(), 2);
    let reply = reply.submit(world.code_of(DORA)).await.password();
    assert_eq!(reply.submit("").await.problem(), Problem::BlankPassword);
    assert_eq!(world.http().sent(), 4);
}

#[tokio::test]
async fn another_code_waits_for_the_interval_and_makes_the_one_before_void() {
    let world = World::start().await;
    let flow = world.client().sign_up(as_new()).unwrap();
    let (_, reply) = flow.start().await.code();
    let old = world.code_of(DORA);
    world.advance(100);
    let (reason, wait) = reply.resend().await.later();
    assert_eq!(reason, Reason::ResendTooSoon);
    assert!((190..=200).contains(&wait.unwrap().as_secs()));
    assert_eq!(world.http().sent(), 2);
    world.advance(200);
    let (_, renewed) = reply.resend().await.code();
    let stale = reply.submit(old.as_str()).await;
    assert_eq!(stale.misuse(), Misuse::StaleStep);
    assert_eq!(renewed.submit(old).await.problem(), Problem::WrongCode);
    renewed.submit(world.code_of(DORA)).await.password();
}

#[tokio::test]
async fn after_too_many_codes_the_last_one_still_works() {
    let world = World::start().await;
    world.policies(|policies| policies.codes.interval = None);
    let flow = world.client().sign_up(as_new()).unwrap();
    let (_, mut reply) = flow.start().await.code();
    for _ in 1..6 {
        reply = reply.resend().await.code().1;
    }
    let error = reply.resend().await.error();
    assert_eq!(error.info().server_code, Some(701_014));
    assert_eq!(Err::<(), _>(error).later().0, Reason::TooManyCodes);
    reply.submit(world.code_of(DORA)).await.password();
}

#[tokio::test]
async fn many_wrong_codes_lock_the_sign_up_until_the_clock_unlocks_it() {
    let world = World::start().await;
    let flow = world.client().sign_up(as_new()).unwrap();
    let (_, reply) = flow.start().await.code();
    let (right, wrong) = (world.code_of(DORA), world.wrong_code(DORA));
    for _ in 0..10 {
        let refused = reply.submit(wrong.as_str()).await;
        assert_eq!(refused.problem(), Problem::WrongCode);
    }
    let locked = reply.submit(right.as_str()).await;
    assert_eq!(locked.later().0, Reason::LockedOut);
    world.advance(60);
    reply.submit(right).await.password();
}

#[tokio::test]
async fn a_code_that_waited_too_long_is_wrong_and_another_one_works() {
    let world = World::start().await;
    world.policies(|policies| policies.codes.lifetime = 60);
    let flow = world.client().sign_up(as_new()).unwrap();
    let (_, reply) = flow.start().await.code();
    world.advance(300);
    let late = reply.submit(world.code_of(DORA)).await;
    assert_eq!(late.problem(), Problem::WrongCode);
    let (_, reply) = reply.resend().await.code();
    reply.submit(world.code_of(DORA)).await.password();
}

#[tokio::test]
async fn an_app_without_a_screen_for_passwords_goes_to_the_browser() {
    let world = World::start().await;
    let client = world.client_with(|config| config.first_factors(FirstFactors::Code));
    let flow = client.sign_up(as_new()).unwrap();
    let (reason, _) = flow.start().await.browser();
    assert_eq!(reason.kind(), BrowserReasonKind::PasswordNotOffered);
    assert_eq!(world.http().sent(), 1);
    assert!(world.control().mailbox(None, None).is_empty());
}

/// The address is proved by a code whatever people sign in with: there is no sign-up without.
#[tokio::test]
async fn an_app_whose_people_sign_in_by_password_still_has_a_screen_for_the_code() {
    let world = World::start().await;
    let client = world.client_with(|config| config.first_factors(FirstFactors::Password));
    let flow = client.sign_up(as_new()).unwrap();
    let (_, reply) = flow.start().await.code();
    reply.submit(world.code_of(DORA)).await.password();
}

/// At each of the requests of a sign-up, counted from 0, the service sends the person away.
#[tokio::test]
async fn a_redirect_at_any_request_leads_to_the_browser() {
    let away = r#"{"challenge_type":"redirect","redirect_reason":"Elsewhere, please"}"#;
    for struck in 0..6 {
        let world = World::start().await.with_app(ATTRIBUTES_APP);
        for _ in 0..struck {
            world.http().next(Tamper::Pass);
        }
        let away = Tamper::Answer(200, "application/json", away.to_owned());
        world.http().next(away);
        let flow = world.client().sign_up(as_new()).unwrap();
        let mut step = flow.start().await;
        while !matches!(&step, Ok(step) if step.kind() == StepKind::BrowserRequired) {
            step = match step.as_ref().unwrap().kind() {
                StepKind::CodeRequired => step.code().1.submit(world.code_of(DORA)).await,
                StepKind::PasswordRequired => step.password().submit(DORA_PASSWORD).await,
                _ => step.attributes().1.submit(name_and_city()).await,
            };
        }
        assert_eq!(world.http().sent(), struck + 1);
        let (reason, _) = step.browser();
        assert_eq!(reason.server_text(), Some("Elsewhere, please"));
        assert_eq!(flow.current().browser().0, reason);
    }
}
