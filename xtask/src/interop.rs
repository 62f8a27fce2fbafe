//! The Node side of the tests: which Node is needed, whether what the lock file names is installed, and which Chromium
//! there is.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::sh;

/// The oldest Node whose own test runner the tests can use.
const OLDEST_NODE: u32 = 18;
/// The oldest Node that has what the Worker's modules use.
const OLDEST_NODE_BESIDE_A_WORKER: u32 = 20;

/// The names under which Chromium is installed.
const CHROMIUMS: [&str; 2] = ["chromium", "chromium-browser"];

/// The folder that holds the released client's tests, its `package.json` and its lock file.
pub(crate) fn folder() -> PathBuf {
    sh::root().join("tests/interop")
}

/// The same for the tests of the gate's Worker.
pub(crate) fn worker_folder() -> PathBuf {
    sh::root().join("tests/worker")
}

/// Why the released client's tests cannot run, or nothing when they can.
pub(crate) fn missing() -> Option<String> {
    node_missing().or_else(|| unfetched(&folder()))
}

/// Why the tests of the gate's Worker cannot run, or nothing when they can.
pub(crate) fn worker_missing() -> Option<String> {
    older_than(OLDEST_NODE_BESIDE_A_WORKER).or_else(|| unfetched(&worker_folder()))
}

fn unfetched(folder: &Path) -> Option<String> {
    let reason = package_missing(folder)?;
    Some(format!("{reason}, run cargo xtask setup"))
}

/// Why Node cannot be used, or nothing when it can.
pub(crate) fn node_missing() -> Option<String> {
    older_than(OLDEST_NODE)
}

fn older_than(oldest: u32) -> Option<String> {
    let Some(version) = sh::version(&mut sh::command("node", ["--version"])) else {
        return Some("node not found".to_owned());
    };
    match major(&version) {
        Some(number) if number >= oldest => None,
        _ => Some(format!(
            "node {version} is too old, {oldest} or newer is needed"
        )),
    }
}

/// The first package of the lock file that is not installed in the version it names.
pub(crate) fn package_missing(folder: &Path) -> Option<String> {
    let Some(lock) = read(&folder.join("package-lock.json")) else {
        return Some("package-lock.json cannot be read".to_owned());
    };
    let packages = lock.get("packages").and_then(Value::as_object)?;
    packages
        .iter()
        .filter(|(path, wanted)| !path.is_empty() && is_for_here(wanted))
        .find(|(path, wanted)| {
            let installed = read(&folder.join(path).join("package.json"));
            installed
                .as_ref()
                .and_then(|package| package.get("version"))
                != wanted.get("version")
        })
        .map(|(path, _)| format!("{} not fetched", path.trim_start_matches("node_modules/")))
}

/// The Chromium that runs the tests in a page, or nothing where there is none.
pub(crate) fn chromium() -> Option<&'static str> {
    CHROMIUMS
        .into_iter()
        .find(|name| sh::version(&mut sh::command(name, ["--version"])).is_some())
}

/// Whether npm installs a package of the lock file on this machine. Programs come in one package for each platform.
fn is_for_here(wanted: &Value) -> bool {
    let os = match std::env::consts::OS {
        "macos" => "darwin",
        os => os,
    };
    let cpu = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        arch => arch,
    };
    let names = |member: &str, name: &str| {
        let listed = wanted.get(member).and_then(Value::as_array);
        listed.is_none_or(|listed| listed.iter().any(|listed| listed == name))
    };
    names("os", os) && names("cpu", cpu)
}

fn read(path: &Path) -> Option<Value> {
    serde_json::from_str(&std::fs::read_to_string(path).ok()?).ok()
}

fn major(version: &str) -> Option<u32> {
    version
        .trim()
        .strip_prefix('v')?
        .split('.')
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_the_number_after_the_v() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("20.20.2"), None);
        assert_eq!(major("vnext"), None);
    }

    #[test]
    fn a_package_for_another_platform_is_not_wanted() {
        let package = |text| is_for_here(&serde_json::from_str(text).unwrap());
        assert!(package(r#"{"version":"1.0.0"}"#));
        assert!(!package(r#"{"os":["haiku"]}"#));
        assert!(!package(r#"{"cpu":["m68k"]}"#));
        assert!(package(
            r#"{"os":["linux","darwin","win32"],"cpu":["x64","arm64"]}"#
        ));
    }

    #[test]
    fn a_folder_without_a_lock_file_says_so() {
        let reason = package_missing(&sh::root().join("xtask")).unwrap();
        assert!(reason.contains("package-lock.json"), "{reason}");
    }
}
