//! Who may call the admin API.
//!
//! The sandbox listens at loopback, but any page in a browser on the same machine can send requests there. So a
//! request must name a loopback host (a page that rebinds its own name cannot) and must come without an `Origin`
//! (a page cannot leave it out), unless cross-origin calls were switched on. Beyond loopback only the token counts.

use std::net::IpAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Response};
use axum::middleware::Next;
use axum::response::IntoResponse;
use ring::digest::{SHA256, digest};

use super::error::AdminError;
use crate::edge::with_cors;
use crate::sandbox::{Sandbox, Settings};

/// Lets a request through, or refuses it.
pub(crate) async fn guard(
    State(sandbox): State<Arc<Sandbox>>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let (method, headers) = (request.method().clone(), request.headers().clone());
    let settings = &sandbox.settings;
    let answer = async {
        match check(settings, request.uri().authority(), &headers) {
            Ok(()) => next.run(request).await,
            Err(error) => error.into_response(),
        }
    };
    if settings.cors {
        with_cors(&method, &headers, answer).await
    } else {
        answer.await
    }
}

fn check(
    settings: &Settings,
    target: Option<&Authority>,
    headers: &HeaderMap,
) -> Result<(), AdminError> {
    if !settings.cors && headers.contains_key(ORIGIN) {
        return Err(AdminError::Forbidden(
            "the admin API does not answer browsers unless cross-origin calls are on",
        ));
    }
    let Some(token) = &settings.admin_token else {
        let host = headers
            .get(HOST)
            .and_then(|host| host.to_str().ok())
            .unwrap_or_default();
        // Where the target names a host of its own, that one counts: the two must not differ.
        let differs = target.is_some_and(|target| !target.as_str().eq_ignore_ascii_case(host));
        if differs || !is_loopback(host) {
            return Err(AdminError::Forbidden(
                "the admin API answers to a loopback host only",
            ));
        }
        return Ok(());
    };
    let shown = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    match shown.and_then(|value| value.split_once(' ')) {
        Some((scheme, shown))
            if scheme.eq_ignore_ascii_case("bearer") && same(shown.trim_start(), token) =>
        {
            Ok(())
        }
        _ => Err(AdminError::Unauthorized),
    }
}

/// Whether a `Host` header names this machine from within.
fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or(rest, |(address, _)| address),
        None => host.split_once(':').map_or(host, |(name, _)| name),
    };
    name.eq_ignore_ascii_case("localhost")
        || name
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

/// Compares digests, so that the time taken tells nothing about the token.
fn same(shown: &str, token: &str) -> bool {
    digest(&SHA256, shown.as_bytes()).as_ref() == digest(&SHA256, token.as_bytes()).as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_hosts_count_as_this_machine() {
        for host in [
            "127.0.0.1",
            "127.0.0.1:80",
            "127.9.9.9",
            "localhost:4000",
            "LOCALHOST",
            "[::1]",
            "[::1]:4000",
        ] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "",
            "10.0.2.2",
            "sandbox.example",
            "localhost.example",
            "127.0.0.1.nip.example",
            "[::2]",
            "0.0.0.0",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
