//! `cargo xtask setup`: installs what checks and tests need from package registries. Running it again costs
//! nothing; what it cannot install it names, and `cargo xtask test --all` fails on it later.

use std::path::Path;

use crate::android;
use crate::bindings;
use crate::interop;
use crate::ios;
use crate::sh::{self, Outcome};
use crate::toolchain::swift::Swift;

/// The release of cargo-deny that `deny.toml` is written for.
const CARGO_DENY: &str = "0.20.2";

pub(crate) fn run() -> Outcome {
    rust_component("rustfmt", "fmt")?;
    rust_component("clippy", "clippy")?;
    cargo_deny()?;
    node();
    chromium();
    valgrind();
    java();
    swift();
    ios::setup::run();
    packages()?;
    android::setup::run();
    kotlin()
}

fn rust_component(component: &str, subcommand: &str) -> Outcome {
    if let Some(version) = sh::version(&mut sh::cargo([subcommand, "--version"])) {
        println!("{component}: {version}");
        return Ok(());
    }
    println!("{component}: missing, adding it with rustup");
    sh::run(&mut sh::command("rustup", ["component", "add", component]))
}

fn cargo_deny() -> Outcome {
    let wanted = format!("cargo-deny {CARGO_DENY}");
    let found = sh::version(&mut sh::cargo(["deny", "--version"]));
    if found.as_deref() == Some(&wanted) {
        println!("cargo-deny: {wanted}");
        return Ok(());
    }
    let found = found.as_deref().unwrap_or("none");
    println!("cargo-deny: found {found}, installing {wanted}");
    sh::run(&mut sh::cargo([
        "install",
        "cargo-deny",
        "--locked",
        "--version",
        CARGO_DENY,
    ]))
}

/// Node is wanted for the interop tests and the Worker's only, so a machine without it can still do everything else.
fn node() {
    match interop::node_missing() {
        None => println!("node: found"),
        Some(reason) => debian("node", &reason, &["nodejs", "npm"], "install it with npm"),
    }
}

/// Chromium is wanted for those interop tests alone that run in a page.
fn chromium() {
    match interop::chromium() {
        Some(name) => println!("chromium: found {name}"),
        None => debian("chromium", "not found", &["chromium"], "install it"),
    }
}

/// Installs what is missing from Debian's packages where that is possible, and says so where it is not.
fn debian(what: &str, reason: &str, packages: &[&str], advice: &str) {
    let is_root = sh::version(&mut sh::command("id", ["-u"])).is_some_and(|id| id == "0");
    if !is_root {
        println!("{what}: {reason}; {advice}, then run this again");
        return;
    }
    println!("{what}: {reason}, installing it with apt-get");
    let mut install = sh::command("apt-get", ["install", "--yes", "--no-install-recommends"]);
    let installed = sh::run(&mut sh::command("apt-get", ["update"]))
        .and_then(|()| sh::run(install.args(packages)));
    if let Err(reason) = installed {
        println!("{what}: {reason}; {advice}, then run this again");
    }
}

/// Valgrind counts instructions for one check, which is left out without it.
fn valgrind() {
    match sh::version(&mut sh::command("valgrind", ["--version"])) {
        Some(version) => println!("valgrind: {version}"),
        None => debian("valgrind", "not found", &["valgrind"], "install it"),
    }
}

/// A Java development kit and Maven are wanted for the Kotlin side only.
fn java() {
    match bindings::java_missing() {
        None => println!("java: found, with maven"),
        Some(reason) => debian(
            "java",
            &reason,
            &["default-jdk-headless", "maven"],
            "install a JDK of version 17 or later and Maven",
        ),
    }
}

/// Swift is wanted for the Swift side only.
fn swift() {
    match Swift::fetched().and_then(|swift| swift.version()) {
        Ok(version) => println!("swift: {version}"),
        Err(reason) => println!("swift: left out ({reason})"),
    }
}

/// Fetches what the Kotlin side is built with, its compiler included, by building it.
fn kotlin() -> Outcome {
    if bindings::java_missing().is_some() {
        println!("kotlin: left out (no usable java)");
        return Ok(());
    }
    let built = bindings::build()?;
    println!("kotlin: building it, which fetches what is missing");
    let no_command = Path::new("doorstep");
    let arguments = ["--quiet", "-DskipTests", "test"];
    sh::run(&mut bindings::maven(&built, no_command, &arguments))?;
    let mut sample = bindings::sample::tests(&built, no_command)?;
    sh::run(sample.args(["--quiet", "-DskipTests"]))
}

fn packages() -> Outcome {
    if interop::node_missing().is_some() {
        println!("interop and worker: left out (no usable node)");
        return Ok(());
    }
    packages_of("interop", &interop::folder())?;
    packages_of("worker", &interop::worker_folder())
}

fn packages_of(name: &str, folder: &Path) -> Outcome {
    let Some(reason) = interop::package_missing(folder) else {
        println!("{name}: packages found");
        return Ok(());
    };
    println!("{name}: {reason}, running npm ci");
    sh::run(sh::command("npm", ["ci", "--no-audit", "--no-fund"]).current_dir(folder))
}
