//! What a browser gets: pages, and the way back to the app.

use serde_json::{Value, json};

/// An answer to a browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Page {
    /// A page to read.
    Html {
        /// The status.
        status: u16,
        /// Its name, for the journal.
        name: &'static str,
        /// The document.
        html: String,
        /// The `Content-Security-Policy`.
        policy: String,
    },
    /// Back to the app.
    Back {
        /// The whole address, with a code or an error.
        to: String,
        /// The address without its query, for the journal.
        shown: String,
    },
}

impl Page {
    /// The status.
    pub(crate) fn status(&self) -> u16 {
        match self {
            Self::Html { status, .. } => *status,
            Self::Back { .. } => 303,
        }
    }

    /// What the journal says of it: nothing that opens anything.
    pub(super) fn summary(&self) -> Value {
        match self {
            Self::Html { name, .. } => json!({ "page": name }),
            Self::Back { shown, .. } => json!({ "back": shown }),
        }
    }
}
