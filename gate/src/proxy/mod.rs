//! The reverse proxy: the listener, one request from end to end, and everything impure around the decision.

mod back_end;
mod call;
mod client_address;
mod cors;
mod form;
mod gate;
mod headers;
mod inbound;
mod judge;
mod learned;
mod native;
mod patient;
mod record;
mod refusal;
mod reports;
mod reseal;
mod run;
mod server;
mod session;
mod sticky;
mod tenant;
mod upstream;

pub use self::back_end::Done;
pub use self::record::{Record, Records};
pub use self::run::{Handle, Host, StartError, run, start, start_with_tls};
