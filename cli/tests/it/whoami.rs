//! `doorstep whoami`, and `doorstep sign-out` of one account.

use doorstep_sandbox::model::NewUser;
use serde_json::{Value, json};

use crate::process::{Ended, run};
use crate::stage::{ADA, BOB, BOB_PASSWORD, Stage};

const DORA: &str = "dora@contoso.example";
const DORA_PASSWORD: &str = "Explorer-2000";

async fn sign_in(stage: &Stage, username: &str, password: &str) {
    let ended = run(stage.sign_in(username), &format!("{password}\n")).await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
}

async fn whoami(stage: &Stage) -> Ended {
    let mut command = stage.command("whoami");
    command.arg("--json");
    run(command, "").await
}

#[tokio::test]
async fn nobody_is_told_with_5() {
    let stage = Stage::set().await;
    let ended = whoami(&stage).await;
    assert_eq!(ended.code(), Some(5));
    assert_eq!(ended.json()[0]["error"]["exit_code"], 5);
}

#[tokio::test]
async fn who_is_signed_in_is_shown_without_asking_the_service() {
    let stage = Stage::set().await;
    sign_in(&stage, BOB, BOB_PASSWORD).await;
    let before = stage.control().journal().len();
    let line = &whoami(&stage).await.json()[0];
    assert_eq!(line["account"]["username"], BOB);
    assert_eq!(line["current"], true);
    assert!(line["claims"].is_object());
    let ended = run(stage.command("whoami"), "").await;
    let first = ended.stdout.lines().next().unwrap();
    assert_eq!(first, format!("Bob <{BOB}>"));
    assert!(ended.stdout.contains("object id"));
    assert!(!ended.stdout.contains("eyJ"), "a token is shown");
    assert_eq!(stage.control().journal().len(), before);
}

#[tokio::test]
async fn of_several_accounts_one_can_be_signed_out() {
    let stage = Stage::set().await;
    let user = NewUser::with_password(DORA, DORA_PASSWORD);
    stage.control().add_user(user).unwrap();
    sign_in(&stage, BOB, BOB_PASSWORD).await;
    sign_in(&stage, DORA, DORA_PASSWORD).await;
    let lines = whoami(&stage).await.json();
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| line["current"] == false));
    let sign_out = |username: &str| {
        let mut command = stage.command("sign-out");
        command.args(["--json", "--username", username]);
        run(command, "")
    };
    let nobody = sign_out(ADA).await;
    assert_eq!(nobody.code(), Some(5));
    assert!(nobody.stderr.contains("of that name"), "{}", nobody.stderr);
    assert_eq!(sign_out(DORA).await.json(), [json!({"signed_out": 1})]);
    let lines: Vec<Value> = whoami(&stage).await.json();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["account"]["username"], BOB);
    assert_eq!(lines[0]["current"], true);
}

#[tokio::test]
async fn the_current_one_of_several_accounts_needs_no_name() {
    let stage = Stage::set().await;
    let user = NewUser::with_password(DORA, DORA_PASSWORD);
    stage.control().add_user(user).unwrap();
    sign_in(&stage, BOB, BOB_PASSWORD).await;
    sign_in(&stage, DORA, DORA_PASSWORD).await;
    let switch = |username: &str| {
        let mut command = stage.command("switch");
        command.args(["--username", username]);
        run(command, "")
    };
    assert_eq!(switch(ADA).await.code(), Some(5));
    assert_eq!(run(stage.command("token"), "").await.code(), Some(2));
    assert_eq!(switch(&DORA.to_uppercase()).await.code(), Some(0));
    for line in whoami(&stage).await.json() {
        assert_eq!(line["current"], line["account"]["username"] == DORA);
    }
    let shown = run(stage.command("whoami"), "").await.stdout;
    assert_eq!(shown.matches("(current)").count(), 1);
    let token = run(stage.command("token"), "").await;
    let mut named = stage.command("token");
    named.args(["--username", DORA]);
    assert_eq!(run(named, "").await.stdout, token.stdout);
    // Nobody takes the place of who signed out.
    let mut command = stage.command("sign-out");
    command.args(["--username", DORA]);
    assert_eq!(run(command, "").await.code(), Some(0));
    sign_in(&stage, DORA, DORA_PASSWORD).await;
    assert_eq!(run(stage.command("token"), "").await.code(), Some(2));
}
