//! Places in the document, which errors name.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::ConfigError;

/// A value that knows where it stands.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent, bound(deserialize = "T: Deserialize<'de>"))]
pub(super) struct At<T>(Spanned<T>);

impl<T> At<T> {
    pub(super) fn value(&self) -> &T {
        self.0.get_ref()
    }

    /// What `read` makes of the value, or what is wrong with the member.
    pub(super) fn read<U, P: std::fmt::Display>(
        &self,
        member: &str,
        read: impl FnOnce(&T) -> Result<U, P>,
    ) -> Result<U, Misplaced> {
        read(self.value()).map_err(|problem| self.wrong(member, problem))
    }

    pub(super) fn wrong(&self, member: &str, problem: impl std::fmt::Display) -> Misplaced {
        Misplaced {
            span: self.0.span(),
            problem: format!("{member}: {problem}"),
        }
    }
}

/// Something wrong, with its place.
#[derive(Debug)]
pub(super) struct Misplaced {
    span: Range<usize>,
    problem: String,
}

impl Misplaced {
    pub(super) fn in_text(self, text: &str) -> ConfigError {
        ConfigError::at(text, self.span.start, self.problem)
    }
}

/// The number that was given, or the usual one.
pub(super) fn bounded(
    given: Option<&At<u64>>,
    member: &str,
    usual: u64,
    range: std::ops::RangeInclusive<u64>,
) -> Result<u64, Misplaced> {
    let Some(given) = given else {
        return Ok(usual);
    };
    if range.contains(given.value()) {
        return Ok(*given.value());
    }
    let (least, most) = (range.start(), range.end());
    Err(given.wrong(member, format!("must be from {least} to {most}")))
}
