//! Refresh tokens.

use doorstep_sandbox::model::{
    ConditionalAccessPolicy, NewUser, Outcome, Policies, Requirement, Selection, UserChange,
};
use serde_json::json;

use crate::support::*;

#[tokio::test]
async fn a_refresh_gives_new_tokens_and_leaves_the_old_one_good() {
    let world = world().await;
    let tokens = world.with_password(BOB, BOB_PASSWORD, &[]).await;
    let old = tokens.text("refresh_token");
    let fresh = world
        .refresh(&old, &[("scope", SCOPES), ("client_info", "1")])
        .await;
    assert_ne!(fresh.granted().text("refresh_token"), old);
    assert_ne!(fresh.text("access_token"), tokens.text("access_token"));
    assert!(fresh.body["client_info"].is_string() && fresh.body["id_token"].is_string());
    world.refresh(&old, &[]).await.granted();
}

#[tokio::test]
async fn a_refresh_after_a_second_factor_satisfies_policy_silently() {
    let world = world().await;
    let tokens = world.ada_signed_in(&[]).await;
    let fresh = world
        .refresh(&tokens.text("refresh_token"), &[("claims", C3)])
        .await;
    let claims = world.verified(&fresh.granted().text("access_token")).await;
    assert_eq!(claims["acrs"], json!(["c3"]));
}

#[tokio::test]
async fn a_refresh_that_now_needs_a_second_factor_is_refused() {
    let world = world().await;
    let token = world
        .with_password(BOB, BOB_PASSWORD, &[])
        .await
        .text("refresh_token");
    let claims = world.refresh(&token, &[("claims", C3)]).await;
    assert_eq!(claims.error(), "invalid_grant/basic_action 50076");
    assert!(claims.body.get("continuation_token").is_none());

    let mut policies = world.control().policies();
    policies.conditional_access.push(ConditionalAccessPolicy {
        name: "Everybody".into(),
        enabled: true,
        users: Selection::everything(),
        groups: Selection::default(),
        apps: Selection::everything(),
        scopes: Selection::everything(),
        contexts: Vec::new(),
        require: Requirement::Mfa,
    });
    world.control().set_policies(policies).expect("policies");
    assert_eq!(
        world.refresh(&token, &[]).await.error(),
        "invalid_grant/basic_action 50076"
    );
    let last = world.control().sign_ins().pop().expect("an entry");
    assert_eq!(
        (last.outcome, last.policies),
        (Outcome::Refused, vec!["Everybody".to_owned()])
    );
}

#[tokio::test]
async fn a_revoked_token_dies_and_a_later_one_lives() {
    let world = world().await;
    let token = world
        .with_password(BOB, BOB_PASSWORD, &[])
        .await
        .text("refresh_token");
    world.control().revoke(BOB).expect("bob");
    assert_eq!(
        world.refresh(&token, &[]).await.error(),
        "invalid_grant 50173"
    );
    let token = world
        .with_password(BOB, BOB_PASSWORD, &[])
        .await
        .text("refresh_token");
    world.refresh(&token, &[]).await.granted();
}

#[tokio::test]
async fn an_old_token_runs_out() {
    let world = world().await;
    let token = world
        .with_password(BOB, BOB_PASSWORD, &[])
        .await
        .text("refresh_token");
    world.control().advance_clock(90 * 86_400 - 5);
    world.refresh(&token, &[]).await.granted();
    world.control().advance_clock(10);
    assert_eq!(
        world.refresh(&token, &[]).await.error(),
        "invalid_grant 700082"
    );
}

#[tokio::test]
async fn a_token_belongs_to_its_app_and_its_account() {
    let world = world().await;
    let token = world
        .with_password(BOB, BOB_PASSWORD, &[])
        .await
        .text("refresh_token");
    let other = [
        ("client_id", "22222222-2222-4222-8222-222222222222"),
        ("grant_type", "refresh_token"),
        ("refresh_token", token.as_str()),
    ];
    assert_eq!(
        world.post("token", &other).await.error(),
        "invalid_grant 70000"
    );
    assert_eq!(
        world.refresh("unknown", &[]).await.error(),
        "invalid_grant 70000"
    );
    world.control().remove_user(BOB);
    world
        .control()
        .add_user(NewUser::with_password(BOB, BOB_PASSWORD))
        .expect("added");
    assert_eq!(
        world.refresh(&token, &[]).await.error(),
        "invalid_grant 50034"
    );
}

#[tokio::test]
async fn scopes_are_checked_again() {
    let world = world().await;
    let token = world
        .with_password(BOB, BOB_PASSWORD, &[])
        .await
        .text("refresh_token");
    let narrow = world
        .refresh(&token, &[("scope", "api://todo/ToDo.Read")])
        .await;
    assert!(narrow.granted().body.get("refresh_token").is_none());
    assert_eq!(
        world
            .refresh(&token, &[("scope", "api://todo/Nope")])
            .await
            .error(),
        "invalid_scope 70011"
    );
    let mut apps = world.control().apps();
    apps.resources[0].scopes.push("ToDo.Write".into());
    world.control().set_apps(apps).expect("apps");
    let consent = world
        .refresh(&token, &[("scope", "api://todo/ToDo.Write")])
        .await;
    assert_eq!(consent.error(), "invalid_grant 65001");
}

#[tokio::test]
async fn a_session_without_mfa_is_marked_so_in_the_log() {
    let world = world().await;
    world
        .control()
        .set_policies(Policies::default())
        .expect("policies");
    world.with_password(ADA, ADA_PASSWORD, &[]).await.granted();
    let entry = world.control().sign_ins().pop().expect("an entry");
    assert!(!entry.mfa && entry.policies.is_empty());
    assert_eq!(entry.username.as_deref(), Some(ADA));
}

#[tokio::test]
async fn a_password_that_must_be_changed_stops_refreshes_too() {
    let world = world().await;
    let token = world
        .with_password(BOB, BOB_PASSWORD, &[])
        .await
        .text("refresh_token");
    let change = UserChange {
        password_change_required: Some(true),
        ..UserChange::default()
    };
    world.control().change_user(BOB, change).expect("changed");
    assert_eq!(
        world.refresh(&token, &[]).await.error(),
        "invalid_request 50142"
    );
}
