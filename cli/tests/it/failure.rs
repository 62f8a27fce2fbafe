//! What a failure says, to a person and to a script.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::process::{doorstep, run, run_bytes};
use crate::stage::{APP, BOB, BOB_PASSWORD, Stage};

/// A state folder whose key can't be read and can't be made.
fn spoil(stage: &Stage) {
    std::fs::create_dir_all(stage.state().join("data-key")).unwrap();
}

fn members(line: &Value) -> BTreeSet<&str> {
    let members = line["error"].as_object().unwrap().keys();
    members.map(String::as_str).collect()
}

#[tokio::test]
async fn every_failure_has_the_same_members() {
    let stage = Stage::set().await;
    let expected = BTreeSet::from([
        "exit_code",
        "reaction",
        "code",
        "summary",
        "flow_over",
        "retry_after_seconds",
        "advice",
        "attributes",
        "correlation_id",
        "server_code",
        "suberror",
        "timestamp",
    ]);
    let unknown = run(stage.sign_in_json("nobody@contoso.example"), "").await;
    let unanswered = run(stage.sign_in_json(BOB), "").await;
    let mut wrong = stage.command_of("my-app", "token");
    wrong.arg("--json");
    let wrong = run(wrong, "").await;
    for (ended, code) in [(unknown, 3), (unanswered, 3), (wrong, 2)] {
        let lines = ended.json();
        let line = lines.last().unwrap();
        assert_eq!(members(line), expected);
        assert_eq!(line["error"]["exit_code"], code);
        assert_eq!(ended.code(), Some(code));
    }
}

#[tokio::test]
async fn no_answer_to_any_question_ends_it_with_3() {
    let stage = Stage::set().await;
    for command in [stage.command("sign-in"), stage.sign_in(BOB)] {
        let ended = run(command, "").await;
        assert_eq!(ended.code(), Some(3), "{}", ended.stderr);
        let said = "doorstep: no answer came on standard input";
        assert!(ended.stderr.contains(said), "{}", ended.stderr);
    }
}

#[tokio::test]
async fn an_answer_that_is_not_text_ends_it_with_3() {
    let stage = Stage::set().await;
    let ended = run_bytes(stage.sign_in(BOB), b"caf\xe9\n").await;
    assert_eq!(ended.code(), Some(3), "{}", ended.stderr);
    assert!(ended.stderr.contains("not text in UTF-8"));
}

#[tokio::test]
async fn a_sign_in_that_is_not_saved_says_so() {
    let stage = Stage::set().await;
    spoil(&stage);
    let ended = run(stage.sign_in(BOB), &format!("{BOB_PASSWORD}\n")).await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
    assert_eq!(ended.stdout, "Signed in: Bob\n");
    for what in ["The sign-in is not saved", "The account is not saved"] {
        assert!(ended.stderr.contains(what), "{}", ended.stderr);
    }
    assert!(ended.stderr.contains(stage.state().to_str().unwrap()));
    assert!(!ended.stderr.contains("mode 0600"), "{}", ended.stderr);
}

#[tokio::test]
async fn storage_that_fails_is_named() {
    let stage = Stage::set().await;
    let ended = run(stage.sign_in(BOB), &format!("{BOB_PASSWORD}\n")).await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
    std::fs::remove_file(stage.state().join("data-key")).unwrap();
    spoil(&stage);
    let mut command = stage.command("token");
    command.arg("--json");
    let ended = run(command, "").await;
    let folder = stage.state();
    let folder = folder.to_str().unwrap();
    assert!(ended.stderr.contains(folder), "{}", ended.stderr);
    let advice = ended.json()[0]["error"]["advice"].clone();
    assert!(advice.as_str().unwrap().contains(folder), "{advice}");
}

#[tokio::test]
async fn the_hint_can_be_copied_to_any_folder() {
    let stage = Stage::set().await;
    let mut command = doorstep();
    command.current_dir(stage.scratch.path());
    command.args(["sign-in", "--username", BOB, "--client-id", APP]);
    command.args(["--authority", stage.sandbox.tenant()]);
    command.args(["--state", "my state"]);
    let ended = run(command, "").await;
    assert_eq!(ended.code(), Some(3), "{}", ended.stderr);
    let hint = ended.stderr.lines();
    let hint = hint.map(str::trim).find(|line| line.contains(" resume "));
    let hint = hint.unwrap().replace("doorstep resume", "\"$0\" resume");
    let mut shell = tokio::process::Command::new("sh");
    shell.args(["-c", &hint, env!("CARGO_BIN_EXE_doorstep")]);
    shell.stdin(std::process::Stdio::piped());
    shell.stdout(std::process::Stdio::piped());
    shell.stderr(std::process::Stdio::piped());
    let ended = run(shell, &format!("{BOB_PASSWORD}\n")).await;
    assert_eq!(ended.stdout, "Signed in: Bob\n", "{}", ended.stderr);
}

#[tokio::test]
async fn a_key_is_announced_when_it_is_there_and_not_otherwise() {
    let stage = Stage::set().await;
    for _ in 0..2 {
        let key = stage.state().join("data-key");
        let before = key.exists();
        let ended = run(stage.command("token"), "").await;
        assert_eq!(ended.code(), Some(5));
        let made = !before && key.exists();
        let said = ended.stderr.contains("mode 0600");
        assert_eq!(said, made, "{}", ended.stderr);
    }
}
