//! Sign-ins that cannot go on: wrong requests, wrong apps, wrong accounts.

use doorstep_sandbox::Control;
use doorstep_sandbox::model::{App, NewUser};

use crate::support::*;

fn change_app(control: &Control, change: impl FnOnce(&mut App)) {
    let mut apps = control.apps();
    change(&mut apps.apps[0]);
    control.set_apps(apps).expect("apps");
}

#[tokio::test]
async fn an_unknown_user_is_told_apart_from_a_malformed_one() {
    let world = world().await;
    assert_eq!(
        world.initiate("nobody@contoso.example").await.error(),
        "user_not_found 50034"
    );
    for bad in ["", "two words", &"x".repeat(300)] {
        let refused = world.initiate(bad).await;
        assert_eq!(refused.error(), "invalid_request 90100");
        assert!(
            refused
                .text("error_description")
                .contains("username parameter is empty or not valid")
        );
    }
}

#[tokio::test]
async fn the_challenge_types_must_include_redirect_and_nothing_unknown() {
    let world = world().await;
    assert_eq!(
        world.initiate_with(BOB, "oob password", BOTH).await.error(),
        "invalid_request 901007"
    );
    assert_eq!(
        world
            .initiate_with(BOB, "oob magic redirect", BOTH)
            .await
            .error(),
        "unsupported_challenge_type 901007"
    );
    assert_eq!(
        world.initiate_with(BOB, "", BOTH).await.error(),
        "invalid_request 90100"
    );
    let token = world.initiate(BOB).await.token();
    let fields = [
        ("client_id", APP),
        ("continuation_token", &token),
        ("challenge_type", "password"),
    ];
    assert_eq!(
        world.post("challenge", &fields).await.error(),
        "invalid_request 901007"
    );
}

#[tokio::test]
async fn an_account_that_needs_what_the_client_cannot_do_is_sent_to_the_browser() {
    let world = world().await;
    for (username, types) in [(CLEO, "password redirect"), (BOB, "oob redirect")] {
        let token = world.initiate_with(username, types, BOTH).await.token();
        let reason = world.challenge(&token).await.redirect();
        assert!(reason.contains("does not support"), "{reason}");
    }
    world.initiate_with(BOB, "redirect", BOTH).await.redirect();
    assert!(world.control().mailbox(None, None).is_empty());
}

#[tokio::test]
async fn a_federated_user_is_sent_to_the_browser() {
    let world = world().await;
    let user = NewUser {
        federated: true,
        ..NewUser::with_email_code("fred@contoso.example")
    };
    world.control().add_user(user).expect("added");
    world.initiate("fred@contoso.example").await.redirect();
}

#[tokio::test]
async fn the_client_must_be_known_and_open_to_native_authentication() {
    let world = world().await;
    let start = |client_id: &'static str| {
        [
            ("client_id", client_id),
            ("username", BOB),
            ("challenge_type", ALL_TYPES),
        ]
    };
    for bad in ["", "not-a-guid"] {
        let refused = world.post("initiate", &start(bad)).await;
        assert_eq!(refused.error(), "invalid_request 90100");
        assert!(
            refused
                .text("error_description")
                .contains("client_id parameter is empty or not valid")
        );
    }
    let unknown = world
        .post("initiate", &start("99999999-1111-4111-8111-111111111111"))
        .await;
    assert_eq!(unknown.error(), "unauthorized_client 700016");

    change_app(world.control(), |app| app.user_flow = None);
    assert_eq!(
        world.initiate(BOB).await.error(),
        "unauthorized_client 700016"
    );
    change_app(world.control(), |app| app.native_authentication = false);
    assert_eq!(
        world.initiate(BOB).await.error(),
        "invalid_client/nativeauthapi_disabled 7000"
    );
    change_app(world.control(), |app| app.public_client = false);
    assert_eq!(
        world.initiate(BOB).await.error(),
        "unauthorized_client 550022"
    );
}

