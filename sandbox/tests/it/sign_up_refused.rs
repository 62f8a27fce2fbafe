//! What a sign-up refuses, and what it leaves to the browser.

use doorstep_sandbox::model::{NewUser, SignUpMethod};

use crate::support::*;
use crate::walks::*;

#[tokio::test]
async fn a_name_that_is_taken_is_refused_at_the_start() {
    let world = world().await;
    for name in [BOB, "BOB@contoso.example", CLEO] {
        let answer = world.sign_up(APP, &[("username", name)]).await;
        assert_eq!(answer.error(), "user_already_exists 1003037", "{name}");
    }
}

#[tokio::test]
async fn a_name_that_is_taken_meanwhile_is_refused_at_the_next_step() {
    let world = world().await;
    let start = world.sign_up(APP, &[]).await;
    let dora = NewUser::with_password(DORA, "Other-42!");
    world.control().add_user(dora).expect("added");
    let answer = world.sign_up_code(APP, &start, &[]).await;
    assert_eq!(answer.error(), "user_already_exists 1003037");

    world.control().reset();
    let start = world.sign_up(CODE_APP, &[]).await;
    let due = world.sign_up_code(CODE_APP, &start, &[]).await;
    world
        .control()
        .add_user(NewUser::with_email_code(DORA))
        .expect("added");
    let answer = world
        .sign_up_continue(CODE_APP, &due.token(), &[("attributes", NAME_AND_CITY)])
        .await;
    assert_eq!(answer.error(), "user_already_exists 1003037");
}

#[tokio::test]
async fn an_address_or_an_app_that_cannot_be_is_named_in_the_text() {
    let world = world().await;
    for name in ["", "dora", "dora@contoso", "do ra@contoso.example"] {
        let answer = world.sign_up(APP, &[("username", name)]).await;
        assert_eq!(answer.error(), "invalid_request 90100", "{name}");
        let text = answer.text("error_description");
        assert!(
            text.contains("username parameter is empty or not valid"),
            "{text}"
        );
    }
    let answer = world.sign_up("nobody", &[]).await;
    assert_eq!(answer.error(), "invalid_request 90100");
    let text = answer.text("error_description");
    assert!(
        text.contains("client_id parameter is empty or not valid"),
        "{text}"
    );
}

#[tokio::test]
async fn challenge_types_are_read_as_at_sign_in() {
    let world = world().await;
    let with = async |types| world.sign_up(APP, &[("challenge_type", types)]).await;
    assert_eq!(with("oob password").await.error(), "invalid_request 901007");
    assert_eq!(
        with("oob magic redirect").await.error(),
        "unsupported_challenge_type 901007"
    );
}

#[tokio::test]
async fn what_the_client_cannot_take_ends_in_the_browser() {
    let world = world().await;
    for (app, types, word) in [
        (APP, "oob redirect", "password"),
        (APP, "password redirect", "code"),
        (APP, "redirect", "redirect"),
        (CODE_APP, "password redirect", "code"),
    ] {
        let answer = world.sign_up(app, &[("challenge_type", types)]).await;
        assert!(answer.redirect().contains(word), "{types}");
    }
    let start = world
        .sign_up(CODE_APP, &[("challenge_type", "oob redirect")])
        .await;
    assert_eq!(start.status, 200);
    let narrowed = [
        ("client_id", APP),
        ("continuation_token", &world.sign_up(APP, &[]).await.token()),
        ("challenge_type", "password redirect"),
    ];
    world
        .post_to("signup/v1.0/challenge", &narrowed)
        .await
        .redirect();
}

#[tokio::test]
async fn a_password_for_a_flow_without_passwords_is_refused() {
    let world = world().await;
    let answer = world.sign_up(CODE_APP, &[("password", TULIP)]).await;
    assert_eq!(answer.error(), "unsupported_auth_method 55107");
}

#[tokio::test]
async fn apps_that_may_not_sign_up_are_refused() {
    let world = world().await;
    let mut apps = world.control().apps();
    apps.apps[0].native_authentication = false;
    apps.apps[1].user_flow = None;
    world.control().set_apps(apps).expect("apps");
    assert_eq!(
        world.sign_up(APP, &[]).await.error(),
        "invalid_client/nativeauthapi_disabled 7000"
    );
    assert_eq!(
        world.sign_up(CODE_APP, &[]).await.error(),
        "unauthorized_client 700016"
    );
}

#[tokio::test]
async fn each_broken_password_rule_has_its_own_suberror() {
    let world = world().await;
    let long = "Tulip-42".repeat(33);
    for (password, suberror) in [
        ("Tulip-4", "password_too_short"),
        (long.as_str(), "password_too_long"),
        ("Tülip-42!", "password_is_invalid"),
        ("tuliptulip1", "password_too_weak"),
        ("Password-42!", "password_banned"),
    ] {
        let answer = world.sign_up(APP, &[("password", password)]).await;
        assert_eq!(answer.error(), format!("invalid_grant/{suberror} 399246"));
    }
    world.with_policies(|policies| policies.passwords.banned = vec!["TULIP".into()]);
    let answer = world.sign_up(APP, &[("password", TULIP)]).await;
    assert_eq!(answer.error(), "invalid_grant/password_banned 399246");
    assert_eq!(
        world
            .sign_up(APP, &[("password", "Password-42!")])
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn an_administrator_is_not_held_to_the_password_rules() {
    let world = world().await;
    world
        .control()
        .add_user(NewUser::with_password(DORA, "1"))
        .expect("added");
    world.with_password(DORA, "1", &[]).await.granted();
}

#[tokio::test]
async fn a_step_out_of_order_is_refused_and_changes_nothing() {
    let world = world().await;
    world.with_attributes(SignUpMethod::EmailPassword, vec![required("city")]);
    let start = world.sign_up(APP, &[]).await;
    let early = world
        .sign_up_continue(APP, &start.token(), &[("oob", "12345678")])
        .await;
    assert_eq!(early.error(), "invalid_request 55200");
    let asked = world.sign_up_challenge(APP, &start.token()).await.token();
    for (grant, given) in [
        ("password", ("password", TULIP)),
        ("attributes", ("attributes", r#"{"city":"Utrecht"}"#)),
    ] {
        let answer = world
            .sign_up_continue(APP, &asked, &[given, ("grant_type", grant)])
            .await;
        assert_eq!(answer.error(), "invalid_request 55200", "{grant}");
    }
    let unknown = world
        .sign_up_continue(APP, &asked, &[("oob", "1"), ("grant_type", "magic")])
        .await;
    assert_eq!(unknown.error(), "unsupported_grant_type 70003");
    let code = world.code_for(DORA);
    let due = world.sign_up_continue(APP, &asked, &[("oob", &code)]).await;
    assert_eq!(due.error(), "credential_required 55103");
    let skipped = world
        .sign_up_continue(APP, &due.token(), &[("password", TULIP)])
        .await;
    assert_eq!(skipped.error(), "invalid_request 55200");
    assert!(world.control().user(DORA).is_none());
}
