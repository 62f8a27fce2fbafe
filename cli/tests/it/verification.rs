//! A challenge from in front of the tenant, in a conversation.

use doorstep_sandbox::{Config, GateSettings};
use serde_json::Value;

use crate::process::{Talk, doorstep};
use crate::sign_up::DORA;
use crate::stage::{APP, Stage};

/// A sign-up through the gate, which knows nothing of this device and so wants a challenge solved.
async fn sign_up(more: &[&str]) -> (Stage, Talk) {
    let config = Config {
        gate: Some(GateSettings::default()),
        ..Config::default()
    };
    let stage = Stage::with(config).await;
    let mut command = doorstep();
    let gate = stage.sandbox.gate().unwrap();
    command.args(["sign-up", "--username", DORA, "--client-id", APP]);
    command.args(["--authority", gate]).args(more);
    command.arg("--state").arg(stage.state());
    (stage, Talk::begin(command))
}

#[tokio::test]
async fn a_challenge_is_shown_and_one_that_is_not_solved_comes_again() {
    let (stage, mut talk) = sign_up(&["--json"]).await;
    for attempt in [1, 2] {
        let step = talk.json().await;
        assert_eq!(step["step"], "verification_required");
        assert_eq!(step["challenge"]["provider"], "generic");
        assert_eq!(step["challenge"]["attempt"], attempt);
        assert!(step["challenge"]["payload"].is_object() || step["challenge"]["payload"].is_null());
        talk.type_line("no-proof").await;
    }
    let ended = talk.end().await;
    assert!(
        ended.stderr.contains("generic wants this solved first"),
        "{}",
        ended.stderr
    );
    assert!(!ended.stderr.contains("no-proof"));
    assert!(
        stage.control().journal().is_empty(),
        "nothing reached the tenant"
    );
}

#[tokio::test]
async fn what_is_no_proof_is_asked_for_again_and_nothing_goes_back() {
    let (_stage, mut talk) = sign_up(&["--json"]).await;
    assert_eq!(talk.json().await["step"], "verification_required");
    talk.type_line("two words").await;
    let error = &talk.json().await["error"];
    assert_eq!(
        (&error["code"], &error["exit_code"]),
        (&"invalid_proof".into(), &Value::Null)
    );
    talk.type_line("again").await;
    let step = talk.json().await;
    assert_eq!(step["challenge"]["attempt"], 1);
    assert_eq!(step["challenge"]["security_code"], Value::Null);
    talk.type_line("").await;
    assert_eq!(talk.json().await["error"]["code"], "not_started");
    assert_ne!(talk.end().await.code(), Some(0));
}
