//! The notices that an artifact carries: every crate that is linked into it, with its version and licence, and the
//! texts of these licences, each once.

mod page;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::sh;
use crate::toolchain::std_source::StdSource;
use page::Notice;

/// The artifact's file of notices.
pub(crate) const FILE: &str = "ThirdPartyNotices.txt";

/// What is asked of each package: name and version (and where it lies, if not from a registry), licence, repository.
const FORMAT: &str = "{p}|{l}|{r}";

/// For packages that bring no file of their own.
const MOZILLA: &str = include_str!("licences/mozilla.txt");
const STANDARD_LIBRARY: &str = include_str!("licences/standard-library.txt");

/// One of the packages that `cargo tree` lists.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Package {
    name: String,
    version: String,
    licence: String,
    repository: String,
    /// Not from a registry, but from this workspace or the library's.
    is_local: bool,
}

/// The notices of `doorstep-ffi` with these features, on all of these targets together.
pub(crate) fn notices(
    features: &[&str],
    targets: &[&str],
    std: &StdSource,
) -> Result<String, String> {
    let mut own = BTreeSet::new();
    let mut library = BTreeSet::new();
    let mut places = Places::new();
    for target in targets {
        let mut tree = sh::cargo(["tree", "--package", "doorstep-ffi"]);
        tree.arg("--features").arg(features.join(","));
        own.extend(packages(&mut tree, target)?);
        places.extend(self::places(&mut metadata(target))?);
        let mut tree = sh::cargo(["tree", "--package", "std"]);
        tree.args(["--features", "backtrace,panic-unwind"]);
        std.open(&mut tree);
        library.extend(packages(tree.current_dir(std.library()), target)?);
        let mut metadata = metadata(target);
        std.open(&mut metadata);
        places.extend(self::places(metadata.current_dir(std.library()))?);
    }
    let mut notices = Vec::new();
    for package in own.into_iter().filter(|package| !package.is_local) {
        notices.push(notice(package, &places)?);
    }
    for package in library {
        notices.push(if package.is_local {
            of_the_library(package, std.release())?
        } else {
            notice(package, &places)?
        });
    }
    Ok(page::write(&notices))
}

fn packages(tree: &mut Command, target: &str) -> Result<Vec<Package>, String> {
    tree.args(["--locked", "--edges", "normal,no-proc-macro"]);
    tree.args(["--prefix", "none", "--format", FORMAT, "--target", target]);
    let listed = sh::read(tree)?;
    let read = |line| package(line).ok_or_else(|| format!("`cargo tree` wrote: {line}"));
    listed
        .lines()
        .filter(|line| !line.is_empty())
        .map(read)
        .collect()
}

/// `name v1.2.3 (/where/it/lies)|licence|repository (*)`
fn package(line: &str) -> Option<Package> {
    let line = line.strip_suffix(" (*)").unwrap_or(line);
    let (package, rest) = line.split_once('|')?;
    let (licence, repository) = rest.split_once('|')?;
    let mut words = package.splitn(3, ' ');
    Some(Package {
        name: words.next()?.to_owned(),
        version: words.next()?.strip_prefix('v')?.to_owned(),
        is_local: words.next().is_some_and(|place| place.starts_with("(/")),
        licence: licence.to_owned(),
        repository: repository.to_owned(),
    })
}

/// Where the packages lie, by name and version.
type Places = BTreeMap<(String, String), PathBuf>;

fn metadata(target: &str) -> Command {
    let mut command = sh::cargo(["metadata", "--format-version=1", "--locked"]);
    command.args(["--all-features", "--filter-platform", target]);
    command
}

fn places(metadata: &mut Command) -> Result<Places, String> {
    let text = sh::read(metadata)?;
    let metadata: Value =
        serde_json::from_str(&text).map_err(|error| format!("`cargo metadata`: {error}"))?;
    let text = |package: &Value, name: &str| Some(package.get(name)?.as_str()?.to_owned());
    let place = |package: &Value| {
        let manifest = PathBuf::from(text(package, "manifest_path")?);
        let named = (text(package, "name")?, text(package, "version")?);
        Some((named, manifest.parent()?.to_path_buf()))
    };
    let packages = metadata.get("packages").and_then(Value::as_array);
    Ok(packages.into_iter().flatten().filter_map(place).collect())
}

