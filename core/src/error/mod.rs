//! Errors, shaped by what the app does about them.
//!
//! There are five, and that number stays when the list of causes grows: an app's `match` on
//! [`Error`] remains whole. The causes inside them grow, so those enums are non-exhaustive.

mod words;

use std::fmt;
use std::time::Duration;

pub use self::words::{Area, Denier, Landing, Misuse, PasswordRule, Problem, Reason, Setting};
use crate::ids::CorrelationId;

/// Why a call failed, by the reaction that it calls for.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// The person can correct it: show `problem` at the field and let them try again.
    #[error("{info}")]
    Fixable {
        /// What to correct.
        problem: Problem,
        /// Details for logs and support.
        info: Box<ErrorInfo>,
    },
    /// Time can correct it: wait, then do the same again.
    #[error("{info}")]
    Later {
        /// What to wait for.
        reason: Reason,
        /// How long, where that is known.
        retry_after: Option<Duration>,
        /// Details for logs and support.
        info: Box<ErrorInfo>,
    },
    /// The app's screen is stale: show what `now` says.
    #[error("{info}")]
    Misuse {
        /// How things stand.
        now: Misuse,
        /// Details for logs and support.
        info: Box<ErrorInfo>,
    },
    /// Somebody decided against it: stop and explain.
    #[error("{info}")]
    Denied {
        /// Who decided.
        by: Denier,
        /// Details for logs and support.
        info: Box<ErrorInfo>,
    },
    /// Somebody must look into it: log it, and tell the person that it is not their fault.
    #[error("{info}")]
    Broken {
        /// Where to look.
        area: Area,
        /// Details for logs and support.
        info: Box<ErrorInfo>,
    },
}

impl Error {
    /// The details that every error carries.
    pub fn info(&self) -> &ErrorInfo {
        match self {
            Self::Fixable { info, .. }
            | Self::Later { info, .. }
            | Self::Misuse { info, .. }
            | Self::Denied { info, .. }
            | Self::Broken { info, .. } => info,
        }
    }
}

/// What an error says to logs and to support. It holds no personal data and no text of the
/// service's, only its codes, so it may be logged as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorInfo {
    /// Ours, stable, in snake case: key string tables and alerts by it.
    pub code: &'static str,
    /// One sentence in English for developers.
    pub summary: &'static str,
    /// Whether the flow goes on.
    pub landing: Landing,
    /// The flow's id in the service's logs.
    pub correlation_id: Option<CorrelationId>,
    /// The first of the service's error numbers (the digits of `AADSTS…`).
    pub server_code: Option<u32>,
    /// The service's `suberror`, when it is a plain word.
    pub suberror: Option<String>,
    /// The service's time of the error, as it wrote it.
    pub timestamp: Option<String>,
    /// The names of the attributes that it is about, as the service writes them.
    pub attributes: Vec<String>,
}

impl fmt::Display for ErrorInfo {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} ({}", self.summary, self.code)?;
        if let Some(number) = self.server_code {
            write!(formatter, ", AADSTS{number}")?;
        }
        if let Some(id) = self.correlation_id {
            write!(formatter, ", correlation id {id}")?;
        }
        formatter.write_str(")")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_names_the_code_and_the_ids() {
        let info = ErrorInfo {
            code: "wrong_password",
            summary: "The password is not right.",
            landing: Landing::SameStep,
            correlation_id: Some("a1a1a1a1-5555-4666-8777-888888888888".parse().unwrap()),
            server_code: Some(50126),
            suberror: None,
            timestamp: None,
            attributes: Vec::new(),
        };
        let error = Error::Fixable {
            problem: Problem::WrongPassword,
            info: Box::new(info),
        };
        assert_eq!(
            error.to_string(),
            "The password is not right. (wrong_password, AADSTS50126, \
             correlation id a1a1a1a1-5555-4666-8777-888888888888)"
        );
    }
}
