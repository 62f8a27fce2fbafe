//! How a command ends when it does not succeed: a message, and an exit code by the reaction that
//! the failure calls for (listed in `doorstep --help`).

use std::fmt::Display;
use std::process::ExitCode;

use doorstep::{Area, BrowserReason, Error, Reason};
use serde_json::Value;

use crate::args::ClientArgs;
use crate::doctor::table;
use crate::interrupt::Interrupted;
use crate::{out, report, setup};

/// Why a command failed.
#[derive(Debug)]
pub(crate) struct Failure {
    code: u8,
    summary: String,
    /// The summary, with what to do.
    message: String,
    error: Option<Error>,
    advice: Option<String>,
    waiting: Option<Box<Value>>,
}

impl Failure {
    fn new(code: u8, message: impl Into<String>) -> Self {
        let summary = message.into();
        Self {
            code,
            message: summary.clone(),
            summary,
            error: None,
            advice: None,
            waiting: None,
        }
    }

    /// Something about this machine: a file, a folder, a port.
    pub(crate) fn machine(error: &dyn Display) -> Self {
        Self::new(1, error.to_string())
    }

    /// The command line was not understood.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(2, message)
    }

    /// Nothing more came on standard input where an answer was wanted.
    pub(crate) fn no_answer() -> Self {
        Self::new(3, "no answer came on standard input")
    }

    /// What came on standard input can't be read.
    pub(crate) fn not_text() -> Self {
        Self::new(3, "the answer on standard input is not text in UTF-8")
    }

    /// The flow or the account is not there.
    pub(crate) fn absent(message: impl Into<String>) -> Self {
        Self::new(5, message)
    }

    /// The flow can't go on here.
    pub(crate) fn browser(reason: &BrowserReason) -> Self {
        let said = reason
            .server_text()
            .map(|text| format!(" (the service says: {text})"));
        let row = table::find_reason(reason.kind());
        let why = row.map_or("The service gave no reason.", |row| row.meaning);
        let message = format!("a browser is needed. {why}{}", said.unwrap_or_default());
        let mut failure = Self::new(7, message);
        let change = row.map_or("", |row| row.change);
        let advice = format!("{change} To go on in a browser: --redirect-uri http://localhost:0/");
        failure.advise(advice.trim_start());
        failure
    }

    /// A signal asked the process to end. The code is the one that shells give.
    pub(crate) fn interrupted(by: Interrupted) -> Self {
        Self::new(128 + by.number, format!("ended by {}", by.name))
    }

    /// What the core says, with what to change where that is known.
    pub(crate) fn core(error: Error) -> Self {
        let code = match &error {
            Error::Fixable { .. } => 3,
            Error::Later { .. } => 4,
            Error::Misuse { .. } => 5,
            Error::Denied { .. } => 6,
            Error::Broken { .. } => 1,
        };
        let mut failure = Self::new(code, error.to_string());
        match &error {
            Error::Broken {
                area: Area::Configuration(setting),
                ..
            } => failure.advise(setting.advice()),
            Error::Later {
                retry_after: Some(wait),
                ..
            } => {
                let wait = report::whole_seconds(*wait);
                failure.add(&format!("Try again in {wait}."));
            }
            Error::Fixable { info, .. } | Error::Denied { info, .. } => {
                if let Some(row) = table::find_refusal(info.suberror.as_deref(), info.server_code) {
                    failure.advise(row.change);
                }
            }
            _ => {}
        }
        failure.error = Some(error);
        failure
    }

    /// Names the flows that wait, for people by a line each, and for scripts.
    pub(crate) fn with_waiting(
        mut self,
        listed: impl Iterator<Item = String>,
        waiting: Value,
    ) -> Self {
        listed.for_each(|line| self.add(&line));
        self.waiting = Some(Box::new(waiting));
        self
    }

    /// Says where the records are if they are what is wrong, and tells scripts of it as [`Self::told`] does.
    pub(crate) fn of(mut self, args: &ClientArgs) -> Self {
        if self.is_about_storage()
            && let Ok(folder) = setup::state_folder(args)
        {
            self.advise(&format!("The state folder is {}.", folder.display()));
        }
        self.told(args.json)
    }

    /// Prints the failure as JSON on standard output besides where that is wanted.
    pub(crate) fn told(self, json: bool) -> Self {
        if json {
            let mut line = match &self.error {
                Some(error) => report::error(error, Some(self.code)),
                None => report::failure(self.code, &self.summary),
            };
            if let Some(advice) = &self.advice {
                line["error"]["advice"] = Value::from(advice.as_str());
            }
            if let Some(waiting) = &self.waiting {
                line["error"]["waiting"] = Value::clone(waiting);
            }
            out::line(line);
        }
        self
    }

    /// Prints the message and gives the exit code.
    pub(crate) fn report(self) -> ExitCode {
        out::note(format_args!("doorstep: {}", self.message));
        ExitCode::from(self.code)
    }

    fn advise(&mut self, advice: &str) {
        self.add(advice);
        self.advice = Some(advice.to_owned());
    }

    fn add(&mut self, sentence: &str) {
        self.message.push_str("\n  ");
        self.message.push_str(sentence);
    }

    fn is_about_storage(&self) -> bool {
        matches!(
            self.error,
            Some(
                Error::Broken {
                    area: Area::Storage,
                    ..
                } | Error::Later {
                    reason: Reason::StoreLocked,
                    ..
                }
            )
        )
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::core(error)
    }
}
