//! The way to the tenant.

use std::net::IpAddr;
use std::time::Duration;

use axum::http::header::HOST;
use axum::http::{HeaderMap, HeaderValue, Method};
use reqwest::Response;

use super::headers::{FORWARDED_FOR, FORWARDED_HOST, inbound};
use super::refusal::Refusal;
use crate::config::{HostName, TenantSettings};
use crate::provider::Http;

/// The tenant behind the gate.
#[derive(Debug)]
pub(super) struct Tenant {
    http: Http,
    settings: TenantSettings,
    patience: Duration,
}

/// A request as the tenant gets it.
pub(super) struct Forwarded<'a> {
    pub(super) method: Method,
    /// Path and query.
    pub(super) target: &'a str,
    /// The client's headers, all of them.
    pub(super) headers: &'a HeaderMap,
    pub(super) client: IpAddr,
    pub(super) body: Vec<u8>,
}

impl Tenant {
    pub(super) fn new(http: Http, settings: TenantSettings, patience: Duration) -> Self {
        Self {
            http,
            settings,
            patience,
        }
    }

    pub(super) fn names(&self) -> &[String] {
        &self.settings.names
    }

    /// Sends a request, and gives the head of the answer.
    pub(super) async fn send(&self, request: Forwarded<'_>) -> Result<Response, Refusal> {
        let base = self.settings.upstream.as_str().trim_end_matches('/');
        let url: url::Url = format!("{base}{}", request.target)
            .parse()
            .map_err(|_| Refusal::Disguised)?;
        let mut headers = inbound(request.headers);
        if let Ok(client) = HeaderValue::from_str(&request.client.to_string()) {
            headers.insert(FORWARDED_FOR, client);
        }
        let called = request.headers.get(HOST);
        if let Some(called) = called {
            headers.insert(FORWARDED_HOST, called.clone());
        }
        let host = match &self.settings.host {
            HostName::OfAddress => None,
            HostName::Named(name) => HeaderValue::from_str(name).ok(),
            HostName::AsCalled => called.cloned(),
        };
        if let Some(host) = host {
            headers.insert(HOST, host);
        }
        let sent = self
            .http
            .client_for(&url)
            .request(request.method, url)
            .headers(headers)
            .timeout(self.patience)
            .body(request.body)
            .send()
            .await;
        sent.map_err(|error| broken(&error))
    }
}

/// What it is called when the way to the tenant breaks.
pub(super) fn broken(error: &reqwest::Error) -> Refusal {
    if error.is_timeout() {
        Refusal::TenantLate
    } else {
        Refusal::TenantAway
    }
}
