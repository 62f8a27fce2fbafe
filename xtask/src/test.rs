//! `cargo xtask test`: every test of every language whose tools are here, closed by one line of totals.

mod swift;
mod tally;

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::android::host;
use crate::bindings;
use crate::interop;
use crate::sh::{self, Outcome};
use tally::Tally;

/// What the whole run has seen so far.
struct Run {
    total: Tally,
    left_out: Vec<String>,
    broken: Vec<String>,
}

type Suite = fn(&mut Run, &Path);

/// The suites, by the name that runs one alone.
pub(crate) const SUITES: [&str; 8] = [
    "rust",
    "interop",
    "worker",
    "kotlin",
    "android",
    "android-sample",
    "swift",
    "ios-sample",
];

/// Runs all suites, or `only` one. With `all`, a suite that cannot run counts as a failure.
pub(crate) fn run(all: bool, only: Option<&str>) -> Outcome {
    let mut run = Run {
        total: Tally::default(),
        left_out: Vec::new(),
        broken: Vec::new(),
    };
    let wanted = |suite| only.is_none_or(|only| only == suite);
    let binary = command_line();
    if wanted("rust") {
        run.rust();
    }
    match binary {
        Ok(binary) => {
            let suites: [(&str, Suite); 7] = [
                ("interop", Run::interop),
                ("worker", Run::worker),
                ("kotlin", Run::kotlin),
                ("android", Run::android),
                ("android-sample", Run::android_sample),
                ("swift", Run::swift),
                ("ios-sample", Run::ios_sample),
            ];
            for (_, suite) in suites.into_iter().filter(|(name, _)| wanted(name)) {
                suite(&mut run, &binary);
            }
        }
        Err(reason) => run.broken.push(format!("command line: {reason}")),
    }
    run.close(all)
}

impl Run {
    fn rust(&mut self) {
        let mut command = sh::cargo(["test", "--workspace", "--no-fail-fast"]);
        let ignored = self.suite("rust", &mut command, tally::of_cargo_line);
        if ignored > 0 {
            self.left_out.push(format!("rust: {ignored} ignored tests"));
        }
    }

    fn interop(&mut self, binary: &Path) {
        if let Some(reason) = interop::missing() {
            self.left_out.push(format!("interop ({reason})"));
            return;
        }
        self.node("interop", &mut interop_test("node.test.mjs", binary));
        self.node(
            "interop through the gate",
            &mut interop_test("gate.test.mjs", binary),
        );
        match interop::chromium() {
            Some(name) => {
                let mut command = interop_test("chromium.test.mjs", binary);
                self.node("interop in Chromium", command.env("CHROMIUM_BIN", name));
            }
            None => self
                .left_out
                .push("interop in Chromium (chromium not found, run cargo xtask setup)".to_owned()),
        }
    }

    /// All files of the folder: the runner finds them.
    fn worker(&mut self, binary: &Path) {
        if let Some(reason) = interop::worker_missing() {
            self.left_out.push(format!("worker ({reason})"));
            return;
        }
        let mut command = node_test(&interop::worker_folder(), binary);
        self.node("worker", &mut command);
    }

    fn node(&mut self, name: &str, command: &mut Command) {
        let skipped = self.suite(name, command, tally::of_node_line);
        if skipped > 0 {
            self.left_out
                .push(format!("{name}: {skipped} skipped tests"));
        }
    }

    fn kotlin(&mut self, binary: &Path) {
        if let Some(reason) = bindings::java_missing() {
            self.left_out
                .push(format!("kotlin ({reason}, run cargo xtask setup)"));
            return;
        }
        let built = match bindings::build() {
            Ok(built) => built,
            Err(reason) => return self.broken.push(format!("kotlin: {reason}")),
        };
        self.maven("kotlin", &mut bindings::maven(&built, binary, &["test"]));
    }

    /// The Kotlin tests once more, on the library that Android gets.
    fn android(&mut self, binary: &Path) {
        let name = "kotlin on Android's library";
        if let Some(reason) = host::missing() {
            self.left_out
                .push(format!("{name} ({reason}, run cargo xtask setup)"));
            return;
        }
        match host::tests(binary) {
            Ok(mut command) => self.maven(name, &mut command),
            Err(reason) => self.broken.push(format!("{name}: {reason}")),
        }
    }

