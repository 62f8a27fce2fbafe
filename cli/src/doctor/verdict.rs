//! How a check came out.

use std::fmt::Display;

use serde_json::{Value, json};

use super::probe::Answer;
use super::table::Row;

/// Whether something is as it must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Ok,
    Wrong,
    CannotTell,
}

/// One thing that was looked at.
#[derive(Debug)]
pub(crate) struct Check {
    pub(crate) name: &'static str,
    pub(crate) verdict: Verdict,
    pub(crate) said: String,
    pub(crate) change: Option<&'static str>,
}

impl Verdict {
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Wrong => "wrong",
            Self::CannotTell => "can't tell",
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Wrong => "wrong",
            Self::CannotTell => "cannot_tell",
        }
    }
}

impl Check {
    pub(crate) fn ok(name: &'static str, said: impl Display) -> Self {
        Self::new(name, Verdict::Ok, said, None)
    }

    pub(crate) fn wrong(name: &'static str, said: impl Display, change: &'static str) -> Self {
        Self::new(name, Verdict::Wrong, said, Some(change))
    }

    pub(crate) fn unknown(name: &'static str, said: impl Display) -> Self {
        Self::new(name, Verdict::CannotTell, said, None)
    }

    /// What the table says to the service's refusal.
    pub(crate) fn of(name: &'static str, row: &'static Row, refusal: &Answer) -> Self {
        let said = format_args!("{} ({})", row.meaning, refusal.in_short());
        Self::wrong(name, said, row.change)
    }

    fn new(
        name: &'static str,
        verdict: Verdict,
        said: impl Display,
        change: Option<&'static str>,
    ) -> Self {
        Self {
            name,
            verdict,
            said: said.to_string(),
            change,
        }
    }

    /// For scripts.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "check": self.name.replace([' ', '-'], "_"),
            "verdict": self.verdict.word(),
            "said": self.said,
            "change": self.change,
        })
    }
}
