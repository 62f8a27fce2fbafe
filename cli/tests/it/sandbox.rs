//! `doorstep sandbox`.

use serde_json::Value;

use crate::process::{Talk, doorstep, run, run_with};
use crate::stage::{APP, BOB, BOB_PASSWORD, Stage};

fn sandbox(arguments: &[&str]) -> Talk {
    let mut command = doorstep();
    command.arg("sandbox").args(arguments);
    Talk::begin(command)
}

/// Signs bob in to the tenant that `listening` tells of.
async fn sign_bob_in(listening: &Value) -> Option<i32> {
    let scratch = doorstep_tests::Scratch::make();
    let mut command = doorstep();
    let authority = listening["tenant"].as_str().unwrap();
    command.args(["sign-in", "--authority", authority, "--client-id", APP]);
    command
        .args(["--username", BOB])
        .arg("--state")
        .arg(scratch.path());
    if let Some(pem) = listening["ca_pem"].as_str() {
        let file = scratch.path().join("ca.pem");
        std::fs::write(&file, pem).unwrap();
        command.arg("--ca").arg(file);
    }
    run(command, &format!("{BOB_PASSWORD}\n")).await.code()
}

#[cfg(unix)]
#[tokio::test]
async fn it_tells_where_it_listens_serves_and_ends_when_asked_to() {
    for signal in ["INT", "TERM"] {
        let mut talk = sandbox(&["--json"]);
        let listening = talk.json().await;
        let admin = listening["admin"].as_str().unwrap();
        assert!(admin.starts_with("http://127.0.0.1:") && admin.ends_with("/admin"));
        assert_eq!(sign_bob_in(&listening).await, Some(0));
        talk.signal(signal).await;
        let ended = talk.end().await;
        assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
        assert!(ended.stdout.is_empty(), "one line: {}", ended.stdout);
        assert!(ended.stderr.is_empty(), "{}", ended.stderr);
    }
}

#[tokio::test]
async fn a_gate_stands_before_it_unless_it_is_not_wanted() {
    let mut talk = sandbox(&["--json", "--step-up", "resubmit"]);
    let listening = talk.json().await;
    let gate = listening["gate"].as_str().unwrap();
    assert!(
        gate.ends_with("/7d0c5a3e-5b1f-4c8e-9a52-3f1d2b6c8e90"),
        "{gate}"
    );
    assert!(
        listening["risk"]
            .as_str()
            .unwrap()
            .starts_with("http://127.0.0.1:")
    );
    let begun = serde_json::json!({"tenant": gate});
    assert_ne!(
        sign_bob_in(&begun).await,
        Some(0),
        "without a session he is stepped up"
    );
    talk.kill().await;

    let mut talk = sandbox(&["--json", "--no-gate"]);
    let listening = talk.json().await;
    assert!(listening.get("gate").is_none() && listening.get("risk").is_none());
    talk.kill().await;
    let ended = run_with(&["sandbox", "--no-gate", "--gate-port", "1"]).await;
    assert_eq!(ended.code(), Some(2), "{}", ended.stderr);
}

#[tokio::test]
async fn with_tls_it_gives_the_authority_to_trust() {
    let mut talk = sandbox(&["--json", "--tls"]);
    let listening = talk.json().await;
    assert!(
        listening["tenant"]
            .as_str()
            .unwrap()
            .starts_with("https://")
    );
    assert_eq!(sign_bob_in(&listening).await, Some(0));
    talk.kill().await;
}

#[tokio::test]
async fn what_keeps_it_from_starting_is_told_to_scripts_too() {
    let ended = run_with(&["sandbox", "--json", "--seed", "not-there.toml"]).await;
    assert_eq!(ended.code(), Some(2), "{}", ended.stderr);
    let error = &ended.json()[0]["error"];
    assert_eq!(error["exit_code"], 2);
    assert!(
        error["summary"]
            .as_str()
            .unwrap()
            .contains("not-there.toml")
    );
}

/// What it prints without `--json`, to its last line.
async fn said(talk: &mut Talk) -> String {
    let mut said = String::new();
    while !said.contains("/mailbox") {
        said.push_str(&talk.line().await);
        said.push('\n');
    }
    said
}

