//! `doorstep sign-up`.

use serde_json::Value;

use crate::process::{Talk, run};
use crate::stage::{BOB, Stage};

pub(crate) const DORA: &str = "dora@contoso.example";
pub(crate) const DORA_PASSWORD: &str = "Explorer-2000";
/// The seed's app whose new accounts have a password and attributes.
pub(crate) const WITH_ATTRIBUTES: &str = "33333333-3333-4333-8333-333333333333";

#[tokio::test]
async fn an_account_is_made_and_signed_in_to() {
    let stage = Stage::set().await;
    let mut command = stage.command_of(WITH_ATTRIBUTES, "sign-up");
    command.args(["--username", DORA, "--json"]);
    let mut talk = Talk::begin(command);
    let step = talk.json().await;
    assert_eq!(step["step"], "code_required");
    assert_eq!(step["flow"], "sign_up");
    assert_eq!(step["code"]["repeats"], Value::Null);
    talk.type_line("00000000").await;
    assert_eq!(talk.json().await["error"]["code"], "wrong_code");
    talk.type_line(&stage.code_of(DORA)).await;
    assert_eq!(talk.json().await["step"], "password_required");
    talk.type_line("short").await;
    let error = &talk.json().await["error"];
    assert_eq!(error["code"], "password_too_short");
    assert_eq!(error["exit_code"], Value::Null);
    talk.type_line(DORA_PASSWORD).await;
    let step = talk.json().await;
    assert_eq!(step["step"], "attributes_required");
    let asked = step["attributes"].as_array().unwrap();
    let ages: Vec<_> = asked.iter().filter(|one| one["name"] == "age").collect();
    assert!(ages.iter().all(|age| age["kind"] == "number"));
    for attribute in asked {
        let value = match attribute["name"].as_str().unwrap() {
            "displayName" => "Dora",
            "city" => "Delft",
            "age" => "36",
            other => panic!("{other}"),
        };
        talk.type_line(value).await;
    }
    assert_eq!(talk.json().await["step"], "signed_up");
    let step = talk.json().await;
    assert_eq!(step["step"], "signed_in");
    assert_eq!(step["flow"], "sign_in");
    assert_eq!(step["account"]["name"], "Dora");
    let ended = talk.end().await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
    assert!(!ended.stderr.contains(DORA_PASSWORD));
    assert!(stage.control().user(DORA).is_some());
}

#[tokio::test]
async fn a_person_reads_what_was_done() {
    let stage = Stage::of_scenario("sign_up_code").await;
    let mut command = stage.command("sign-up");
    command.args(["--username", DORA]);
    let mut talk = Talk::begin(command);
    let code = stage.mailed(DORA).await;
    talk.type_line(&code).await;
    assert_eq!(talk.line().await, "Signed up.");
    assert!(talk.line().await.starts_with("Signed in: "));
    assert_eq!(talk.end().await.code(), Some(0));
}

#[tokio::test]
async fn what_was_given_ahead_is_not_asked_for() {
    let stage = Stage::set().await;
    let mut command = stage.command_of(WITH_ATTRIBUTES, "sign-up");
    command.args(["--username", DORA, "--json", "--password-ahead"]);
    command.args(["--attribute", "displayName=Dora"]);
    command.args(["--attribute", "city=Den Haag=s-Gravenhage"]);
    let mut talk = Talk::begin(command);
    talk.type_line("short").await;
    assert_eq!(talk.json().await["error"]["code"], "password_too_short");
    talk.type_line(DORA_PASSWORD).await;
    assert_eq!(talk.json().await["step"], "code_required");
    talk.type_line(&stage.code_of(DORA)).await;
    assert_eq!(talk.json().await["step"], "signed_up");
    assert_eq!(talk.json().await["account"]["name"], "Dora");
    assert_eq!(talk.end().await.code(), Some(0));
}

#[tokio::test]
async fn only_what_was_rejected_is_asked_for_again() {
    let stage = Stage::of_scenario("sign_up_two_screens").await;
    let mut talk = Talk::begin(stage.json("sign-up", DORA));
    talk.json().await;
    talk.type_line(&stage.code_of(DORA)).await;
    let step = talk.json().await;
    let names = |step: &Value| -> Vec<String> {
        let attributes = step["attributes"].as_array().unwrap().iter();
        attributes
            .map(|one| one["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert!(names(&step).contains(&"displayName".to_owned()));
    for name in names(&step) {
        // The first answer leaves out what is required: it is asked for again here.
        if name == "displayName" {
            talk.type_line("").await;
        }
        talk.type_line(if name == "displayName" { "Dora" } else { "" })
            .await;
    }
    let step = talk.json().await;
    assert_eq!(step["step"], "attributes_required");
    let code = step["attributes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["name"] == "postalCode");
    assert_eq!(code.unwrap()["required"], true);
    for name in names(&step) {
        talk.type_line(if name == "postalCode" { "nowhere" } else { "" })
            .await;
    }
    let error = &talk.json().await["error"];
    assert_eq!(error["code"], "attributes_rejected");
    assert_eq!(error["attributes"], serde_json::json!(["postalCode"]));
    talk.type_line("2611 AB").await;
    assert_eq!(talk.json().await["step"], "signed_up");
    assert_eq!(talk.json().await["step"], "signed_in");
    let ended = talk.end().await;
    assert!(ended.stderr.contains("This one is required."));
    assert!(
        ended
            .stderr
            .contains("postalCode (required, matching ^[0-9]{4}")
    );
}

#[tokio::test]
async fn an_address_that_is_taken_ends_it_with_3() {
    let stage = Stage::set().await;
    let ended = run(stage.json("sign-up", BOB), "").await;
    assert_eq!(ended.code(), Some(3), "{}", ended.stderr);
    assert_eq!(ended.json()[0]["error"]["code"], "user_exists");
}

#[tokio::test]
async fn an_attribute_that_is_no_pair_is_not_understood() {
    let stage = Stage::set().await;
    for wrong in ["city", "=Delft"] {
        let mut command = stage.json("sign-up", DORA);
        command.args(["--attribute", wrong]);
        let ended = run(command, "").await;
        assert_eq!(ended.code(), Some(2));
        assert!(ended.stderr.contains("NAME=VALUE"), "{}", ended.stderr);
    }
}

#[tokio::test]
async fn a_password_that_is_not_offered_needs_a_browser() {
    let stage = Stage::set().await;
    let mut command = stage.json("sign-up", DORA);
    command.args(["--offer", "code"]);
    let ended = run(command, "").await;
    assert_eq!(ended.code(), Some(7), "{}", ended.stderr);
    let lines = ended.json();
    assert_eq!(lines[0]["step"], "browser_required");
    assert_eq!(lines[0]["flow"], "sign_up");
    let advice = lines[1]["error"]["advice"].as_str().unwrap();
    assert!(advice.contains("--offer both"), "{advice}");
}
