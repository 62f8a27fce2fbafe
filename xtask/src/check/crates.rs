//! Which crates of the workspace may not know each other.

use serde_json::Value;

use super::{Checked, none_of};
use crate::sh;

/// Crates that read the protocol independently, so that tests compare them: neither may depend on the other, for
/// its tests neither.
const STRANGERS: &[(&str, &str)] = &[
    ("doorstep", "doorstep-sandbox"),
    ("doorstep-sandbox", "doorstep"),
    ("doorstep-gate", "doorstep"),
    ("doorstep-gate", "doorstep-sandbox"),
    ("doorstep", "doorstep-gate"),
];

/// Crates that only the named ones may know: the core's words stay free of the boundary's tools.
const KNOWN_TO: &[(&str, &[&str])] = &[
    (
        "uniffi",
        &["doorstep-ffi", "doorstep-minimal", "doorstep-bindgen"],
    ),
    ("doorstep-ffi", &[]),
];

pub(super) fn check() -> Checked {
    let metadata = sh::metadata()?;
    let mut findings = dependencies(&metadata, STRANGERS);
    findings.extend(intruders(&metadata, KNOWN_TO));
    none_of(
        &findings,
        "put what both need into neither, and compare them in tests/",
    )
}

fn dependencies(metadata: &Value, rules: &[(&str, &str)]) -> Vec<String> {
    let mut found = Vec::new();
    for package in list(metadata, "packages") {
        for (from, to) in rules {
            let depends = || list(package, "dependencies").any(|dependency| is(dependency, to));
            if is(package, from) && depends() {
                found.push(format!("crate {from} may not depend on {to}"));
            }
        }
    }
    found
}

fn intruders(metadata: &Value, rules: &[(&str, &[&str])]) -> Vec<String> {
    let mut found = Vec::new();
    for package in list(metadata, "packages") {
        for (guarded, friends) in rules {
            let depends = list(package, "dependencies").any(|dependency| is(dependency, guarded));
            if depends && !friends.iter().any(|friend| is(package, friend)) {
                let name = package.get("name").and_then(Value::as_str);
                let name = name.unwrap_or("?");
                found.push(format!("crate {name} may not depend on {guarded}"));
            }
        }
    }
    found
}

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value
        .get(name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn is(value: &Value, name: &str) -> bool {
    value.get("name").is_some_and(|found| found == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_knows_a_guarded_crate_must_be_its_friend() {
        let metadata = serde_json::json!({"packages": [
            {"name": "core", "dependencies": [{"name": "tool"}]},
            {"name": "edge", "dependencies": [{"name": "tool"}]},
        ]});
        assert_eq!(
            intruders(&metadata, &[("tool", &["edge"])]),
            ["crate core may not depend on tool"]
        );
    }

    #[test]
    fn a_dependency_between_strangers_is_found() {
        let metadata = serde_json::json!({"packages": [
            {"name": "a", "dependencies": [{"name": "b", "kind": "dev"}]},
            {"name": "b", "dependencies": []},
        ]});
        assert_eq!(
            dependencies(&metadata, &[("a", "b"), ("b", "a")]),
            ["crate a may not depend on b"]
        );
    }
}
