//! `cargo xtask size`: what the library behind the bindings weighs, beside one that does nothing (bindings/minimal),
//! all built in one run as the shipped ones are (`artifact::shipped`), and stripped.

mod crates;
mod history;
mod link;
mod table;
mod weight;

use std::path::{Path, PathBuf};

use crate::artifact::shipped::FLAGS;
use crate::sh::{self, Outcome};
use history::Entry;
use weight::Weight;

/// How many times the minimal library the one for hosts with a transport may weigh.
const LIMIT: f64 = 2.5;

/// How many bytes the library with a transport of its own may weigh more than the one without.
const LIMIT_OF_TLS: u64 = 1_600_000;

/// The three libraries.
struct Weights {
    minimal: Weight,
    host: Weight,
    rustls: Weight,
}

/// Measures and prints; with `record`, adds to the history in `bindings/sizes.json`.
pub(crate) fn run(record: bool) -> Outcome {
    let weights = measure()?;
    let entry = Entry::of(&weights)?;
    println!("{}", table::print(&weights));
    for warning in history::grown(&entry)? {
        println!("warning: {warning}");
    }
    if record {
        history::record(entry)?;
    }
    none_over(&weights)
}

fn measure() -> Result<Weights, String> {
    Ok(Weights {
        minimal: weigh("doorstep-minimal", &[], "minimal")?,
        host: weigh("doorstep-ffi", &[], "host")?,
        rustls: weigh("doorstep-ffi", &["--features", "rustls"], "rustls")?,
    })
}

/// Builds one library and weighs it.
fn weigh(package: &str, features: &[&str], name: &str) -> Result<Weight, String> {
    let archive = compile(package, features, "staticlib")?.join(archive_name(package));
    let folder = sh::target_folder()?.join("size").join(name);
    let (library, stripped) = (folder.join("library"), folder.join("stripped"));
    link::link(&archive, &folder, &library)?;
    sh::run(
        sh::command("strip", ["-s", "-o"])
            .arg(&stripped)
            .arg(&library),
    )?;
    Weight::of(&bytes(&library)?, bytes(&stripped)?.len())
}

/// Builds a library that the generators can read, and gives its place. It is built as a shared library and nothing else:
/// beside an rlib cargo leaves link-time optimisation out.
pub(crate) fn build(package: &str, features: &[&str]) -> Result<PathBuf, String> {
    Ok(compile(package, features, "cdylib")?.join(file_name(package)))
}

/// Compiles a library of one kind with the flags of the shipped ones, and gives the folder that it lies in.
fn compile(package: &str, features: &[&str], kind: &str) -> Result<PathBuf, String> {
    let mut command = sh::cargo(["rustc", "--quiet", "--profile", "small", "--lib"]);
    command.args(["--crate-type", kind, "--package", package]);
    command.env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\u{1f}"));
    sh::run(command.args(features))?;
    Ok(sh::target_folder()?.join("small"))
}

fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn file_name(package: &str) -> String {
    let (prefix, suffix) = (std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    format!("{prefix}{}{suffix}", package.replace('-', "_"))
}

fn archive_name(package: &str) -> String {
    format!("lib{}.a", package.replace('-', "_"))
}

fn none_over(weights: &Weights) -> Outcome {
    let mut over = Vec::new();
    if weights.ratio() > LIMIT {
        over.push(format!(
            "the library for hosts weighs {:.2} times the minimal one, more than {LIMIT}",
            weights.ratio()
        ));
    }
    if weights.tls() > LIMIT_OF_TLS {
        over.push(format!(
            "a transport of its own weighs {} bytes, more than {LIMIT_OF_TLS}",
            weights.tls()
        ));
    }
    if over.is_empty() {
        Ok(())
    } else {
        Err(over.join("\n"))
    }
}

impl Weights {
    #[expect(clippy::cast_precision_loss, reason = "sizes of files")]
    fn ratio(&self) -> f64 {
        self.host.file as f64 / self.minimal.file as f64
    }

    const fn tls(&self) -> u64 {
        self.rustls.file.saturating_sub(self.host.file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights(minimal: u64, host: u64, rustls: u64) -> Weights {
        let of = |file| Weight {
            file,
            parts: std::collections::BTreeMap::default(),
        };
        Weights {
            minimal: of(minimal),
            host: of(host),
            rustls: of(rustls),
        }
    }

    #[test]
    fn a_library_over_its_limit_is_told() {
        assert!(none_over(&weights(100, 250, 1_600_250)).is_ok());
        let over = none_over(&weights(100, 251, 1_600_252)).unwrap_err();
        assert_eq!(over.lines().count(), 2);
        assert!(over.contains("2.51 times"), "{over}");
    }
}
