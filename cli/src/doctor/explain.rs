//! One row of the table, or all of them.

use serde_json::json;

use super::table::{HEADING, ROWS, Row};
use crate::exit::Failure;
use crate::out;

/// Prints the table, in Markdown, which is how `docs/doctor.md` has it.
pub(crate) fn list(json: bool) {
    if json {
        ROWS.iter().for_each(print_json);
        return;
    }
    out::line(format_args!("| {} |", HEADING.join(" | ")));
    out::line(format_args!("|{}", "---|".repeat(HEADING.len())));
    for Row {
        keys,
        meaning,
        change,
    } in ROWS
    {
        let keys: Vec<_> = keys.iter().map(|key| format!("`{key}`")).collect();
        out::line(format_args!(
            "| {} | {meaning} | {change} |",
            keys.join(", ")
        ));
    }
}

/// Explains what the service said: a number, a word, or a text with a number in it.
pub(crate) fn one(said: &str, json: bool) -> Result<(), Failure> {
    let rows = rows(said);
    if rows.is_empty() {
        let message = format!("nothing is known of {said:?}; doorstep doctor --list has what is");
        return Err(Failure::usage(message));
    }
    for row in rows {
        if json {
            print_json(row);
        } else {
            out::line(row.keys.join(", "));
            out::line(format_args!("  {}", row.meaning));
            out::line(format_args!("  {}", row.change));
        }
    }
    Ok(())
}

fn print_json(row: &Row) {
    let Row {
        keys,
        meaning,
        change,
    } = row;
    out::line(json!({"keys": keys, "meaning": meaning, "change": change}));
}

/// Several, where one number has several meanings.
fn rows(said: &str) -> Vec<&'static Row> {
    let said = said.trim();
    let number = number(said);
    let is_it = |key: &str| match number {
        Some(number) => {
            let digits = key.strip_prefix("AADSTS").unwrap_or_default();
            digits.split(' ').next() == Some(number)
        }
        None => key.eq_ignore_ascii_case(said),
    };
    let rows = ROWS.iter();
    rows.filter(|row| row.keys.iter().any(|key| is_it(key)))
        .collect()
}

/// The digits behind the first `AADSTS`, or all of it where it is nothing but digits.
fn number(said: &str) -> Option<&str> {
    let upper = said.to_ascii_uppercase();
    let start = upper.find("AADSTS").map_or(0, |at| at + "AADSTS".len());
    let rest = &said[start..];
    let end = rest.find(|letter: char| !letter.is_ascii_digit());
    let digits = &rest[..end.unwrap_or(rest.len())];
    let is_all = start > 0 || digits.len() == said.len();
    (is_all && !digits.is_empty()).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_found_wherever_it_stands() {
        for said in [
            "AADSTS50126",
            "aadsts50126",
            "50126",
            "invalid_grant: AADSTS50126: no",
        ] {
            assert_eq!(number(said), Some("50126"), "{said}");
        }
        for said in ["mfa_required", "AADSTS", "50126 times", ""] {
            assert_eq!(number(said), None, "{said}");
        }
    }

    #[test]
    fn a_number_of_two_meanings_gives_both() {
        assert_eq!(rows("AADSTS90100").len(), 2);
        assert_eq!(rows("nativeauthapi_disabled").len(), 1);
        assert!(rows("AADSTS1").is_empty() && rows("").is_empty());
    }
}
