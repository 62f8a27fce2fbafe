//! What the service is known to do (docs/protocol.md 5 to 11, as its own clients' end-to-end tests
//! expect it), from the app's side. What has a file of its own is not repeated here.

use doorstep::{
    Attributes, BrowserReasonKind, Claims, FirstFactors, MethodId, PasswordRule, Problem, Reason,
    SignInOptions, SignUpOptions,
};
use doorstep_tests::{
    ATTRIBUTES_APP, BOB, BOB_PASSWORD, CLEO, DORA, DORA_PASSWORD, ErrorExt as _, ResetStepExt as _,
    SignUpStepExt as _, StepExt as _, World, as_ada, as_bob, as_new, by, jwt_claims, reset_of,
    todo,
};

#[tokio::test]
async fn nobody_of_that_name_signs_in_or_resets() {
    let world = World::start().await;
    let nobody = "nobody@contoso.example";
    let flow = world.client().sign_in(SignInOptions::new(nobody)).unwrap();
    assert_eq!(flow.start().await.problem(), Problem::UserNotFound);
    let flow = world.client().reset_password(reset_of(nobody)).unwrap();
    assert_eq!(flow.start().await.problem(), Problem::UserNotFound);
}

#[tokio::test]
async fn a_factor_that_the_app_does_not_offer_leads_to_the_browser() {
    let world = World::start().await;
    let passwords = world.client_with(|config| config.first_factors(FirstFactors::Password));
    let codes = world.client_with(|config| config.first_factors(FirstFactors::Code));
    let cleo = passwords.sign_in(SignInOptions::new(CLEO)).unwrap();
    let reason = cleo.start().await.browser();
    assert_eq!(reason.kind(), BrowserReasonKind::CodeNotOffered);
    let bob = codes.sign_in(as_bob()).unwrap();
    let reason = bob.start().await.browser();
    assert_eq!(reason.kind(), BrowserReasonKind::PasswordNotOffered);
    let dora = codes.sign_up(as_new()).unwrap();
    let (reason, _) = dora.start().await.browser();
    assert_eq!(reason.kind(), BrowserReasonKind::PasswordNotOffered);
}

#[tokio::test]
async fn a_new_account_has_a_new_well_formed_name_and_a_good_password() {
    let world = World::start().await;
    for (username, password, expected) in [
        (BOB, None, Problem::UserExists),
        ("dora@", None, Problem::InvalidUsername),
        (
            DORA,
            Some("1"),
            Problem::PasswordRejected(PasswordRule::TooShort),
        ),
    ] {
        let mut options = SignUpOptions::new(username);
        if let Some(password) = password {
            options = options.password(password);
        }
        let flow = world.client().sign_up(options).unwrap();
        assert_eq!(flow.start().await.problem(), expected, "{username}");
    }
}

#[tokio::test]
async fn a_password_later_and_attributes_on_two_screens_make_an_account() {
    let world = World::start().await.with_app(ATTRIBUTES_APP);
    let flow = world.client().sign_up(as_new()).unwrap();
    let (_, reply) = flow.start().await.code();
    let reply = reply.submit(world.code_of(DORA)).await.password();
    let (_, reply) = reply.submit(DORA_PASSWORD).await.attributes();
    let name = Attributes::new().display_name("Dora");
    let (_, reply) = reply.submit(name).await.attributes();
    let next = reply
        .submit(Attributes::new().city("Delft"))
        .await
        .signed_up();
    next.sign_in().start().await.account();
}

#[tokio::test]
async fn a_new_password_of_one_character_is_refused() {
    let world = World::start().await;
    let flow = world.client().reset_password(reset_of(BOB)).unwrap();
    let (_, reply) = flow.start().await.code();
    let (_, reply) = reply.submit(world.code_of(BOB)).await.new_password();
    let short = Problem::PasswordRejected(PasswordRule::TooShort);
    assert_eq!(reply.submit("1").await.problem(), short);
}

#[tokio::test]
async fn a_wrong_second_code_then_another_then_the_right_one_signs_in() {
    let world = World::start().await;
    let options = as_ada().password(doorstep_tests::ADA_PASSWORD);
    let flow = world.client().sign_in(options).unwrap();
    let (methods, reply) = flow.start().await.mfa();
    let email = by(&methods, &doorstep::Channel::Email);
    let (_, reply) = reply.choose(&email).await.mfa_code();
    let wrong = world.wrong_code(doorstep_tests::ADA);
    assert_eq!(reply.submit(wrong).await.problem(), Problem::WrongCode);
    world.advance(300);
    let (_, reply) = reply.resend().await.mfa_code();
    let right = world.code_of(doorstep_tests::ADA);
    reply.submit(right).await.account();
}

