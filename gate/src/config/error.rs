//! What is wrong with a configuration, and where.

use std::fmt;

/// A configuration that cannot be used. Reads as `gate.toml:7: routes.token.provider: there is no such provider`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    file: Option<String>,
    line: Option<usize>,
    problem: String,
}

impl ConfigError {
    pub(super) fn unreadable(file: &str, error: &std::io::Error) -> Self {
        Self {
            file: Some(file.to_owned()),
            line: None,
            problem: format!("cannot be read: {}", error.kind()),
        }
    }

    pub(super) fn at(text: &str, byte: usize, problem: String) -> Self {
        let before = text.get(..byte).unwrap_or(text);
        Self {
            file: None,
            line: Some(before.matches('\n').count() + 1),
            problem,
        }
    }

    pub(super) fn of_file(self, file: &str) -> Self {
        Self {
            file: Some(file.to_owned()),
            ..self
        }
    }

    /// The line, counted from one, where one is to blame.
    pub fn line(&self) -> Option<usize> {
        self.line
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.file, self.line) {
            (Some(file), Some(line)) => write!(out, "{file}:{line}: {}", self.problem),
            (Some(file), None) => write!(out, "{file}: {}", self.problem),
            (None, Some(line)) => write!(out, "line {line}: {}", self.problem),
            (None, None) => out.write_str(&self.problem),
        }
    }
}

impl std::error::Error for ConfigError {}
