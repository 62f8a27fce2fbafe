//! `doorstep doctor`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use doorstep_sandbox::Config;
use doorstep_sandbox::model::{App, Fault, Faults};
use serde_json::Value;

use crate::process::{doorstep, run, run_with};
use crate::stage::{APP, BOB, CLEO, Stage};

/// The verdicts by check, what it ended with, and all lines.
struct Looked {
    verdicts: BTreeMap<String, String>,
    code: Option<i32>,
    lines: Vec<Value>,
}

async fn look(stage: &Stage, arguments: &[&str]) -> Looked {
    let mut command = doorstep();
    command.args(["doctor", "--json", "--authority", stage.sandbox.tenant()]);
    if !arguments.contains(&"--client-id") {
        command.args(["--client-id", APP]);
    }
    command.args(arguments);
    let ended = run(command, "").await;
    let lines = ended.json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let checks = lines.iter().filter(|line| line["check"].is_string());
    Looked {
        verdicts: checks
            .map(|line| (text(&line["check"]), text(&line["verdict"])))
            .collect(),
        code: ended.code(),
        lines,
    }
}

impl Looked {
    fn wrong(&self) -> Vec<&str> {
        let wrong = self.verdicts.iter();
        let wrong = wrong.filter(|(_, verdict)| *verdict == "wrong");
        wrong.map(|(check, _)| check.as_str()).collect()
    }

    fn change(&self, check: &str) -> &str {
        let mut lines = self.lines.iter();
        let line = lines.find(|line| line["check"] == check);
        line.unwrap()["change"].as_str().unwrap()
    }
}

/// A tenant whose first app is changed.
async fn with_app(change: impl FnOnce(&mut App)) -> Stage {
    let stage = Stage::set().await;
    let mut apps = stage.control().apps();
    change(&mut apps.apps[0]);
    stage.control().set_apps(apps).unwrap();
    stage
}

#[tokio::test]
async fn a_tenant_that_is_set_up_is_fine_and_nobody_is_bothered() {
    let stage = Stage::set().await;
    let looked = look(&stage, &[]).await;
    assert_eq!(looked.code, Some(0), "{:?}", looked.lines);
    for check in [
        "connection",
        "tenant",
        "application",
        "native_authentication",
        "public_client",
        "capabilities",
        "sign_up",
    ] {
        assert_eq!(looked.verdicts[check], "ok", "{check}");
    }
    assert_eq!(looked.verdicts["scopes_and_consent"], "cannot_tell");
    let requests = looked.lines.last().unwrap()["requests"].as_array().unwrap();
    assert_eq!(requests.len(), stage.control().journal().len());
    assert!(stage.control().mailbox(None, None).is_empty());
    assert_eq!(stage.control().users().len(), 3);
}

#[tokio::test]
async fn how_an_account_signs_in_is_seen_without_a_code_being_sent() {
    let stage = Stage::set().await;
    for (username, said) in [(BOB, "with a password"), (CLEO, "Not a password")] {
        let looked = look(&stage, &["--username", username]).await;
        assert_eq!(looked.code, Some(0), "{:?}", looked.lines);
        assert_eq!(looked.verdicts["password_reset"], "ok");
        let mut lines = looked.lines.iter();
        let line = lines.find(|line| line["check"] == "first_factor").unwrap();
        assert!(line["said"].as_str().unwrap().contains(said), "{line}");
    }
    let looked = look(&stage, &["--username", "nobody@contoso.example"]).await;
    assert_eq!(looked.code, Some(1));
    assert_eq!(looked.wrong(), ["first_factor", "password_reset"]);
    assert!(stage.control().mailbox(None, None).is_empty());
    let journal = stage.control().journal();
    let secret = ["password", "oob", "new_password"];
    let fields = journal.iter().flat_map(|entry| entry.form.keys());
    assert!(
        fields
            .into_iter()
            .all(|name| !secret.contains(&name.as_str()))
    );
}

#[tokio::test]
async fn each_switch_that_is_wrong_is_named_with_what_to_change() {
    let stage = with_app(|app| app.native_authentication = false).await;
    let looked = look(&stage, &[]).await;
    assert_eq!(looked.code, Some(1));
    assert_eq!(looked.verdicts["application"], "ok");
    assert_eq!(looked.wrong(), ["native_authentication"]);
    for check in ["public_client", "capabilities", "sign_up"] {
        assert_eq!(looked.verdicts[check], "cannot_tell", "{check}");
    }
    let change = looked.change("native_authentication");
    assert!(change.contains("Enable native authentication"), "{change}");

    let stage = with_app(|app| app.public_client = false).await;
    let looked = look(&stage, &[]).await;
    assert!(
        looked
            .change("public_client")
            .contains("public client flows")
    );
    assert_eq!(looked.verdicts["application"], "ok");

    let stage = with_app(|app| app.user_flow = None).await;
    let looked = look(&stage, &[]).await;
    assert!(looked.change("application").contains("User flows"));

    let stage = Stage::set().await;
    let unknown = "99999999-9999-4999-8999-999999999999";
    let looked = look(&stage, &["--client-id", unknown]).await;
    assert!(looked.change("application").contains("client id"));
    assert_eq!(looked.verdicts["tenant"], "ok");
}

