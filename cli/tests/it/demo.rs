//! `doorstep` without a command.

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
async fn a_reader_that_goes_away_is_no_failure() {
    let mut command = doorstep();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    command.stdout(writer);
    let ended = run(command, "").await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
    assert!(ended.stderr.is_empty(), "{}", ended.stderr);
}
