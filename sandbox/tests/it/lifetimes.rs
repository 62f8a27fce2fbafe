//! What runs out, by the sandbox's clock.

use doorstep_sandbox::model::{CodePolicy, Lifetimes, Policies};

use crate::support::*;

#[tokio::test]
async fn a_continuation_token_lives_ten_minutes() {
    let world = world().await;
    let token = world.initiate(BOB).await.token();
    world.control().advance_clock(595);
    let token_later = world.challenge(&token).await.token();
    world.control().advance_clock(10);
    assert_eq!(
        world.challenge(&token).await.error(),
        "expired_token 552003"
    );
    world
        .redeem(&token_later, "password", ("password", BOB_PASSWORD), &[])
        .await
        .granted();
}

#[tokio::test]
async fn a_second_factor_must_be_given_in_time() {
    let world = world().await;
    let methods = world.ada_chooses().await;
    let asked = world
        .challenge_method(&methods.token(), &methods.method("email"))
        .await;
    let code = world.code_for(ADA);
    world.control().advance_clock(601);
    let late = world
        .redeem(&asked.token(), "mfa_oob", ("oob", &code), &[])
        .await;
    assert_eq!(late.error(), "expired_token 552003");
}

#[tokio::test]
async fn a_code_can_run_out_before_its_token() {
    let world = world().await;
    let codes = CodePolicy {
        lifetime: 60,
        length: 6,
        interval: None,
        ..CodePolicy::default()
    };
    let policies = Policies {
        codes,
        ..world.control().policies()
    };
    world.control().set_policies(policies).expect("policies");
    let start = world.initiate(CLEO).await.token();
    let asked = world.challenge(&start).await;
    assert_eq!(asked.body["code_length"], 6);
    assert!(asked.body.get("interval").is_none());
    let code = world.code_for(CLEO);
    world.control().advance_clock(61);
    let late = world
        .redeem(&asked.token(), "oob", ("oob", &code), &[])
        .await;
    assert_eq!(late.error(), "invalid_grant/invalid_oob_value 501811");
}

#[tokio::test]
async fn an_app_can_have_its_own_code_length_and_interval() {
    let world = world().await;
    let mut apps = world.control().apps();
    apps.apps[0].code_length = Some(4);
    apps.apps[0].code_interval = Some(5);
    world.control().set_apps(apps).expect("apps");
    let start = world.initiate(CLEO).await.token();
    let asked = world.challenge(&start).await;
    assert_eq!(
        (
            asked.body["code_length"].as_u64(),
            asked.body["interval"].as_u64()
        ),
        (Some(4), Some(5))
    );
    assert_eq!(world.code_for(CLEO).len(), 4);
}

#[tokio::test]
async fn lives_are_configured() {
    let world = world().await;
    let lifetimes = Lifetimes {
        authorization_code: 300,
        continuation_token: 30,
        access_token: 60,
        refresh_token: 90,
    };
    let policies = Policies {
        lifetimes,
        ..world.control().policies()
    };
    world.control().set_policies(policies).expect("policies");
    let tokens = world.with_password(BOB, BOB_PASSWORD, &[]).await;
    assert_eq!(tokens.granted().body["expires_in"], 60);
    let start = world.initiate(BOB).await.token();
    world.control().advance_clock(31);
    assert_eq!(
        world.challenge(&start).await.error(),
        "expired_token 552003"
    );
}
