//! The gate: a reverse proxy in front of a tenant that asks a risk provider about native authentication calls and
//! enforces the answer.
//!
//! Its heart is pure: [`decide`] is the table from route, grant, channel, session, verdict and mode to a decision;
//! [`claims`] raises what a request asks for; [`seal`] keeps what the gate knows about a flow inside the flow's own
//! continuation token, so that any instance can go on with it. `docs/risk.md` says where the rules come from,
//! `docs/gate.md` how to run it.

mod back_end;
pub mod claims;
mod clock;
pub mod config;
pub mod decide;
pub mod provider;
mod proxy;
pub mod seal;
mod trust;
pub mod words;

pub use crate::clock::Clock;
pub use crate::config::Config;
pub use crate::proxy::{
    Done, Handle, Host, Record, Records, StartError, run, start, start_with_tls,
};
pub use crate::trust::TrustError;
