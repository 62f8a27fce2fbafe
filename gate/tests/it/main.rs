//! The gate between a scripted tenant and a scripted provider, over loopback.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of tests fails by panicking, like the tests themselves"
)]

mod back_end;
mod cors;
mod exchanges;
mod killed;
mod passing;
mod proofs;
mod providers;
mod raw;
mod records;
mod resting;
mod scripted;
mod slow;
mod stage;
