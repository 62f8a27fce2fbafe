//! The driver in motion: directed tests, one sentence each, and random walks with what must hold
//! after every move.

mod any;
mod clock;
mod current;
mod drops;
mod ends;
mod log;
mod page;
mod prepare;
mod random;
mod refreshes;
mod replies;
mod session;
mod step_up;
mod steps;
mod storage;
mod store;
mod telemetry;
mod tenant;
mod tokens;
mod walker;
mod world;
