//! Sign-ins through the core against the sandbox, over real HTTP: one file per topic, and the
//! flows' files named like the flows.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of tests fails by panicking, like the tests themselves"
)]

mod account_faults;
mod accounts;
mod attributes;
mod browser;
mod config;
mod coverage;
mod edge;
mod edge_killed;
mod edge_registration;
mod email_code;
mod expiry;
mod faults;
mod gate;
mod gate_scenarios;
mod gate_texts;
mod group_at_sign_up;
mod handle;
mod journeys;
mod mfa;
mod mistakes;
mod network;
mod real_service;
mod recovery;
mod recovery_attackers;
mod recovery_device_lost;
mod recovery_strangers;
mod recovery_ways;
mod reset_password;
mod reset_password_refused;
mod resume;
mod session;
mod sign_in;
mod sign_in_after;
mod sign_up;
mod sign_up_refused;
mod signals;
mod step_up;
mod strong_auth;
mod terms;
mod tls;
mod vault;
