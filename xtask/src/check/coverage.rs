//! `docs/coverage.md`: what must hold against account takeover and SMS fraud, and the tests that show it. The page is
//! the print of `tests/coverage.toml`; the check compares both, and looks for each test.

mod data;
pub(super) mod named;
mod page;

use std::path::Path;

use data::{Coverage, Row};

use super::Checked;
use crate::sh::{self, Outcome};

const DATA: &str = "tests/coverage.toml";
const PAGE: &str = "docs/coverage.md";

/// How many rows there are; the numbers are those of the list that the project began with.
const ROWS: u32 = 54;

/// Rows for which a section of the documentation is enough: they are facts about the service and no behaviour of ours.
const MAY_BE_DOCUMENTED: &[u32] = &[18, 21, 31, 42, 43, 52];

/// Rows that wait for the back-end rules of the gate.
const MAY_COME_LATER: &[u32] = &[12, 16, 17, 53];

pub(super) fn check() -> Checked {
    super::none_of(
        &findings()?,
        &format!("correct {DATA}, then `cargo xtask coverage` and read the difference"),
    )
}

/// Writes the page.
pub(crate) fn write() -> Outcome {
    let coverage = Coverage::read(&read(DATA)?)?;
    std::fs::write(sh::root().join(PAGE), page::print(&coverage))
        .map_err(sh::named(Path::new(PAGE)))
}

fn findings() -> Result<Vec<String>, String> {
    let coverage = Coverage::read(&read(DATA)?)?;
    let mut findings = in_rows(&coverage);
    findings.extend(not_there(&coverage, &|path| read(path).ok()));
    if read(PAGE).ok() != Some(page::print(&coverage)) {
        findings.push(format!("{PAGE} is not what {DATA} says"));
    }
    Ok(findings)
}

fn read(path: &str) -> Result<String, String> {
    std::fs::read_to_string(sh::root().join(path)).map_err(|error| format!("{path}: {error}"))
}

/// Rows that are missing, unknown, or shown by less than they must be.
fn in_rows(coverage: &Coverage) -> Vec<String> {
    let numbers: Vec<u32> = coverage.rows.iter().map(|row| row.number).collect();
    let mut findings = Vec::new();
    for number in 1..=ROWS {
        match numbers.iter().filter(|found| **found == number).count() {
            0 => findings.push(format!("{DATA}: row {number} is missing")),
            1 => {}
            _ => findings.push(format!("{DATA}: row {number} stands there twice")),
        }
    }
    if !numbers.is_sorted() {
        findings.push(format!("{DATA}: the rows are out of order"));
    }
    findings.extend(coverage.rows.iter().filter_map(wrong_with));
    findings.extend(coverage.conflicts.iter().filter_map(|conflict| {
        let about = &conflict.about;
        conflict
            .tests
            .is_empty()
            .then(|| format!("{DATA}: no test shows how `{about}` was settled"))
    }));
    findings
}

fn wrong_with(row: &Row) -> Option<String> {
    let number = row.number;
    let wrong = if number == 0 || number > ROWS {
        "there is no such row"
    } else if row.whose.is_empty() {
        "it is nobody's"
    } else if row.later.is_some() && !(MAY_COME_LATER.contains(&number) && row.tests.is_empty()) {
        "it may not be put off"
    } else if !row.tests.is_empty() || row.later.is_some() {
        return None;
    } else if row.page.is_none() {
        "neither a test nor a page shows it"
    } else if !MAY_BE_DOCUMENTED.contains(&number) {
        "it must be shown by a test"
    } else {
        return None;
    };
    Some(format!("{DATA}: row {number}: {wrong}"))
}

/// Tests and sections that are named and do not exist.
fn not_there(coverage: &Coverage, read: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let of_rows = coverage.rows.iter().flat_map(|row| &row.tests);
    let of_conflicts = coverage.conflicts.iter().flat_map(|row| &row.tests);
    let tests = of_rows
        .chain(of_conflicts)
        .filter(|test| !named::is_test(test, read))
        .map(|test| format!("{DATA}: `{test}` is no test that runs"));
    let pages = coverage.rows.iter().filter_map(|row| row.page.as_ref());
    let pages = pages
        .filter(|section| !page::is_section(section, read))
        .map(|section| format!("{DATA}: there is no section `{section}`"));
    tests.chain(pages).collect()
}

#[cfg(test)]
mod tests;
