//! The HTTP port: one request out, one answer in.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use zeroize::Zeroizing;

use super::BoxFuture;
pub use crate::address::{Address, InvalidAddress};

/// Sends requests for the core.
///
/// A transport never follows a redirect, keeps no cookies, never repeats a request by itself,
/// and stops reading at [`HttpRequest::max_response_bytes`].
pub trait Http: Send + Sync {
    /// Sends `request` and reads the whole answer. Any status is an answer; a fault means that
    /// none came.
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, HttpFault>>;

    /// Whether [`HttpRequest::timeout`] is kept even when the network hangs. Where it is not, the
    /// core bounds each call with its own clock.
    fn bounds_time(&self) -> bool {
        false
    }
}

/// The methods that the protocol uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HttpMethod {
    /// Every endpoint of the native authentication API.
    Post,
    /// Documents, such as keys and discovery.
    Get,
}

/// A header of a request: its name in lower case, and its value.
pub type Header = (Cow<'static, str>, Cow<'static, str>);

/// A request to be sent as it stands.
///
/// `Debug` shows neither the headers' values nor the body, which holds passwords and codes.
pub struct HttpRequest {
    /// The method.
    pub method: HttpMethod,
    /// Where it goes. It never holds a secret.
    pub url: Address,
    /// Names in lower case, with their values.
    pub headers: Vec<Header>,
    /// The body, wiped when the request is dropped.
    pub body: Zeroizing<Vec<u8>>,
    /// How long the whole exchange may take.
    pub timeout: Duration,
    /// The largest body that the transport may take in.
    pub max_response_bytes: usize,
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("url", &self.url.as_str())
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// The headers of an answer that the core reads. A transport may leave out all others.
pub const HEADERS_READ: [&str; 4] = [
    "content-type",
    "retry-after",
    "cf-mitigated",
    "x-amzn-waf-action",
];

/// An answer, whatever its status.
///
/// `Debug` shows neither the headers' values nor the body, which holds tokens.
pub struct HttpResponse {
    /// The status code.
    pub status: u16,
    /// Header names and values, in the order received. Names compare without regard to case.
    pub headers: Vec<(String, String)>,
    /// The body, wiped when the answer is dropped.
    pub body: Zeroizing<Vec<u8>>,
}

impl HttpResponse {
    /// The first header called `name`.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(candidate, _)| candidate.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("HttpResponse")
            .field("status", &self.status)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Why there was no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HttpFault {
    /// The request surely never left the device: no network, no such host, connection refused.
    #[error("the request was not sent")]
    NotSent,
    /// No answer came in time. The service may have acted on the request.
    #[error("no answer came in time")]
    TimedOut,
    /// The connection broke after the request may have been sent.
    #[error("the connection was lost")]
    Lost,
    /// The server could not prove who it is. Nothing was sent to it.
    #[error("the server's certificate was not accepted")]
    Untrusted,
    /// The answer was larger than the request allowed.
    #[error("the answer was too large")]
    TooLarge,
}
