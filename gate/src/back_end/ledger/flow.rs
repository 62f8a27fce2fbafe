//! One flow of the ledger.

use std::time::Duration;

use serde_json::{Value, json};

use super::{MOST_CODES, Mark};
use crate::back_end::webhook::Way;
use crate::config::CodeSettings;

/// How far a flow is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// It has to prove itself.
    Open,
    /// It gave its second proof.
    Proven,
    /// And what that was for is done.
    Acted,
}

/// One flow.
#[derive(Debug)]
pub(super) struct Flow {
    pub(super) state: State,
    /// The hash of the code that is good, if there is one.
    pub(super) code: Option<Mark>,
    length: u8,
    codes: u8,
    pub(super) tries_left: u8,
    pub(super) sent: Duration,
    another_from: Duration,
    pub(super) good_until: Duration,
    pub(super) way: Way,
    /// When it may be forgotten.
    pub(super) until: Duration,
}

/// What a person is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asking {
    way: Way,
    length: u8,
    tries_left: u8,
    another_after: Option<Duration>,
}

impl Flow {
    pub(super) fn open(settings: &CodeSettings, until: Duration) -> Self {
        Self {
            state: State::Open,
            code: None,
            length: settings.length,
            codes: 0,
            tries_left: settings.tries,
            sent: Duration::ZERO,
            another_from: Duration::ZERO,
            good_until: Duration::ZERO,
            way: Way::default(),
            until,
        }
    }

    pub(super) fn proven(until: Duration) -> Self {
        Self {
            state: State::Proven,
            ..Self::open(&CodeSettings::default(), until)
        }
    }

    /// A new code voids the one before, and gives no new tries.
    pub(super) fn sends(&mut self, code: Mark, settings: &CodeSettings, now: Duration) {
        self.code = Some(code);
        self.codes += 1;
        self.sent = now;
        self.another_from = now + settings.resend;
        self.good_until = now + settings.good_for;
        self.way = Way::default();
    }

    pub(super) fn voided(&mut self, is_certain: bool) {
        self.code = None;
        self.another_from = Duration::ZERO;
        self.good_until = Duration::ZERO;
        if is_certain {
            self.codes = self.codes.saturating_sub(1);
        }
    }

    pub(super) fn may_have_another(&self, now: Duration) -> bool {
        self.codes < MOST_CODES && self.another_from <= now
    }

    /// Whether neither this code nor another one can be given any more.
    pub(super) fn is_over(&self, now: Duration) -> bool {
        self.codes >= MOST_CODES && self.good_until <= now
    }

    pub(super) fn asking(&self, now: Duration) -> Asking {
        let has_another = self.codes < MOST_CODES;
        Asking {
            way: self.way.clone(),
            length: self.length,
            tries_left: self.tries_left,
            another_after: has_another.then(|| self.another_from.saturating_sub(now)),
        }
    }
}

impl Asking {
    /// As the app gets it (docs/risk.md 8.1). What is not known is left out.
    pub(crate) fn payload(&self) -> Value {
        let mut payload = json!({"code_length": self.length, "tries_left": self.tries_left});
        let texts = [("channel", &self.way.channel), ("hint", &self.way.hint)];
        for (name, text) in texts {
            if let Some(text) = text {
                payload[name] = text.as_str().into();
            }
        }
        if let Some(wait) = self.another_after {
            payload["resend_after"] = wait.as_secs().into();
        }
        payload
    }
}
