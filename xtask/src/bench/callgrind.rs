//! Instructions of a parsed answer and the transition behind it, counted by callgrind: the same
//! number in every run, whatever else the machine does.

use std::path::Path;

use super::Figure;
use crate::sh;

/// What is counted: from an answer's bytes to a reply, and from the reply to what follows.
const COUNTED: [&str; 2] = [
    "doorstep::wire::v1::decode::decode*",
    "doorstep::flow::machine::apply",
];

const TIMES: u64 = 200;

/// The rows of `rows` that are counted; left out where there is no valgrind.
pub(super) fn count(program: &Path, rows: &[&str]) -> Result<Vec<Figure>, String> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    if sh::version(&mut sh::command("valgrind", ["--version"])).is_none() {
        return Ok(rows
            .iter()
            .map(|row| Figure::left_out(row, "no valgrind"))
            .collect());
    }
    rows.iter()
        .map(|row| {
            let each = match *row {
                "instructions-challenge" => each(program, "resend")?,
                // A sign-in up to the step of the password, and the same with the password.
                _ => each(program, "to-tokens")? - each(program, "to-password")?,
            };
            Ok(Figure {
                row: (*row).to_owned(),
                value: each,
                peer: None,
                left_out: None,
                spread: None,
            })
        })
        .collect()
}

/// Instructions for each time that the program does `what`.
fn each(program: &Path, what: &str) -> Result<f64, String> {
    let file = sh::target_folder()?.join("callgrind.out");
    let mut command = sh::command("valgrind", ["--tool=callgrind", "--quiet"]);
    command.arg(format!("--callgrind-out-file={}", file.display()));
    command.args(COUNTED.map(|function| format!("--toggle-collect={function}")));
    command
        .arg(program)
        .args(["--repeat", what, &TIMES.to_string()]);
    sh::read(&mut command)?;
    let counts = std::fs::read_to_string(&file).map_err(|error| format!("callgrind: {error}"))?;
    let total = total(&counts).filter(|total| *total > 0);
    let total = total.ok_or_else(|| "callgrind: nothing was counted".to_owned())?;
    let total = u32::try_from(total / TIMES).map_err(|_| "callgrind: too many".to_owned())?;
    Ok(f64::from(total))
}

fn total(counts: &str) -> Option<u64> {
    let line = counts.lines().find_map(|line| {
        line.strip_prefix("totals:")
            .or_else(|| line.strip_prefix("summary:"))
    })?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_total_is_read() {
        assert_eq!(
            total("events: Ir\nfn=(1)\n1 2\n\ntotals: 4711\n"),
            Some(4711)
        );
        assert_eq!(total("events: Ir\n"), None);
    }
}
