//! A request as it came in: its body read within bounds of size and time.

use std::net::IpAddr;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::CONTENT_LENGTH;
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, Method, Request};
use uuid::Uuid;

use super::headers::has_ambiguous_length;
use super::refusal::Refusal;

/// A request, read to its end.
pub(super) struct Inbound {
    pub(super) method: Method,
    /// Path and query, as they came.
    pub(super) target: PathAndQuery,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) client: IpAddr,
}

/// How much is read, and for how long.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) body: usize,
    pub(super) time: Duration,
}

impl Inbound {
    /// Reads a request.
    pub(super) async fn read(
        request: Request<Body>,
        client: IpAddr,
        bounds: Bounds,
    ) -> Result<Self, Refusal> {
        let (parts, body) = request.into_parts();
        let body = content(&parts.headers, body, bounds).await?;
        let target = parts.uri.into_parts().path_and_query;
        let target = target.unwrap_or_else(|| PathAndQuery::from_static("/"));
        Ok(Self {
            method: parts.method,
            target,
            body,
            headers: parts.headers,
            client,
        })
    }
}

async fn content(headers: &HeaderMap, body: Body, bounds: Bounds) -> Result<Bytes, Refusal> {
    if has_ambiguous_length(headers) {
        return Err(Refusal::Length);
    }
    let announced = headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok());
    let announced = announced.and_then(|value| value.parse::<usize>().ok());
    if announced.is_some_and(|announced| announced > bounds.body) {
        return Err(Refusal::TooLarge);
    }
    match tokio::time::timeout(bounds.time, to_bytes(body, bounds.body)).await {
        Ok(Ok(body)) => Ok(body),
        Ok(Err(_)) => Err(Refusal::TooLarge),
        Err(_) => Err(Refusal::TooSlow),
    }
}

/// The id that the client gave its call, if it is one (docs/protocol.md 1.5).
pub(super) fn correlation(headers: &HeaderMap) -> Uuid {
    let given = headers
        .get("client-request-id")
        .and_then(|value| value.to_str().ok());
    given
        .and_then(|given| Uuid::try_parse(given).ok())
        .unwrap_or_else(Uuid::new_v4)
}
