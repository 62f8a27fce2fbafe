//! The sign-in that a sign-up or a password reset leads on to.

use doorstep::ports::http::HttpFault;
use doorstep::{
    Account, BrowserReasonKind, Channel, Claims, CodePurpose, Misuse, Reason, SignInAfter,
    SignInOptions, SignUpOptions, StepKind,
};
use doorstep_sandbox::model::NewUser;
use doorstep_tests::{
    ADA, BOB, CODE_APP, DORA, DORA_PASSWORD, ErrorExt as _, ResetStepExt as _, SignUpStepExt as _,
    StepExt as _, TODO, Tamper, World, as_new, by, jwt_claims, reset_of, todo,
};

const NEW: &str = "Carpenter-2025";
const PHONE: &str = "+15550100177";

/// Dora with her new account.
async fn signed_up_with(world: &World, options: SignUpOptions) -> SignInAfter {
    let flow = world.client().sign_up(options.password(DORA_PASSWORD));
    let (_, reply) = flow.unwrap().start().await.code();
    reply.submit(world.code_of(DORA)).await.signed_up()
}

async fn signed_up(world: &World) -> SignInAfter {
    signed_up_with(world, as_new()).await
}

/// Somebody with a new password.
async fn reset(world: &World, options: doorstep::ResetPasswordOptions) -> SignInAfter {
    let flow = world.client().reset_password(options).unwrap();
    let (_, reply) = flow.start().await.code();
    let code = world.control().mailbox(None, None).pop().unwrap().code;
    let (_, reply) = reply.submit(code).await.new_password();
    world.patiently(reply.submit(NEW)).await.reset()
}

fn c3() -> Claims {
    Claims::authentication_context(3).unwrap()
}

/// What the access token says, without another request.
async fn token(world: &World, account: &Account) -> serde_json::Value {
    let sent = world.http().sent();
    let token = account.access_token(&todo()).await.unwrap();
    assert_eq!(world.http().sent(), sent);
    jwt_claims(&token.secret)
}

#[tokio::test]
async fn it_is_one_request_with_the_scopes_of_the_start() {
    let world = World::start().await;
    let next = signed_up(&world).await;
    let sent = world.http().sent();
    let account = next.sign_in().start().await.account();
    assert_eq!(world.http().sent(), sent + 1);
    let form = world.http().exchanges().pop().unwrap().form;
    assert_eq!(form["grant_type"], "continuation_token");
    let merged = format!("openid profile offline_access {TODO}");
    assert_eq!(form["scope"], merged);
    assert_eq!(token(&world, &account).await["scp"], "ToDo.Read");
    account.refreshed_access_token(&todo()).await.unwrap();
    assert!(world.client().pending().await.unwrap().is_empty());
}

#[tokio::test]
async fn it_stays_the_flow_of_the_sign_up() {
    let world = World::start().await;
    let sign_up = world.client().sign_up(as_new().password(DORA_PASSWORD));
    let sign_up = sign_up.unwrap();
    let (_, reply) = sign_up.start().await.code();
    let next = reply.submit(world.code_of(DORA)).await.signed_up();
    let sign_in = next.sign_in();
    assert_eq!(sign_in.id(), sign_up.id());
    assert_eq!(sign_in.correlation_id(), sign_up.correlation_id());
    assert_eq!(sign_in.current().misuse(), Misuse::NotStarted);
    sign_in.start().await.account();
    assert_eq!(sign_up.current().misuse(), Misuse::Finished);
    next.sign_in().start().await.account();
    assert_eq!(world.http().sent(), 4);
}

#[tokio::test]
async fn the_address_of_the_sign_up_is_registered_without_a_word() {
    let world = World::in_scenario("sign_up_mfa").await;
    let next = signed_up_with(&world, as_new().claims(c3())).await;
    let sign_in = next.sign_in();
    let (methods, reply) = sign_in.start().await.registration();
    let email = methods.iter().find(|one| one.channel == Channel::Email);
    let email = email.unwrap();
    assert_eq!(email.known_contact.as_deref(), Some(DORA));
    let sent = world.http().sent();
    let account = reply.register(&email.id, DORA).await.account();
    // Challenge, continue, token: no code.
    assert_eq!(world.http().sent(), sent + 3);
    assert_eq!(world.control().mailbox(None, None).len(), 1);
    let token = token(&world, &account).await;
    assert_eq!(
        (&token["scp"], &token["acrs"][0]),
        (&"ToDo.Read".into(), &"c3".into())
    );
}

