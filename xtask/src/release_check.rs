//! `cargo xtask release-check`: every artifact in every form, made twice in different folders and compared byte for byte;
//! what came out is `docs/release-report.md`.

mod compare;
mod report;

use std::path::{Path, PathBuf};

use crate::android::{self, Abi};
use crate::artifact::transport::Transport;
use crate::bindings;
use crate::ios;
use crate::sh::{self, Outcome};
use crate::size;
use report::Report;

pub(crate) fn run() -> Outcome {
    let mut report = Report::begin()?;
    for transport in Transport::ALL {
        twice(&mut report, "android", "dist/maven", transport, android)?;
        twice(&mut report, "ios", "dist", transport, ios)?;
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

/// One form of an artifact, as the report shows it.
struct Made {
    tools: &'static str,
    table: String,
    findings: Vec<String>,
}

/// Makes what `cargo xtask COMMAND` makes in `dist` with `transport`, and makes it elsewhere again, at the same time: optimising a
/// whole program takes one core.
fn twice(
    report: &mut Report,
    command: &str,
    dist: &str,
    transport: Transport,
    make: fn(Transport, &Path) -> Result<Made, String>,
) -> Outcome {
    let title = format!("{command}, {} transport", transport.name());
    println!("== {title}");
    let target = sh::target_folder()?;
    let first = target.join("release-check/first").join(&title);
    if first.exists() {
        std::fs::remove_dir_all(&first).map_err(sh::named(&first))?;
    }
    let (product, second) = std::thread::scope(|scope| {
        let second = scope.spawn(|| elsewhere(&target, command, transport));
        (make(transport, &first), second.join())
    });
    let product = product?;
    let second = second.map_err(|_| "the second build panicked")??.join(dist);
    let mut findings = product.findings;
    findings.extend(compare::folders(&first, &second)?);
    // A check of an hour may be stopped: what is known by then has been said.
    println!("{title}: {} findings", findings.len());
    for finding in &findings {
        println!("{title}: {finding}");
    }
    report.add(&title, product.tools, &product.table, findings);
    Ok(())
}

/// The AAR with everything in it.
fn android(transport: Transport, folder: &Path) -> Result<Made, String> {
    let product = android::build(&Abi::ALL, transport, folder)?;
    Ok(Made {
        tools: product.tools,
        table: product.table.to_string(),
        findings: product.findings,
    })
}

/// The XCFramework with every slice.
fn ios(transport: Transport, folder: &Path) -> Result<Made, String> {
    let all = ios::Options {
        transport,
        slices: Vec::new(),
    };
    let built = ios::build(&all, folder)?;
    Ok(Made {
        tools: built.tools,
        table: format!("```text\n{}\n```", built.table.trim_end()),
        findings: Vec::new(),
    })
}

/// A copy of the tree in which `cargo xtask COMMAND` made the same, in a target folder of its own.
fn elsewhere(target: &Path, command: &str, transport: Transport) -> Result<PathBuf, String> {
    let tree = target.join("release-check/a tree elsewhere");
    compare::copy(&sh::root(), &tree)?;
    let mut cargo = sh::cargo(["run", "--quiet", "--package", "xtask", "--", command]);
    cargo
        .args(["--transport", transport.name()])
        .current_dir(&tree)
        .env("CARGO_TARGET_DIR", target.join("release-check/target"));
    sh::run(&mut cargo)?;
    Ok(tree)
}
