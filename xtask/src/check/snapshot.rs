//! A public surface as text, recorded in the tree and reviewed like code.

use std::path::Path;

use super::Checked;
use crate::sh::{self, Outcome, named};

/// Whether `surface` is what `snapshot` records.
pub(super) fn check(snapshot: &str, surface: &str) -> Checked {
    let recorded = std::fs::read_to_string(sh::root().join(snapshot)).map_err(|error| {
        format!("{snapshot}: {error}; record the surface: cargo xtask check --bless")
    })?;
    super::none_of(
        &changes(&recorded, surface),
        "if that is meant, record it: cargo xtask check --bless",
    )
}

/// Records `surface`.
pub(super) fn bless(snapshot: &str, surface: &str) -> Outcome {
    std::fs::write(sh::root().join(snapshot), surface).map_err(named(Path::new(snapshot)))
}

/// The texts of the files below `folder` whose names end in `ending`.
pub(super) fn sources(folder: &str, ending: &str) -> Result<Vec<String>, String> {
    let mut sources = Vec::new();
    collect(&sh::root().join(folder), ending, &mut sources).map_err(named(Path::new(folder)))?;
    Ok(sources)
}

fn collect(folder: &Path, ending: &str, sources: &mut Vec<String>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, ending, sources)?;
        } else if path.extension().is_some_and(|end| end == ending) {
            sources.push(std::fs::read_to_string(path)?);
        }
    }
    Ok(())
}

/// Lines that are only in one of the two, marked as in a diff.
fn changes(recorded: &str, now: &str) -> Vec<String> {
    let gone = recorded
        .lines()
        .filter(|line| !now.lines().any(|other| other == *line));
    let new = now
        .lines()
        .filter(|line| !recorded.lines().any(|other| other == *line));
    gone.map(|line| format!("- {line}"))
        .chain(new.map(|line| format!("+ {line}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_line_is_shown_on_both_sides() {
        assert_eq!(changes("a\nb\n", "a\nc\n"), ["- b", "+ c"]);
    }

    #[test]
    fn equal_surfaces_have_no_changes() {
        assert!(changes("a\nb\n", "a\nb\n").is_empty());
    }
}