#[tokio::test]
async fn the_address_of_the_sign_up_is_registered_at_once_and_a_stub_of_a_number_is_not() {
    let world = World::in_scenario("sign_up_mfa").await;
    let flow = world.client().sign_up(as_new().password(DORA_PASSWORD));
    let (_, reply) = flow.unwrap().start().await.code();
    let next = reply.submit(world.code_of(DORA)).await.signed_up();
    let (_, reply) = next.sign_in().start().await.registration();
    let stub = reply.register(&MethodId::new("sms"), "+123").await;
    assert_eq!(stub.problem(), Problem::ContactRejected);
    reply
        .register(&MethodId::new("email"), DORA)
        .await
        .account();
}

#[tokio::test]
async fn an_app_without_capabilities_is_sent_away_with_a_reason() {
    let world = World::start().await;
    world.demand_mfa_of_all();
    let client = world.client_with(|config| config.mfa(false).registration(false));
    for options in [
        as_ada().password(doorstep_tests::ADA_PASSWORD),
        as_bob().password(BOB_PASSWORD),
    ] {
        let flow = client.sign_in(options).unwrap();
        let reason = flow.start().await.browser();
        assert!(reason.server_text().is_some());
        assert_ne!(reason.kind(), BrowserReasonKind::Unstated);
    }
}

#[tokio::test]
async fn an_authentication_context_asks_for_a_second_factor_and_stands_in_the_token() {
    let world = World::start().await;
    let c3 = Claims::authentication_context(3).unwrap();
    let flow = world.client().sign_in(as_bob().claims(c3)).unwrap();
    let reply = flow.start().await.password();
    let (_, reply) = reply.submit(BOB_PASSWORD).await.registration();
    let email = MethodId::new("email");
    let (_, reply) = reply.register(&email, BOB).await.registration_code();
    let account = reply.submit(world.code_of(BOB)).await.account();
    let token = account.access_token(&todo()).await.unwrap();
    assert_eq!(jwt_claims(&token.secret)["acrs"][0], "c3");
}

#[tokio::test]
async fn a_scope_that_nobody_consented_to_names_the_setting() {
    let world = World::in_scenario("consent_missing").await;
    let flow = world.client().sign_in(as_bob().password(BOB_PASSWORD));
    let error = flow.unwrap().start().await.error();
    assert_eq!(error.info().server_code, Some(65_001));
    let options = SignInOptions::new(BOB).password(BOB_PASSWORD);
    let account = world.client().sign_in(options).unwrap();
    let account = account.start().await.account();
    let refused = account.access_token(&todo()).await.error();
    assert_eq!(refused.info().server_code, Some(65_001));
    let setting = Err::<(), _>(refused).setting();
    assert_eq!(setting, doorstep::Setting::Consent);
}

#[tokio::test]
async fn many_codes_come_to_an_end_and_may_have_six_digits() {
    let world = World::in_scenario("code_six_digits").await;
    let flow = world.client().sign_in(SignInOptions::new(CLEO)).unwrap();
    let (code, mut reply) = flow.start().await.code();
    assert_eq!(code.length, Some(6));
    for _ in 1..6 {
        reply = reply.resend().await.code().1;
    }
    let error = reply.resend().await.error();
    assert_eq!(error.info().server_code, Some(701_014));
    reply.submit(world.code_of(CLEO)).await.account();
}

#[tokio::test]
async fn many_wrong_passwords_lock_the_account() {
    let world = World::in_scenario("locked_account").await;
    let flow = world.client().sign_in(as_bob()).unwrap();
    let reply = flow.start().await.password();
    let error = reply.submit("forgotten").await.error();
    assert_eq!(error.info().server_code, Some(50_126));
    let locked = reply.submit(BOB_PASSWORD).await;
    assert_eq!(locked.later().0, Reason::LockedOut);
    world.advance(3600);
    // The lock is over; so is the flow.
    assert!(reply.submit(BOB_PASSWORD).await.is_err());
    let flow = world.client().sign_in(as_bob().password(BOB_PASSWORD));
    flow.unwrap().start().await.account();
}

#[tokio::test]
async fn a_number_that_is_blocked_is_refused_and_the_step_stays() {
    let world = World::in_scenario("sms_blocked").await;
    let flow = world.client().sign_in(as_bob().password(BOB_PASSWORD));
    let flow = flow.unwrap();
    let (methods, reply) = flow.start().await.mfa();
    let blocked = reply.choose(&methods[0].id).await;
    assert_eq!(blocked.problem(), Problem::MethodBlocked);
    flow.current().mfa();
}
