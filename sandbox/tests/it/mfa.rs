//! Second factors.

use doorstep_sandbox::model::{Channel, NewUser, Policies, SecondFactors};

use crate::support::*;

const DORA: &str = "dora@contoso.example";

#[tokio::test]
async fn methods_are_listed_with_masked_hints() {
    let world = world().await;
    let methods = world.ada_chooses().await;
    let list = methods.body["methods"].as_array().expect("methods");
    let seen: Vec<_> = list
        .iter()
        .map(|method| {
            (
                &method["challenge_type"],
                &method["challenge_channel"],
                &method["login_hint"],
            )
        })
        .map(|(kind, channel, hint)| {
            [kind, channel, hint].map(|text| text.as_str().unwrap_or_default())
        })
        .collect();
    assert_eq!(
        seen,
        [
            ["oob", "email", "a***a@c***o.example"],
            ["oob", "sms", "+1********3"]
        ]
    );
    for method in list {
        assert!(uuid::Uuid::parse_str(method["id"].as_str().expect("an id")).is_ok());
    }
}

#[tokio::test]
async fn a_wrong_code_then_a_resend_then_the_right_code_works() {
    let world = world().await;
    let methods = world.ada_chooses().await;
    let id = methods.method("email");
    let asked = world.challenge_method(&methods.token(), &id).await;
    let wrong = world
        .redeem(&asked.token(), "mfa_oob", ("oob", "wrong"), &[])
        .await;
    assert_eq!(wrong.error(), "invalid_grant/invalid_oob_value 50181");
    let old = world.code_for(ADA);
    let again = world.challenge_method(&asked.token(), &id).await;
    let stale = world
        .redeem(&again.token(), "mfa_oob", ("oob", &old), &[])
        .await;
    assert_eq!(stale.error(), "invalid_grant/invalid_oob_value 501811");
    let code = world.code_for(ADA);
    world
        .redeem(&asked.token(), "mfa_oob", ("oob", &code), &[])
        .await
        .granted();
}

#[tokio::test]
async fn another_method_can_be_chosen_with_the_token_that_listed_them() {
    let world = world().await;
    let methods = world.ada_chooses().await;
    world
        .challenge_method(&methods.token(), &methods.method("email"))
        .await;
    let sms = world
        .challenge_method(&methods.token(), &methods.method("sms"))
        .await;
    let code = world.code_for("+15550100123");
    world
        .redeem(&sms.token(), "mfa_oob", ("oob", &code), &[])
        .await
        .granted();
}

#[tokio::test]
async fn a_password_sent_twice_gets_the_same_demand_twice() {
    let world = world().await;
    let token = world.password_asked(ADA).await;
    let first = world
        .redeem(&token, "password", ("password", ADA_PASSWORD), &[])
        .await;
    let again = world
        .redeem(&token, "password", ("password", ADA_PASSWORD), &[])
        .await;
    assert_eq!(first.token(), again.token());
    assert_eq!(world.introspect(&first.token()).await.status, 200);
    assert_eq!(
        world.introspect(&token).await.error(),
        "invalid_request 55200"
    );
}

#[tokio::test]
async fn without_an_id_the_only_method_is_taken_and_a_choice_must_be_made_otherwise() {
    let world = world().await;
    let demand = world.with_password(ADA, ADA_PASSWORD, &[]).await.token();
    let open = world.challenge(&demand).await;
    assert_eq!(open.error(), "invalid_request/introspect_required 50079");
    let unknown = world
        .challenge_method(&demand, "b2b2b2b2-0000-4000-8000-000000000001")
        .await;
    assert_eq!(unknown.error(), "invalid_request 90100");

    let dora = NewUser::with_password(DORA, "Tulip-42!")
        .group("mfa")
        .method(Channel::Sms, "+15550100199");
    world.control().add_user(dora).expect("added");
    let demand = world.with_password(DORA, "Tulip-42!", &[]).await.token();
    let sent = world.challenge(&demand).await;
    assert_eq!(sent.body["challenge_channel"], "sms");
}

#[tokio::test]
async fn an_e_mail_code_as_first_factor_leaves_only_sms_as_second() {
    let world = world().await;
    let dora = NewUser::with_email_code(DORA)
        .group("mfa")
        .method(Channel::Email, "other@contoso.example")
        .method(Channel::Sms, "+15550100199");
    world.control().add_user(dora).expect("added");
    let demand = world.with_code(DORA, &[]).await;
    assert_eq!(demand.error(), "invalid_grant/mfa_required 50076");
    let methods = world.introspect(&demand.token()).await;
    let list = methods.body["methods"].as_array().expect("methods");
    assert_eq!(list.len(), 1);
    assert_eq!(list[0]["challenge_channel"], "sms");
}

