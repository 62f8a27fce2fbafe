//! Canaries: passwords, codes, tokens and addresses that must not be seen in any log, in any
//! printed value, in any error, or in any saved record.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of tests fails by panicking, like the tests themselves"
)]

mod accounts;
mod failures;
mod journeys;
mod recoveries;
mod sign_in;
mod stage;
mod values;
