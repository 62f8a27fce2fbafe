//! Version 1: forms in, JSON out, fixed endpoints (docs/protocol.md 1 to 11).

mod body;
mod decode;
mod encode;
mod lenient;
mod refusal;
#[cfg(test)]
mod vectors;

pub(crate) use decode::decode;
pub(crate) use encode::{Endpoint, encode};
