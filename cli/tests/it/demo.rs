//! `doorstep` without a command.

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
