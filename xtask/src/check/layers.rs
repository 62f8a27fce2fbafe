//! Compares the imports of `core` and `gate` with the layer tables.

use std::collections::BTreeSet;
use std::path::Path;

use super::imports::{self, Import};
use super::layer_table::{BASE, CORE, GATE, Rows};
use super::{Checked, none_of};
use crate::sh;

/// A crate's table.
struct Layers {
    name: &'static str,
    rows: Rows,
    base: &'static [&'static str],
}

const LAYERED: [Layers; 2] = [
    Layers {
        name: "core",
        rows: CORE,
        base: BASE,
    },
    Layers {
        name: "gate",
        rows: GATE,
        base: &[],
    },
];

pub(super) fn check() -> Checked {
    let mut findings = Vec::new();
    for layers in LAYERED {
        findings.extend(findings_in(&layers)?);
    }
    none_of(
        &findings,
        "the rules stand in xtask/src/check/layer_table.rs",
    )
}

fn findings_in(layers: &Layers) -> Result<Vec<String>, String> {
    let mut findings = Vec::new();
    let crate_name = layers.name;
    let source = sh::root().join(crate_name).join("src");
    let mut modules = Vec::new();
    collect(&source, &source, &mut modules)
        .map_err(|error| format!("{crate_name}/src: {error}"))?;
    let known: BTreeSet<_> = modules.iter().map(|(name, _)| name.clone()).collect();
    let tests: BTreeSet<_> = modules
        .iter()
        .flat_map(|(name, text)| test_modules(name, text))
        .collect();
    let is_test = |name: &[String]| (1..=name.len()).any(|end| tests.contains(&name[..end]));
    for (name, text) in modules.iter().filter(|(name, _)| !is_test(name)) {
        let imports = imports::of_source(text, name)
            .map_err(|error| format!("{crate_name}: module {}: {error}", name.join("::")))?;
        findings.extend(violations(layers, name, &imports, &known));
    }
    Ok(findings)
}

/// Module paths (`["flow", "sign_in"]`) with their source text.
type Modules = Vec<(Vec<String>, String)>;

fn collect(folder: &Path, source: &Path, modules: &mut Modules) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, source, modules)?;
        } else if path.extension().is_some_and(|end| end == "rs") {
            let name = module_of(path.strip_prefix(source).unwrap_or(&path));
            modules.push((name, std::fs::read_to_string(path)?));
        }
    }
    modules.sort();
    Ok(())
}

/// The modules in files of their own that a module declares for its tests.
fn test_modules(module: &[String], source: &str) -> Vec<Vec<String>> {
    let pairs = source.lines().zip(source.lines().skip(1));
    pairs
        .filter(|(attribute, _)| attribute.trim() == "#[cfg(test)]")
        .filter_map(|(_, item)| item.trim().strip_prefix("mod ")?.strip_suffix(';'))
        .map(|name| [module, &[name.to_owned()]].concat())
        .collect()
}

fn module_of(file: &Path) -> Vec<String> {
    let mut names: Vec<_> = file
        .with_extension("")
        .iter()
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    if names
        .last()
        .is_some_and(|name| name == "mod" || name == "lib")
    {
        names.pop();
    }
    names
}

fn violations(
    layers: &Layers,
    module: &[String],
    imports: &[Import],
    known: &BTreeSet<Vec<String>>,
) -> Vec<String> {
    let crate_name = layers.name;
    let name = module.join("::");
    if module.is_empty() {
        return Vec::new();
    }
    let Some((row, may)) = row_of(layers.rows, &name) else {
        return vec![format!(
            "{crate_name}: module {name} has no row in the layer table"
        )];
    };
    imports
        .iter()
        .filter_map(|import| {
            let target = deepest_module(&import.path, known)?.join("::");
            let allowed = within(&target, row)
                || may
                    .iter()
                    .chain(layers.base)
                    .any(|row| within(&target, row));
            let path = import.path.join("::");
            (!allowed).then(|| {
                format!(
                    "{crate_name}: {name} (line {}) may not use crate::{path}",
                    import.line
                )
            })
        })
        .collect()
}

