//! The programs that measure: built by cargo, run here, read line by line.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::Figure;
use crate::sh;

/// The benchmark of core.
pub(super) fn build_client() -> Result<PathBuf, String> {
    build("bench --no-run --package doorstep --bench sign_in")
}

/// Has the benchmark `program` measure `rows`.
pub(super) fn figures(program: &Path, rows: &[&str]) -> Result<Vec<Figure>, String> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let program = program.to_string_lossy();
    let mut command = sh::command(&program, rows);
    read(&sh::read(command.stderr(Stdio::inherit()))?)
}

/// Has the benchmark `program` do what `rows` measure, once: the figures say that it works, and
/// nothing else.
pub(super) fn once(program: &Path, rows: &[&str]) -> Result<Vec<Figure>, String> {
    let rows: Vec<&str> = ["--once"].iter().chain(rows).copied().collect();
    figures(program, &rows)
}

/// The `doorstep` command in its release form.
pub(super) fn build_command() -> Result<PathBuf, String> {
    build("build --release --package doorstep-cli --bin doorstep")
}

/// Has the load generator measure `rows` of the `doorstep` command in its release form.
pub(super) fn sandbox_figures(rows: &[&str]) -> Result<Vec<Figure>, String> {
    let binary = build_command()?;
    let load = build("bench --no-run --package doorstep-sandbox --bench load")?;
    let mut command = sh::command(&load.to_string_lossy(), [&binary]);
    let figures = read(&sh::read(command.stderr(Stdio::inherit()))?)?;
    let asked = |figure: &Figure| rows.contains(&figure.row.as_str());
    Ok(figures.into_iter().filter(asked).collect())
}

/// Figures, a line each.
pub(super) fn read(lines: &str) -> Result<Vec<Figure>, String> {
    let read = |line| serde_json::from_str(line).map_err(|error| format!("`{line}`: {error}"));
    lines.lines().map(read).collect()
}

/// Builds one program and tells where it stands, whatever the target folder is.
fn build(arguments: &str) -> Result<PathBuf, String> {
    let mut command = sh::cargo(arguments.split(' '));
    command
        .arg("--message-format=json-render-diagnostics")
        .stderr(Stdio::inherit());
    let messages = sh::read(&mut command)?;
    messages
        .lines()
        .filter_map(sh::executable)
        .next_back()
        .ok_or_else(|| "no executable came out of the build".to_owned())
}
