//! docs/protocol.md 11.2, compared with the vectors that it names.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{ANSWERS, Answer, load};

/// The rows of the table: what the app gets, and the vectors that show it.
fn rows() -> Vec<(String, Vec<String>)> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/protocol.md");
    let page = std::fs::read_to_string(path).unwrap();
    let section = page.split("### 11.2").nth(1).unwrap();
    let section = section.split("\n#").next().unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| "));
    rows.skip(1).map(row).collect()
}

fn row(line: &str) -> (String, Vec<String>) {
    let cells: Vec<&str> = line.trim_matches('|').split(" | ").collect();
    let [_, _, gets, vectors] = cells[..] else {
        panic!("{line}");
    };
    let quoted = vectors.split('`').skip(1).step_by(2);
    (gets.trim().to_owned(), quoted.map(str::to_owned).collect())
}

fn expectations() -> BTreeMap<String, Value> {
    let answers = ANSWERS.iter().flat_map(|name| load::<Answer>(name));
    answers.map(|answer| (answer.id, answer.expect)).collect()
}

#[test]
fn every_row_of_the_page_is_what_its_vectors_say() {
    let expectations = expectations();
    let rows = rows();
    assert!(rows.len() > 30, "{} rows", rows.len());
    for (gets, vectors) in rows {
        assert!(!vectors.is_empty(), "{gets}: no vector");
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
            assert!(!gets.ends_with(", over") || landing == "flow_over", "{id}");
            assert!(!gets.ends_with(", stays") || landing == "same_step", "{id}");
        }
    }
}

#[test]
fn no_row_of_the_page_stands_there_twice() {
    let mut seen = BTreeSet::new();
    for id in rows().into_iter().flat_map(|(_, vectors)| vectors) {
        assert!(seen.insert(id.clone()), "{id}");
    }
}
