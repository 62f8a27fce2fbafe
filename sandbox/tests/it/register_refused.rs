//! What a registration refuses.

use doorstep_sandbox::model::{Policies, SecondFactors, SmsPolicy};

use crate::support::*;

const PHONE: &str = "+15550100177";

#[tokio::test]
async fn a_contact_that_is_none_is_refused_and_the_token_goes_on() {
    let world = world().await;
    let listed = world.bob_registers().await;
    for bad in ["+123", "5550100177", "bob@", "+1555o100177"] {
        let refused = world.ask_contact(&listed.token(), bad).await;
        assert_eq!(refused.error(), "invalid_request 901001", "{bad}");
    }
    let mixed = [
        ("challenge_type", "oob"),
        ("challenge_target", BOB),
        ("challenge_channel", "sms"),
    ];
    let refused = world.register("challenge", &listed.token(), &mixed).await;
    assert_eq!(refused.error(), "invalid_request 901001");
    assert_eq!(world.ask_contact(&listed.token(), PHONE).await.status, 200);
}

#[tokio::test]
async fn parameters_that_are_missing_or_unknown_are_refused_by_name() {
    let world = world().await;
    let token = world.bob_registers().await.token();
    let asks = |fields: Vec<(&'static str, &'static str)>| {
        let (world, token) = (&world, &token);
        async move { world.register("challenge", token, &fields).await.error() }
    };
    let target = ("challenge_target", PHONE);
    assert_eq!(asks(vec![target]).await, "invalid_request 90100");
    assert_eq!(
        asks(vec![("challenge_type", "oob")]).await,
        "invalid_request 90100"
    );
    assert_eq!(
        asks(vec![("challenge_type", "oob password redirect"), target]).await,
        "unsupported_challenge_type 901007"
    );
    let pigeon = ("challenge_channel", "pigeon");
    assert_eq!(
        asks(vec![("challenge_type", "oob"), target, pigeon]).await,
        "invalid_request 90100"
    );
}

#[tokio::test]
async fn numbers_of_no_repute_and_of_closed_regions_are_refused_and_others_are_not() {
    let world = world().await;
    let policies = world.control().policies();
    let sms = SmsPolicy {
        closed_regions: vec!["+44".into()],
        ..policies.sms.clone()
    };
    world
        .control()
        .set_policies(Policies { sms, ..policies })
        .expect("policies");
    let listed = world.bob_registers().await;
    for (number, refusal) in [
        (
            "+1 900 555 0100",
            "access_denied/provider_blocked_by_rep 550024",
        ),
        (
            "+44 20 7946 0018",
            "access_denied/provider_blocked_by_admin 550024",
        ),
    ] {
        let refused = world.ask_contact(&listed.token(), number).await;
        assert_eq!(refused.error(), refusal);
    }
    assert_eq!(world.ask_contact(&listed.token(), PHONE).await.status, 200);
    assert_eq!(world.control().mailbox(None, None).len(), 1);
}

#[tokio::test]
async fn too_many_codes_are_refused_and_the_last_one_stays_good() {
    let world = world().await;
    let mut token = world.bob_registers().await.token();
    for _ in 0..6 {
        token = world.ask_contact(&token, PHONE).await.token();
    }
    let refused = world.ask_contact(&token, "+15550100188").await;
    assert_eq!(refused.error(), "invalid_request 701014");
    let code = world.code_for(PHONE);
    let done = world
        .register("continue", &token, &[("grant_type", "oob"), ("oob", &code)])
        .await;
    assert_eq!(done.status, 200);
    assert_eq!(
        world.control().user(BOB).expect("bob").methods[0].target,
        PHONE
    );
}

