//! The tables of docs/protocol.md and docs/risk.md that name vectors, compared with them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{ANSWERS, Answer, load};

/// The sections with such a table: sign-up, sign-in, registration, password reset, odd answers; and
/// what comes from in front of the service.
const SECTIONS: [(&str, &str); 6] = [
    ("protocol.md", "11.1"),
    ("protocol.md", "11.2"),
    ("protocol.md", "11.3"),
    ("protocol.md", "11.4"),
    ("protocol.md", "16.2"),
    ("risk.md", "7.1"),
];
/// The files of which no vector may stand for nothing on the page.
const SHOWN: [&str; 5] = ["sign_up", "register", "reset_password", "browser", "gate"];

/// What the app gets, and the vectors that show it.
struct Row {
    gets: String,
    vectors: Vec<String>,
}

fn rows((page, section): (&str, &str)) -> Vec<Row> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs");
    let page = std::fs::read_to_string(format!("{folder}/{page}")).unwrap();
    let title = format!("\n### {section} ");
    let (_, section) = page.split_once(&title).unwrap_or_else(|| panic!("{title}"));
    let section = section.split("\n#").next().unwrap();
    let lines = section.lines().filter(|line| line.starts_with("| "));
    let rows: Vec<Row> = lines.skip(1).map(row).collect();
    assert!(rows.len() > 20, "{title}: {} rows", rows.len());
    rows
}

fn row(line: &str) -> Row {
    let cells: Vec<&str> = line.trim_matches('|').split(" | ").collect();
    let [_, _, gets, vectors] = cells[..] else {
        panic!("{line}");
    };
    let vectors: Vec<_> = vectors.split('`').skip(1).step_by(2).collect();
    assert!(!vectors.is_empty(), "no vector: {line}");
    Row {
        gets: gets.trim().to_owned(),
        vectors: vectors.into_iter().map(str::to_owned).collect(),
    }
}

fn all_rows() -> impl Iterator<Item = Row> {
    SECTIONS.into_iter().flat_map(rows)
}

fn expectations(files: &[&str]) -> BTreeMap<String, Value> {
    let answers = files.iter().flat_map(|name| load::<Answer>(name));
    answers.map(|answer| (answer.id, answer.expect)).collect()
}

#[test]
fn every_row_of_the_page_is_what_its_vectors_say() {
    let expectations = expectations(&ANSWERS);
    for Row { gets, vectors } in all_rows() {
        let word = gets.split('`').nth(1).unwrap();
        for id in vectors {
            let expect = expectations
                .get(&id)
                .unwrap_or_else(|| panic!("no vector {id}"));
            let found = expect.get("code").unwrap_or(&expect["reply"]);
            assert_eq!(found, word, "{id}");
            if let Some(reason) = gets.split(": ").nth(1).filter(|_| word == "browser") {
                assert_eq!(expect["reason"], reason, "{id}");
            }
            let landing = &expect["landing"];
            let says = |end| gets.contains(&format!("`, {end}"));
            assert!(!says("over") || landing == "flow_over", "{id}");
            assert!(!says("stays") || landing == "same_step", "{id}");
        }
    }
}

#[test]
fn no_vector_stands_in_two_rows_of_the_page() {
    let mut seen = BTreeSet::new();
    for id in all_rows().flat_map(|row| row.vectors) {
        assert!(seen.insert(id.clone()), "{id}");
    }
}

#[test]
fn the_page_has_a_row_for_every_vector_of_the_flows() {
    let shown: BTreeSet<String> = all_rows().flat_map(|row| row.vectors).collect();
    let vectors = expectations(&SHOWN);
    let hidden: Vec<_> = vectors.keys().filter(|id| !shown.contains(*id)).collect();
    assert!(hidden.is_empty(), "{hidden:?}");
}
