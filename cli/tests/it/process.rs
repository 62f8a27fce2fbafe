//! A run of the command, driven line by line.

use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};

/// The command, not run yet.
pub(crate) fn doorstep() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doorstep"));
    command
        .env_remove("DOORSTEP_ADMIN_TOKEN")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// What takes longer than this will never come.
const PATIENCE: Duration = Duration::from_secs(30);

/// What `future` gives, which must not take long.
pub(crate) async fn soon<T>(what: &str, future: impl Future<Output = T>) -> T {
    let done = tokio::time::timeout(PATIENCE, future).await;
    done.unwrap_or_else(|_| panic!("waited too long for {what}"))
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ended {
    /// The exit code; none after a signal.
    pub(crate) fn code(&self) -> Option<i32> {
        self.status.code()
    }

    /// Every line of standard output as JSON.
    pub(crate) fn json(&self) -> Vec<Value> {
        let lines = self.stdout.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

/// Runs the command to its end with these lines on standard input.
pub(crate) async fn run(command: Command, typed: &str) -> Ended {
    run_bytes(command, typed.as_bytes()).await
}

/// As [`run`], with what need not be text.
pub(crate) async fn run_bytes(mut command: Command, typed: &[u8]) -> Ended {
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A command that ends without reading everything closes the pipe: that is not the test's.
    let _ = stdin.write_all(typed).await;
    drop(stdin);
    let output = soon("the end", child.wait_with_output()).await.unwrap();
    Ended {
        status: output.status,
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs the command with these arguments and nothing on standard input.
pub(crate) async fn run_with(arguments: &[&str]) -> Ended {
    let mut command = doorstep();
    command.args(arguments);
    run(command, "").await
}

/// A run that goes on while the test reads and types.
pub(crate) struct Talk {
    child: Child,
    stdin: ChildStdin,
    stdout: Lines<BufReader<ChildStdout>>,
    stderr: ChildStderr,
}

impl Talk {
    pub(crate) fn begin(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let stdin = child.stdin.take().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap()).lines();
        let stderr = child.stderr.take().unwrap();
        Self {
            child,
            stdin,
            stdout,
            stderr,
        }
    }

    /// The next line of standard output.
    pub(crate) async fn line(&mut self) -> String {
        let line = soon("a line", self.stdout.next_line()).await;
        line.unwrap().expect("another line of standard output")
    }

    /// The next line of standard output as JSON.
    pub(crate) async fn json(&mut self) -> Value {
        serde_json::from_str(&self.line().await).unwrap()
    }

    pub(crate) async fn type_line(&mut self, text: &str) {
        let line = format!("{text}\n");
        self.stdin.write_all(line.as_bytes()).await.unwrap();
    }

    /// SIGKILL: the process gets no chance to put anything in order.
    pub(crate) async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// Sends a signal by its name.
    #[cfg(unix)]
    pub(crate) async fn signal(&self, name: &str) {
        let id = self.child.id().unwrap().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status().await;
        assert!(sent.unwrap().success());
    }

    /// Sends a signal once `words` were said on standard error, and waits for the end.
    #[cfg(unix)]
    pub(crate) async fn signal_when_said(mut self, words: &str, name: &str) -> Ended {
        let mut said = Vec::new();
        while !String::from_utf8_lossy(&said).contains(words) {
            let read = soon(words, self.stderr.read_buf(&mut said)).await;
            assert_ne!(read.unwrap(), 0, "it ended before it said {words}");
        }
        self.signal(name).await;
        let mut ended = self.end().await;
        ended.stderr.insert_str(0, &String::from_utf8_lossy(&said));
        ended
    }

    /// Closes standard input and waits for the end.
    pub(crate) async fn end(self) -> Ended {
        let Self {
            mut child,
            stdin,
            mut stdout,
            mut stderr,
        } = self;
        drop(stdin);
        let (mut rest, mut said) = (String::new(), String::new());
        while let Some(line) = soon("a line", stdout.next_line()).await.unwrap() {
            rest.push_str(&line);
            rest.push('\n');
        }
        let read = soon("what it said", stderr.read_to_string(&mut said)).await;
        read.unwrap();
        Ended {
            status: soon("the end", child.wait()).await.unwrap(),
            stdout: rest,
            stderr: said,
        }
    }
}