fn notice(package: Package, places: &Places) -> Result<Notice, String> {
    let named = (package.name.clone(), package.version.clone());
    let place = places
        .get(&named)
        .ok_or_else(|| format!("cargo does not say where {} lies", package.name))?;
    let mut texts = texts_in(place)?;
    if texts.is_empty() {
        texts.push(without_a_file(&package)?);
    }
    Ok(Notice {
        title: format!("{} {}", package.name, package.version),
        licence: package.licence,
        repository: package.repository,
        texts,
    })
}

/// The library's own crates have no version and, in some packagings, no licence files.
fn of_the_library(package: Package, release: &str) -> Result<Notice, String> {
    Ok(Notice {
        title: format!("{} of Rust {release}", package.name),
        licence: package.licence,
        repository: package.repository,
        texts: vec![apache()?, STANDARD_LIBRARY.to_owned()],
    })
}

/// The texts in a package's folder, in the order of their names.
fn texts_in(folder: &Path) -> Result<Vec<String>, String> {
    let broken = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(broken)? {
        let path = entry.map_err(broken)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_file() && is_a_text(&name) {
            files.push(path);
        }
    }
    files.sort();
    let read = |path: &PathBuf| std::fs::read(path).map_err(broken);
    files
        .iter()
        .map(|path| Ok(String::from_utf8_lossy(&read(path)?).into_owned()))
        .collect()
}

fn is_a_text(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["licen", "copying", "notice", "unlicense"]
        .iter()
        .any(|start| name.starts_with(start))
}

/// Texts that are the same for whoever uses them; any other licence needs the package's own file.
fn without_a_file(package: &Package) -> Result<String, String> {
    let alternatives: Vec<&str> = package.licence.split(" OR ").map(str::trim).collect();
    if alternatives == ["MPL-2.0"] {
        return Ok(MOZILLA.to_owned());
    }
    if alternatives.contains(&"Apache-2.0") {
        return apache();
    }
    let Package { name, licence, .. } = package;
    Err(format!(
        "{name} is under {licence}, and brings no text of it"
    ))
}

fn apache() -> Result<String, String> {
    let path = sh::root().join("LICENSE-APACHE");
    std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_tree_is_read() {
        let read = package("aead v0.6.1|MIT OR Apache-2.0|https://example.org/a (*)").unwrap();
        assert_eq!(
            (read.name.as_str(), read.version.as_str()),
            ("aead", "0.6.1")
        );
        assert_eq!(read.licence, "MIT OR Apache-2.0");
        assert_eq!(read.repository, "https://example.org/a");
        assert!(!read.is_local);
        assert!(package("core v0.1.0 (/a/core)|MIT|").unwrap().is_local);
        assert_eq!(package("warning: nothing"), None);
    }

    #[test]
    fn files_of_a_licence_are_known_by_their_names() {
        for name in ["LICENSE", "LICENSE-MIT", "License.md", "COPYING", "NOTICE"] {
            assert!(is_a_text(name), "{name}");
        }
        assert!(!is_a_text("lib.rs") && !is_a_text("README.md"));
    }

    #[test]
    fn a_package_without_a_text_is_refused_unless_the_text_is_anyones() {
        let of = |licence: &str| {
            let line = format!("a v1.0.0|{licence}|");
            without_a_file(&package(&line).unwrap())
        };
        assert!(of("MPL-2.0").unwrap().contains("Mozilla"));
        assert!(of("MIT OR Apache-2.0").unwrap().contains("Apache License"));
        assert!(of("ISC").unwrap_err().contains("a is under ISC"));
        assert!(of("MIT AND Apache-2.0").is_err());
    }
}