#[tokio::test]
async fn another_contact_takes_a_code_after_a_sign_up() {
    let world = World::in_scenario("sign_up_mfa").await;
    let next = signed_up_with(&world, as_new().claims(c3())).await;
    let (methods, reply) = next.sign_in().start().await.registration();
    let sms = methods.iter().find(|one| one.channel == Channel::Sms);
    let step = reply.register(&sms.unwrap().id, PHONE).await;
    let (code, reply) = step.registration_code();
    assert_eq!((code.channel, code.repeats), (Channel::Sms, None));
    let account = reply.submit(world.code_of(PHONE)).await.account();
    assert_eq!(token(&world, &account).await["acrs"][0], "c3");
}

#[tokio::test]
async fn a_second_factor_is_asked_for_after_a_reset_with_claims_and_scopes_kept() {
    let world = World::start().await;
    let next = reset(&world, reset_of(ADA).claims(c3())).await;
    let sign_in = next.sign_in();
    let (methods, reply) = sign_in.start().await.mfa();
    let (_, reply) = reply.choose(&by(&methods, &Channel::Sms)).await.mfa_code();
    let code = world.code_of("+15550100123");
    let account = reply.submit(code).await.account();
    let form = world.http().exchanges().pop().unwrap().form;
    assert_eq!(form["grant_type"], "mfa_oob");
    assert!(form["claims"].contains("c3"), "{}", form["claims"]);
    let token = token(&world, &account).await;
    assert_eq!(
        (&token["scp"], &token["acrs"][0]),
        (&"ToDo.Read".into(), &"c3".into())
    );
}

#[tokio::test]
async fn a_second_code_to_the_same_mailbox_says_what_the_first_was_for() {
    let world = World::start().await;
    let next = reset(&world, reset_of(ADA)).await;
    let (methods, reply) = next.sign_in().start().await.mfa();
    let (code, reply) = reply
        .choose(&by(&methods, &Channel::Email))
        .await
        .mfa_code();
    assert_eq!(code.repeats, Some(CodePurpose::PasswordReset));
    let (code, reply) = reply.choose(&by(&methods, &Channel::Sms)).await.mfa_code();
    assert_eq!(code.repeats, None);
    world.advance(300);
    let (code, reply) = reply
        .choose(&by(&methods, &Channel::Email))
        .await
        .mfa_code();
    assert_eq!(code.repeats, Some(CodePurpose::PasswordReset));
    reply.submit(world.code_of(ADA)).await.account();
}

#[tokio::test]
async fn what_a_code_repeats_is_remembered_over_the_end_of_the_process() {
    let world = World::start().await;
    let next = reset(&world, reset_of(ADA)).await;
    let id = next.sign_in().id();
    let (methods, _) = next.sign_in().start().await.mfa();
    drop(next);
    let (_, reply) = world.device.resumed(id).await.current().mfa();
    let email = by(&methods, &Channel::Email);
    let (code, _) = reply.choose(&email).await.mfa_code();
    assert_eq!(code.repeats, Some(CodePurpose::PasswordReset));
    drop(reply);
    let (code, _) = world.device.resumed(id).await.current().mfa_code();
    assert_eq!(code.repeats, Some(CodePurpose::PasswordReset));
}

#[tokio::test]
async fn a_method_is_registered_after_a_reset() {
    let world = World::start().await;
    world.demand_mfa_of_all();
    let next = reset(&world, reset_of(BOB)).await;
    let (methods, reply) = next.sign_in().start().await.registration();
    let email = methods.iter().find(|one| one.channel == Channel::Email);
    let step = reply.register(&email.unwrap().id, BOB).await;
    let (code, reply) = step.registration_code();
    assert_eq!(code.repeats, Some(CodePurpose::PasswordReset));
    reply.submit(world.code_of(BOB)).await.account();
}

#[tokio::test]
async fn a_tenant_may_leave_its_policies_out_of_it() {
    let world = World::in_scenario("sign_up_mfa").await;
    world.policies(|policies| policies.sign_up.evaluate_mfa = false);
    signed_up(&world).await.sign_in().start().await.account();
    let world = World::start().await;
    world.policies(|policies| policies.password_reset.evaluate_mfa = false);
    let next = reset(&world, reset_of(ADA)).await;
    next.sign_in().start().await.account();
}