    /// The Android sample: its models against the sandbox, its screens drawn.
    fn android_sample(&mut self, binary: &Path) {
        let name = "android-sample";
        if let Some(reason) = bindings::java_missing() {
            self.left_out
                .push(format!("{name} ({reason}, run cargo xtask setup)"));
            return;
        }
        let tests = bindings::build().and_then(|built| bindings::sample::tests(&built, binary));
        match tests {
            Ok(mut command) => self.maven(name, &mut command),
            Err(reason) => self.broken.push(format!("{name}: {reason}")),
        }
    }

    fn maven(&mut self, name: &str, command: &mut Command) {
        let skipped = self.suite(name, command, tally::of_maven_line);
        if skipped > 0 {
            self.left_out
                .push(format!("{name}: {skipped} skipped tests"));
        }
    }

    /// Runs one suite and adds its lines up; gives back how many tests the suite itself left out. A suite that
    /// fails without naming a failed test (a build error, a crash), or that ran nothing, is broken.
    fn suite(&mut self, name: &str, command: &mut Command, read: fn(&str) -> Option<Tally>) -> u32 {
        let mut seen = Tally::default();
        match sh::stream(command, |line| seen.add(read(line).unwrap_or_default())) {
            Ok(true) if seen.passed == 0 => self.broken.push(format!("{name}: no test ran")),
            Ok(false) if seen.failed == 0 => self
                .broken
                .push(format!("{name}: did not build or did not finish")),
            Ok(_) => {}
            Err(reason) => self.broken.push(reason),
        }
        self.total.add(seen);
        seen.left_out
    }

    /// The last line is the totals; what is not a test but failed all the same counts as one failure each.
    fn close(self, all: bool) -> Outcome {
        println!();
        for reason in &self.left_out {
            println!("left out: {reason}");
        }
        for reason in &self.broken {
            println!("failed: {reason}");
        }
        let mut failures = self.broken.len();
        if all {
            failures += self.left_out.len();
        }
        let failed = self.total.failed + u32::try_from(failures).unwrap_or(u32::MAX);
        println!("{} passed, {failed} failed", self.total.passed);
        if failed == 0 {
            Ok(())
        } else {
            Err(String::new())
        }
    }
}

/// One file of the released client's tests, against the built `doorstep` command.
fn interop_test(file: &str, binary: &Path) -> Command {
    let mut command = node_test(&interop::folder(), binary);
    command.arg(file);
    command
}

/// The tests of a folder, against the built `doorstep` command.
fn node_test(folder: &Path, binary: &Path) -> Command {
    let mut command = sh::command("node", ["--test", "--test-reporter=spec"]);
    command.current_dir(folder).env("DOORSTEP_BIN", binary);
    command
}

/// Builds the `doorstep` command and tells where it stands, whatever the target folder is.
pub(crate) fn command_line() -> Result<PathBuf, String> {
    let mut command = sh::cargo(["build", "--package", "doorstep-cli", "--bin", "doorstep"]);
    command
        .arg("--message-format=json-render-diagnostics")
        .stderr(std::process::Stdio::inherit());
    let messages = sh::read(&mut command)?;
    messages
        .lines()
        .find_map(sh::executable)
        .ok_or_else(|| "no executable came out of the build".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suite_that_ran_nothing_is_broken() {
        let mut run = Run {
            total: Tally::default(),
            left_out: Vec::new(),
            broken: Vec::new(),
        };
        run.suite(
            "rust",
            &mut sh::command("true", [""; 0]),
            tally::of_cargo_line,
        );
        assert_eq!(run.broken, ["rust: no test ran"]);
        assert!(run.close(false).is_err());
    }

    #[test]
    fn a_suite_that_dies_without_a_failed_test_is_broken() {
        let mut run = Run {
            total: Tally::default(),
            left_out: Vec::new(),
            broken: Vec::new(),
        };
        run.suite(
            "rust",
            &mut sh::command("false", [""; 0]),
            tally::of_cargo_line,
        );
        assert_eq!(run.broken, ["rust: did not build or did not finish"]);
    }

    #[test]
    fn what_was_left_out_fails_only_a_run_of_everything() {
        let run = || Run {
            total: Tally {
                passed: 1,
                ..Tally::default()
            },
            left_out: vec!["interop (node not found)".to_owned()],
            broken: Vec::new(),
        };
        assert!(run().close(false).is_ok());
        assert!(run().close(true).is_err());
    }
}
