//! How a command ends when it does not succeed: a message, and an exit code by the reaction that
//! the failure calls for (listed in `doorstep --help`).

use std::fmt::Display;
use std::process::ExitCode;

use doorstep::{Area, BrowserReason, Error};
use serde_json::json;

use crate::out;
use crate::report;

/// Why a command failed.
#[derive(Debug)]
pub(crate) struct Failure {
    code: u8,
    message: String,
    json: Option<serde_json::Value>,
}

impl Failure {
    /// Something about this machine: a file, a folder, a port.
    pub(crate) fn machine(error: &dyn Display) -> Self {
        Self {
            code: 1,
            message: error.to_string(),
            json: None,
        }
    }

    /// The command line was not understood.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self {
            code: 2,
            message: message.into(),
            json: None,
        }
    }

    /// Nothing more came on standard input where an answer was wanted.
    pub(crate) fn no_answer() -> Self {
        Self {
            code: 3,
            message: "no answer came on standard input".to_owned(),
            json: None,
        }
    }

    /// The flow or the account is not there.
    pub(crate) fn absent(message: impl Into<String>) -> Self {
        Self {
            code: 5,
            message: message.into(),
            json: None,
        }
    }

    /// The sign-in can't go on here.
    pub(crate) fn browser(reason: &BrowserReason) -> Self {
        let said = reason
            .server_text()
            .map(|text| format!(" (the service says: {text})"));
        let message = format!(
            "the sign-in needs a browser: {:?}{}",
            reason.kind(),
            said.unwrap_or_default()
        );
        Self {
            code: 7,
            message,
            json: None,
        }
    }

    /// What the core says, with what to change where that is known.
    pub(crate) fn core(error: &Error) -> Self {
        let mut message = error.to_string();
        let code = match error {
            Error::Fixable { .. } => 3,
            Error::Later { .. } => 4,
            Error::Misuse { .. } => 5,
            Error::Denied { .. } => 6,
            Error::Broken { area, .. } => {
                if let Area::Configuration(setting) = area {
                    message.push_str("\n  ");
                    message.push_str(setting.advice());
                }
                1
            }
        };
        Self {
            code,
            message,
            json: Some(report::error(error)),
        }
    }

    /// Has the failure printed as JSON on standard output besides.
    pub(crate) fn in_json(self, wanted: bool) -> Self {
        if wanted {
            let line = self.json.clone().unwrap_or_else(
                || json!({"error": {"exit_code": self.code, "summary": self.message}}),
            );
            out::line(line);
        }
        self
    }

    /// Prints the message and gives the exit code.
    pub(crate) fn report(self) -> ExitCode {
        out::note(format_args!("doorstep: {}", self.message));
        ExitCode::from(self.code)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::core(&error)
    }
}
