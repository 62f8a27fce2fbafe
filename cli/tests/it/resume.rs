//! `doorstep resume`: a process that was killed after any step, and the next one.

use serde_json::Value;
use tokio::process::Command;

use crate::process::{Talk, run};
use crate::stage::{ADA, ADA_PASSWORD, BOB, BOB_PASSWORD, CLEO, Stage, TODO};

/// What the person types at a step of a sign-in.
fn answer(stage: &Stage, step: &Value) -> String {
    match step["step"].as_str().unwrap() {
        "password_required" => ADA_PASSWORD.to_owned(),
        "code_required" => stage.code_of(CLEO),
        "mfa_required" => "email".to_owned(),
        "mfa_code_required" => stage.code_of(ADA),
        other => panic!("{other}"),
    }
}

/// Drives a flow to the step called `last`, each step in a process that is killed as soon as the
/// next step was printed. `answer` is the lines that are typed at a step.
pub(crate) async fn killed_after_every_step(
    stage: &Stage,
    begin: Command,
    last: &str,
    answer: impl Fn(&Value) -> String,
) -> Vec<String> {
    let mut talk = Talk::begin(begin);
    let mut step = talk.json().await;
    let mut steps = vec![step["step"].as_str().unwrap().to_owned()];
    while step["step"] != last {
        let id = step["flow_id"].as_str().unwrap().to_owned();
        talk.kill().await;
        let mut command = stage.command("resume");
        command.args(["--json", &id]);
        talk = Talk::begin(command);
        let again = talk.json().await;
        assert_eq!(again, step);
        talk.type_line(&answer(&step)).await;
        step = talk.json().await;
        assert_eq!(step["flow_id"], again["flow_id"]);
        steps.push(step["step"].as_str().unwrap().to_owned());
    }
    talk.kill().await;
    steps
}

#[tokio::test]
async fn a_kill_after_every_step_of_two_factors_is_resumed() {
    let stage = Stage::set().await;
    let steps = killed_after_every_step(&stage, stage.sign_in_json(ADA), "signed_in", |step| {
        answer(&stage, step)
    })
    .await;
    let expected = [
        "password_required",
        "mfa_required",
        "mfa_code_required",
        "signed_in",
    ];
    assert_eq!(steps, expected);
    assert_eq!(stage.control().journal().len(), 6);
    // The account outlives the process too.
    let ended = run(stage.command("token"), "").await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
    assert_eq!(ended.stdout.trim().split('.').count(), 3);
}

#[tokio::test]
async fn a_kill_after_every_step_of_a_code_is_resumed() {
    let stage = Stage::set().await;
    let steps = killed_after_every_step(&stage, stage.sign_in_json(CLEO), "signed_in", |step| {
        answer(&stage, step)
    })
    .await;
    assert_eq!(steps, ["code_required", "signed_in"]);
}

#[tokio::test]
async fn the_only_flow_that_waits_needs_no_id() {
    let stage = Stage::set().await;
    let ended = run(stage.sign_in(BOB), "").await;
    assert_eq!(ended.code(), Some(3));
    let ended = run(stage.command("resume"), &format!("{BOB_PASSWORD}\n")).await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
    assert_eq!(ended.stdout, "Signed in: Bob\n");
    let ended = run(stage.command("resume"), "").await;
    assert_eq!(ended.code(), Some(5));
    assert!(
        ended.stderr.contains("no sign-in waits"),
        "{}",
        ended.stderr
    );
}

#[tokio::test]
async fn several_that_wait_are_listed() {
    let stage = Stage::set().await;
    for username in [BOB, ADA] {
        run(stage.sign_in(username), "").await;
    }
    let ended = run(stage.command("resume"), "").await;
    assert_eq!(ended.code(), Some(2));
    assert_eq!(ended.stderr.matches("(password required)").count(), 2);
    let mut command = stage.command("resume");
    command.arg("--json");
    let ended = run(command, "").await;
    let error = &ended.json()[0]["error"];
    assert_eq!(error["exit_code"], 2);
    assert_eq!(error["summary"], "several wait, say which");
    let waiting = error["waiting"].as_array().unwrap();
    assert_eq!(waiting.len(), 2);
    for flow in waiting {
        assert_eq!(flow["step"], "password_required");
        assert_eq!(flow["flow"], "sign_in");
        assert!(ended.stderr.contains(flow["id"].as_str().unwrap()));
    }
}

#[tokio::test]
async fn a_flow_that_is_not_there_ends_with_5_and_an_id_that_is_none_with_2() {
    let stage = Stage::set().await;
    let mut command = stage.command("resume");
    command.arg("3f2c9d52-6f0e-4d8e-9c49-0d5f7c1f4a11");
    assert_eq!(run(command, "").await.code(), Some(5));
    let mut command = stage.command("resume");
    command.arg("mine");
    let ended = run(command, "").await;
    assert_eq!(ended.code(), Some(2));
    assert!(ended.stderr.contains("FLOW-ID"), "{}", ended.stderr);
}

#[cfg(unix)]
#[tokio::test]
async fn the_state_is_its_owners_alone_and_the_command_says_so() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode =
        |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let stage = Stage::set().await;
    let ended = run(stage.sign_in(BOB), &format!("{BOB_PASSWORD}\n")).await;
    assert!(ended.stderr.contains("mode 0600"), "{}", ended.stderr);
    let again = run(stage.sign_in(ADA), "").await;
    assert!(!again.stderr.contains("mode 0600"), "{}", again.stderr);
    assert_eq!(mode(&stage.state()), 0o700);
    assert_eq!(mode(&stage.state().join("records")), 0o700);
    assert_eq!(mode(&stage.state().join("data-key")), 0o600);
    let files = stage.scratch.files();
    assert_eq!(files.len(), 3, "{files:?}");
    let readable = [
        BOB,
        ADA,
        BOB_PASSWORD,
        TODO,
        "openid",
        "scope",
        "token",
        "eyJ",
    ];
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
        let bytes = std::fs::read(&file).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        for word in readable.iter().filter(|word| word.len() > 3) {
            assert!(!text.contains(word), "{} shows {word}", file.display());
        }
    }
}
