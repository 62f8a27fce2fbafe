//! `doorstep` without a command, and `doorstep demo risk`.

use tokio::net::TcpListener;

use crate::process::{doorstep, run, run_with};

#[tokio::test]
async fn the_demo_prints_its_timeline_and_ends_well() {
    let ended = run_with(&[]).await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
    assert!(ended.stderr.is_empty(), "{}", ended.stderr);
    for event in [
        "tenant started",
        "sign-in begun",
        "password accepted",
        "e-mail chosen",
        "app killed and started anew",
        "code accepted",
        "id token verified",
        "from memory",
        "by refresh: a new one",
    ] {
        assert!(ended.stdout.contains(event), "{event}:\n{}", ended.stdout);
    }
    let subtotal = ended
        .stdout
        .lines()
        .find(|line| line.contains("sign-in with a second factor"));
    let number = subtotal.unwrap().split_whitespace().last();
    assert_eq!(number, Some("6"));
}

#[tokio::test]
async fn it_is_not_coloured_where_it_is_not_seen() {
    let ended = run_with(&["demo"]).await;
    assert!(!ended.stdout.contains('\u{1b}'));
}

#[tokio::test]
async fn a_proxy_of_the_environment_is_not_asked_for_this_machine() {
    let proxy = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", proxy.local_addr().unwrap());
    let mut command = doorstep();
    for name in [
        "http_proxy",
        "HTTP_PROXY",
        "https_proxy",
        "HTTPS_PROXY",
        "all_proxy",
        "ALL_PROXY",
    ] {
        command.env(name, &address);
    }
    command.env_remove("no_proxy").env_remove("NO_PROXY");
    tokio::select! {
        biased;
        ended = run(command, "") => assert_eq!(ended.code(), Some(0), "{}", ended.stderr),
        _ = proxy.accept() => panic!("the proxy was asked"),
    }
}

#[tokio::test]
async fn a_reader_that_goes_away_is_no_failure() {
    let mut command = doorstep();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    command.stdout(writer);
    let ended = run(command, "").await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
    assert!(ended.stderr.is_empty(), "{}", ended.stderr);
}

/// The cells of a row of the table.
fn row<'a>(table: &'a str, label: &str) -> Vec<&'a str> {
    let mut lines = table.lines();
    let line = lines.find(|line| line.trim_start().starts_with(label));
    let cells = line.unwrap_or_else(|| panic!("no {label}:\n{table}"));
    let cells = cells.trim_start()[label.len()..].split("  ");
    cells
        .map(str::trim)
        .filter(|cell| !cell.is_empty())
        .collect()
}

#[tokio::test]
async fn four_journeys_through_a_gate_stand_side_by_side() {
    let ended = run_with(&["demo", "risk"]).await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
    assert!(ended.stderr.is_empty(), "{}", ended.stderr);
    for (label, cells) in [
        (
            "",
            [
                "known device",
                "new device",
                "number in doubt",
                "bad number",
            ],
        ),
        (
            "tokens asked for",
            [
                "pass → allow",
                "review → step up",
                "review → step up",
                "review → step up",
            ],
        ),
        (
            "a text asked for",
            ["-", "-", "challenge → challenge", "reject → block"],
        ),
        ("the same, with a proof", ["-", "-", "pass → allow", "-"]),
        (
            "proved besides",
            [
                "nothing",
                "a code by e-mail",
                "challenge, then a text",
                "nothing",
            ],
        ),
        ("texts sent", ["0", "0", "0, after the proof 1", "0"]),
        ("contexts in the token", ["none", "c3", "c3", "no token"]),
        (
            "the person is",
            ["signed in", "signed in", "signed in", "denied"],
        ),
        ("requests", ["3", "6", "8", "5"]),
    ] {
        let table = ended.stdout.split_once("risk provider http").unwrap().1;
        let table = table.split_once('\n').unwrap().1.trim_start();
        assert_eq!(row(table, label), cells, "{label}:\n{}", ended.stdout);
    }
    let other = run_with(&["demo", "other"]).await;
    assert_eq!(other.code(), Some(2));
}
