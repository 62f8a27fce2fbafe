//! A flow as a conversation: what all flows share.

pub(crate) mod ask;
pub(crate) mod challenge;
pub(crate) mod choose;
mod flow;
mod lead;
mod opening;

use std::fmt::Display;

use doorstep::{Error, Problem};

pub(crate) use self::flow::{Flow, Step, Turn};
pub(crate) use self::opening::{Opening, Wanted, wanted};
use crate::args::ClientArgs;
use crate::browser::Browser;
use crate::{out, report, shell};

/// How the conversation is held.
pub(crate) struct Talk<'a> {
    pub(crate) args: &'a ClientArgs,
    pub(crate) browser: Option<Browser>,
    /// Whether standard output is for something else than the flow's outcome.
    pub(crate) aside: bool,
}

impl Talk<'_> {
    /// Prints the step for a script, but for one of the browser, which is printed with its address.
    fn show(&self, flow: &Flow, step: &Step) {
        let waits_for_address = self.browser.is_some() && step.browser().is_some();
        if self.args.json && !waits_for_address {
            out::line(report::step(flow, step));
        }
    }

    /// Says what was done.
    pub(crate) fn announce(&self, what: impl Display) {
        match (self.args.json, self.aside) {
            (true, _) => {}
            (false, true) => out::note(what),
            (false, false) => out::line(what),
        }
    }

    /// Says what to correct.
    pub(crate) fn complain(&self, error: &Error) {
        if self.args.json {
            out::line(report::error(error, None));
            return;
        }
        let info = error.info();
        out::note(info.summary);
        if !info.attributes.is_empty() {
            out::note(format_args!("  {}", info.attributes.join(", ")));
        }
        match error {
            Error::Later {
                retry_after: Some(wait),
                ..
            } => out::note(format_args!(
                "Another code can be asked for in {}.",
                report::whole_seconds(*wait)
            )),
            Error::Fixable {
                problem: Problem::WrongPassword,
                ..
            } => out::note("Forgotten? After an empty one it can be reset."),
            _ => {}
        }
    }

    /// Says how to go on with the flow, if its record is there to go on with.
    fn hint_at_resume(&self, flow: &Flow) {
        if self.args.json || !flow.is_durable() || flow.current().is_err() {
            return;
        }
        let what = report::flow_in_words(flow.kind());
        out::note(format_args!("\nThe {what} waits. To go on with it:"));
        let home = self.browser.as_ref().map(Browser::as_given);
        let command = shell::resume(flow.id(), self.args, home);
        out::note(format_args!("  {command}"));
    }
}
