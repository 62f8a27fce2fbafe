//! A local tenant for native authentication: tests and demos sign people in without a tenant in the cloud.
//!
//! [`start()`] gives a running sandbox: an HTTP server on loopback that speaks the protocol of `docs/protocol.md`, with
//! users, a mailbox for codes, Conditional Access, faults and a clock that can be set forward. [`Handle::control`]
//! drives it from the same process, the admin API does so from any other. `docs/sandbox.md` describes both.
//!
//! The sandbox is an independent reading of the protocol: it shares no code with the client that it tests.
//!
//! ```no_run
//! # async fn example() -> Result<(), doorstep_sandbox::StartError> {
//! use doorstep_sandbox::{Config, start};
//!
//! let sandbox = start(Config::default()).await?;
//! let authority = sandbox.tenant();
//! let code = sandbox.control().latest_code("ada@contoso.example");
//! sandbox.shutdown().await;
//! # Ok(())
//! # }
//! ```

mod admin;
mod api;
mod back_end;
mod bearer;
mod bounded;
mod clock;
mod config;
mod control;
mod edge;
mod gate;
mod graph;
mod handle;
mod html;
mod key;
pub mod model;
mod perimeter;
mod random;
mod risk;
mod sandbox;
mod scenario;
mod server;
mod start;
mod tenant;
mod tls;
mod webhook;
mod wire;

pub use admin::{AdvanceClock, Revoke, Solve, admin_schema};
pub use config::{AdminToken, Config, GateSettings, StartError};
pub use control::Control;
pub use handle::{Handle, Listening, run};
pub use model::{Seed, SeedError};
pub use scenario::{Scenario, scenarios};
pub use start::start;
