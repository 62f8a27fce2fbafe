//! Version 1: forms in, JSON out, fixed endpoints (docs/protocol.md 1 to 11).

mod authorize;
mod body;
mod decode;
mod edge;
mod encode;
mod endpoint;
mod form;
mod lenient;
mod methods;
mod refusal;
mod security_code;
mod shown;
#[cfg(test)]
mod vectors;

pub(crate) use authorize::{PATH as AUTHORIZE, authorization_url};
pub(crate) use decode::decode;
pub(crate) use encode::encode;
pub(crate) use endpoint::Endpoint;
