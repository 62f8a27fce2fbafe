//! What the tests share: a tenant on a free port with a device that signs people in to it, a
//! transport that counts and tampers, a clock that only moves when told to, stores that fail on
//! demand, and a recorder of everything that is logged.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of tests fails by panicking, like the tests themselves"
)]

mod account_steps;
mod clock;
mod device;
mod heard;
mod journey;
mod jwt;
mod keeper;
mod perimeter;
mod probe;
mod recorder;
mod risk;
mod rules;
mod scratch;
mod steps;
mod surfer;
mod switches;
mod tls;
mod world;

pub use account_steps::{ResetOutcome, ResetStepExt, SignUpOutcome, SignUpStepExt};
pub use clock::TestClock;
pub use device::Device;
pub use heard::Heard;
pub use journey::{Journey, Move, Run, Strike, Walk, journeys};
pub use jwt::jwt_claims;
pub use keeper::Keeper;
pub use perimeter::{Part, Perimeter};
pub use probe::{Exchange, Probe, Tamper};
pub use recorder::Recorder;
pub use risk::{GuardedTenant, RiskProvider, Says, ShowsSession};
pub use rules::{NEW_PASSWORD, NUMBER};
pub use scratch::Scratch;
pub use steps::{ErrorExt, Outcome, StepExt, by};
pub use surfer::{Page, Surfer};
pub use switches::{RecordsMode, SwitchRecords, SwitchVault};
pub use tls::{Authority, Identity, Serving, serve_plain, serve_tls};
pub use world::{
    ADA, ADA_PASSWORD, APP, ATTRIBUTES_APP, BOB, BOB_PASSWORD, CLEO, CODE_APP, DORA, DORA_PASSWORD,
    TODO, World, as_ada, as_bob, as_cleo, as_new, reset_of, todo,
};
