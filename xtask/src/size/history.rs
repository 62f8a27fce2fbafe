//! What the libraries weighed before: `bindings/sizes.json`.

use serde::{Deserialize, Serialize};

use super::Weights;
use crate::sh::{self, Outcome};

const FILE: &str = "bindings/sizes.json";

/// Growth since the last record that is worth a warning.
const WORTH_A_WARNING: f64 = 1.03;

/// The stripped files of one commit, in bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    version: String,
    /// The commit that was there when it was weighed.
    commit: String,
    /// Sizes of one machine and compiler can be compared with each other alone.
    built: String,
    minimal: u64,
    host: u64,
    rustls: u64,
}

impl Entry {
    pub(super) fn of(weights: &Weights) -> Result<Self, String> {
        let commit = sh::read(&mut sh::command("git", ["rev-parse", "--short", "HEAD"]))?;
        let rustc = sh::read(&mut sh::command("rustc", ["--version"]))?;
        let rustc = rustc.split(' ').nth(1).unwrap_or_default();
        let (arch, os) = (std::env::consts::ARCH, std::env::consts::OS);
        Ok(Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            commit: commit.trim().to_owned(),
            built: format!("{arch}-{os}, Rust {rustc}"),
            minimal: weights.minimal.file,
            host: weights.host.file,
            rustls: weights.rustls.file,
        })
    }
}

/// What has grown since the last record that can be compared.
pub(super) fn grown(entry: &Entry) -> Result<Vec<String>, String> {
    Ok(since(&read()?, entry))
}

fn since(history: &[Entry], entry: &Entry) -> Vec<String> {
    let last = history.iter().rfind(|last| last.built == entry.built);
    let Some(last) = last else {
        return Vec::new();
    };
    [
        ("minimal", last.minimal, entry.minimal),
        ("host", last.host, entry.host),
        ("rustls", last.rustls, entry.rustls),
    ]
    .into_iter()
    .filter(|(_, before, now)| has_grown(*before, *now))
    .map(|(name, before, now)| format!("{name}: {now} bytes, {before} at {}", last.commit))
    .collect()
}

#[expect(clippy::cast_precision_loss, reason = "sizes of files")]
fn has_grown(before: u64, now: u64) -> bool {
    now as f64 > before as f64 * WORTH_A_WARNING
}

/// Adds `entry`, in place of one of the same commit and machine.
pub(super) fn record(entry: Entry) -> Outcome {
    let mut history = read()?;
    history.retain(|old| (&old.commit, &old.built) != (&entry.commit, &entry.built));
    history.push(entry);
    let text = serde_json::to_string_pretty(&history).map_err(|error| error.to_string())?;
    std::fs::write(sh::root().join(FILE), text + "\n").map_err(|error| format!("{FILE}: {error}"))
}

fn read() -> Result<Vec<Entry>, String> {
    let text = std::fs::read_to_string(sh::root().join(FILE))
        .map_err(|error| format!("{FILE}: {error}"))?;
    serde_json::from_str(&text).map_err(|error| format!("{FILE}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(built: &str, host: u64) -> Entry {
        Entry {
            version: "1".to_owned(),
            commit: "abc".to_owned(),
            built: built.to_owned(),
            minimal: 1,
            host,
            rustls: 1,
        }
    }

    #[test]
    fn growth_is_told_of_the_last_record_of_the_same_machine() {
        let history = [entry("a", 100), entry("a", 1_000), entry("b", 1)];
        assert!(since(&history, &entry("a", 1_030)).is_empty());
        assert_eq!(
            since(&history, &entry("a", 1_031)),
            ["host: 1031 bytes, 1000 at abc"]
        );
        assert!(since(&history, &entry("c", 9_999)).is_empty());
    }

    #[test]
    fn the_history_can_be_read() {
        assert!(!read().unwrap().is_empty());
    }
}
