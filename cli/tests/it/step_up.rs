//! `doorstep token --claims-challenge`: an API wants more than a good token.

use doorstep_sandbox::model::{Channel, NewUser};
use doorstep_tests::jwt_claims;
use serde_json::json;

use crate::process::{Talk, run};
use crate::sign_up::{DORA, DORA_PASSWORD};
use crate::stage::{ADA, ADA_PASSWORD, BOB, BOB_PASSWORD, Stage, TODO};

const CHALLENGE: &str = r#"Bearer error="insufficient_user_authentication", acr_values="c3""#;

fn contexts(token: &str) -> serde_json::Value {
    jwt_claims(&doorstep::Secret::new(token))["acrs"].clone()
}

async fn sign_in(stage: &Stage, username: &str, password: &str) {
    let ended = run(stage.sign_in(username), &format!("{password}\n")).await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
}

fn token(stage: &Stage) -> tokio::process::Command {
    let mut command = stage.command("token");
    command.args(["--scope", TODO, "--claims-challenge", CHALLENGE]);
    command
}

#[tokio::test]
async fn who_gave_a_second_factor_gets_the_token_without_being_asked() {
    let stage = Stage::set().await;
    let mut talk = Talk::begin(stage.sign_in_json(ADA));
    for line in [ADA_PASSWORD, "email"] {
        talk.json().await;
        talk.type_line(line).await;
    }
    talk.json().await;
    talk.type_line(&stage.code_of(ADA)).await;
    assert_eq!(talk.json().await["step"], "signed_in");
    talk.kill().await;
    let ended = run(token(&stage), "").await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
    assert_eq!(contexts(ended.stdout.trim()), json!(["c3"]));
}

#[tokio::test]
async fn what_a_refresh_cannot_give_takes_a_sign_in() {
    let stage = Stage::set().await;
    let user = NewUser::with_password(DORA, DORA_PASSWORD);
    let user = user.method(Channel::Sms, "+15550100777");
    stage.control().add_user(user).unwrap();
    sign_in(&stage, DORA, DORA_PASSWORD).await;
    let mut command = token(&stage);
    command.arg("--json");
    let mut talk = Talk::begin(command);
    assert_eq!(talk.json().await["step"], "password_required");
    talk.type_line(DORA_PASSWORD).await;
    assert_eq!(talk.json().await["step"], "mfa_required");
    talk.type_line("1").await;
    assert_eq!(talk.json().await["step"], "mfa_code_required");
    talk.type_line(&stage.code_of("+15550100777")).await;
    assert_eq!(talk.json().await["step"], "signed_in");
    let line = talk.json().await;
    assert_eq!(
        contexts(line["access_token"].as_str().unwrap()),
        json!(["c3"])
    );
    assert_eq!(talk.end().await.code(), Some(0));
}

#[tokio::test]
async fn a_sign_in_for_a_token_leaves_standard_output_to_the_token() {
    let stage = Stage::set().await;
    let mut apps = stage.control().apps();
    apps.apps[0].user_flow = apps.apps[1].user_flow.clone();
    stage.control().set_apps(apps).unwrap();
    sign_in(&stage, BOB, BOB_PASSWORD).await;
    let mut command = stage.command("token");
    let recent = r#"Bearer error="insufficient_user_authentication", max_age="1""#;
    command.args(["--scope", TODO, "--claims-challenge", recent]);
    stage.control().advance_clock(60);
    let ended = run(command, &format!("{BOB_PASSWORD}\n")).await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
    assert_eq!(ended.stdout.lines().count(), 1, "{}", ended.stdout);
    assert!(ended.stdout.starts_with("eyJ"));
    assert!(ended.stderr.contains("Signed in: Bob"), "{}", ended.stderr);
}

#[tokio::test]
async fn a_header_that_asks_for_nothing_is_not_understood() {
    let stage = Stage::set().await;
    for wrong in [
        "Basic realm=\"x\"",
        "Bearer error=\"insufficient_claims\"",
        "\"",
    ] {
        let mut command = stage.command("token");
        command.args(["--claims-challenge", wrong]);
        let ended = run(command, "").await;
        assert_eq!(ended.code(), Some(2), "{wrong}: {}", ended.stderr);
        let named = ended.stderr.contains("--claims-challenge");
        assert!(named, "{}", ended.stderr);
    }
}