#[tokio::test]
async fn nothing_is_registered_without_a_proof() {
    let world = world().await;
    let listed = world.bob_registers().await;
    let asked = world.ask_contact(&listed.token(), PHONE).await;
    let skip = [("grant_type", "continuation_token")];
    let code = world.code_for(PHONE);
    let with_code = [("grant_type", "oob"), ("oob", code.as_str())];
    let other = [("grant_type", "password"), ("password", BOB_PASSWORD)];
    for (token, fields, refusal) in [
        (asked.token(), skip.as_slice(), "invalid_request 55200"),
        (listed.token(), skip.as_slice(), "invalid_request 55200"),
        (
            listed.token(),
            with_code.as_slice(),
            "invalid_request 55200",
        ),
        (
            asked.token(),
            other.as_slice(),
            "unsupported_grant_type 70003",
        ),
    ] {
        let refused = world.register("continue", &token, fields).await;
        assert_eq!(refused.error(), refusal);
    }
    for token in [asked.token(), listed.token()] {
        let fields = [
            ("client_id", APP),
            ("continuation_token", &token),
            ("grant_type", "continuation_token"),
            ("scope", SCOPES),
        ];
        let refused = world.post("token", &fields).await;
        assert_eq!(refused.error(), "invalid_request 55200");
    }
    assert!(world.control().user(BOB).expect("bob").methods.is_empty());
}

#[tokio::test]
async fn who_only_knows_the_password_adds_no_method_beside_the_one_registered_meanwhile() {
    let world = world().await;
    let late = world.bob_registers().await;
    let asked = world.ask_contact(&late.token(), "+15550100188").await;
    let owner = world.bob_registers().await;
    let owner = world.ask_contact(&owner.token(), PHONE).await;
    let code = world.code_for(PHONE);
    let fields = [("grant_type", "oob"), ("oob", code.as_str())];
    let done = world.register("continue", &owner.token(), &fields).await;
    assert_eq!(done.status, 200);
    let code = world.code_for("+15550100188");
    let fields = [("grant_type", "oob"), ("oob", code.as_str())];
    let refused = world.register("continue", &asked.token(), &fields).await;
    assert_eq!(refused.error(), "invalid_request 55200");
    let again = world.register("continue", &owner.token(), &fields).await;
    assert_eq!(again.error(), "invalid_request 55200");
    let methods = world.control().user(BOB).expect("bob").methods;
    assert_eq!(methods.len(), 1, "{methods:?}");
}

#[tokio::test]
async fn tokens_of_other_places_do_not_open_a_registration() {
    let world = world().await;
    let start = world.initiate(BOB).await.token();
    let asked = world.challenge(&start).await.token();
    let demand = world.with_password(ADA, ADA_PASSWORD, &[]).await.token();
    for token in [start, asked, demand, "unknown".into()] {
        for step in ["introspect", "continue"] {
            let refused = world
                .register(step, &token, &[("grant_type", "oob"), ("oob", "1")])
                .await;
            assert_eq!(refused.error(), "invalid_request 55200", "{step}");
        }
        let refused = world.ask_contact(&token, PHONE).await;
        assert_eq!(refused.error(), "invalid_request 55200");
    }
}

#[tokio::test]
async fn tokens_and_codes_of_a_registration_run_out() {
    let world = world().await;
    let listed = world.bob_registers().await;
    world.control().advance_clock(599);
    let asked = world.ask_contact(&listed.token(), PHONE).await;
    let code = world.code_for(PHONE);
    world.control().advance_clock(1);
    let late = world.register("introspect", &listed.token(), &[]).await;
    assert_eq!(late.error(), "expired_token 552003");
    let with_code = [("grant_type", "oob"), ("oob", code.as_str())];
    world.control().advance_clock(599);
    let late = world.register("continue", &asked.token(), &with_code).await;
    assert_eq!(late.error(), "expired_token 552003");
}

#[tokio::test]
async fn where_nothing_can_be_registered_the_browser_goes_on() {
    let world = world().await;
    let policies = Policies {
        second_factors: SecondFactors {
            sms: false,
            ..SecondFactors::default()
        },
        ..world.control().policies()
    };
    world.control().set_policies(policies).expect("policies");
    let demand = world.with_code(CLEO, &[("claims", C3)]).await;
    let listed = world.register("introspect", &demand.token(), &[]).await;
    assert!(listed.redirect().contains("no method"));
}
