//! The public surface of crate `doorstep` as text, reviewed like code: `core/api.txt`.
//!
//! The text comes from rustdoc's JSON, which stable Rust writes only when asked in the way nightly is. That switch is
//! given to rustdoc alone: build scripts watch its variable, so setting it for the whole build would make
//! cargo compile every dependency again. Therefore cargo is told that xtask is rustdoc, and xtask passes the call on.

use std::collections::BTreeSet;
use std::process::{Command, ExitCode};

use super::{Checked, snapshot};
use crate::sh::{self, Outcome};

/// Set when cargo calls this program in rustdoc's place.
const AS_RUSTDOC: &str = "DOORSTEP_XTASK_AS_RUSTDOC";

const SNAPSHOT: &str = "core/api.txt";

pub(crate) fn runs_as_rustdoc() -> bool {
    std::env::var_os(AS_RUSTDOC).is_some()
}

pub(crate) fn rustdoc() -> ExitCode {
    let status = Command::new("rustdoc")
        .args(std::env::args_os().skip(1))
        .env("RUSTC_BOOTSTRAP", "1")
        .status();
    if status.is_ok_and(|status| status.success()) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

pub(super) fn check() -> Checked {
    snapshot::check(SNAPSHOT, &surface()?)
}

pub(super) fn bless() -> Outcome {
    snapshot::bless(SNAPSHOT, &surface()?)
}

fn surface() -> Result<String, String> {
    let this = std::env::current_exe().map_err(|error| error.to_string())?;
    let rustdoc = "rustdoc --quiet --package doorstep --lib --all-features --";
    let json = "-Z unstable-options --output-format json --cap-lints allow";
    let mut command = sh::cargo(rustdoc.split(' ').chain(json.split(' ')));
    sh::run(command.env("RUSTDOC", this).env(AS_RUSTDOC, "1"))?;
    let json = sh::target_folder()?.join("doc/doorstep.json");
    let api = public_api::Builder::from_rustdoc_json(json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .sorted(true)
        .build()
        .map_err(|error| {
            format!("rustdoc's JSON cannot be read, is this Rust the workspace's version? {error}")
        })?;
    let lines: Vec<_> = api.items().map(ToString::to_string).collect();
    let lines: Vec<_> = own(&lines).collect();
    Ok(lines.join("\n") + "\n")
}

/// The lines worth reviewing: the implementation of a trait is one line, once; its members are known from the trait.
fn own(lines: &[String]) -> impl Iterator<Item = &str> {
    let mut seen = BTreeSet::new();
    let mut members = None;
    lines.iter().map(String::as_str).filter(move |line| {
        if line.starts_with("impl") {
            members = members_of_trait(line);
            return !line.contains("StructuralPartialEq") && seen.insert(*line);
        }
        !members
            .as_ref()
            .is_some_and(|prefix| line.split(' ').any(|word| word.starts_with(prefix)))
    })
}

/// How the members of a trait's implementation begin:
/// `impl<T> core::clone::Clone for doorstep::Secret<T>` -> `doorstep::Secret::`
fn members_of_trait(line: &str) -> Option<String> {
    let (_, implementor) = line.split_once(" for doorstep::")?;
    let name = implementor.split(['<', ' ']).next()?;
    Some(format!("doorstep::{name}::"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_traits_implementation_is_one_line() {
        let lines = [
            "pub struct doorstep::Id(_)",
            "impl doorstep::Id",
            "pub fn doorstep::Id::as_str(&self) -> &str",
            "impl core::clone::Clone for doorstep::Id",
            "pub fn doorstep::Id::clone(&self) -> doorstep::Id",
            "impl core::marker::StructuralPartialEq for doorstep::Id",
            "pub fn doorstep::parse(text: &str) -> u8",
            "impl core::clone::Clone for doorstep::Id",
            "pub fn doorstep::Id::clone(&self) -> doorstep::Id",
        ];
        let lines = lines.map(str::to_owned);
        let kept: Vec<_> = own(&lines).collect();
        assert_eq!(
            kept,
            [&lines[0], &lines[1], &lines[2], &lines[3], &lines[6]]
        );
    }
}
