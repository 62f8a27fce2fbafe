//! Prompts on a terminal.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::process::Stdio;
use std::time::Duration;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, tcgetattr};
use tokio::process::Command;

use crate::stage::{APP, BOB, BOB_PASSWORD, Stage};

/// Both ends of a new terminal: the person's and the program's.
fn terminal() -> (File, File) {
    let person = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&person).unwrap();
    unlockpt(&person).unwrap();
    let name = ptsname(&person, Vec::new()).unwrap();
    let program = File::options()
        .read(true)
        .write(true)
        .open(name.to_str().unwrap());
    (File::from(person), program.unwrap())
}

/// Waits until the terminal hides what is typed.
async fn until_hidden(terminal: &File) {
    while tcgetattr(terminal)
        .unwrap()
        .local_modes
        .contains(LocalModes::ECHO)
    {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test]
async fn a_password_is_not_seen_while_it_is_typed() {
    let stage = Stage::set().await;
    let (mut person, program) = terminal();
    let end = || Stdio::from(program.try_clone().unwrap());
    // The terminal must be the one that the process belongs to.
    let mut command = Command::new("setsid");
    command.args([
        "--ctty",
        "--wait",
        env!("CARGO_BIN_EXE_doorstep"),
        "sign-in",
    ]);
    command.args(["--authority", stage.sandbox.tenant(), "--client-id", APP]);
    command
        .args(["--username", BOB, "--state"])
        .arg(stage.state());
    command
        .stdin(end())
        .stdout(end())
        .stderr(end())
        .kill_on_drop(true);
    let mut child = command.spawn().unwrap();
    drop(command);

    let hidden = tokio::time::timeout(Duration::from_secs(20), until_hidden(&program)).await;
    hidden.expect("the terminal goes on showing what is typed");
    person
        .write_all(format!("{BOB_PASSWORD}\n").as_bytes())
        .unwrap();
    assert!(child.wait().await.unwrap().success());
    drop(program);
    let mut seen = Vec::new();
    // Reading ends with an error when the program's end is closed.
    let _ = person.read_to_end(&mut seen);
    let seen = String::from_utf8(seen).unwrap();
    assert!(seen.contains("Password: "), "{seen}");
    assert!(seen.contains("Signed in: Bob"), "{seen}");
    assert!(!seen.contains(BOB_PASSWORD), "{seen}");
}
