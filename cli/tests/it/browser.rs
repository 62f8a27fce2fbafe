//! The way through the browser.

use std::process::Stdio;

use serde_json::Value;
use tokio::net::TcpStream;
use tokio::process::Command;

use crate::process::{Talk, run, soon};
use crate::stage::{ADA, ADA_PASSWORD, BOB, BOB_PASSWORD, Stage};
use crate::surfer::get;

/// A sign-in that needs a browser, with an address to come back to.
fn sign_in(stage: &Stage, redirect_uri: &str) -> Command {
    let mut command = stage.sign_in_json(ADA);
    command.args(["--no-mfa", "--redirect-uri", redirect_uri]);
    command
}

/// Goes to the step that tells where the browser goes.
async fn at_the_browser(talk: &mut Talk) -> (Value, Vec<(String, String)>) {
    talk.json().await;
    talk.type_line(ADA_PASSWORD).await;
    let step = talk.json().await;
    assert_eq!(step["step"], "browser_required", "{step}");
    let address = url::Url::parse(step["authorization_url"].as_str().unwrap()).unwrap();
    let query = address.query_pairs().into_owned().collect();
    (step, query)
}

fn value<'a>(query: &'a [(String, String)], name: &str) -> &'a str {
    let pair = query.iter().find(|(known, _)| known == name);
    &pair.unwrap().1
}

#[tokio::test]
async fn who_signs_in_in_the_browser_is_signed_in_here() {
    let stage = Stage::set().await;
    let mut command = stage.sign_in(BOB);
    command.args(["--offer", "code", "--json"]);
    command.args(["--redirect-uri", "http://localhost"]);
    let mut talk = Talk::begin(command);
    let step = talk.json().await;
    assert_eq!(step["reason"], "PasswordNotOffered");
    let page = get(step["authorization_url"].as_str().unwrap()).await;
    let page = page.send("username", BOB).await;
    let page = page.send("password", BOB_PASSWORD).await;
    let home = page.location();
    assert!(home.starts_with("http://localhost:"), "{home}");
    let last = get(home).await;
    assert!(last.text.contains("You are signed in."), "{}", last.text);
    let step = talk.json().await;
    assert_eq!(step["step"], "signed_in");
    assert_eq!(step["account"]["username"], BOB);
    let ended = talk.end().await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
    let ended = run(stage.command("token"), "").await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
}

#[tokio::test]
async fn a_person_who_cancels_in_the_browser_ends_it_with_3_and_the_sign_in_waits() {
    let stage = Stage::set().await;
    let mut talk = Talk::begin(sign_in(&stage, "http://localhost:0/back"));
    let (step, query) = at_the_browser(&mut talk).await;
    let home = value(&query, "redirect_uri").to_owned();
    assert!(home.starts_with("http://localhost:") && home.ends_with("/back"));
    assert!(!home.contains(":0/"));
    // A connection that says nothing, and what a browser asks for by itself, end nothing.
    let port = url::Url::parse(&home).unwrap().port().unwrap();
    let _silent = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    for foreign in [
        format!("http://localhost:{port}/favicon.ico"),
        format!("{home}?code=c&state=another"),
    ] {
        assert!(get(&foreign).await.text.starts_with("HTTP/1.1 404"));
    }
    let echo = value(&query, "state");
    let page = get(&format!("{home}?error=access_denied&state={echo}")).await;
    assert!(page.text.contains("not signed in"), "{}", page.text);
    assert!(!page.text.contains(echo));
    let error = &talk.json().await["error"];
    assert_eq!(error["code"], "browser_cancelled");
    assert_eq!(error["exit_code"], 3);
    assert_eq!(talk.end().await.code(), Some(3));
    let mut command = stage.command("resume");
    command.args(["--json", "--redirect-uri", "http://127.0.0.1"]);
    let mut talk = Talk::begin(command);
    let again = talk.json().await;
    assert_eq!(again["flow_id"], step["flow_id"]);
    assert_ne!(again["authorization_url"], step["authorization_url"]);
    talk.kill().await;
}

#[cfg(unix)]
#[tokio::test]
async fn the_hint_names_the_address_as_it_was_given() {
    let stage = Stage::set().await;
    let mut command = stage.sign_in(ADA);
    command.args(["--no-mfa", "--redirect-uri", "http://localhost:0/back"]);
    command.arg("--open").env("BROWSER", "/nowhere/browser");
    let mut talk = Talk::begin(command);
    talk.type_line(ADA_PASSWORD).await;
    let ended = talk
        .signal_when_said("No browser could be opened", "INT")
        .await;
    assert_eq!(ended.code(), Some(130), "{}", ended.stderr);
    let hint = "--redirect-uri http://localhost:0/back";
    assert!(ended.stderr.contains(hint), "{}", ended.stderr);
    assert!(ended.stderr.contains("/oauth2/v2.0/authorize?"));
}

#[cfg(unix)]
#[tokio::test]
async fn the_address_is_opened_when_that_is_asked_for() {
    use std::os::unix::fs::PermissionsExt as _;
    let stage = Stage::set().await;
    let seen = stage.scratch.path().join("seen");
    let browser = stage.scratch.path().join("browser");
    let script = format!(
        "#!/bin/sh\nprintf %s \"$1\" > '{0}.new'\nmv '{0}.new' '{0}'\n",
        seen.display()
    );
    std::fs::write(&browser, script).unwrap();
    std::fs::set_permissions(&browser, std::fs::Permissions::from_mode(0o700)).unwrap();
    let mut command = sign_in(&stage, "http://127.0.0.1");
    command.arg("--open").env("BROWSER", &browser);
    let mut talk = Talk::begin(command);
    let (step, _) = at_the_browser(&mut talk).await;
    soon("the browser", async {
        while !seen.exists() {
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
    })
    .await;
    let opened = std::fs::read_to_string(&seen).unwrap();
    assert_eq!(step["authorization_url"], opened);
    talk.kill().await;
}

#[tokio::test]
async fn an_address_that_cannot_be_listened_on_is_not_understood() {
    let stage = Stage::set().await;
    for wrong in [
        "https://localhost/",
        "http://contoso.example/",
        "back",
        "http://localhost/#top",
    ] {
        let mut command = sign_in(&stage, wrong);
        command.stdin(Stdio::piped());
        let ended = run(command, "").await;
        assert_eq!(ended.code(), Some(2), "{wrong}: {}", ended.stderr);
        assert!(ended.stderr.contains("--redirect-uri"), "{}", ended.stderr);
    }
}

#[tokio::test]
async fn without_an_address_it_says_what_to_change() {
    let stage = Stage::set().await;
    let mut command = stage.sign_in(ADA);
    command.arg("--no-mfa");
    let ended = run(command, &format!("{ADA_PASSWORD}\n")).await;
    assert_eq!(ended.code(), Some(7));
    for said in ["no --no-mfa", "--redirect-uri http://localhost"] {
        assert!(ended.stderr.contains(said), "{}", ended.stderr);
    }
}
