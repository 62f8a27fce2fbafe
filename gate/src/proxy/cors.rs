//! Cross-origin calls, for the origins of the configuration (docs/protocol.md 1.8).

use axum::body::Body;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE,
    ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};

const EXPOSED: HeaderValue =
    HeaderValue::from_static("x-ms-request-id, client-request-id, retry-after, www-authenticate");
const MINUTES: HeaderValue = HeaderValue::from_static("600");
const ANYBODY: HeaderValue = HeaderValue::from_static("*");
/// What the tenant may say about origins: the gate says it in its place.
const OWN: [HeaderName; 6] = [
    ACCESS_CONTROL_ALLOW_CREDENTIALS,
    ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_ALLOW_HEADERS,
    ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_EXPOSE_HEADERS,
    ACCESS_CONTROL_MAX_AGE,
];

/// Origins that may call.
#[derive(Debug)]
pub(super) struct Cors(Vec<String>);

impl Cors {
    pub(super) fn new(origins: Vec<String>) -> Self {
        Self(origins)
    }

    /// The answer to a preflight; none when it is another request, or nobody may call.
    pub(super) fn preflight(&self, method: &Method, headers: &HeaderMap) -> Option<Response<Body>> {
        let asks = method == Method::OPTIONS && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD);
        if self.0.is_empty() || !asks {
            return None;
        }
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        let allowed = self.allowed(headers);
        self.open(allowed.as_ref(), &mut response);
        if allowed.is_some() {
            let out = response.headers_mut();
            out.insert(
                ACCESS_CONTROL_ALLOW_METHODS,
                HeaderValue::from_static("GET, POST"),
            );
            out.insert(ACCESS_CONTROL_MAX_AGE, MINUTES);
            // Clients add headers of their own, and apps more of them (docs/protocol.md 1.7).
            if let Some(asked) = headers.get(ACCESS_CONTROL_REQUEST_HEADERS) {
                out.insert(ACCESS_CONTROL_ALLOW_HEADERS, asked.clone());
            }
        }
        Some(response)
    }

    /// Opens an answer to the origin that is [`Cors::allowed`].
    pub(super) fn open(&self, allowed: Option<&HeaderValue>, response: &mut Response<Body>) {
        if self.0.is_empty() {
            return;
        }
        let out = response.headers_mut();
        for name in OWN {
            out.remove(name);
        }
        out.append(VARY, HeaderValue::from_static("origin"));
        if let Some(origin) = allowed {
            out.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            out.insert(ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        }
    }

    /// What is said to the origin that asked. Where all may call, the answer names none: with a name it would open
    /// calls with cookies too, had anybody allowed those.
    pub(super) fn allowed(&self, headers: &HeaderMap) -> Option<HeaderValue> {
        let origin = headers.get(ORIGIN)?;
        if self.0.iter().any(|allowed| allowed == "*") {
            return Some(ANYBODY);
        }
        let text = origin.to_str().ok()?;
        let is_one = self.0.iter().any(|allowed| allowed == text);
        is_one.then(|| origin.clone())
    }
}