#[tokio::test]
async fn a_grant_must_be_known_and_fit_the_account() {
    let world = world().await;
    let token = world.password_asked(BOB).await;
    let redeem = async |grant, secret| world.redeem(&token, grant, secret, &[]).await.error();
    assert_eq!(
        redeem("oob", ("oob", "12345678")).await,
        "invalid_grant 400002"
    );
    assert_eq!(
        redeem("magic", ("oob", "1")).await,
        "unsupported_grant_type 70003"
    );
    assert_eq!(redeem("", ("oob", "1")).await, "invalid_request 90100");
    assert_eq!(
        redeem("password", ("password", "")).await,
        "invalid_request 90100"
    );
    assert_eq!(
        redeem("mfa_oob", ("oob", "1")).await,
        "invalid_request 55200"
    );
    assert_eq!(
        redeem("continuation_token", ("oob", "1")).await,
        "invalid_request 55200"
    );
    let token = world.password_asked(CLEO).await;
    let wrong = world
        .redeem(&token, "password", ("password", "x"), &[])
        .await;
    assert_eq!(wrong.error(), "invalid_grant 400002");
}

#[tokio::test]
async fn a_scope_must_exist_and_have_consent() {
    let world = world().await;
    let token = world.password_asked(BOB).await;
    let with = async |scope| {
        world
            .redeem(
                &token,
                "password",
                ("password", BOB_PASSWORD),
                &[("scope", scope)],
            )
            .await
    };
    assert_eq!(with("").await.error(), "invalid_request 90100");
    assert_eq!(
        with("openid api://todo/Nope").await.error(),
        "invalid_scope 70011"
    );
    let both_wrong = [("scope", "api://todo/Nope")];
    let told_first = world
        .redeem(&token, "password", ("password", "nope"), &both_wrong)
        .await;
    assert_eq!(told_first.error(), "invalid_scope 70011");
    change_app(world.control(), |app| app.consented.clear());
    assert_eq!(with(SCOPES).await.error(), "invalid_grant 65001");
    with("openid").await.granted();
}

#[tokio::test]
async fn a_password_that_must_be_changed_is_refused_only_when_it_is_right() {
    let world = world().await;
    let user = NewUser {
        password_change_required: true,
        ..NewUser::with_password("dora@contoso.example", "Tulip-42!")
    };
    world.control().add_user(user).expect("added");
    let wrong = world
        .with_password("dora@contoso.example", "nope", &[])
        .await;
    assert_eq!(wrong.error(), "invalid_grant 50126");
    let right = world
        .with_password("dora@contoso.example", "Tulip-42!", &[])
        .await;
    assert_eq!(right.error(), "invalid_request 50142");
}

#[tokio::test]
async fn a_user_who_is_deleted_in_the_middle_is_gone() {
    let world = world().await;
    let token = world.password_asked(BOB).await;
    assert!(world.control().remove_user(BOB).is_some());
    let gone = world
        .redeem(&token, "password", ("password", BOB_PASSWORD), &[])
        .await;
    assert_eq!(gone.error(), "invalid_grant 50034");
    let again = NewUser::with_password(BOB, BOB_PASSWORD);
    world.control().add_user(again).expect("added");
    let other_account = world
        .redeem(&token, "password", ("password", BOB_PASSWORD), &[])
        .await;
    assert_eq!(other_account.error(), "invalid_grant 50034");
}

#[tokio::test]
async fn a_continuation_token_belongs_to_its_client() {
    let world = world().await;
    let token = world.initiate(BOB).await.token();
    let other = [
        ("client_id", "22222222-2222-4222-8222-222222222222"),
        ("continuation_token", &token),
    ];
    assert_eq!(
        world.post("challenge", &other).await.error(),
        "invalid_request 55200"
    );
    assert_eq!(
        world.challenge("unknown").await.error(),
        "invalid_request 55200"
    );
    assert_eq!(world.challenge("").await.error(), "invalid_request 90100");
    assert_eq!(
        world.introspect(&token).await.error(),
        "invalid_request 55200"
    );
}
