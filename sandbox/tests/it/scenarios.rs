//! The scenarios: each is listed, can be read, and shows what it says.

use std::collections::BTreeSet;
use std::path::PathBuf;

use doorstep_sandbox::{Config, scenarios};

use crate::support::*;
use crate::walks::*;

async fn scenario(name: &str) -> World {
    let scenario = scenarios()
        .iter()
        .find(|scenario| scenario.name() == name)
        .expect("a scenario of that name");
    world_of(Config {
        seed: scenario.seed().expect("a seed"),
        ..Config::default()
    })
    .await
}

async fn bob_resets(world: &World, password: &str) -> Reply {
    let may = world.bob_may_submit().await;
    let submitted = world.submit(&may, password).await.token();
    world.poll(&submitted).await;
    world.poll(&submitted).await
}

#[test]
fn every_file_is_listed_can_be_read_and_stands_in_the_guide() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let files: BTreeSet<_> = std::fs::read_dir(root.join("scenarios"))
        .expect("the folder")
        .map(|file| file.expect("a file").path())
        .map(|path| path.file_stem().expect("a name").to_owned())
        .map(|name| name.into_string().expect("a plain name"))
        .collect();
    let listed: BTreeSet<_> = scenarios()
        .iter()
        .map(|scenario| scenario.name().to_owned())
        .collect();
    assert_eq!(files, listed);
    let guide = std::fs::read_to_string(root.join("../docs/sandbox.md")).expect("the guide");
    for scenario in scenarios() {
        let seed = scenario.seed().expect("a seed");
        assert_eq!(seed.registrations.apps.len(), 1, "{}", scenario.name());
        let row = format!("| `{}` | {} |", scenario.name(), scenario.summary());
        assert!(guide.contains(&row), "{row}");
    }
}

#[tokio::test]
async fn alias() {
    let world = scenario("alias").await;
    world
        .with_password("bob77", BOB_PASSWORD, &[])
        .await
        .granted();
    assert_eq!(world.reset("bob77").await.status, 200);
}

#[tokio::test]
async fn code_six_digits() {
    let world = scenario("code_six_digits").await;
    let start = world.initiate(CLEO).await.token();
    let asked = world.challenge(&start).await;
    assert_eq!(
        (&asked.body["code_length"], &asked.body["interval"]),
        (&6.into(), &0.into())
    );
    assert_eq!(world.code_for(CLEO).len(), 6);
}

#[tokio::test]
async fn consent_missing() {
    let world = scenario("consent_missing").await;
    let refused = world.with_password(BOB, BOB_PASSWORD, &[]).await;
    assert_eq!(refused.error(), "invalid_grant 65001");
    let modest = [("scope", "openid offline_access")];
    world
        .with_password(BOB, BOB_PASSWORD, &modest)
        .await
        .granted();
}

#[tokio::test]
async fn federated_user() {
    let world = scenario("federated_user").await;
    world.initiate("fay@contoso.example").await.redirect();
    world.reset("fay@contoso.example").await.redirect();
}

#[tokio::test]
async fn locked_account() {
    let world = scenario("locked_account").await;
    let wrong = world.with_password(BOB, "wrong", &[]).await;
    assert_eq!(wrong.error(), "invalid_grant 50126");
    let locked = world.with_password(BOB, BOB_PASSWORD, &[]).await;
    assert_eq!(locked.error(), "invalid_grant 50053");
    world.bob_reset_to(TULIP).await;
    world.with_password(BOB, TULIP, &[]).await.granted();
}

#[tokio::test]
async fn native_auth_off() {
    let world = scenario("native_auth_off").await;
    let off = "invalid_client/nativeauthapi_disabled 7000";
    assert_eq!(world.initiate(BOB).await.error(), off);
    assert_eq!(world.sign_up(APP, &[]).await.error(), off);
    assert_eq!(world.reset(BOB).await.error(), off);
}

