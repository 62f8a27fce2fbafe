//! The tenant behind the gate: how it is called.

use std::net::IpAddr;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HOST};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, HeaderValue, Method, Request, Uri};
use http_body_util::Full;
use hyper_util::client::proxy::matcher::Matcher;
use rustls::ClientConfig;

use super::headers::{FORWARDED_FOR, FORWARDED_HOST, inbound};
use super::inbound::Inbound;
use super::refusal::Refusal;
use super::upstream::{Answer, Upstream};
use crate::config::{HostName, TenantSettings};

const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

/// The tenant behind the gate.
#[derive(Debug)]
pub(super) struct Tenant {
    settings: TenantSettings,
    upstream: Upstream,
    patience: Duration,
}

impl Tenant {
    pub(super) fn new(settings: TenantSettings, tls: &ClientConfig, patience: Duration) -> Self {
        Self {
            upstream: Upstream::new(&settings.upstream, tls, &Matcher::from_env()),
            settings,
            patience,
        }
    }

    /// Every name that may stand in a path.
    pub(super) fn names(&self) -> &[String] {
        &self.settings.names
    }

    /// Sends a form in place of the request's own.
    pub(super) async fn post(&self, request: Inbound, form: String) -> Result<Answer, Refusal> {
        let mut headers = self.headers(request.headers, request.client);
        headers.insert(CONTENT_TYPE, FORM);
        self.send(Method::POST, request.target, headers, form.into())
            .await
    }

    /// Sends a request as it came.
    pub(super) async fn pass(&self, request: Inbound) -> Result<Answer, Refusal> {
        let headers = self.headers(request.headers, request.client);
        self.send(request.method, request.target, headers, request.body)
            .await
    }

    async fn send(
        &self,
        method: Method,
        target: PathAndQuery,
        mut headers: HeaderMap,
        body: Bytes,
    ) -> Result<Answer, Refusal> {
        // Some servers insist on a length where there is nothing (RFC 9110 8.6).
        if body.is_empty() && [Method::POST, Method::PUT, Method::PATCH].contains(&method) {
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = method;
        *request.uri_mut() = self.address(target)?;
        *request.headers_mut() = headers;
        self.upstream.send(request, self.patience).await
    }

    fn address(&self, target: PathAndQuery) -> Result<Uri, Refusal> {
        let mut parts = self.settings.upstream.clone().into_parts();
        parts.path_and_query = Some(target);
        Uri::from_parts(parts).map_err(|_| Refusal::Disguised)
    }

    fn headers(&self, given: HeaderMap, client: IpAddr) -> HeaderMap {
        let called = given.get(HOST).cloned();
        let mut headers = inbound(given);
        if let Ok(client) = HeaderValue::from_str(&client.to_string()) {
            headers.insert(FORWARDED_FOR, client);
        }
        let host = match &self.settings.host {
            HostName::OfAddress => None,
            HostName::Named(name) => HeaderValue::from_str(name).ok(),
            HostName::AsCalled => called.clone(),
        };
        if let Some(called) = called {
            headers.insert(FORWARDED_HOST, called);
        }
        if let Some(host) = host {
            headers.insert(HOST, host);
        }
        headers
    }
}