fn row_of(rows: Rows, module: &str) -> Option<&'static (&'static str, &'static [&'static str])> {
    rows.iter()
        .filter(|(row, _)| within(module, row))
        .max_by_key(|(row, _)| row.len())
}

/// The module that a path leads into. A path to an item of the crate's root names no module: `Some` of nothing, which
/// no row allows, because the root re-exports everything.
fn deepest_module<'a>(path: &'a [String], known: &BTreeSet<Vec<String>>) -> Option<&'a [String]> {
    (0..=path.len())
        .rev()
        .map(|end| &path[..end])
        .find(|part| known.contains(*part))
}

fn within(module: &str, row: &str) -> bool {
    module
        .strip_prefix(row)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(path: &str) -> Vec<String> {
        path.split("::").map(str::to_owned).collect()
    }

    fn found(module: &str, path: &str) -> Vec<String> {
        let known = [
            "",
            "flow",
            "flow::machine",
            "flow::sign_in",
            "flow::mfa",
            "service",
            "wire",
            "ids",
            "ports",
            "exchange",
        ];
        let known = known
            .iter()
            .map(|name| {
                if name.is_empty() {
                    Vec::new()
                } else {
                    words(name)
                }
            })
            .collect();
        let [core, _] = LAYERED;
        violations(
            &core,
            &words(module),
            &[Import {
                path: words(path),
                line: 7,
            }],
            &known,
        )
    }

    #[test]
    fn a_flow_may_use_the_machine_and_our_words() {
        assert!(found("flow::sign_in", "flow::machine::Stage").is_empty());
        assert!(found("flow::sign_in", "exchange::Ask").is_empty());
        assert!(found("flow::sign_in", "ids::FlowId").is_empty());
    }

    #[test]
    fn a_flow_may_use_neither_another_kind_nor_the_service_nor_the_wire_nor_a_port() {
        for path in [
            "flow::mfa::plan",
            "service::Service",
            "wire::encode",
            "ports::Http",
        ] {
            let finding = format!("core: flow::sign_in (line 7) may not use crate::{path}");
            assert_eq!(found("flow::sign_in", path), [finding]);
        }
    }

    #[test]
    fn lower_layers_do_not_look_up() {
        assert_eq!(found("wire", "service::Service").len(), 1);
        assert_eq!(found("ids", "exchange::Ask").len(), 1);
        assert!(found("service", "wire::encode").is_empty());
    }

    #[test]
    fn the_files_of_one_row_know_each_other() {
        assert!(found("service::encode", "service::Service").is_empty());
    }

    #[test]
    fn a_parent_reaches_its_own_rows() {
        assert!(found("flow", "flow::sign_in::plan").is_empty());
    }

    #[test]
    fn the_root_is_no_way_around() {
        assert_eq!(found("flow::sign_in", "Client").len(), 1);
    }

    #[test]
    fn a_module_without_a_row_is_found() {
        assert_eq!(
            found("surprise", "ids::FlowId"),
            ["core: module surprise has no row in the layer table"]
        );
    }

    #[test]
    fn a_file_of_tests_is_known_by_its_declaration() {
        let source = "mod machine;\n#[cfg(test)]\nmod table;\n#[cfg(test)]\nmod tests {\n}\n";
        assert_eq!(test_modules(&words("flow"), source), [words("flow::table")]);
    }

    #[test]
    fn files_become_module_paths() {
        assert_eq!(module_of(Path::new("flow/mod.rs")), ["flow"]);
        assert_eq!(module_of(Path::new("flow/sign_in.rs")), ["flow", "sign_in"]);
        assert!(module_of(Path::new("lib.rs")).is_empty());
    }
}
