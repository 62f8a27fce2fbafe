//! What a gate adds to a call: the command's gate and its Worker, beside nginx that only hands on.

use std::process::Stdio;

use super::{Figure, programs};
use crate::{interop, sh};

/// The figures of `rows`, or why there are none here.
pub(super) fn figures(rows: &[&str]) -> Result<Vec<Figure>, String> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    if let Some(reason) = interop::worker_missing() {
        let left_out = rows.iter().map(|row| Figure::left_out(row, &reason));
        return Ok(left_out.collect());
    }
    let mut command = sh::command("node", ["bench/bench.mjs"]);
    command
        .current_dir(interop::worker_folder())
        .env("DOORSTEP_BIN", programs::build_command()?)
        .stderr(Stdio::inherit());
    let mut figures = programs::read(&sh::read(&mut command)?)?;
    figures.retain(|figure| rows.contains(&figure.row.as_str()));
    Ok(figures)
}
