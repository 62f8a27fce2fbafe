//! Cross-origin calls: off as in the real service, open to every origin when switched on (docs/protocol.md 1.8, 15.1).

use axum::body::Body;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS, ORIGIN,
    VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode};

const ANY: HeaderValue = HeaderValue::from_static("*");
const METHODS: HeaderValue = HeaderValue::from_static("GET, POST, PUT, PATCH, DELETE, OPTIONS");
const HEADERS: HeaderValue = HeaderValue::from_static("content-type, client-request-id");
const EXPOSED: HeaderValue =
    HeaderValue::from_static("x-ms-request-id, client-request-id, www-authenticate");

/// Answers a preflight, or lets `answer` run; opens the answer to the origin that asked.
pub(crate) async fn with_cors<F: Future<Output = Response<Body>>>(
    method: &Method,
    headers: &HeaderMap,
    answer: F,
) -> Response<Body> {
    let mut response = if method == Method::OPTIONS {
        preflight(headers)
    } else {
        answer.await
    };
    let origin = headers.get(ORIGIN).cloned();
    let out = response.headers_mut();
    out.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.unwrap_or(ANY));
    out.insert(ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    out.append(VARY, HeaderValue::from_static("origin"));
    response
}

/// Allows whatever headers are asked for: a client may add its own (docs/protocol.md 1.7).
fn preflight(headers: &HeaderMap) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let asked = headers
        .get(ACCESS_CONTROL_REQUEST_HEADERS)
        .cloned()
        .unwrap_or(HEADERS);
    let out = response.headers_mut();
    out.insert(ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    out.insert(ACCESS_CONTROL_ALLOW_HEADERS, asked);
    out.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    response
}
