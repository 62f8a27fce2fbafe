//! HTTP answers out of JSON.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use serde_json::Value;
use uuid::Uuid;

/// The media type of every JSON answer (docs/protocol.md 15.1).
const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
/// The header by which a client names its call.
pub(crate) const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
/// The header by which the service names the call.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-ms-request-id");
/// The longest `client-request-id` that is echoed.
const LONGEST_ID: usize = 128;

/// Marks an answer that must not be sent: the connection is closed instead.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dropped;

/// How a client named its call (docs/protocol.md 1.5).
pub(crate) struct CallId {
    echo: Option<HeaderValue>,
    /// The id that stands in errors.
    pub(crate) correlation: Uuid,
}

impl CallId {
    /// Reads the header; a call without one, or with one that is no UUID, gets an id of its own.
    pub(crate) fn read(header: Option<&HeaderValue>) -> Self {
        let echo = header.filter(|value| value.len() <= LONGEST_ID).cloned();
        let given = echo
            .as_ref()
            .and_then(|value| value.to_str().ok())
            .and_then(|text| Uuid::parse_str(text).ok());
        Self {
            echo,
            correlation: given.unwrap_or_else(Uuid::new_v4),
        }
    }

    /// Names the answer after the call.
    pub(crate) fn stamp(&self, response: &mut Response<Body>) {
        self.stamp_as(&REQUEST_ID, response);
    }

    /// Names the answer after the call, in a header of this name besides the client's own.
    pub(crate) fn stamp_as(&self, name: &HeaderName, response: &mut Response<Body>) {
        let headers = response.headers_mut();
        if let Some(echo) = &self.echo {
            headers.insert(CLIENT_REQUEST_ID, echo.clone());
        }
        if let Ok(value) = HeaderValue::from_str(&self.correlation.to_string()) {
            headers.insert(name.clone(), value);
        }
    }
}

/// A JSON answer that nobody may keep.
pub(crate) fn json(status: u16, body: &Value) -> Response<Body> {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(CONTENT_TYPE, JSON);
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
