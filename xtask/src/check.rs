//! `cargo xtask check`: everything that can be wrong without running a test. All checks run, quick ones first;
//! the closing list says how each went.

pub(crate) mod api;
pub(crate) mod coverage;
mod crates;
mod deny;
mod imports;
mod kotlin;
mod layer_table;
mod layers;
mod migration;
mod snapshot;
mod swift;
mod table;
mod texts;
mod threats;

use crate::bench;
use crate::sh::{self, Outcome};

/// How a check that did not fail went.
pub(crate) enum Passed {
    Whole,
    /// Passed, but a part could not be checked here, for this reason.
    Without(String),
}

type Checked = Result<Passed, String>;

type Check = fn() -> Checked;

pub(crate) fn run(bless: bool) -> Outcome {
    if bless {
        return api::bless()
            .and_then(|()| kotlin::bless())
            .and_then(|()| swift::bless());
    }
    let checks: [(&str, Check); 20] = [
        ("layers", layers::check),
        ("crates", crates::check),
        ("file lengths", texts::check_lengths),
        ("banned words", texts::check_words),
        ("the page on migrating", migration::check),
        ("the page on what tests show", coverage::check),
        ("the threat model", threats::check),
        ("format", || cargo("fmt --all -- --check -l")),
        ("lints", || {
            cargo("clippy --workspace --all-targets -- --deny warnings")
        }),
        ("lints of the bare core", || {
            cargo("clippy --package doorstep --no-default-features -- --deny warnings")
        }),
        ("lints of the boundary with rustls", || {
            cargo(
                "clippy --package doorstep-ffi --features rustls --all-targets -- --deny warnings",
            )
        }),
        ("documentation", documentation),
        ("public surface", api::check),
        ("public surface of the Kotlin side", kotlin::check),
        ("public surface of the Swift side", swift::check),
        ("format of the Swift side", swift::check_format),
        ("dependencies", deny::check),
        ("advisories", deny::check_advisories),
        ("requests, bytes and instructions", bench::check),
        ("what the benchmark times, once", bench::check_timed),
    ];
    let mut failed = 0;
    let mut closing = Vec::new();
    for (name, check) in checks {
        println!("== {name}");
        closing.push(match check() {
            Ok(Passed::Whole) => format!("ok      {name}"),
            Ok(Passed::Without(reason)) => format!("partly  {name}: left out, {reason}"),
            Err(reason) => {
                failed += 1;
                println!("{reason}");
                format!("FAILED  {name}")
            }
        });
    }
    println!();
    for line in closing {
        println!("{line}");
    }
    if failed == 0 {
        Ok(())
    } else {
        Err(String::new())
    }
}

fn cargo(arguments: &str) -> Checked {
    sh::run(&mut sh::cargo(arguments.split(' '))).map(|()| Passed::Whole)
}

/// Libraries only: the command's pages would overwrite those of the crate that has its name.
fn documentation() -> Checked {
    let mut command = sh::cargo(["doc", "--workspace", "--no-deps", "--lib"]);
    sh::run(command.env("RUSTDOCFLAGS", "-D warnings")).map(|()| Passed::Whole)
}

/// One reason from many findings, or success when there are none.
fn none_of(findings: &[String], advice: &str) -> Checked {
    if findings.is_empty() {
        return Ok(Passed::Whole);
    }
    Err(format!("{}\n{advice}", findings.join("\n")))
}
