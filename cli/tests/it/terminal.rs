//! Prompts on a terminal.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::process::Stdio;
use std::time::Duration;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, tcgetattr};
use tokio::process::{Child, Command};

use crate::reset_password::{NEW_PASSWORD, without_a_wait};
use crate::stage::{APP, BOB, BOB_PASSWORD, Stage};

const PATIENCE: Duration = Duration::from_secs(20);

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

/// A command about bob on a terminal.
struct OnTerminal {
    child: Child,
    person: File,
    program: File,
    /// What was seen beyond the words that were waited for.
    unread: String,
}

impl OnTerminal {
    /// A sign-in at its question for the password.
    async fn begin(stage: &Stage) -> Self {
        let begun = Self::command(stage, "sign-in");
        begun.until_hidden().await;
        begun
    }

    fn command(stage: &Stage, name: &str) -> Self {
        let (person, program) = terminal();
        let end = || Stdio::from(program.try_clone().unwrap());
        // The terminal must be the one that the process belongs to.
        let mut command = Command::new("setsid");
        command.args(["--ctty", "--wait", env!("CARGO_BIN_EXE_doorstep"), name]);
        command.args(["--authority", stage.sandbox.tenant(), "--client-id", APP]);
        command
            .args(["--username", BOB, "--state"])
            .arg(stage.state());
        command
            .stdin(end())
            .stdout(end())
            .stderr(end())
            .kill_on_drop(true);
        Self {
            child: command.spawn().unwrap(),
            person,
            program,
            unread: String::new(),
        }
    }

    async fn until_hidden(&self) {
        let hidden = tokio::time::timeout(PATIENCE, until_hidden(&self.program)).await;
        hidden.expect("the terminal goes on showing what is typed");
    }

    /// What is seen up to `words`.
    async fn seen_until(&mut self, words: &'static str) -> String {
        let mut person = self.person.try_clone().unwrap();
        let mut seen = std::mem::take(&mut self.unread);
        let reading = tokio::task::spawn_blocking(move || {
            let mut some = [0_u8; 256];
            while !seen.contains(words) {
                let read = person.read(&mut some).unwrap();
                seen += str::from_utf8(&some[..read]).unwrap();
            }
            seen
        });
        let seen = tokio::time::timeout(PATIENCE, reading).await;
        let mut seen = seen.expect("the words are not seen").unwrap();
        let end = seen.find(words).unwrap() + words.len();
        self.unread = seen.split_off(end);
        seen
    }

    fn type_text(&mut self, text: &str) {
        self.person.write_all(text.as_bytes()).unwrap();
    }

    async fn signal(&self, name: &str) {
        let id = self.child.id().unwrap().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status().await;
        assert!(sent.unwrap().success());
    }

    /// The exit code, and what was seen on the terminal, which shows again what is typed.
    async fn end(mut self) -> (Option<i32>, String) {
        let ended = tokio::time::timeout(PATIENCE, self.child.wait()).await;
        let ended = ended.expect("it does not end").unwrap();
        let modes = tcgetattr(&self.program).unwrap().local_modes;
        assert!(modes.contains(LocalModes::ECHO), "the terminal stays blind");
        drop(self.program);
        let mut seen = self.unread.into_bytes();
        // Reading ends with an error when the program's end is closed.
        let _ = self.person.read_to_end(&mut seen);
        (ended.code(), String::from_utf8(seen).unwrap())
    }
}

#[tokio::test]
async fn a_password_is_not_seen_while_it_is_typed() {
    let stage = Stage::set().await;
    let mut sign_in = OnTerminal::begin(&stage).await;
    sign_in.type_text(&format!("{BOB_PASSWORD}\n"));
    let (code, seen) = sign_in.end().await;
    assert_eq!(code, Some(0), "{seen}");
    assert!(seen.contains("Password: "), "{seen}");
    assert!(seen.contains("Signed in: Bob"), "{seen}");
    assert!(!seen.contains(BOB_PASSWORD), "{seen}");
}

#[tokio::test]
async fn a_new_password_is_typed_twice_and_not_seen() {
    let stage = Stage::set().await;
    without_a_wait(&stage, Vec::new());
    let mut reset = OnTerminal::command(&stage, "reset-password");
    let code = stage.mailed(BOB).await;
    reset.type_text(&format!("{code}\n"));
    let mut seen = String::new();
    for (question, typed) in [
        ("New password: ", NEW_PASSWORD),
        ("The same again: ", "Something-else-1"),
        ("The two are not the same.", ""),
        ("New password: ", NEW_PASSWORD),
        ("The same again: ", NEW_PASSWORD),
    ] {
        seen += &reset.seen_until(question).await;
        if !typed.is_empty() {
            reset.type_text(&format!("{typed}\n"));
        }
    }
    let (code, last) = reset.end().await;
    seen += &last;
    assert_eq!(code, Some(0), "{seen}");
    assert!(seen.contains("Password reset.") && seen.contains("Signed in: Bob"));
    assert!(!seen.contains(NEW_PASSWORD) && !seen.contains("Something"));
}

#[tokio::test]
async fn ctrl_c_at_the_password_gives_the_terminal_back_and_a_hint() {
    let stage = Stage::set().await;
    let mut sign_in = OnTerminal::begin(&stage).await;
    sign_in.type_text("half\x03");
    let (code, seen) = sign_in.end().await;
    assert_eq!(code, Some(130), "{seen}");
    assert!(seen.contains("doorstep resume "), "{seen}");
    assert!(!seen.contains("half"), "{seen}");
}

#[tokio::test]
async fn a_signal_at_the_password_gives_the_terminal_back_and_a_hint() {
    for (name, expected) in [("TERM", 143), ("HUP", 129)] {
        let stage = Stage::set().await;
        let sign_in = OnTerminal::begin(&stage).await;
        sign_in.signal(name).await;
        let (code, seen) = sign_in.end().await;
        assert_eq!(code, Some(expected), "{seen}");
        assert!(seen.contains("doorstep resume "), "{seen}");
        assert!(seen.contains(&format!("SIG{name}")), "{seen}");
    }
}

#[tokio::test]
async fn ctrl_d_at_the_password_ends_it_with_3() {
    let stage = Stage::set().await;
    let mut sign_in = OnTerminal::begin(&stage).await;
    sign_in.type_text("\x04");
    let (code, seen) = sign_in.end().await;
    assert_eq!(code, Some(3), "{seen}");
    assert!(seen.contains("no answer came on standard input"), "{seen}");
}
