//! The journal: requests to the tenant and what became of them, with secrets masked.

use std::collections::BTreeMap;

use axum::http::HeaderMap;
use axum::http::request::Parts;
use serde_json::Value;

use super::mask;
use crate::bounded::Ring;
use crate::clock::Timestamp;
use crate::model::{Answered, JournalEntry};

/// The most entries that are kept.
const MOST: usize = 2000;

/// The newest requests.
#[derive(Debug)]
pub(crate) struct Journal {
    entries: Ring<JournalEntry>,
    written: u64,
}

impl Default for Journal {
    fn default() -> Self {
        Self {
            entries: Ring::new(MOST),
            written: 0,
        }
    }
}

impl Journal {
    /// Writes an entry. The form has been masked.
    pub(super) fn write(
        &mut self,
        parts: &Parts,
        form: BTreeMap<String, String>,
        answered: Answered,
        now: Timestamp,
    ) {
        let headers: &HeaderMap = &parts.headers;
        self.written += 1;
        self.entries.push(JournalEntry {
            number: self.written,
            at: now.rfc3339(),
            method: mask::text(parts.method.as_str()),
            path: mask::text(parts.uri.path()),
            headers: mask::headers(headers),
            form,
            answered,
        });
    }

    /// Oldest first.
    pub(crate) fn entries(&self) -> Vec<JournalEntry> {
        self.entries.iter().cloned().collect()
    }
}

/// An answer as the journal shows it.
pub(super) fn answer(status: u16, body: &Value) -> Answered {
    Answered::Answer {
        status,
        body: mask::json(body),
    }
}