#[tokio::test]
async fn a_host_that_is_not_there_and_one_that_is_not_trusted_are_told_apart() {
    let nowhere = [
        "doctor",
        "--json",
        "--client-id",
        APP,
        "--authority",
        "http://127.0.0.1:1/contoso.onmicrosoft.com",
    ];
    let ended = run_with(&nowhere).await;
    assert_eq!(ended.code(), Some(1), "{}", ended.stderr);
    assert_eq!(ended.json()[0]["verdict"], "wrong");
    assert_eq!(ended.json()[1]["verdict"], "cannot_tell");
    let config = Config {
        tls: true,
        ..Config::default()
    };
    let stage = Stage::with(config).await;
    let looked = look(&stage, &[]).await;
    assert!(looked.change("connection").contains("--ca"));
    let file = stage.scratch.path().join("ca.pem");
    std::fs::write(&file, stage.sandbox.ca_pem().unwrap()).unwrap();
    let looked = look(&stage, &["--ca", file.to_str().unwrap()]).await;
    assert_eq!(looked.code, Some(0), "{:?}", looked.lines);
}

#[tokio::test]
async fn a_service_in_trouble_is_not_a_setting() {
    let stage = Stage::set().await;
    let faults = vec![Fault {
        status: Some(503),
        times: 100,
        ..Fault::of("*")
    }];
    stage.control().set_faults(Faults { faults }).unwrap();
    let looked = look(&stage, &["--username", BOB]).await;
    assert_eq!(looked.code, Some(0), "{:?}", looked.lines);
    assert!(looked.wrong().is_empty());
}

#[tokio::test]
async fn a_person_reads_verdicts_advice_and_requests() {
    let stage = with_app(|app| app.native_authentication = false).await;
    let mut command = doorstep();
    command.args(["doctor", "--authority", stage.sandbox.tenant()]);
    command.args(["--client-id", APP]);
    let ended = run(command, "").await;
    for said in [
        "ok          tenant",
        "wrong       native authentication",
        "can't tell  scopes and consent",
        "Enable native authentication",
        "POST oauth2/v2.0/initiate (username=nobody@doorstep.invalid",
    ] {
        assert!(ended.stdout.contains(said), "{said}:\n{}", ended.stdout);
    }
}

#[tokio::test]
async fn what_the_service_said_is_explained() {
    for said in ["AADSTS500222", "500222", "x: AADSTS500222: y"] {
        let ended = run_with(&["doctor", said]).await;
        assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
        assert!(ended.stdout.contains("no password that could be reset"));
    }
    let ended = run_with(&["doctor", "--json", "Federated"]).await;
    assert_eq!(ended.json()[0]["keys"][0], "Federated");
    let ended = run_with(&["doctor", "AADSTS1"]).await;
    assert_eq!(ended.code(), Some(2));
    assert!(ended.stderr.contains("--list"));
    for told in [
        vec!["AADSTS1"],
        vec!["--authority", "x", "--client-id", APP],
    ] {
        let ended = run_with(&[vec!["doctor", "--json"], told].concat()).await;
        assert_eq!(ended.code(), Some(2), "{}", ended.stderr);
        assert_eq!(ended.json()[0]["error"]["exit_code"], 2);
    }
    for incomplete in [vec!["doctor"], vec!["doctor", "--client-id", APP]] {
        assert_eq!(run_with(&incomplete).await.code(), Some(2));
    }
}

#[tokio::test]
async fn every_number_of_the_protocol_is_explained() {
    let protocol = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/protocol.md");
    let protocol = std::fs::read_to_string(protocol).unwrap();
    let numbers = protocol.split("### 11.5 ").nth(1).unwrap();
    let numbers = numbers.split("## 12 ").next().unwrap();
    let rows = numbers.lines().filter_map(|line| line.split('|').nth(1));
    let numbers = rows.flat_map(|cell| cell.split(','));
    let numbers: Vec<u64> = numbers.filter_map(|one| one.trim().parse().ok()).collect();
    assert!(numbers.len() > 30, "{numbers:?}");
    let table = run_with(&["doctor", "--list"]).await.stdout;
    for number in numbers {
        let known = [format!("`AADSTS{number}`"), format!("`AADSTS{number} ")];
        let is_there = known.iter().any(|key| table.contains(key));
        assert!(is_there, "AADSTS{number}");
    }
}

/// `DOORSTEP_BLESS=1` writes the page anew.
#[tokio::test]
async fn the_page_has_the_table_that_the_command_prints() {
    let page = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/doctor.md");
    let text = std::fs::read_to_string(&page).unwrap();
    let start = text.find("| the service says").unwrap();
    let table = run_with(&["doctor", "--list"]).await.stdout;
    if std::env::var_os("DOORSTEP_BLESS").is_some() {
        std::fs::write(&page, format!("{}{table}", &text[..start])).unwrap();
        return;
    }
    assert_eq!(&text[start..], table, "run this test with DOORSTEP_BLESS=1");
}
