//! Configuration: forms of the authority, what the app offers, and what is wrong with it.

use std::time::Duration;

use doorstep::{
    Authority, BrowserReasonKind, Config, FirstFactors, Landing, Reason, Setting, SignInOptions,
};
use doorstep_sandbox::model::{NewUser, Throttle, ThrottleShape};
use doorstep_tests::{
    APP, BOB_PASSWORD, ErrorExt as _, StepExt as _, Tamper, World, as_bob, as_cleo,
};

#[tokio::test]
async fn the_tenant_is_named_or_numbered() {
    let world = World::start().await;
    let listening = world.sandbox.listening();
    let named = listening.tenant.clone();
    let shouting = named.replace("contoso.onmicrosoft", "Contoso.OnMicrosoft");
    for authority in [
        format!("{named}/"),
        named,
        shouting,
        listening.tenant_by_id.clone(),
        listening
            .tenant_by_id
            .to_uppercase()
            .replace("HTTP", "http"),
    ] {
        let parsed = Authority::for_development(&authority).unwrap();
        let config = Config::with_authority(parsed, APP).unwrap();
        let client = world.device.client_of(&config);
        let flow = client.sign_in(as_bob().password(BOB_PASSWORD)).unwrap();
        flow.start().await.account();
    }
}

#[tokio::test]
async fn a_query_that_the_network_adds_makes_no_difference() {
    let world = World::start().await;
    for _ in 0..3 {
        world.http().next(Tamper::Query("dc=ESTS-PUB-WEULR1"));
    }
    world.bob().await;
    assert_eq!(world.journal().len(), 3);
}

#[tokio::test]
async fn a_tenant_that_does_not_live_there_names_the_setting() {
    let world = World::start().await;
    let other = format!(
        "http://{}/fabrikam.onmicrosoft.com",
        world.sandbox.address()
    );
    let authority = Authority::for_development(&other).unwrap();
    let config = Config::with_authority(authority, APP).unwrap();
    let flow = world.device.client_of(&config).sign_in(as_bob()).unwrap();
    assert_eq!(flow.start().await.setting(), Setting::Authority);
}

#[test]
fn a_configuration_that_cannot_be_right_is_refused_before_any_request() {
    let plain = Config::new("http://contoso.ciamlogin.com/", APP);
    assert_eq!(plain.setting(), Setting::Authority);
    let no_guid = Config::new("https://contoso.ciamlogin.com/", "my app");
    assert_eq!(no_guid.setting(), Setting::ClientId);
}

#[tokio::test]
async fn what_the_registration_lacks_names_the_setting() {
    let world = World::start().await;
    let first = |world: &World| {
        let flow = world.client().sign_in(as_bob()).unwrap();
        async move { flow.start().await }
    };
    world.app(|app| app.native_authentication = false);
    let error = first(&world).await.error();
    assert_eq!(error.info().landing, Landing::FlowOver);
    let setting = Err::<(), _>(error).setting();
    assert_eq!(setting, Setting::NativeAuthentication);

    world.app(|app| app.native_authentication = true);
    world.app(|app| app.public_client = false);
    let setting = first(&world).await.setting();
    assert_eq!(setting, Setting::PublicClientFlows);

    world.app(|app| app.public_client = true);
    world.app(|app| app.user_flow = None);
    assert_eq!(first(&world).await.setting(), Setting::UserFlow);
}

#[tokio::test]
async fn a_client_that_the_tenant_does_not_know_may_not_sign_anybody_in() {
    let world = World::start().await;
    let authority = Authority::for_development(world.sandbox.tenant()).unwrap();
    let unknown = "99999999-9999-4999-8999-999999999999";
    let config = Config::with_authority(authority, unknown).unwrap();
    let flow = world.device.client_of(&config).sign_in(as_bob()).unwrap();
    let error = flow.start().await.error();
    assert_eq!(error.info().code, "client_unauthorized");
    // The service's answer is the same for an unknown client and one without a user flow.
    assert_eq!(Err::<(), _>(error).setting(), Setting::UserFlow);
}

#[tokio::test]
async fn accounts_whose_factor_is_not_offered_go_to_the_browser() {
    let world = World::start().await;
    let codes = world.client_with(|config| config.first_factors(FirstFactors::Code));
    let reason = codes.sign_in(as_bob()).unwrap().start().await.browser();
    assert_eq!(reason.kind(), BrowserReasonKind::PasswordNotOffered);
    let passwords = world.client_with(|config| config.first_factors(FirstFactors::Password));
    let reason = passwords
        .sign_in(as_cleo())
        .unwrap()
        .start()
        .await
        .browser();
    assert_eq!(reason.kind(), BrowserReasonKind::CodeNotOffered);
    assert!(reason.server_text().is_some());
    assert!(world.control().mailbox(None, None).is_empty());
}

#[tokio::test]
async fn each_offer_signs_in_the_accounts_that_it_fits() {
    let world = World::start().await;
    let passwords = world.client_with(|config| config.first_factors(FirstFactors::Password));
    let flow = passwords.sign_in(as_bob().password(BOB_PASSWORD)).unwrap();
    flow.start().await.account();
    let codes = world.client_with(|config| config.first_factors(FirstFactors::Code));
    let (_, reply) = codes.sign_in(as_cleo()).unwrap().start().await.code();
    let code = world.code_of(doorstep_tests::CLEO);
    reply.submit(code).await.account();
}

#[tokio::test]
async fn a_person_of_another_identity_provider_goes_to_the_browser() {
    let world = World::start().await;
    world.add(NewUser {
        federated: true,
        ..NewUser::with_email_code("eve@contoso.example")
    });
    let options = SignInOptions::new("eve@contoso.example");
    let flow = world.client().sign_in(options).unwrap();
    let reason = flow.start().await.browser();
    assert_eq!(reason.kind(), BrowserReasonKind::Federated);
}

#[tokio::test]
async fn a_throttled_request_says_how_long_to_wait_and_works_later() {
    for shape in [ThrottleShape::TooManyRequests, ThrottleShape::SlowDown] {
        let world = World::start().await;
        let flow = world.client().sign_in(as_bob()).unwrap();
        let reply = flow.start().await.password();
        world.policies(|policies| {
            policies.throttle = Throttle {
                requests_per_second: Some(0),
                retry_after: 7,
                shape,
                ..Throttle::default()
            };
        });
        let (reason, wait) = reply.submit(BOB_PASSWORD).await.later();
        assert_eq!(reason, Reason::Throttled, "{shape:?}");
        assert_eq!(wait, Some(Duration::from_secs(7)), "{shape:?}");
        assert!(!flow.is_uncertain());
        world.policies(|policies| policies.throttle = Throttle::default());
        reply.submit(BOB_PASSWORD).await.account();
    }
}
