//! The `doorstep sandbox` command as a process of its own.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A sandbox that is ready. It ends when this is dropped.
pub(crate) struct Sandbox {
    process: Child,
    /// From the start of the process to the line that says where it listens.
    pub(crate) ready_after: Duration,
    pub(crate) tenant: String,
}

impl Sandbox {
    pub(crate) fn start(binary: &str) -> Self {
        let mut command = Command::new(binary);
        command
            .args(["sandbox", "--port", "0", "--json"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        let begun = Instant::now();
        let mut process = command.spawn().expect("the command");
        let mut line = String::new();
        let output = process.stdout.take().expect("its output");
        BufReader::new(output).read_line(&mut line).expect("a line");
        let ready_after = begun.elapsed();
        let said: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        let tenant = said["tenant"].as_str().expect("an address").to_owned();
        Self {
            process,
            ready_after,
            tenant,
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // Whether it had ended by itself is of no matter.
        let _ = self.process.kill().and_then(|()| self.process.wait());
    }
}
