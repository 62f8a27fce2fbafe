//! Between HTTP and the tenant: headers, faults, throttling, the journal, and cross-origin rules.

mod beside;
mod browser;
mod cors;
mod faults;
mod journal;
mod mask;
mod respond;
mod serve;
mod throttle;

pub(crate) use beside::{Said, Service, Unread, beside, members};
pub(crate) use browser::page;
pub(crate) use cors::with_cors;
pub(crate) use faults::FaultQueue;
pub(crate) use journal::Journal;
pub(crate) use respond::{CLIENT_REQUEST_ID, CallId, Dropped, json};
pub(crate) use serve::{Caller, origin, tenant};
pub(crate) use throttle::RateWindow;
