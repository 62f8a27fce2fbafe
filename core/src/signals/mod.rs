//! Risk signals: what goes along with the requests of a flow for whoever judges it, and what a risk provider says
//! before something happens that can't be undone (docs/risk.md 3.6, 4 and 7).
//!
//! A client that is made without them ([`Client::new`](crate::Client::new)) has none of it. With them
//! ([`Client::with_signals`](crate::Client::with_signals)), nothing is collected, asked or sent before the person
//! consented; without consent people sign in all the same, and whatever stands in front of the service decides alone.

mod collected;
mod consent;
mod engine;
mod header;
mod hook;
mod outcome;
mod own;
mod policy;
mod setup;
mod transaction;
mod watch;

pub use self::collected::{Collected, InvalidCollected};
pub(crate) use self::engine::Engine;
pub use self::header::InvalidHeader;
pub(crate) use self::outcome::outcome;
pub use self::policy::{Budgets, FailPolicy};
pub use self::setup::{InvalidSignals, Signals};
pub(crate) use self::transaction::{Refusal, Scene, Transaction};
