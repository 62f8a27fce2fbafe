//! What a password reset refuses, and how long it waits.

use doorstep_sandbox::model::{LockoutPolicy, NewUser};
use serde_json::json;

use crate::support::*;
use crate::walks::*;

#[tokio::test]
async fn accounts_without_a_password_and_unknown_names_are_told_apart() {
    let world = world().await;
    let without = world.reset(CLEO).await;
    assert_eq!(without.error(), "invalid_request 500222");
    assert!(
        without
            .text("error_description")
            .contains("does not support native credential recovery")
    );
    assert_eq!(
        world.reset("nobody@contoso.example").await.error(),
        "user_not_found 50034"
    );
    assert_eq!(world.reset(" ").await.error(), "invalid_request 90100");
}

#[tokio::test]
async fn what_cannot_be_done_here_ends_in_the_browser() {
    let world = world().await;
    let fed = NewUser {
        federated: true,
        ..NewUser::with_email_code("fed@contoso.example")
    };
    world.control().add_user(fed).expect("added");
    world.reset("fed@contoso.example").await.redirect();
    for types in ["password redirect", "redirect"] {
        let reason = world.reset_with(BOB, types).await.redirect();
        assert!(reason.contains("code"), "{types}");
    }
    let start = world.reset_with(BOB, ALL_TYPES).await.token();
    world
        .reset_step(
            "challenge",
            &start,
            &[("challenge_type", "password redirect")],
        )
        .await
        .redirect();
}

#[tokio::test]
async fn challenge_types_and_apps_are_read_as_at_sign_in() {
    let world = world().await;
    assert_eq!(
        world.reset_with(BOB, "oob").await.error(),
        "invalid_request 901007"
    );
    assert_eq!(
        world.reset_with(BOB, "oob magic redirect").await.error(),
        "unsupported_challenge_type 901007"
    );
    let mut apps = world.control().apps();
    apps.apps[0].native_authentication = false;
    world.control().set_apps(apps).expect("apps");
    assert_eq!(
        world.reset(BOB).await.error(),
        "invalid_client/nativeauthapi_disabled 7000"
    );
}

#[tokio::test]
async fn wrong_and_voided_codes_keep_the_step_and_count() {
    let world = world().await;
    world.with_policies(|policies| {
        policies.lockout = LockoutPolicy {
            threshold: 3,
            ..LockoutPolicy::default()
        };
    });
    let start = world.reset(BOB).await.token();
    let asked = world.reset_step("challenge", &start, &[]).await.token();
    let old = world.code_for(BOB);
    world.reset_step("challenge", &asked, &[]).await;
    assert_eq!(
        world.reset_code(&asked, &old).await.error(),
        "invalid_grant/invalid_oob_value 501811"
    );
    for _ in 0..2 {
        let wrong = world.reset_code(&asked, "0").await;
        assert_eq!(wrong.error(), "invalid_grant/invalid_oob_value 50181");
        assert!(wrong.body.get("continuation_token").is_none());
    }
    let code = world.code_for(BOB);
    assert_eq!(
        world.reset_code(&asked, &code).await.error(),
        "invalid_grant 50053"
    );
    world.control().advance_clock(61);
    assert_eq!(world.reset_code(&asked, &code).await.status, 200);
}

#[tokio::test]
async fn the_seventh_code_is_refused() {
    let world = world().await;
    let start = world.reset(BOB).await.token();
    for _ in 0..6 {
        let sent = world.reset_step("challenge", &start, &[]).await;
        assert_eq!(sent.status, 200);
    }
    let many = world.reset_step("challenge", &start, &[]).await;
    assert_eq!(many.error(), "invalid_request 701014");
}

#[tokio::test]
async fn the_new_password_must_come_within_the_window() {
    let world = world().await;
    world.with_policies(|policies| {
        policies.password_reset.window = 120;
        policies.lifetimes.continuation_token = 3600;
    });
    let may = world.bob_may_submit().await;
    world.control().advance_clock(119);
    let weak = world.submit(&may, "1").await;
    assert_eq!(weak.error(), "invalid_grant/password_too_short 399246");
    world.control().advance_clock(1);
    assert_eq!(
        world.submit(&may, TULIP).await.error(),
        "expired_token 552003"
    );
}

#[tokio::test]
async fn each_broken_password_rule_has_its_own_suberror_and_keeps_the_step() {
    let world = world().await;
    let may = world.bob_may_submit().await;
    let long = "Tulip-42".repeat(33);
    for (password, suberror) in [
        ("1", "password_too_short"),
        (long.as_str(), "password_too_long"),
        ("Tülip-42!", "password_is_invalid"),
        ("tuliptulip1", "password_too_weak"),
        ("Password-42!", "password_banned"),
        (BOB_PASSWORD, "password_recently_used"),
    ] {
        let answer = world.submit(&may, password).await;
        assert_eq!(answer.error(), format!("invalid_grant/{suberror} 399246"));
    }
    assert_eq!(
        world.submit(&may, "").await.error(),
        "invalid_request 90100"
    );
    assert_eq!(world.submit(&may, TULIP).await.status, 200);
}

#[tokio::test]
async fn a_step_out_of_order_is_refused() {
    let world = world().await;
    let bad = "invalid_request 55200";
    let start = world.reset(BOB).await.token();
    assert_eq!(world.reset_code(&start, "1").await.error(), bad);
    assert_eq!(world.submit(&start, TULIP).await.error(), bad);
    let asked = world.reset_step("challenge", &start, &[]).await.token();
    let given = [("grant_type", "password"), ("oob", "1")];
    let other = world.reset_step("continue", &asked, &given).await;
    assert_eq!(other.error(), "unsupported_grant_type 70003");
    let may = world.reset_code(&asked, &world.code_for(BOB)).await.token();
    assert_eq!(world.poll(&may).await.error(), bad);
    assert_eq!(world.redeem_end(APP, &may, &[]).await.error(), bad);
    assert_eq!(
        world.reset_step("challenge", &asked, &[]).await.error(),
        bad
    );
}

#[tokio::test]
async fn what_cannot_be_verified_here_stops_the_reset() {
    let world = world().await;
    world.with_policies(|policies| {
        policies.password_reset.unverified_attributes = vec!["email".into()];
    });
    let start = world.reset(BOB).await.token();
    let asked = world.reset_step("challenge", &start, &[]).await.token();
    let stopped = world.reset_code(&asked, &world.code_for(BOB)).await;
    assert_eq!(stopped.error(), "verification_required 55105");
    assert_eq!(
        stopped.body["unverified_attributes"],
        json!([{ "name": "email" }])
    );
    assert_eq!(
        world.submit(&stopped.token(), TULIP).await.error(),
        "invalid_request 55200"
    );
}
