//! `cargo xtask release-check`: every artifact in every form, made twice in different folders and compared byte for byte;
//! what came out is `docs/release-report.md`.

mod compare;
mod report;

use std::path::{Path, PathBuf};

use crate::android::{self, Abi};
use crate::artifact::transport::Transport;
use crate::bindings;
use crate::sh::{self, Outcome};
use crate::size;
use report::Report;

pub(crate) fn run() -> Outcome {
    let mut report = Report::begin()?;
    for transport in Transport::ALL {
        android(&mut report, transport)?;
    }
    let tried = android::shrink::run(&bindings::build()?, &crate::test::command_line()?);
    report.say(
        "The rules for R8",
        "The Kotlin tests of every flow sign in with what ProGuard leaves of the library by these rules alone.",
        tried,
    );
    report.say(
        "Size",
        "The library for hosts is weighed beside the minimal one, and the one with rustls beside it (`cargo xtask size`).",
        size::run(false),
    );
    report.write()?;
    report.outcome()
}

/// The AAR with everything in it.
fn android(report: &mut Report, transport: Transport) -> Outcome {
    let title = format!("Android, {} transport", transport.name());
    println!("== {title}");
    let target = sh::target_folder()?;
    let first = target.join("release-check/first").join(transport.name());
    let product = android::build(&Abi::ALL, transport, &first)?;
    let second = elsewhere(&target, transport)?;
    let mut findings = product.findings;
    findings.extend(compare::folders(&first, &second)?);
    report.add(&title, product.tools, &product.table.to_string(), findings);
    Ok(())
}

/// The same artifact, made from a copy of the tree, in a target folder of its own.
fn elsewhere(target: &Path, transport: Transport) -> Result<PathBuf, String> {
    let tree = target.join("release-check/a tree elsewhere");
    compare::copy(&sh::root(), &tree)?;
    let mut command = sh::cargo(["run", "--quiet", "--package", "xtask", "--", "android"]);
    command
        .args(["--transport", transport.name()])
        .current_dir(&tree)
        .env("CARGO_TARGET_DIR", target.join("release-check/target"));
    sh::run(&mut command)?;
    Ok(tree.join("dist/maven"))
}