#[tokio::test]
async fn what_the_app_has_no_screen_for_goes_to_the_browser() {
    let mut world = World::in_scenario("sign_up_mfa").await;
    world.device.config = world.device.config.clone().registration(false);
    let sign_in = signed_up(&world).await.sign_in();
    let reason = sign_in.start().await.browser();
    let kind = BrowserReasonKind::MissingRegistrationCapability;
    assert_eq!(reason.kind(), kind);
    assert_eq!(sign_in.current().browser(), reason);

    let mut world = World::start().await;
    world.device.config = world.device.config.clone().mfa(false);
    let sign_in = reset(&world, reset_of(ADA)).await.sign_in();
    let reason = sign_in.start().await.browser();
    assert_eq!(reason.kind(), BrowserReasonKind::MissingMfaCapability);
}

#[tokio::test]
async fn a_token_that_ran_out_leads_to_an_ordinary_sign_in() {
    let world = World::start().await;
    let next = signed_up(&world).await;
    world.advance(601);
    let sign_in = next.sign_in();
    let sent = world.http().sent();
    let reply = sign_in.start().await.password();
    assert_eq!(world.http().sent(), sent + 3);
    assert_eq!(sign_in.id(), next.sign_in().id());
    let account = reply.submit(DORA_PASSWORD).await.account();
    assert_eq!(token(&world, &account).await["scp"], "ToDo.Read");
}

#[tokio::test]
async fn a_token_that_the_service_forgot_leads_to_an_ordinary_sign_in() {
    let world = World::start().await.with_app(CODE_APP);
    let attributes = doorstep::Attributes::new()
        .display_name("Dora")
        .city("Delft");
    let options = as_new().attributes(attributes);
    let flow = world.client().sign_up(options).unwrap();
    let (_, reply) = flow.start().await.code();
    let next = reply.submit(world.code_of(DORA)).await.signed_up();
    world.control().reset();
    world.add(NewUser::with_email_code(DORA));
    let (code, reply) = next.sign_in().start().await.code();
    assert_eq!(code.repeats, Some(CodePurpose::SignUp));
    reply.submit(world.code_of(DORA)).await.account();
}

#[tokio::test]
async fn an_account_without_a_token_leads_to_an_ordinary_sign_in() {
    let world = World::start().await;
    let flow = world.client().sign_up(as_new().password(DORA_PASSWORD));
    let flow = flow.unwrap();
    let (_, reply) = flow.start().await.code();
    world.add(NewUser::with_password(DORA, DORA_PASSWORD));
    let done = Tamper::Answer(200, "application/json", r#"{"expires_in":600}"#.to_owned());
    world.http().next(done);
    let next = reply.submit(world.code_of(DORA)).await.signed_up();
    let reply = next.sign_in().start().await.password();
    assert_eq!(world.http().endpoints()[3..], ["initiate", "challenge"]);
    reply.submit(DORA_PASSWORD).await.account();
}

#[tokio::test]
async fn a_network_that_fails_keeps_the_way_in() {
    let world = World::start().await;
    let next = signed_up(&world).await;
    let sign_in = next.sign_in();
    for (fault, reason) in [
        (HttpFault::TimedOut, Reason::NoAnswer),
        (HttpFault::Lost, Reason::NoAnswer),
    ] {
        world.http().next(Tamper::Fail(fault));
        assert_eq!(sign_in.start().await.later().0, reason);
        assert!(sign_in.is_uncertain());
    }
    sign_in.start().await.account();
}

#[tokio::test]
async fn an_answer_that_was_lost_is_given_again() {
    let world = World::in_scenario("sign_up_mfa").await;
    let sign_in = signed_up(&world).await.sign_in();
    world.http().next(Tamper::LoseAnswer(HttpFault::Lost));
    assert_eq!(sign_in.start().await.later().0, Reason::NoAnswer);
    let (_, reply) = sign_in.start().await.registration();
    assert!(!sign_in.is_uncertain());
    let email = doorstep::MethodId::new("email");
    reply.register(&email, DORA).await.account();
}

#[tokio::test]
async fn nobody_is_signed_in_who_does_not_want_to_be() {
    let world = World::start().await;
    let next = signed_up(&world).await;
    let sign_in = next.sign_in();
    sign_in.cancel().await;
    assert_eq!(sign_in.start().await.misuse(), Misuse::Cancelled);
    assert!(world.client().accounts().await.unwrap().is_empty());
    assert!(world.device.record_names("").await.is_empty());
    let options = SignInOptions::new(DORA);
    let flow = world.client().sign_in(options).unwrap();
    let step = flow.start().await.unwrap();
    assert_eq!(step.kind(), StepKind::PasswordRequired);
}
