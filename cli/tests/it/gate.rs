//! `doorstep gate`, in front of a tenant of the test's.

use std::path::PathBuf;

use crate::process::{Talk, doorstep, run_with};
use crate::stage::{APP, BOB, BOB_PASSWORD, Stage};

/// A configuration in the stage's folder, with nobody to ask.
fn configuration(stage: &Stage, context: &str) -> PathBuf {
    let folder = stage.scratch.path();
    std::fs::write(
        folder.join("seal.key"),
        "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n",
    )
    .unwrap();
    std::fs::write(folder.join("back-end.key"), "secret\n").unwrap();
    let text = format!(
        r#"[listen]
address = "127.0.0.1:0"

[tenant]
id = "{id}"
upstream = "http://{upstream}"

[[seal.keys]]
id = "2026-11"
secret_file = "seal.key"

[step_up]
context = "{context}"

[providers.own]
kind = "generic"
url = "http://127.0.0.1:9/assess"

[routes]
token = {{ provider = "own", fail = "open" }}
challenge = {{ provider = "own" }}
register_challenge = {{ provider = "own" }}
sign_up = {{ provider = "own" }}

[directory]
client_id = "gate"
secret_file = "back-end.key"
issuer = "contoso.onmicrosoft.com"

[webhook]
url = "http://127.0.0.1:9/doorstep"
secret_file = "back-end.key"

[reset]
second_proof = "code"

[sign_up]
group = "3e0c5a3e-5b1f-4c8e-9a52-3f1d2b6c8e90"
"#,
        id = stage.control().info().tenant_id,
        upstream = stage.sandbox.address(),
    );
    let file = folder.join("gate.toml");
    std::fs::write(&file, text).unwrap();
    file
}

#[cfg(unix)]
#[tokio::test]
async fn it_serves_tells_of_calls_and_ends_when_asked_to() {
    let stage = Stage::set().await;
    let mut command = doorstep();
    command
        .args(["gate", "--json", "--config"])
        .arg(configuration(&stage, "c3"));
    let mut gate = Talk::begin(command);
    let authority = gate.json().await["gate"].as_str().unwrap().to_owned();

    // Bob shows no risk session and has no method, so the step-up wants him to register one.
    let mut command = doorstep();
    command.args([
        "sign-in",
        "--json",
        "--authority",
        &authority,
        "--client-id",
        APP,
        "--username",
        BOB,
    ]);
    command.arg("--state").arg(stage.scratch.path());
    let ended = crate::process::run(command, &format!("{BOB_PASSWORD}\n")).await;
    assert!(
        ended.stdout.contains("registration_required"),
        "{} {}",
        ended.stdout,
        ended.stderr
    );

    let token = loop {
        let record = gate.json().await;
        if record["route"] == "token" {
            break record;
        }
    };
    assert_eq!(token["grant"], "password");
    assert_eq!(token["session"], "missing");
    assert_eq!(token["decision"], "step_up");
    gate.signal("TERM").await;
    let ended = gate.end().await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
    assert!(
        !ended.stdout.contains(BOB) && ended.stderr.is_empty(),
        "{}",
        ended.stderr
    );
}

#[tokio::test]
async fn a_configuration_is_looked_at_without_serving() {
    let stage = Stage::set().await;
    let sound = configuration(&stage, "c3");
    let ended = run_with(&["gate", "--check", "--config", sound.to_str().unwrap()]).await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
    let wrong = configuration(&stage, "c0");
    let ended = run_with(&["gate", "--check", "--config", wrong.to_str().unwrap()]).await;
    assert_eq!(ended.code(), Some(2));
    assert!(
        ended
            .stderr
            .contains("gate.toml:13: step_up.context: must be one of c1 to c99"),
        "{}",
        ended.stderr
    );
    let ended = run_with(&["gate", "--json", "--config", "not-there.toml"]).await;
    assert_eq!(ended.code(), Some(2));
    let summary = &ended.json()[0]["error"]["summary"];
    assert!(
        summary.as_str().unwrap().contains("not-there.toml"),
        "{summary}"
    );
}
