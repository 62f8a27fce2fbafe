//! Policies at the end of a sign-up.

use doorstep_sandbox::model::{ConditionalAccessPolicy, Outcome, Requirement, Selection};
use serde_json::json;

use crate::support::*;
use crate::walks::*;

fn everybody_needs_mfa(world: &World) {
    world.with_policies(|policies| {
        policies.conditional_access = vec![ConditionalAccessPolicy {
            name: "Everybody".into(),
            enabled: true,
            users: Selection::everything(),
            groups: Selection::default(),
            apps: Selection::everything(),
            scopes: Selection::everything(),
            contexts: Vec::new(),
            require: Requirement::Mfa,
        }];
    });
}

#[tokio::test]
async fn policy_is_asked_at_the_token_call_and_not_before() {
    let world = world().await;
    everybody_needs_mfa(&world);
    let done = world.dora_signed_up().await;
    assert_eq!(done.status, 200);
    let demand = world.redeem_end(APP, &done.token(), &[]).await;
    assert_eq!(demand.error(), "invalid_grant/registration_required 50072");
    assert!(!demand.token().is_empty());
    let log = world.control().sign_ins();
    assert_eq!(
        (log[0].outcome, log[0].username.as_deref()),
        (Outcome::RegistrationRequired, Some(DORA))
    );
}

#[tokio::test]
async fn a_method_that_an_administrator_added_meanwhile_is_asked_for() {
    let world = world().await;
    everybody_needs_mfa(&world);
    let done = world.dora_signed_up().await;
    let change = serde_json::from_value(
        json!({ "methods": [{ "channel": "sms", "target": "+15550100199" }] }),
    );
    world
        .control()
        .change_user(DORA, change.expect("a change"))
        .expect("changed");
    let demand = world.redeem_end(APP, &done.token(), &[]).await;
    assert_eq!(demand.error(), "invalid_grant/mfa_required 50076");
    let methods = world.introspect(&demand.token()).await;
    let asked = world
        .challenge_method(&methods.token(), &methods.method("sms"))
        .await;
    let code = world.code_for(DORA);
    world
        .redeem(&asked.token(), "mfa_oob", ("oob", &code), &[])
        .await
        .granted();
}

#[tokio::test]
async fn capabilities_count_as_they_were_given_at_the_start() {
    let world = world().await;
    everybody_needs_mfa(&world);
    let given = [("password", TULIP), ("capabilities", "mfa_required")];
    let start = world.sign_up(APP, &given).await;
    let done = world.sign_up_code(APP, &start, &[]).await;
    let late = [("capabilities", BOTH)];
    let answer = world.redeem_end(APP, &done.token(), &late).await;
    assert!(answer.redirect().contains("registration_required"));
}

#[tokio::test]
async fn the_tenant_can_let_new_users_in_without_asking_its_policies() {
    let world = world().await;
    everybody_needs_mfa(&world);
    world.with_policies(|policies| policies.sign_up.evaluate_mfa = false);
    let done = world.dora_signed_up().await;
    let tokens = world
        .redeem_end(APP, &done.token(), &[("claims", C3)])
        .await;
    let access = world.verified(&tokens.granted().text("access_token")).await;
    assert!(access.get("acrs").is_none());
    let refreshed = world.refresh(&tokens.text("refresh_token"), &[]).await;
    assert_eq!(refreshed.error(), "invalid_grant/basic_action 50076");
    let demand = world.with_password(DORA, TULIP, &[]).await;
    assert_eq!(demand.error(), "invalid_grant/registration_required 50072");
}

#[tokio::test]
async fn what_cannot_be_verified_here_stops_the_sign_up() {
    let world = world().await;
    world.with_policies(|policies| policies.sign_up.unverified_attributes = vec!["phone".into()]);
    let stopped = world.dora_signed_up().await;
    assert_eq!(stopped.error(), "verification_required 55105");
    assert_eq!(
        stopped.body["unverified_attributes"],
        json!([{ "name": "phone" }])
    );
    let token = stopped.token();
    let bad = "invalid_request 55200";
    assert_eq!(world.sign_up_challenge(APP, &token).await.error(), bad);
    assert_eq!(world.redeem_end(APP, &token, &[]).await.error(), bad);
    assert!(world.control().user(DORA).is_none());
}

#[tokio::test]
async fn the_address_of_the_sign_up_is_registered_without_another_code() {
    let world = world().await;
    everybody_needs_mfa(&world);
    let done = world.dora_signed_up().await;
    let demand = world.redeem_end(APP, &done.token(), &[]).await;
    let listed = world.register("introspect", &demand.token(), &[]).await;
    let known = world.ask_contact(&listed.token(), DORA).await;
    assert_eq!(known.text("challenge_type"), "preverified");
    assert_eq!(world.control().mailbox(Some(DORA), None).len(), 1);
    let given = [("grant_type", "continuation_token")];
    let registered = world.register("continue", &known.token(), &given).await;
    let tokens = world.redeem_end(APP, &registered.token(), &[]).await;
    let refresh = tokens.granted().text("refresh_token");
    world.refresh(&refresh, &[]).await.granted();
    let demand = world.with_password(DORA, TULIP, &[]).await;
    assert_eq!(demand.error(), "invalid_grant/mfa_required 50076");
}

#[tokio::test]
async fn another_address_than_that_of_the_sign_up_needs_a_code() {
    let world = world().await;
    everybody_needs_mfa(&world);
    let done = world.dora_signed_up().await;
    let demand = world.redeem_end(APP, &done.token(), &[]).await;
    let listed = world.register("introspect", &demand.token(), &[]).await;
    let other = world
        .ask_contact(&listed.token(), "d@contoso.example")
        .await;
    assert_eq!(other.text("challenge_type"), "oob");
}
