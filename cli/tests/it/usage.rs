//! The command line itself.

use crate::process::{run, run_with};
use crate::stage::{APP, Stage};

#[tokio::test]
async fn help_lists_the_commands_and_the_exit_codes() {
    let ended = run_with(&["--help"]).await;
    assert_eq!(ended.code(), Some(0));
    for word in [
        "sign-in",
        "sign-up",
        "reset-password",
        "resume",
        "whoami",
        "switch",
        "token",
        "sign-out",
        "doctor",
        "sandbox",
        "gate",
        "demo",
        "Exit codes:",
    ] {
        assert!(ended.stdout.contains(word), "{word}");
    }
    for code in 0..=7 {
        assert!(ended.stdout.contains(&format!("\n  {code}  ")), "{code}");
    }
}

#[tokio::test]
async fn the_version_is_printed() {
    let ended = run_with(&["--version"]).await;
    assert_eq!(ended.code(), Some(0));
    assert_eq!(
        ended.stdout,
        concat!("doorstep ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[tokio::test]
async fn what_is_not_understood_ends_with_2_and_says_why() {
    let tenant = "http://127.0.0.1:1/contoso.onmicrosoft.com";
    let state = std::env::temp_dir();
    let state = state.to_str().unwrap();
    let of = |client_id: &'static str| {
        [
            "sign-in",
            "--state",
            state,
            "--authority",
            tenant,
            "--client-id",
            client_id,
        ]
    };
    let scope = [
        of(APP).as_slice(),
        &["--username", "a@b.example", "--scope", "a\"b"],
    ]
    .concat();
    let context = [
        of(APP).as_slice(),
        &["--username", "a@b.example", "--context", "0"],
    ]
    .concat();
    let offer = [of(APP).as_slice(), &["--offer", "smoke-signals"]].concat();
    let ca = [of(APP).as_slice(), &["--ca", "/nowhere/ca.pem"]].concat();
    let not_pem = [
        of(APP).as_slice(),
        &["--ca", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")],
    ]
    .concat();
    let cases: [(&[&str], &str); 11] = [
        (&["fly"], "fly"),
        (&["sign-in"], "--authority"),
        (
            &["sign-in", "--authority", "contoso", "--client-id", APP],
            "--authority",
        ),
        (&["sandbox", "--port", "lots"], "lots"),
        (&["sandbox", "--fast"], "--fast"),
        (&scope, "--scope"),
        (&context, "--context"),
        (&offer, "smoke-signals"),
        (&ca, "--ca /nowhere/ca.pem"),
        (&not_pem, concat!("--ca ", env!("CARGO_MANIFEST_DIR"))),
        (&of("my-app"), "--client-id my-app"),
    ];
    for (arguments, named) in cases {
        let ended = run_with(arguments).await;
        assert_eq!(ended.code(), Some(2), "{arguments:?}: {}", ended.stderr);
        assert!(
            ended.stderr.contains(named),
            "{arguments:?}: {}",
            ended.stderr
        );
        assert!(ended.stdout.is_empty());
    }
}

#[tokio::test]
async fn plain_http_is_for_this_machine_alone() {
    let outside = [
        "sign-in",
        "--authority",
        "http://contoso.ciamlogin.com/",
        "--client-id",
        APP,
    ];
    let ended = run_with(&outside).await;
    assert_eq!(ended.code(), Some(2));
    assert!(ended.stderr.contains("https"), "{}", ended.stderr);
}

#[tokio::test]
async fn a_state_folder_that_cannot_be_made_ends_with_1_and_names_it() {
    let stage = Stage::set().await;
    std::fs::write(stage.state(), "a file").unwrap();
    let ended = run(stage.command("token"), "").await;
    assert_eq!(ended.code(), Some(1));
    assert!(
        ended.stderr.contains(stage.state().to_str().unwrap()),
        "{}",
        ended.stderr
    );
}
