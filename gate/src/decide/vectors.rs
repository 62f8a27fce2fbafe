//! `tests/vectors/gate/decisions.json` against the table: written by hand, it says of every combination what becomes
//! of it, and exactly once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::*;

#[derive(Deserialize)]
struct Vectors {
    words: BTreeMap<String, Vec<String>>,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    name: String,
    when: BTreeMap<String, Vec<String>>,
    decision: Decision,
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("../../../tests/vectors/gate/decisions.json")).unwrap()
}

type Cell = BTreeMap<String, String>;

/// Every combination of the vectors' words, as words and as what the gate makes of them.
static CELLS: LazyLock<Vec<(Cell, Situation)>> = LazyLock::new(|| {
    let cells = cells(&vectors().words).into_iter();
    cells
        .map(|cell| {
            let situation = situation(&cell);
            (cell, situation)
        })
        .collect()
});

/// Every combination of the words, each as a map from dimension to word.
fn cells(words: &BTreeMap<String, Vec<String>>) -> Vec<Cell> {
    words
        .iter()
        .fold(vec![BTreeMap::new()], |cells, (dimension, words)| {
            let with = |cell: &Cell, word: &String| {
                let mut cell = cell.clone();
                cell.insert(dimension.clone(), word.clone());
                cell
            };
            cells
                .iter()
                .flat_map(|cell| {
                    words
                        .iter()
                        .map(|word| with(cell, word))
                        .collect::<Vec<_>>()
                })
                .collect()
        })
}

fn matches(row: &Row, cell: &Cell) -> bool {
    row.when
        .iter()
        .all(|(dimension, words)| words.contains(&cell[dimension]))
}

fn situation(cell: &Cell) -> Situation {
    #[derive(Deserialize)]
    struct Words {
        route: Route,
        grant: Grant,
        channel: Channel,
        session: SessionState,
        verdict: Verdict,
        fail: FailPolicy,
        mode: Mode,
        asked: Asked,
    }
    let members: Map<String, Value> = cell
        .iter()
        .map(|(name, word)| (name.clone(), Value::from(word.clone())))
        .collect();
    let words: Words = serde_json::from_value(Value::Object(members)).unwrap();
    Situation {
        route: words.route,
        grant: words.grant,
        channel: words.channel,
        session: words.session,
        verdict: words.verdict,
        fail: words.fail,
        mode: words.mode,
        asked: words.asked,
    }
}

#[test]
fn the_vectors_know_every_word_of_the_gate() {
    let words = vectors().words;
    let names = |value: Value| serde_json::from_value::<Vec<String>>(value).unwrap();
    let all = [
        ("route", serde_json::to_value(Route::ALL).unwrap()),
        ("grant", serde_json::to_value(Grant::ALL).unwrap()),
        ("channel", serde_json::to_value(Channel::ALL).unwrap()),
        ("session", serde_json::to_value(SessionState::ALL).unwrap()),
        ("verdict", serde_json::to_value(Verdict::ALL).unwrap()),
    ];
    for (dimension, value) in all {
        assert_eq!(words[dimension], names(value), "{dimension}");
    }
}

#[test]
fn every_combination_is_decided_as_the_vectors_say() {
    let vectors = vectors();
    for (cell, situation) in CELLS.iter() {
        let rows: Vec<&Row> = vectors
            .rows
            .iter()
            .filter(|row| matches(row, cell))
            .collect();
        let [row] = rows.as_slice() else {
            let names: Vec<_> = rows.iter().map(|row| &row.name).collect();
            panic!("{cell:?} is meant by {names:?}");
        };
        assert_eq!(decide(*situation), row.decision, "{}: {cell:?}", row.name);
    }
}

#[test]
fn no_text_is_sent_on_anything_but_a_pass() {
    for (_, situation) in CELLS.iter() {
        let situation = *situation;
        let sends = matches!(situation.route, Route::Challenge | Route::RegisterChallenge)
            && situation.channel != Channel::Email;
        if sends && decide(situation).forwards() {
            assert_eq!(situation.session, SessionState::Present);
            assert_eq!(situation.verdict, Verdict::Pass);
        }
    }
}

#[test]
fn a_challenge_that_was_demanded_once_is_not_forgotten() {
    for (cell, situation) in CELLS.iter() {
        let situation = *situation;
        let is_watched =
            watch(situation.route, situation.grant, situation.channel) != Watch::Nothing;
        if is_watched && situation.session == SessionState::Present {
            assert_ne!(
                decide(situation.once_challenged()),
                Decision::Allow,
                "{cell:?}"
            );
        }
    }
}
