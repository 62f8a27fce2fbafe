//! The driver in motion: directed tests, one sentence each, and random walks with what must hold
//! after every move.

mod after;
mod any;
mod browser;
mod clock;
mod crossings;
mod current;
mod drops;
mod ends;
mod given_ahead;
mod log;
mod page;
mod polling;
mod prepare;
mod random;
mod recalled;
mod recency;
mod refreshes;
mod registration;
mod remains;
mod replies;
mod reset;
mod session;
mod shown;
mod sign_up;
mod step_up;
mod steps;
mod storage;
mod store;
mod telemetry;
mod tenant;
mod tokens;
mod turns;
mod walker;
mod whose;
mod world;