#[tokio::test]
async fn password_change_forced() {
    let world = scenario("password_change_forced").await;
    let due = world.with_password(BOB, BOB_PASSWORD, &[]).await;
    assert_eq!(due.error(), "invalid_request 50142");
    world.bob_reset_to(TULIP).await;
    world.with_password(BOB, TULIP, &[]).await.granted();
}

#[tokio::test]
async fn reset_fails_once() {
    let world = scenario("reset_fails_once").await;
    let failed = bob_resets(&world, TULIP).await;
    assert_eq!(failed.text("status"), "failed");
    let again = world.submit(&failed.token(), TULIP).await.token();
    world.poll(&again).await;
    assert_eq!(world.poll(&again).await.text("status"), "succeeded");
}

#[tokio::test]
async fn reset_refused_late() {
    let world = scenario("reset_refused_late").await;
    let refused = bob_resets(&world, TULIP).await;
    assert_eq!(refused.error(), "invalid_grant/password_banned 399246");
}

#[tokio::test]
async fn reset_slow() {
    let world = scenario("reset_slow").await;
    let may = world.bob_may_submit().await;
    let submitted = world.submit(&may, TULIP).await;
    assert_eq!(submitted.body["poll_interval"], 1);
    for _ in 0..4 {
        let waiting = world.poll(&submitted.token()).await;
        assert_eq!(waiting.text("status"), "in_progress");
    }
    let done = world.poll(&submitted.token()).await;
    assert_eq!(done.text("status"), "succeeded");
}

#[tokio::test]
async fn sign_up_code() {
    let world = scenario("sign_up_code").await;
    let start = world.sign_up(APP, &[]).await;
    let done = world.sign_up_code(APP, &start, &[]).await;
    world.redeem_end(APP, &done.token(), &[]).await.granted();
}

#[tokio::test]
async fn sign_up_mfa() {
    let world = scenario("sign_up_mfa").await;
    let done = world.dora_signed_up().await;
    let demand = world.redeem_end(APP, &done.token(), &[]).await;
    assert_eq!(demand.error(), "invalid_grant/registration_required 50072");
}

#[tokio::test]
async fn sign_up_password() {
    let world = scenario("sign_up_password").await;
    let due = world.dora_signed_up().await;
    assert_eq!(due.error(), "attributes_required 55106");
    let given = [("attributes", r#"{"displayName":"Dora"}"#)];
    let done = world.sign_up_continue(APP, &due.token(), &given).await;
    world.redeem_end(APP, &done.token(), &[]).await.granted();
}

#[tokio::test]
async fn sign_up_two_screens() {
    let world = scenario("sign_up_two_screens").await;
    let start = world.sign_up(APP, &[]).await;
    let first = world.sign_up_code(APP, &start, &[]).await;
    let given = [("attributes", r#"{"displayName":"Dora"}"#)];
    let second = world.sign_up_continue(APP, &first.token(), &given).await;
    assert_eq!(second.error(), "attributes_required 55106");
    let given = [("attributes", r#"{"postalCode":"3511 AB"}"#)];
    let done = world.sign_up_continue(APP, &second.token(), &given).await;
    assert_eq!(done.status, 200);
}

#[tokio::test]
async fn sign_up_verification() {
    let world = scenario("sign_up_verification").await;
    let stopped = world.dora_signed_up().await;
    assert_eq!(stopped.error(), "verification_required 55105");
    assert!(world.control().users().is_empty());
}

#[tokio::test]
async fn sms_blocked() {
    let world = scenario("sms_blocked").await;
    let demand = world.with_password(BOB, BOB_PASSWORD, &[]).await;
    let methods = world.introspect(&demand.token()).await;
    let blocked = world
        .challenge_method(&methods.token(), &methods.method("sms"))
        .await;
    assert_eq!(
        blocked.error(),
        "access_denied/provider_blocked_by_rep 550024"
    );
}
