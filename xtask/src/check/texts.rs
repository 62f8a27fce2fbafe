//! Rules for the text of the tree: how long a file may be, and which words may not stand in it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Checked, none_of};
use crate::sh;

const LONGEST: usize = 300;
const SOURCES: &[&str] = &["rs", "js", "mjs", "kt", "swift"];
const REASONS: &str = "xtask/long-files.toml";

/// Paths that mean something on one machine only. Written in two halves, so that this file passes its own check.
const OUTSIDE: &[&str] = &[
    concat!("/wor", "k/"),
    concat!("/far", "m/"),
    concat!("/roo", "t/"),
    concat!("../sha", "red"),
];
/// Hosts of package registries: lock files name packages and checksums, the client's own settings say from where.
const HOSTS: &[&str] = &[
    concat!("crates", ".io"),
    concat!("npmjs", "."),
    concat!("pypi", ".org"),
    concat!("repo.mave", "n"),
    concat!("repo1.mave", "n"),
    concat!("debian", ".org"),
    concat!("rust-lang", ".org/dist"),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reasons {
    #[serde(default)]
    file: Vec<Reason>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reason {
    path: String,
    reason: String,
}

pub(super) fn check_lengths() -> Checked {
    let text = std::fs::read_to_string(sh::root().join(REASONS))
        .map_err(|error| format!("{REASONS}: {error}"))?;
    let reasons: Reasons = toml::from_str(&text).map_err(|error| format!("{REASONS}: {error}"))?;
    let lengths = files()?
        .into_iter()
        .filter(|(path, _)| {
            SOURCES.iter().any(|end| {
                path.rsplit_once('.')
                    .is_some_and(|(_, found)| found == *end)
            })
        })
        .map(|(path, text)| (path, text.lines().count()))
        .collect();
    none_of(
        &too_long(&lengths, &reasons),
        &format!("split the file, or say in {REASONS} why it may be longer"),
    )
}

pub(super) fn check_words() -> Checked {
    let findings: Vec<_> = files()?
        .iter()
        .flat_map(|(path, text)| banned(path, text))
        .collect();
    none_of(
        &findings,
        "name no path outside the repository and no registry host",
    )
}

/// Every text file that git tracks or would track, lock files aside.
fn files() -> Result<BTreeMap<String, String>, String> {
    let names = sh::read(&mut sh::command(
        "git",
        [
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ],
    ))?;
    let texts = names
        .split('\0')
        .filter(|name| !name.is_empty() && !name.ends_with("Cargo.lock"))
        .filter_map(|name| {
            Some((
                name.to_owned(),
                std::fs::read_to_string(sh::root().join(name)).ok()?,
            ))
        });
    Ok(texts.collect())
}

fn too_long(lengths: &BTreeMap<String, usize>, reasons: &Reasons) -> Vec<String> {
    let excused = |path: &str| {
        reasons
            .file
            .iter()
            .any(|entry| entry.path == path && !entry.reason.trim().is_empty())
    };
    let long = lengths
        .iter()
        .filter(|(path, lines)| **lines > LONGEST && !excused(path))
        .map(|(path, lines)| format!("{path}: {lines} lines, {LONGEST} are allowed"));
    let stale = reasons
        .file
        .iter()
        .filter(|entry| {
            lengths
                .get(&entry.path)
                .is_none_or(|lines| *lines <= LONGEST)
        })
        .map(|entry| format!("{}: needs no entry in {REASONS} any more", entry.path));
    long.chain(stale).collect()
}

fn banned(path: &str, text: &str) -> Vec<String> {
    let found = |line: &str| {
        OUTSIDE
            .iter()
            .chain(HOSTS)
            .copied()
            .find(|word| line.contains(word))
            .or(temporary(line))
    };
    text.lines()
        .enumerate()
        .filter_map(|(number, line)| Some(format!("{path}:{}: `{}`", number + 1, found(line)?)))
        .collect()
}

/// A named file in the machine's temporary folder.
fn temporary(line: &str) -> Option<&'static str> {
    const FOLDER: &str = concat!("/tm", "p/");
    let named = line
        .split(FOLDER)
        .skip(1)
        .any(|rest| rest.starts_with(|letter: char| letter.is_ascii_lowercase()));
    named.then_some(FOLDER)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reasons(paths: &[&str]) -> Reasons {
        let entry = |path: &&str| Reason {
            path: (*path).to_owned(),
            reason: "one table".to_owned(),
        };
        Reasons {
            file: paths.iter().map(entry).collect(),
        }
    }

    #[test]
    fn a_long_file_needs_a_reason() {
        let lengths = BTreeMap::from([("a.rs".to_owned(), 301), ("b.rs".to_owned(), 300)]);
        assert_eq!(
            too_long(&lengths, &reasons(&[])),
            ["a.rs: 301 lines, 300 are allowed"]
        );
        assert!(too_long(&lengths, &reasons(&["a.rs"])).is_empty());
    }

    #[test]
    fn a_reason_that_is_no_longer_needed_is_found() {
        let lengths = BTreeMap::from([("b.rs".to_owned(), 300)]);
        assert_eq!(too_long(&lengths, &reasons(&["b.rs", "gone.rs"])).len(), 2);
    }

    #[test]
    fn paths_and_hosts_are_found_with_their_line() {
        let text = format!("fine\nsee {}main\nfrom {}com", OUTSIDE[0], HOSTS[1]);
        let found = banned("a.md", &text);
        assert_eq!(found.len(), 2);
        assert!(found[0].starts_with("a.md:2:"), "{found:?}");
    }

    #[test]
    fn only_a_named_temporary_file_counts() {
        assert_eq!(
            temporary(concat!("in /tm", "p/build")),
            Some(concat!("/tm", "p/"))
        );
        assert_eq!(temporary(concat!("in /tm", "p/$name")), None);
    }
}
