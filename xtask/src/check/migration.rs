//! Keeps `docs/migrating-from-msal.md` whole and true: every name of theirs that `docs/msal-surface` lists has a row, and
//! every name of ours in those rows exists.

mod names;

use std::collections::BTreeSet;

use names::Names;

use super::Checked;
use super::table::cells;
use crate::sh;

const PAGE: &str = "docs/migrating-from-msal.md";

/// A column of the page's tables that holds names: its heading, and the file that they must stand in.
struct Column {
    heading: &'static str,
    file: &'static str,
    read: fn(&str) -> Names,
    /// Whether the page must name everything that the file holds.
    whole: bool,
}

const COLUMNS: [Column; 5] = [
    Column {
        heading: "MSAL Android",
        file: "docs/msal-surface/android.txt",
        read: names::listed,
        whole: true,
    },
    Column {
        heading: "MSAL iOS",
        file: "docs/msal-surface/ios.txt",
        read: names::listed,
        whole: true,
    },
    Column {
        heading: "Doorstep, Kotlin",
        file: "bindings/api/kotlin.txt",
        read: names::kotlin,
        whole: false,
    },
    Column {
        heading: "Doorstep, Swift",
        file: "bindings/api/swift.txt",
        read: names::swift,
        whole: false,
    },
    Column {
        heading: "Doorstep, Rust",
        file: "core/api.txt",
        read: names::rust,
        whole: false,
    },
];

pub(super) fn check() -> Checked {
    super::none_of(
        &findings()?,
        &format!("correct the rows of {PAGE}, and name everything of theirs there"),
    )
}

fn findings() -> Result<Vec<String>, String> {
    let page = read(PAGE)?;
    let mut findings = Vec::new();
    for column in &COLUMNS {
        findings.extend(column.compare(&page, &read(column.file)?));
    }
    Ok(findings)
}

fn read(path: &str) -> Result<String, String> {
    std::fs::read_to_string(sh::root().join(path)).map_err(|error| format!("{path}: {error}"))
}

impl Column {
    fn compare(&self, page: &str, surface: &str) -> Vec<String> {
        let known = (self.read)(surface);
        let mut named = BTreeSet::new();
        let mut findings = Vec::new();
        for (line, cell) in cells(page, self.heading) {
            for name in in_cell(cell, &known) {
                match name {
                    Ok(name) => {
                        named.insert(name);
                    }
                    Err(span) => {
                        findings.push(format!("{PAGE}:{line}: `{span}` is not in {}", self.file));
                    }
                }
            }
        }
        if self.whole {
            let missing = known.difference(&named);
            findings.extend(missing.map(|name| format!("{PAGE}: no row has `{name}`")));
        }
        findings
    }
}

/// The names in a cell, in full. `.name` goes on from the name before it: a member of it, or of what holds it.
fn in_cell<'a>(cell: &'a str, known: &Names) -> Vec<Result<String, &'a str>> {
    let mut before = String::new();
    let spans = cell.split('`').skip(1).step_by(2);
    spans
        .map(|span| {
            let name = full(span, &before, known).ok_or(span)?;
            before.clone_from(&name);
            Ok(name)
        })
        .collect()
}

fn full(span: &str, before: &str, known: &Names) -> Option<String> {
    if !span.starts_with('.') {
        return known.contains(span).then(|| span.to_owned());
    }
    let mut holder = Some(before);
    while let Some(path) = holder {
        let name = format!("{path}{span}");
        if known.contains(&name) {
            return Some(name);
        }
        holder = path.rsplit_once('.').map(|(holder, _)| holder);
    }
    None
}

#[cfg(test)]
mod tests;
