//! How the page is written.

use std::fmt::Write as _;

use super::data::{Coverage, Row};

const HEAD: &str = "\
# What must hold, and the tests that show it

<!-- Written by `cargo xtask coverage` from tests/coverage.toml. A check compares it; do not edit. -->

What sign-in inside an app has to keep against account takeover and SMS fraud, a row for each rule, and who has to do something
for it: the *core* (with its bindings), the *gate*, the risk *provider* (an emulated one in the tests), the *tenant* (the sandbox), the *app*,
a *back end*. `cargo xtask check` fails where a row is missing, where a named test does not exist or is switched off, and where a rule
that must be shown by a test is not. [threat-model.md](threat-model.md) looks at the same from the attacker's side.

| | what must hold | whose | shown by |
|---|---|---|---|
";

const CONFLICTS: &str = "
## Where the sources do not agree

| about | settled as | shown by |
|---|---|---|
";

/// The whole page.
pub(super) fn print(coverage: &Coverage) -> String {
    let mut page = HEAD.to_owned();
    for row in &coverage.rows {
        let whose: Vec<_> = row.whose.iter().map(|place| place.word()).collect();
        let (number, rule) = (row.number, &row.rule);
        let whose = whose.join(", ");
        let _ = writeln!(page, "| {number} | {rule} | {whose} | {} |", shown_by(row));
    }
    page.push_str(CONFLICTS);
    for conflict in &coverage.conflicts {
        let (about, settled) = (&conflict.about, &conflict.settled);
        let tests = links(&conflict.tests);
        let _ = writeln!(page, "| {about} | {settled} | {tests} |");
    }
    page
}

fn shown_by(row: &Row) -> String {
    if let Some(later) = &row.later {
        return format!("*to come:* {later}");
    }
    let page = row.page.as_ref().map(|section| {
        let page = section.strip_prefix("docs/").unwrap_or(section);
        let name = page.split('#').next().unwrap_or(page);
        format!("[{name}]({page})")
    });
    let tests = links(&row.tests);
    match page {
        Some(page) if tests.is_empty() => format!("documented: {page}"),
        Some(page) => format!("{tests}; {page}"),
        None => tests,
    }
}

fn links(tests: &[String]) -> String {
    let links = tests.iter().filter_map(|test| {
        let (path, name) = test.split_once("::")?;
        Some(format!("[`{name}`](../{path})"))
    });
    links.collect::<Vec<_>>().join(", ")
}

/// Whether `section`, as `docs/page.md#heading`, is a heading of that page.
pub(super) fn is_section(section: &str, read: &dyn Fn(&str) -> Option<String>) -> bool {
    let Some((path, anchor)) = section.split_once('#') else {
        return false;
    };
    read(path).is_some_and(|text| {
        text.lines()
            .filter(|line| line.starts_with('#'))
            .any(|line| slug(line.trim_start_matches('#').trim()) == anchor)
    })
}

/// A heading as a link to it names it.
fn slug(heading: &str) -> String {
    heading
        .to_lowercase()
        .chars()
        .filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'))
        .map(|letter| if letter == ' ' { '-' } else { letter })
        .collect()
}