#[tokio::test]
async fn without_json_it_says_what_to_do_next() {
    let mut talk = sandbox(&[]);
    let said = said(&mut talk).await;
    for part in [
        "doorstep sign-in --authority http://127.0.0.1:",
        "--client-id 11111111-1111-4111-8111-111111111111 --username ada@contoso.example",
        "  curl http://127.0.0.1:",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    talk.kill().await;
}

#[tokio::test]
async fn its_commands_hold_the_authority_to_trust_and_the_token_by_its_name() {
    let mut talk = sandbox(&["--tls", "--admin-token", "a-token-of-24-characters"]);
    let said = said(&mut talk).await;
    for part in [
        "save it as sandbox-ca.pem",
        " --ca sandbox-ca.pem",
        "curl --cacert sandbox-ca.pem --header \"Authorization: Bearer $DOORSTEP_ADMIN_TOKEN\" https://",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!said.contains("a-token-of"), "{said}");
    talk.kill().await;
}

#[tokio::test]
async fn its_commands_are_of_the_seed_in_force() {
    let stage = Stage::set().await;
    let file = stage.scratch.path().join("seed.toml");
    let built_in = include_str!("../../../sandbox/seed.toml");
    let other = built_in
        .replace(APP, "55555555-5555-4555-8555-555555555555")
        .replace("ada@contoso.example", "eve@contoso.example");
    let tenant = built_in.split("[[").next().unwrap();
    for (seed, expected) in [
        (
            other.as_str(),
            Some("--client-id 55555555-5555-4555-8555-555555555555 --username eve@contoso.example"),
        ),
        (tenant, None),
    ] {
        std::fs::write(&file, seed).unwrap();
        let mut talk = sandbox(&["--seed", file.to_str().unwrap()]);
        let said = said(&mut talk).await;
        match expected {
            Some(part) => assert!(said.contains(part), "{said}"),
            None => assert!(!said.contains("sign-in"), "{said}"),
        }
        talk.kill().await;
    }
}

#[tokio::test]
async fn a_seed_takes_the_place_of_the_built_in_one() {
    let stage = Stage::set().await;
    let file = stage.scratch.path().join("seed.toml");
    let seed = include_str!("../../../sandbox/seed.toml")
        .replace("subdomain = \"contoso\"", "subdomain = \"fabrikam\"");
    std::fs::write(&file, seed).unwrap();
    let mut talk = sandbox(&["--json", "--seed", file.to_str().unwrap()]);
    let listening = talk.json().await;
    let tenant = listening["tenant"].as_str().unwrap();
    assert!(tenant.ends_with("/fabrikam.onmicrosoft.com"), "{tenant}");
    assert_eq!(sign_bob_in(&listening).await, Some(0));
    talk.kill().await;
}

#[tokio::test]
async fn a_seed_that_is_wrong_names_file_and_line() {
    let stage = Stage::set().await;
    let file = stage.scratch.path().join("seed.toml");
    let name = file.to_str().unwrap();
    let seed = "[tenant]\nid = \"7d0c5a3e-5b1f-4c8e-9a52-3f1d2b6c8e90\"\nsubdomain = \"contoso\"\n\n[[users]]\nusername = \"dora\"\n";
    std::fs::write(&file, seed).unwrap();
    let ended = run_with(&["sandbox", "--seed", name]).await;
    assert_eq!(ended.code(), Some(2));
    assert!(
        ended
            .stderr
            .contains(&format!("{name}:6: users[0].username")),
        "{}",
        ended.stderr
    );
    assert!(ended.stdout.is_empty());
    let ended = run_with(&["sandbox", "--seed", "/nowhere/seed.toml"]).await;
    assert_eq!(ended.code(), Some(2));
    assert!(
        ended.stderr.contains("/nowhere/seed.toml"),
        "{}",
        ended.stderr
    );
}

#[tokio::test]
async fn a_port_in_use_ends_it_with_1() {
    let stage = Stage::set().await;
    let port = stage.sandbox.address().port().to_string();
    let ended = run_with(&["sandbox", "--port", &port]).await;
    assert_eq!(ended.code(), Some(1));
    assert!(ended.stderr.contains(&port), "{}", ended.stderr);
}

#[tokio::test]
async fn beyond_loopback_it_wants_a_token() {
    let ended = run_with(&["sandbox", "--host", "0.0.0.0"]).await;
    assert_ne!(ended.code(), Some(0));
    assert!(ended.stderr.contains("token"), "{}", ended.stderr);
    let ended = run_with(&["sandbox", "--admin-token", "short"]).await;
    assert_eq!(ended.code(), Some(2));
}
