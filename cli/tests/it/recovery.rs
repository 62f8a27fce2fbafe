//! Resets that take a second proof, behind a gate with its back-end rules.

use doorstep_sandbox::{Config, GateSettings, scenarios};
use serde_json::Value;

use crate::process::{Talk, doorstep};
use crate::reset_password::{NEW_PASSWORD, without_a_wait};
use crate::stage::{APP, BOB, Stage};

const PHONE: &str = "+15550100199";

/// Bob's reset through the gate of the scenario, up to the security code.
async fn reset(scenario: &str, more: &[&str]) -> (Stage, Talk, Value) {
    let mut all = scenarios().iter();
    let scenario = all.find(|one| one.name() == scenario).unwrap();
    let stage = Stage::with(Config {
        seed: scenario.seed().unwrap(),
        gate: Some(GateSettings::default()),
        ..Config::default()
    })
    .await;
    without_a_wait(&stage, Vec::new());
    let mut command = doorstep();
    command.args(["reset-password", "--json", "--username", BOB]);
    let gate = stage.sandbox.gate().unwrap();
    command.args(["--client-id", APP, "--authority", gate]);
    command.args(more).arg("--state").arg(stage.state());
    let mut talk = Talk::begin(command);
    assert_eq!(talk.json().await["step"], "code_required");
    talk.type_line(&stage.code_of(BOB)).await;
    assert_eq!(talk.json().await["step"], "new_password_required");
    talk.type_line(NEW_PASSWORD).await;
    let step = talk.json().await;
    assert_eq!(step["step"], "verification_required", "{step}");
    (stage, talk, step["challenge"].clone())
}

#[tokio::test]
async fn a_security_code_is_asked_for_and_another_one_after_resend() {
    let (stage, mut talk, challenge) = reset("rules_reset_code", &[]).await;
    let code = &challenge["security_code"];
    assert_eq!(
        (&code["channel"], &code["tries_left"]),
        (&"sms".into(), &5.into())
    );
    let sent = stage.code_of(PHONE);
    let wrong = if sent == "00000000" {
        "11111111"
    } else {
        "00000000"
    };
    talk.type_line(wrong).await;
    let challenge = &talk.json().await["challenge"];
    assert_eq!(challenge["attempt"], 2);
    assert_eq!(challenge["security_code"]["tries_left"], 4);

    stage.control().advance_clock(61);
    talk.type_line("resend").await;
    assert_eq!(talk.json().await["challenge"]["attempt"], 1);
    assert_ne!(stage.code_of(PHONE), sent);
    talk.type_line(&stage.code_of(PHONE)).await;
    let step = talk.json().await;
    assert_eq!(
        (&step["step"], &step["recovery"]),
        (&"password_reset".into(), &Value::Null)
    );
    assert_eq!(talk.json().await["step"], "signed_in");
    let ended = talk.end().await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
    assert!(ended.stderr.contains("by sms to"), "{}", ended.stderr);
    assert!(
        ended.stderr.contains("4 tries are left."),
        "{}",
        ended.stderr
    );
}

#[tokio::test]
async fn a_lost_device_is_told_of_at_the_end() {
    let (stage, mut talk, _) = reset("rules_device_lost", &["--device-lost"]).await;
    talk.type_line(&stage.code_of(PHONE)).await;
    let step = talk.json().await;
    assert_eq!(step["step"], "password_reset");
    assert_eq!(step["recovery"], "device_lost");
    assert_eq!(talk.json().await["step"], "signed_in");
    assert_eq!(talk.end().await.code(), Some(0));
}