#[tokio::test]
async fn a_blocked_number_is_refused_and_another_method_still_works() {
    let world = world().await;
    let dora = NewUser::with_password(DORA, "Tulip-42!")
        .group("mfa")
        .method(Channel::Sms, "+1 900 555 0100")
        .method(Channel::Email, DORA);
    world.control().add_user(dora).expect("added");
    let demand = world.with_password(DORA, "Tulip-42!", &[]).await;
    let methods = world.introspect(&demand.token()).await;
    let blocked = world
        .challenge_method(&methods.token(), &methods.method("sms"))
        .await;
    assert_eq!(
        blocked.error(),
        "access_denied/provider_blocked_by_rep 550024"
    );
    let asked = world
        .challenge_method(&methods.token(), &methods.method("email"))
        .await;
    let code = world.code_for(DORA);
    world
        .redeem(&asked.token(), "mfa_oob", ("oob", &code), &[])
        .await
        .granted();
}

#[tokio::test]
async fn a_client_that_cannot_take_codes_is_sent_to_the_browser() {
    let world = world().await;
    let start = world
        .initiate_with(ADA, "password redirect", BOTH)
        .await
        .token();
    let asked = world.challenge(&start).await.token();
    let demand = world
        .redeem(&asked, "password", ("password", ADA_PASSWORD), &[])
        .await;
    let methods = world.introspect(&demand.token()).await;
    world
        .challenge_method(&methods.token(), &methods.method("email"))
        .await
        .redirect();
}

#[tokio::test]
async fn capabilities_count_as_they_were_given_at_the_start() {
    let world = world().await;
    for (capabilities, native) in [
        ("", false),
        ("registration_required", false),
        ("mfa_required", true),
        ("registration_required,mfa_required", true),
    ] {
        let start = world
            .initiate_with(ADA, ALL_TYPES, capabilities)
            .await
            .token();
        let asked = world.challenge(&start).await.token();
        let late = [("capabilities", BOTH)];
        let answer = world
            .redeem(&asked, "password", ("password", ADA_PASSWORD), &late)
            .await;
        if native {
            assert_eq!(answer.error(), "invalid_grant/mfa_required 50076");
        } else {
            assert!(answer.redirect().contains("mfa_required"));
        }
    }
}

#[tokio::test]
async fn a_user_without_a_usable_method_must_register_one() {
    let world = world().await;
    let claims = [("claims", C3)];
    let demand = world.with_password(BOB, BOB_PASSWORD, &claims).await;
    assert_eq!(demand.error(), "invalid_grant/registration_required 50072");
    let token = demand.token();
    assert_eq!(
        world.introspect(&token).await.error(),
        "invalid_request 55200"
    );

    let start = world
        .initiate_with(BOB, ALL_TYPES, "mfa_required")
        .await
        .token();
    let asked = world.challenge(&start).await.token();
    let answer = world
        .redeem(&asked, "password", ("password", BOB_PASSWORD), &claims)
        .await;
    assert!(answer.redirect().contains("registration_required"));
}

#[tokio::test]
async fn methods_that_the_tenant_switched_off_are_not_usable() {
    let world = world().await;
    let second_factors = SecondFactors {
        email: false,
        ..SecondFactors::default()
    };
    let policies = Policies {
        second_factors,
        ..world.control().policies()
    };
    world
        .control()
        .set_policies(policies.clone())
        .expect("policies");
    let methods = world.ada_chooses().await;
    assert_eq!(methods.body["methods"].as_array().map(Vec::len), Some(1));
    let second_factors = SecondFactors {
        email: false,
        sms: false,
        ..SecondFactors::default()
    };
    world
        .control()
        .set_policies(Policies {
            second_factors,
            ..policies
        })
        .expect("policies");
    let demand = world.with_password(ADA, ADA_PASSWORD, &[]).await;
    assert_eq!(demand.error(), "invalid_grant/registration_required 50072");
}

#[tokio::test]
async fn a_first_factor_code_is_no_second_factor() {
    let world = world().await;
    let dora = NewUser::with_email_code(DORA)
        .group("mfa")
        .method(Channel::Sms, "+15550100199");
    world.control().add_user(dora).expect("added");
    let first = world.password_asked(DORA).await;
    let first_code = world.code_for(DORA);
    let demand = world.redeem(&first, "oob", ("oob", &first_code), &[]).await;
    let sent = world.challenge(&demand.token()).await;
    let wrong = world
        .redeem(&sent.token(), "mfa_oob", ("oob", &first_code), &[])
        .await;
    assert_eq!(wrong.error(), "invalid_grant/invalid_oob_value 50181");
}
