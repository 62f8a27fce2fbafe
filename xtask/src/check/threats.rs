//! `docs/threat-model.md`: every defence is shown by tests that exist.

use super::Checked;
use super::coverage::named;
use super::table::cells;
use crate::sh;

const PAGE: &str = "docs/threat-model.md";
const COLUMN: &str = "shown by";

pub(super) fn check() -> Checked {
    let page = read(PAGE).ok_or_else(|| format!("{PAGE} is not there"))?;
    super::none_of(
        &findings(&page, &read),
        "name a test that runs, as [`name`](../path/to/file.rs)",
    )
}

fn read(path: &str) -> Option<String> {
    std::fs::read_to_string(sh::root().join(path)).ok()
}

fn findings(page: &str, read: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let cells = cells(page, COLUMN);
    let rows = cells.iter().filter(|(_, cell)| !is_rule(cell));
    let mut findings = Vec::new();
    let mut count = 0;
    for (line, cell) in rows {
        count += 1;
        let tests = tests_in(cell);
        if tests.is_empty() {
            findings.push(format!("{PAGE}:{line}: no test shows it"));
        }
        let missing = tests.iter().filter(|test| !named::is_test(test, read));
        findings
            .extend(missing.map(|test| format!("{PAGE}:{line}: `{test}` is no test that runs")));
    }
    if count == 0 {
        findings.push(format!(
            "{PAGE}: there is no table with a column `{COLUMN}`"
        ));
    }
    findings
}

/// The line between a table's head and its rows.
fn is_rule(cell: &str) -> bool {
    cell.chars().all(|letter| matches!(letter, '-' | ':'))
}

/// Links as [`name`](../path), as `path::name`.
fn tests_in(cell: &str) -> Vec<String> {
    let links = cell.split("[`").skip(1);
    links
        .filter_map(|link| {
            let (name, rest) = link.split_once("`](../")?;
            let (path, _) = rest.split_once(')')?;
            Some(format!("{path}::{name}"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = "\
| threat | defence | shown by |
|---|---|---|
| a spoofed header | stripped | [`a_header_is_stripped`](../gate/it.rs), [`twice`](../gate/it.rs) |
";

    fn in_page(page: &str) -> Vec<String> {
        findings(page, &|path| {
            let text = "#[test]\nfn a_header_is_stripped() {}\n#[tokio::test]\nasync fn twice() {}\nfn help() {}\n";
            (path == "gate/it.rs").then(|| text.to_owned())
        })
    }

    #[test]
    fn a_whole_page_has_no_findings() {
        assert_eq!(in_page(WHOLE), Vec::<String>::new());
    }

    #[test]
    fn a_test_that_does_not_exist_is_found_with_its_line() {
        for (from, to) in [
            ("`twice`", "`thrice`"),
            ("`twice`", "`help`"),
            ("it.rs),", "at.rs),"),
        ] {
            let found = in_page(&WHOLE.replace(from, to));
            assert_eq!(found.len(), 1, "{to}: {found:?}");
            assert!(
                found[0].starts_with("docs/threat-model.md:3: "),
                "{found:?}"
            );
        }
    }

    #[test]
    fn a_threat_without_a_test_is_found() {
        let found = in_page(&format!("{WHOLE}| another | nothing | to be tested |\n"));
        assert_eq!(found, ["docs/threat-model.md:4: no test shows it"]);
    }

    #[test]
    fn a_page_without_a_table_shows_nothing() {
        assert_eq!(in_page("# Threats\n").len(), 1);
    }

    #[test]
    fn the_page_is_true() {
        assert_eq!(findings(&read(PAGE).unwrap(), &read), Vec::<String>::new());
    }
}
