//! `doorstep token` and `doorstep sign-out`.

use doorstep_sandbox::model::NewUser;
use serde_json::json;

use crate::process::{Ended, run};
use crate::stage::{ADA, APP, BOB, BOB_PASSWORD, Stage};

const DORA: &str = "dora@contoso.example";
const OTHER_APP: &str = "33333333-3333-4333-8333-333333333333";

async fn sign_bob_in(stage: &Stage) {
    let ended = run(stage.sign_in(BOB), &format!("{BOB_PASSWORD}\n")).await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
}

async fn token(stage: &Stage, arguments: &[&str]) -> Ended {
    let mut command = stage.command("token");
    command.args(arguments);
    run(command, "").await
}

#[tokio::test]
async fn a_token_comes_from_the_record_or_by_a_refresh() {
    let stage = Stage::set().await;
    sign_bob_in(&stage).await;
    let first = token(&stage, &[]).await;
    let again = token(&stage, &["--json"]).await;
    assert_eq!(first.code(), Some(0), "{}", first.stderr);
    assert_eq!(again.json()[0]["access_token"], first.stdout.trim());
    assert_eq!(stage.control().journal().len(), 3);
    let renewed = token(&stage, &["--refresh", "--username", BOB]).await;
    assert_ne!(renewed.stdout, first.stdout);
    assert_eq!(stage.control().journal().len(), 4);
}

#[tokio::test]
async fn nobody_signed_in_ends_it_with_5() {
    let stage = Stage::set().await;
    assert_eq!(token(&stage, &[]).await.code(), Some(5));
    sign_bob_in(&stage).await;
    assert_eq!(token(&stage, &["--username", ADA]).await.code(), Some(5));
}

#[tokio::test]
async fn of_several_accounts_one_must_be_named() {
    let stage = Stage::set().await;
    sign_bob_in(&stage).await;
    let user = NewUser::with_password(DORA, "Explorer-2000");
    stage.control().add_user(user).unwrap();
    let ended = run(stage.sign_in(DORA), "Explorer-2000\n").await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
    let ended = token(&stage, &[]).await;
    assert_eq!(ended.code(), Some(2));
    assert!(ended.stderr.contains("--username"), "{}", ended.stderr);
    let ended = token(&stage, &["--username", DORA]).await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
}

#[tokio::test]
async fn a_session_that_the_tenant_revoked_ends_it_with_5() {
    let stage = Stage::set().await;
    sign_bob_in(&stage).await;
    stage.control().revoke(BOB).unwrap();
    let ended = token(&stage, &["--refresh", "--json"]).await;
    assert_eq!(ended.code(), Some(5), "{}", ended.stderr);
    assert_eq!(ended.json()[0]["error"]["code"], "refresh_rejected");
}

#[tokio::test]
async fn signing_out_forgets_the_account() {
    let stage = Stage::set().await;
    sign_bob_in(&stage).await;
    let mut command = stage.command("sign-out");
    command.arg("--json");
    let ended = run(command, "").await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
    assert_eq!(ended.json(), [json!({ "signed_out": 1 })]);
    assert_eq!(token(&stage, &[]).await.code(), Some(5));
}

#[tokio::test]
async fn looking_into_another_application_or_tenant_costs_no_session() {
    let stage = Stage::set().await;
    sign_bob_in(&stage).await;
    let ended = run(stage.command_of(OTHER_APP, "token"), "").await;
    assert_eq!(ended.code(), Some(5), "{}", ended.stderr);
    let mut elsewhere = crate::process::doorstep();
    elsewhere.args(["sign-out", "--client-id", APP, "--authority"]);
    elsewhere.arg(&stage.sandbox.listening().tenant_by_id);
    elsewhere.arg("--state").arg(stage.state());
    let ended = run(elsewhere, "").await;
    assert_eq!(ended.stdout, "Accounts signed out: 0\n");
    let ended = token(&stage, &[]).await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
}
