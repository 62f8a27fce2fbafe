//! The `doorstep` command as a person or a script runs it, against a tenant of the test's own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of tests fails by panicking, like the tests themselves"
)]

mod browser;
mod demo;
mod doctor;
mod doctor_step_up;
mod failure;
mod gate;
mod process;
mod recovery;
mod registration;
mod reset_password;
mod resume;
mod resume_accounts;
mod sandbox;
mod session;
mod sign_in;
mod sign_up;
mod stage;
mod step_up;
mod surfer;
#[cfg(target_os = "linux")]
mod terminal;
mod usage;
mod verification;
mod whoami;
