//! Answers to browsers: pages that nobody may keep, frame or script, and the way back to the app.

use axum::body::Body;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};

use crate::wire::Page;

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
const FIXED: [(HeaderName, &str); 4] = [
    (CACHE_CONTROL, "no-store"),
    // With `no-referrer` a browser would not tell its origin when the form is sent.
    (REFERRER_POLICY, "same-origin"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
];

/// The answer that a browser gets.
pub(crate) fn page(page: &Page) -> Response<Body> {
    let mut response = match page {
        Page::Html { html, policy, .. } => {
            let mut response = Response::new(Body::from(html.clone()));
            response.headers_mut().insert(CONTENT_TYPE, HTML);
            insert(&mut response, CONTENT_SECURITY_POLICY, policy);
            response
        }
        Page::Back { to, .. } => {
            let mut response = Response::new(Body::empty());
            insert(&mut response, LOCATION, to);
            response
        }
    };
    *response.status_mut() =
        StatusCode::from_u16(page.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in FIXED {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

fn insert(response: &mut Response<Body>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
