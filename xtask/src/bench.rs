//! `cargo xtask bench`: one table of what things cost, each row beside its peer and its limit
//! (docs/performance.md). The figures come from programs that print them line by line.

mod boundary;
mod callgrind;
mod gate;
mod programs;
mod rounds;
mod rows;
mod table;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::check::Passed;
use crate::sh::Outcome;
use rows::{ROWS, Row, Source};

/// A figure, as the programs print it.
#[derive(Debug, Clone, Deserialize)]
struct Figure {
    row: String,
    #[serde(default, rename = "figure")]
    value: f64,
    peer: Option<f64>,
    left_out: Option<String>,
    /// What the rounds of the measurement gave, from the least to the most: of the ratio where there is a peer.
    spread: Option<[f64; 2]>,
}

/// The group of rows of one sign-in.
pub(crate) const SIGN_IN: &str = "sign-in";

/// The group of rows of calls from Kotlin.
pub(crate) const FFI: &str = "ffi";

/// The group of rows of what a gate adds.
pub(crate) const GATE: &str = "gate";

/// Measures all rows, those of `group`, or the one called `name`, and prints the table. What depends on time is
/// told and is no failure; the rest is one where it falls short.
pub(crate) fn run(group: Option<&str>, name: Option<&str>) -> Outcome {
    let rows: Vec<&Row> = ROWS
        .iter()
        .filter(|row| name.is_none_or(|name| name == row.name))
        .filter(|row| group.is_none_or(|group| row.is_of(group)))
        .collect();
    if rows.is_empty() {
        let names: Vec<&str> = ROWS.iter().map(|row| row.name).collect();
        return Err(format!("no such row; there are {}", names.join(", ")));
    }
    let figures = measure(&rows)?;
    println!("{}", table::print(&rows, &figures));
    none_short(&rows, &figures).map(|_| ())
}

/// As a check: the rows that depend on no clock, so that they are the same on every machine.
pub(crate) fn check() -> Result<Passed, String> {
    let rows: Vec<&Row> = ROWS.iter().filter(|row| !row.is_timed).collect();
    let figures = measure(&rows)?;
    println!("{}", table::print(&rows, &figures));
    none_short(&rows, &figures)
}

/// As a check: whatever the benchmark of core times, done once, so that no row is found broken only
/// when somebody measures.
pub(crate) fn check_timed() -> Result<Passed, String> {
    let is_timed = |row: &&Row| row.is_timed && row.source == Source::Client;
    let rows: Vec<&Row> = ROWS.iter().filter(is_timed).collect();
    let names: Vec<&str> = rows.iter().map(|row| row.name).collect();
    let figures = programs::once(&programs::build_client()?, &names)?;
    all_there(&rows, &by_row(figures))
}

fn measure(rows: &[&Row]) -> Result<BTreeMap<String, Figure>, String> {
    let of = |source: Source| -> Vec<&str> {
        let rows = rows.iter().filter(|row| row.source == source);
        rows.map(|row| row.name).collect()
    };
    let mut figures = Vec::new();
    let (client, counted, sandbox) = (
        of(Source::Client),
        of(Source::Instructions),
        of(Source::Sandbox),
    );
    if !client.is_empty() || !counted.is_empty() {
        let program = programs::build_client()?;
        let (beside, alone): (Vec<&str>, _) = client
            .iter()
            .partition(|row| rows::is_beside_a_bare_client(row));
        figures.extend(rounds::figures(&program, &beside)?);
        figures.extend(programs::figures(&program, &alone)?);
        figures.extend(callgrind::count(&program, &counted)?);
    }
    if !sandbox.is_empty() {
        figures.extend(programs::sandbox_figures(&sandbox)?);
    }
    figures.extend(boundary::figures(&of(Source::Boundary))?);
    figures.extend(gate::figures(&of(Source::Gate))?);
    Ok(by_row(figures))
}

fn by_row(figures: Vec<Figure>) -> BTreeMap<String, Figure> {
    let named = figures.into_iter();
    named.map(|figure| (figure.row.clone(), figure)).collect()
}

/// Whether every row that depends on no clock keeps its limit, and which were left out.
fn none_short(rows: &[&Row], figures: &BTreeMap<String, Figure>) -> Result<Passed, String> {
    let steady = rows.iter().filter(|row| !row.is_timed);
    let rows: Vec<&Row> = steady.copied().collect();
    let passed = all_there(&rows, figures)?;
    let is_short = |row: &&&Row| {
        let figure = figures.get(row.name);
        figure.is_some_and(|figure| figure.left_out.is_none() && !row.limit.is_kept(figure))
    };
    let short: Vec<String> = rows
        .iter()
        .filter(is_short)
        .map(|row| {
            format!(
                "{}: {} is over its limit",
                row.name, figures[row.name].value
            )
        })
        .collect();
    if short.is_empty() {
        Ok(passed)
    } else {
        Err(short.join("\n"))
    }
}

/// Whether there is a figure for each of `rows`, and which were left out.
fn all_there(rows: &[&Row], figures: &BTreeMap<String, Figure>) -> Result<Passed, String> {
    let (mut missing, mut left_out) = (Vec::new(), Vec::new());
    for row in rows {
        match figures.get(row.name) {
            None => missing.push(format!("{}: no figure came", row.name)),
            Some(Figure {
                left_out: Some(reason),
                ..
            }) => left_out.push(format!("{}: {reason}", row.name)),
            Some(_) => {}
        }
    }
    if !missing.is_empty() {
        return Err(missing.join("\n"));
    }
    Ok(if left_out.is_empty() {
        Passed::Whole
    } else {
        Passed::Without(left_out.join("; "))
    })
}
