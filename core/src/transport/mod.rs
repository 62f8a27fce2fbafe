//! Ready-made transports for the [`Http`](crate::ports::http::Http) port.

#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(feature = "reqwest")]
mod trust;

#[cfg(feature = "reqwest")]
pub use self::reqwest::{ReqwestTransport, TransportError};
