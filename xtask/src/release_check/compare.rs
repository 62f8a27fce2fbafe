//! Two builds, byte for byte.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::sh::{self, Outcome};

/// What differs between two folders.
pub(super) fn folders(one: &Path, other: &Path) -> Result<Vec<String>, String> {
    let (one, other) = (read(one)?, read(other)?);
    let names = one
        .keys()
        .chain(other.keys().filter(|name| !one.contains_key(*name)));
    Ok(names
        .filter(|name| one.get(*name) != other.get(*name))
        .map(|name| match (one.get(name), other.get(name)) {
            (Some(one), Some(other)) => {
                let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
                format!("{name}: another build differs from byte {same} on")
            }
            _ => format!("{name}: only one of two builds has it"),
        })
        .collect())
}

/// Copies what git tracks, or would track.
pub(super) fn copy(tree: &Path, to: &Path) -> Outcome {
    let listed = [
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ];
    let names = sh::read(&mut sh::command("git", listed))?;
    if to.exists() {
        std::fs::remove_dir_all(to).map_err(|error| format!("{}: {error}", to.display()))?;
    }
    for name in names.split('\0').filter(|name| !name.is_empty()) {
        let (from, to) = (tree.join(name), to.join(name));
        let failed = |error: std::io::Error| format!("{}: {error}", to.display());
        if !from.is_file() {
            continue;
        }
        std::fs::create_dir_all(to.parent().unwrap_or(&to)).map_err(failed)?;
        std::fs::copy(&from, &to).map_err(failed)?;
    }
    Ok(())
}

fn read(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(below) = folders.pop() {
        let here = folder.join(&below);
        let failed = |error: std::io::Error| format!("{}: {error}", here.display());
        for entry in std::fs::read_dir(&here).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = below.join(entry.file_name());
            if entry.path().is_dir() {
                folders.push(name);
            } else {
                let bytes = std::fs::read(entry.path()).map_err(failed)?;
                files.insert(name.display().to_string(), bytes);
            }
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_named_with_its_first_byte() {
        let folder = std::env::temp_dir().join(format!("doorstep-compare-{}", std::process::id()));
        let write = |name: &str, text: &str| {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("one/a/same", "same");
        write("two/a/same", "same");
        write("one/b", "abcd");
        write("two/b", "abXd");
        write("one/c", "");
        write("two/d", "");
        let found = folders(&folder.join("one"), &folder.join("two")).unwrap();
        assert_eq!(
            found,
            [
                "b: another build differs from byte 2 on",
                "c: only one of two builds has it",
                "d: only one of two builds has it",
            ]
        );
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
