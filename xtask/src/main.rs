//! The project's commands: `cargo xtask setup | check | test | bindings | android | ios | release-check | flows |
//! coverage | bench | size`.
//!
//! Each sub-command is one thing that a contributor or CI runs; CI runs nothing that is not here.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool: printing is what it does"
)]

mod android;
mod artifact;
mod bench;
mod bindings;
mod check;
mod interop;
mod ios;
mod release_check;
mod setup;
mod sh;
mod size;
mod test;
mod toolchain;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Builds, checks and tests the workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what the checks and tests need; quick when nothing is missing
    Setup,
    /// Run every check that is not a test
    Check {
        /// Rewrite the recorded public surface instead of comparing it
        #[arg(long)]
        bless: bool,
    },
    /// Run the tests of every language whose tools are here
    Test {
        /// Leave nothing out: a missing tool is a failure (also with CI=true)
        #[arg(long)]
        all: bool,
        /// One suite alone
        #[arg(long, value_parser = test::SUITES)]
        only: Option<String>,
    },
    /// Build the library behind the bindings and generate its Kotlin and its Swift
    Bindings,
    /// Build the AAR into dist/maven, and check it
    Android(android::Options),
    /// Build and check the XCFramework for Apple's platforms, into dist/
    Ios(ios::Options),
    /// Build every artifact in every form, twice, check all of it, and write docs/release-report.md
    ReleaseCheck,
    /// Rewrite docs/flows.md from the code
    Flows,
    /// Rewrite docs/coverage.md from tests/coverage.toml
    Coverage,
    /// Weigh the library behind the bindings beside a minimal one, by crate
    Size {
        /// Add what was weighed to bindings/sizes.json
        #[arg(long)]
        record: bool,
    },
    /// Measure, and print the table of docs/performance.md
    Bench {
        /// `sign-in`: the rows of one sign-in alone, beside bare clients; `ffi`: those of calls from Kotlin; `gate`: what a
        /// gate adds to a call
        #[arg(value_parser = [bench::SIGN_IN, bench::FFI, bench::GATE])]
        group: Option<String>,
        /// One row alone, by its name
        #[arg(long, conflicts_with = "group")]
        row: Option<String>,
    },
}

fn main() -> ExitCode {
    if check::api::runs_as_rustdoc() {
        return check::api::rustdoc();
    }
    let outcome = match Arguments::parse().task {
        Task::Setup => setup::run(),
        Task::Check { bless } => check::run(bless),
        Task::Test { all, only } => {
            let all = all || std::env::var("CI").is_ok_and(|ci| ci == "true");
            test::run(all, only.as_deref())
        }
        Task::Bindings => bindings::run(),
        Task::Android(options) => android::run(&options),
        Task::Ios(options) => ios::run(&options),
        Task::ReleaseCheck => release_check::run(),
        Task::Flows => flows(),
        Task::Coverage => check::coverage::write(),
        Task::Size { record } => size::run(record),
        Task::Bench { group, row } => bench::run(group.as_deref(), row.as_deref()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            if !reason.is_empty() {
                eprintln!("xtask: {reason}");
            }
            ExitCode::FAILURE
        }
    }
}

/// The tables are printed by the test that compares them, so that page and code cannot part.
fn flows() -> sh::Outcome {
    sh::run(sh::cargo(["test", "--package", "doorstep", "flows_page"]).env("DOORSTEP_BLESS", "1"))
}
