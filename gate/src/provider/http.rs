//! Pooled connections to providers and to the back end, by reqwest on rustls.

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use rustls::ClientConfig;

use super::Failure;
use super::dialect::{Call, Payload};
use crate::trust::{TrustError, is_here};

/// The longest answer of a provider that is read.
const LONGEST: usize = 256 * 1024;
/// How long a connection may take to be made.
const TO_CONNECT: Duration = Duration::from_secs(5);

/// A client with its pool. Clones share it.
#[derive(Debug, Clone)]
pub struct Http {
    client: Client,
    /// For this machine itself, past the proxies of the environment.
    direct: Client,
}

impl Http {
    /// Connects by `tls`.
    ///
    /// # Errors
    /// [`TrustError::Tls`] when it cannot be set up.
    pub fn new(tls: &ClientConfig) -> Result<Self, TrustError> {
        let builder = || {
            Client::builder()
                .tls_backend_preconfigured(tls.clone())
                .redirect(Policy::none())
                .retry(reqwest::retry::never())
                .referer(false)
                .tcp_nodelay(true)
                .connect_timeout(TO_CONNECT)
                .pool_idle_timeout(Duration::from_mins(1))
        };
        Ok(Self {
            client: builder().build().map_err(|_| TrustError::Tls)?,
            direct: builder().no_proxy().build().map_err(|_| TrustError::Tls)?,
        })
    }

    /// The client for an address.
    pub(crate) fn client_for(&self, url: &reqwest::Url) -> &Client {
        if url.host_str().is_some_and(is_here) {
            &self.direct
        } else {
            &self.client
        }
    }

    /// Sends a question, and reads the answer to its end.
    pub(super) async fn post(&self, call: Call) -> Result<(u16, Vec<u8>), Failure> {
        let url: reqwest::Url = call.url.parse().map_err(|_| Failure::Unreachable)?;
        let (media_type, body) = match call.payload {
            Payload::Form(members) => {
                let mut form = form_urlencoded::Serializer::new(String::new());
                form.extend_pairs(members);
                ("application/x-www-form-urlencoded", form.finish())
            }
            Payload::Json(value) => ("application/json", value.to_string()),
        };
        let mut request = self
            .client_for(&url)
            .post(url)
            .header("content-type", media_type)
            .header("accept", "application/json")
            .body(body);
        if let Some(bearer) = call.bearer {
            request = request.bearer_auth(bearer);
        }
        let response = request.send().await.map_err(|_| Failure::Unreachable)?;
        let status = response.status().as_u16();
        match read(response, LONGEST).await {
            Ok(body) => Ok((status, body)),
            Err(Unread::TooLong) => Err(Failure::TooLong),
            Err(Unread::Broken) => Err(Failure::Unreachable),
        }
    }
}

/// Why a body was not read to its end.
#[derive(Debug)]
pub(crate) enum Unread {
    /// It is longer than allowed.
    TooLong,
    /// The connection broke, or it took too long.
    Broken,
}

/// A body of at most `longest` bytes.
pub(crate) async fn read(mut response: Response, longest: usize) -> Result<Vec<u8>, Unread> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| Unread::Broken)? {
        if body.len() + chunk.len() > longest {
            return Err(Unread::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
