//! Password reset: the way through it, and what it changes.

use doorstep_sandbox::model::{NewUser, Purpose, UserChange};
use serde_json::json;

use crate::support::*;
use crate::walks::*;

#[tokio::test]
async fn a_new_password_takes_the_place_of_the_old_one() {
    let world = world().await;
    let start = world.reset(BOB).await;
    let asked = world.reset_step("challenge", &start.token(), &[]).await;
    assert_eq!(asked.text("challenge_type"), "oob");
    assert_eq!(asked.text("challenge_target_label"), "b***b@c***o.example");
    assert_eq!(asked.body["code_length"], json!(8));
    let mail = world
        .control()
        .mailbox(Some(BOB), None)
        .pop()
        .expect("mail");
    assert_eq!(mail.purpose, Purpose::PasswordReset);
    let may = world.reset_code(&asked.token(), &mail.code).await;
    assert_eq!((may.status, &may.body["expires_in"]), (200, &json!(600)));
    let submitted = world.submit(&may.token(), TULIP).await;
    assert_eq!(
        (submitted.status, &submitted.body["poll_interval"]),
        (200, &json!(2))
    );
    let early = world.poll(&submitted.token()).await;
    assert_eq!(early.text("status"), "in_progress");
    world.with_password(BOB, BOB_PASSWORD, &[]).await.granted();
    let done = world.poll(&submitted.token()).await;
    assert_eq!(done.text("status"), "succeeded");
    assert_eq!(done.body["expires_in"], json!(600));
    let tokens = world.redeem_end(APP, &done.token(), &[]).await;
    let claims = world.verified(&tokens.granted().text("id_token")).await;
    assert_eq!(claims["preferred_username"], BOB);
    let old = world.with_password(BOB, BOB_PASSWORD, &[]).await;
    assert_eq!(old.error(), "invalid_grant 50126");
    world.with_password(BOB, TULIP, &[]).await.granted();
}

#[tokio::test]
async fn an_alias_names_the_account_and_the_code_goes_to_its_address() {
    let world = world().await;
    let dora = NewUser {
        alias: Some("dora77".into()),
        ..NewUser::with_password(DORA, TULIP)
    };
    world.control().add_user(dora).expect("added");
    let start = world.reset("Dora77").await.token();
    let asked = world.reset_step("challenge", &start, &[]).await;
    assert_eq!(asked.text("challenge_target_label"), "d***a@c***o.example");
    let code = world.code_for(DORA);
    assert_eq!(world.reset_code(&asked.token(), &code).await.status, 200);
    world.with_policies(|policies| policies.username_alias = false);
    assert_eq!(world.reset("dora77").await.error(), "user_not_found 50034");
}

#[tokio::test]
async fn a_reset_opens_a_locked_account() {
    let world = world().await;
    let token = world.password_asked(BOB).await;
    for _ in 0..10 {
        world
            .redeem(&token, "password", ("password", "nope"), &[])
            .await;
    }
    assert!(
        world
            .control()
            .user(BOB)
            .expect("bob")
            .locked_until
            .is_some()
    );
    world.bob_reset_to(TULIP).await;
    assert!(
        world
            .control()
            .user(BOB)
            .expect("bob")
            .locked_until
            .is_none()
    );
    world.with_password(BOB, TULIP, &[]).await.granted();
}

#[tokio::test]
async fn a_reset_is_the_answer_to_a_password_that_must_be_changed() {
    let world = world().await;
    let change = UserChange {
        password_change_required: Some(true),
        ..UserChange::default()
    };
    world.control().change_user(BOB, change).expect("changed");
    let due = world.with_password(BOB, BOB_PASSWORD, &[]).await;
    assert_eq!(due.error(), "invalid_request 50142");
    let done = world.bob_reset_to(TULIP).await;
    assert!(
        !world
            .control()
            .user(BOB)
            .expect("bob")
            .password_change_required
    );
    world.redeem_end(APP, &done.token(), &[]).await.granted();
}

#[tokio::test]
async fn refresh_tokens_from_before_the_reset_die_and_new_ones_live() {
    let world = world().await;
    let old = world.with_password(BOB, BOB_PASSWORD, &[]).await;
    let done = world.bob_reset_to(TULIP).await;
    let new = world.redeem_end(APP, &done.token(), &[]).await;
    assert_eq!(
        world.refresh(&old.text("refresh_token"), &[]).await.error(),
        "invalid_grant 50173"
    );
    world
        .refresh(&new.text("refresh_token"), &[])
        .await
        .granted();
}

#[tokio::test]
async fn the_last_passwords_are_refused() {
    let world = world().await;
    let recent = "invalid_grant/password_recently_used 399246";
    let may = world.bob_may_submit().await;
    assert_eq!(world.submit(&may, BOB_PASSWORD).await.error(), recent);
    for password in ["Tulip-43!", "Tulip-44!"] {
        world.bob_reset_to(password).await;
    }
    let may = world.bob_may_submit().await;
    for password in [BOB_PASSWORD, "Tulip-43!", "Tulip-44!"] {
        assert_eq!(world.submit(&may, password).await.error(), recent);
    }
    world.with_policies(|policies| policies.passwords.history = 2);
    assert_eq!(world.submit(&may, "Tulip-43!").await.error(), recent);
    assert_eq!(world.submit(&may, BOB_PASSWORD).await.status, 200);
}

#[tokio::test]
async fn a_password_that_an_administrator_replaced_counts_as_used() {
    let world = world().await;
    let change = UserChange {
        password: Some(doorstep_sandbox::model::Password::new("short")),
        ..UserChange::default()
    };
    world.control().change_user(BOB, change).expect("changed");
    let may = world.bob_may_submit().await;
    assert_eq!(
        world.submit(&may, BOB_PASSWORD).await.error(),
        "invalid_grant/password_recently_used 399246"
    );
}

#[tokio::test]
async fn policy_is_asked_at_the_token_call_after_the_reset() {
    let world = world().await;
    let reset_ada = async || {
        let start = world.reset(ADA).await.token();
        let asked = world.reset_step("challenge", &start, &[]).await.token();
        world.reset_code(&asked, &world.code_for(ADA)).await.token()
    };
    let finish = async |may: String, password: &str| {
        let submitted = world.submit(&may, password).await.token();
        world.poll(&submitted).await;
        let done = world.poll(&submitted).await.token();
        world.redeem_end(APP, &done, &[]).await
    };
    let demand = finish(reset_ada().await, TULIP).await;
    assert_eq!(demand.error(), "invalid_grant/mfa_required 50076");
    let methods = world.introspect(&demand.token()).await;
    let asked = world
        .challenge_method(&methods.token(), &methods.method("email"))
        .await;
    let code = world.code_for(ADA);
    world
        .redeem(&asked.token(), "mfa_oob", ("oob", &code), &[])
        .await
        .granted();
    world.with_policies(|policies| policies.password_reset.evaluate_mfa = false);
    finish(reset_ada().await, "Tulip-43!").await.granted();
}

#[tokio::test]
async fn nothing_secret_of_a_reset_stands_in_the_journal() {
    let world = world().await;
    let done = world.bob_reset_to(TULIP).await;
    let journal = world.control().journal();
    let submit = journal
        .iter()
        .find(|entry| entry.path.ends_with("/submit"))
        .expect("an entry");
    assert_eq!(submit.form["new_password"], "***");
    let all = serde_json::to_string(&journal).expect("JSON");
    for secret in [TULIP, &world.code_for(BOB), &done.token()] {
        assert!(!all.contains(secret), "{secret}");
    }
}
