//! `doorstep reset-password`, and the way there from a sign-in.

use doorstep_sandbox::model::ResetOutcome;
use serde_json::Value;

use crate::process::{Talk, run};
use crate::stage::{BOB, BOB_PASSWORD, CLEO, Stage};

pub(crate) const NEW_PASSWORD: &str = "Carpenter-77";

/// Has every reset end at the first poll, without a wait.
pub(crate) fn without_a_wait(stage: &Stage, outcomes: Vec<ResetOutcome>) {
    let mut policies = stage.control().policies();
    policies.password_reset.polls_in_progress = 0;
    policies.password_reset.outcomes = outcomes;
    stage.control().set_policies(policies).unwrap();
}

#[tokio::test]
async fn the_new_password_signs_in() {
    let stage = Stage::set().await;
    without_a_wait(&stage, Vec::new());
    let mut command = stage.command("reset-password");
    command.args(["--username", BOB]);
    let mut talk = Talk::begin(command);
    let code = stage.mailed(BOB).await;
    for line in [code.as_str(), "short", NEW_PASSWORD] {
        talk.type_line(line).await;
    }
    assert_eq!(talk.line().await, "Password reset.");
    assert_eq!(talk.line().await, "Signed in: Bob");
    let ended = talk.end().await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
    assert!(ended.stderr.contains("The password is too short."));
    assert!(ended.stderr.contains("Waiting for the service"));
    assert!(!ended.stderr.contains(NEW_PASSWORD));
    let ended = run(stage.sign_in(BOB), &format!("{NEW_PASSWORD}\n")).await;
    assert_eq!(ended.stdout, "Signed in: Bob\n");
}

#[tokio::test]
async fn a_password_that_was_not_changed_is_asked_for_again() {
    let stage = Stage::set().await;
    without_a_wait(&stage, vec![ResetOutcome::Failed]);
    let mut talk = Talk::begin(stage.json("reset-password", BOB));
    let step = talk.json().await;
    assert_eq!(step["step"], "code_required");
    assert_eq!(step["flow"], "reset_password");
    talk.type_line(&stage.code_of(BOB)).await;
    let step = talk.json().await;
    assert_eq!(step["step"], "new_password_required");
    assert!(step["until"].is_u64(), "{step}");
    talk.type_line(NEW_PASSWORD).await;
    let error = &talk.json().await["error"];
    assert_eq!(error["code"], "password_not_changed");
    assert_eq!(error["flow_over"], false);
    talk.type_line(NEW_PASSWORD).await;
    assert_eq!(talk.json().await["step"], "password_reset");
    let step = talk.json().await;
    assert_eq!(step["step"], "signed_in");
    assert_eq!(step["account"]["username"], BOB);
    assert_eq!(talk.end().await.code(), Some(0));
}

#[tokio::test]
async fn an_account_without_a_password_ends_it_with_3() {
    let stage = Stage::set().await;
    let ended = run(stage.json("reset-password", CLEO), "").await;
    assert_eq!(ended.code(), Some(3), "{}", ended.stderr);
    assert_eq!(ended.json()[0]["error"]["code"], "no_password");
}

#[tokio::test]
async fn who_has_forgotten_the_password_resets_it_from_the_sign_in() {
    let stage = Stage::set().await;
    without_a_wait(&stage, Vec::new());
    let mut talk = Talk::begin(stage.sign_in_json(BOB));
    let begun = talk.json().await;
    // Not this time.
    talk.type_line("").await;
    talk.type_line("n").await;
    assert_eq!(talk.json().await["error"]["code"], "blank_password");
    talk.type_line("").await;
    talk.type_line("y").await;
    let step = talk.json().await;
    assert_eq!(step["step"], "code_required");
    assert_eq!(step["flow"], "reset_password");
    assert_ne!(step["flow_id"], begun["flow_id"]);
    talk.type_line(&stage.code_of(BOB)).await;
    talk.json().await;
    talk.type_line(NEW_PASSWORD).await;
    assert_eq!(talk.json().await["step"], "password_reset");
    assert_eq!(talk.json().await["step"], "signed_in");
    assert_eq!(talk.end().await.code(), Some(0));
    // The sign-in that was left does not wait any more.
    assert_eq!(run(stage.command("resume"), "").await.code(), Some(5));
}

#[tokio::test]
async fn a_wrong_password_tells_of_the_reset() {
    let stage = Stage::set().await;
    let ended = run(stage.sign_in(BOB), "not-it\n").await;
    assert_eq!(ended.code(), Some(3));
    let hint = "Forgotten? After an empty one it can be reset.";
    assert!(ended.stderr.contains(hint), "{}", ended.stderr);
}

#[tokio::test]
async fn a_password_that_must_be_reset_leads_to_the_reset() {
    let stage = Stage::of_scenario("password_change_forced").await;
    without_a_wait(&stage, Vec::new());
    let mut talk = Talk::begin(stage.sign_in_json(BOB));
    talk.json().await;
    talk.type_line(BOB_PASSWORD).await;
    let error = &talk.json().await["error"];
    assert_eq!(error["code"], "password_reset_required");
    assert_eq!(error["exit_code"], Value::Null);
    let step = talk.json().await;
    assert_eq!(step["flow"], "reset_password");
    talk.type_line(&stage.code_of(BOB)).await;
    talk.json().await;
    talk.type_line(NEW_PASSWORD).await;
    assert_eq!(talk.json().await["step"], "password_reset");
    assert_eq!(talk.json().await["step"], "signed_in");
    assert_eq!(talk.end().await.code(), Some(0));
}

#[tokio::test]
async fn a_lost_device_is_no_ordinary_reset_where_nothing_knows_what_to_do() {
    let stage = Stage::set().await;
    let mut command = stage.command("reset-password");
    command.args(["--username", BOB, "--device-lost", "--json"]);
    let ended = run(command, "").await;
    assert_eq!(ended.code(), Some(1), "{}", ended.stderr);
    let told: Value = serde_json::from_str(ended.stdout.trim()).unwrap();
    assert_eq!(told["error"]["code"], "recovery_unconfirmed");
    let advice = told["error"]["advice"].as_str().unwrap();
    assert!(advice.contains("[device_lost]"), "{advice}");
    assert!(
        stage.control().mailbox(None, None).is_empty(),
        "nobody was sent a code"
    );
}
