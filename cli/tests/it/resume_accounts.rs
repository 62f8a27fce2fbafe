//! `doorstep resume` of sign-ups and password resets.

use doorstep_sandbox::model::{Fault, Faults};
use serde_json::Value;

use crate::process::{Talk, run};
use crate::reset_password::{NEW_PASSWORD, without_a_wait};
use crate::resume::killed_after_every_step;
use crate::sign_up::{DORA, DORA_PASSWORD};
use crate::stage::{APP, BOB, Stage};

/// Has the token endpoint answer nothing useful.
fn break_tokens(stage: &Stage) {
    let faults = vec![Fault {
        status: Some(503),
        times: 1000,
        ..Fault::of("oauth2/v2.0/token")
    }];
    stage.control().set_faults(Faults { faults }).unwrap();
}

fn mend_tokens(stage: &Stage) {
    stage.control().set_faults(Faults::default()).unwrap();
}

/// Goes on with the only flow that waits, which needs nobody any more.
async fn goes_on_by_itself(stage: &Stage, from: &str) {
    let mut command = stage.command("resume");
    command.arg("--json");
    let ended = run(command, "").await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
    let steps: Vec<Value> = ended.json();
    assert_eq!(steps[0]["step"], from);
    assert_eq!(steps[1]["step"], "signed_in");
    assert_eq!(steps[0]["flow_id"], steps[1]["flow_id"]);
}

#[tokio::test]
async fn a_kill_after_every_step_of_a_sign_up_is_resumed() {
    let stage = Stage::set().await;
    let mut apps = stage.control().apps();
    let with_attributes = apps.apps[2].user_flow.clone();
    apps.apps[0].user_flow = with_attributes;
    stage.control().set_apps(apps).unwrap();
    break_tokens(&stage);
    let begin = stage.json("sign-up", DORA);
    let steps = killed_after_every_step(&stage, begin, "signed_up", |step| {
        match step["step"].as_str().unwrap() {
            "code_required" => stage.code_of(DORA),
            "password_required" => DORA_PASSWORD.to_owned(),
            "attributes_required" => {
                let asked = step["attributes"].as_array().unwrap();
                let typed = asked.iter().map(|one| match one["kind"].as_str() {
                    Some("number") => "36",
                    _ => "Dora",
                });
                typed.collect::<Vec<_>>().join("\n")
            }
            other => panic!("{other}"),
        }
    });
    let expected = [
        "code_required",
        "password_required",
        "attributes_required",
        "signed_up",
    ];
    assert_eq!(steps.await, expected);
    mend_tokens(&stage);
    goes_on_by_itself(&stage, "signed_up").await;
}

#[tokio::test]
async fn a_kill_after_every_step_of_a_reset_is_resumed() {
    let stage = Stage::set().await;
    without_a_wait(&stage, Vec::new());
    break_tokens(&stage);
    let begin = stage.json("reset-password", BOB);
    let steps = killed_after_every_step(&stage, begin, "password_reset", |step| match step["step"]
        .as_str()
        .unwrap()
    {
        "code_required" => stage.code_of(BOB),
        "new_password_required" => NEW_PASSWORD.to_owned(),
        other => panic!("{other}"),
    });
    let expected = ["code_required", "new_password_required", "password_reset"];
    assert_eq!(steps.await, expected);
    mend_tokens(&stage);
    goes_on_by_itself(&stage, "password_reset").await;
}

#[tokio::test]
async fn a_kill_while_the_password_is_changed_is_resumed() {
    let stage = Stage::set().await;
    let mut policies = stage.control().policies();
    policies.password_reset.polls_in_progress = 1000;
    policies.password_reset.poll_interval = 15;
    stage.control().set_policies(policies).unwrap();
    let mut talk = Talk::begin(stage.json("reset-password", BOB));
    talk.json().await;
    talk.type_line(&stage.code_of(BOB)).await;
    talk.json().await;
    talk.type_line(NEW_PASSWORD).await;
    stage
        .until_posted("resetpassword/v1.0/poll_completion")
        .await;
    talk.kill().await;
    let faults = vec![Fault {
        status: Some(503),
        times: 2,
        ..Fault::of("resetpassword/v1.0/poll_completion")
    }];
    stage.control().set_faults(Faults { faults }).unwrap();
    let mut command = stage.command("resume");
    command.arg("--json");
    let ended = run(command, "").await;
    assert_eq!(ended.code(), Some(4), "{}", ended.stderr);
    assert_eq!(ended.json()[0]["step"], "new_password_submitted");
    let ended = run(stage.command("resume"), "").await;
    assert_eq!(ended.code(), Some(4));
    assert!(ended.stderr.contains("Waiting for the service"));
    assert!(ended.stderr.contains("The password reset waits."));
}

#[tokio::test]
async fn a_failure_after_the_account_is_there_hints_at_the_sign_in() {
    let stage = Stage::of_scenario("sign_up_code").await;
    break_tokens(&stage);
    let mut command = stage.command("sign-up");
    command.args(["--username", DORA]);
    let mut talk = Talk::begin(command);
    let code = stage.mailed(DORA).await;
    talk.type_line(&code).await;
    assert_eq!(talk.line().await, "Signed up.");
    let ended = talk.end().await;
    assert_eq!(ended.code(), Some(4), "{}", ended.stderr);
    assert!(ended.stderr.contains("The sign-up waits."));
    mend_tokens(&stage);
    goes_on_by_itself(&stage, "signed_up").await;
}

#[tokio::test]
async fn flows_of_several_kinds_are_listed_with_their_kinds() {
    let stage = Stage::set().await;
    for (command, username) in [("sign-up", DORA), ("reset-password", BOB)] {
        let mut command = stage.command_of(APP, command);
        command.args(["--username", username]);
        let ended = run(command, "").await;
        assert_eq!(ended.code(), Some(3), "{}", ended.stderr);
    }
    let ended = run(stage.command("resume"), "").await;
    assert_eq!(ended.code(), Some(2));
    for kind in ["sign-up (code required)", "password reset (code required)"] {
        assert!(ended.stderr.contains(kind), "{}", ended.stderr);
    }
}
