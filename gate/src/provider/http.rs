//! Pooled connections to tenants and providers, by reqwest on rustls.

use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};
use rustls_platform_verifier::Verifier;

use super::Failure;
use super::dialect::{Call, Payload};

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

/// TLS could not be set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TrustError {
    /// The text holds no certificate.
    #[error("there is no certificate in PEM form")]
    NoCertificate,
    /// The system's trust cannot be read.
    #[error("TLS could not be set up")]
    Tls,
}

impl Http {
    /// Trusts what the system trusts, and the certificates in `roots`, as PEM, besides.
    ///
    /// # Errors
    /// [`TrustError`] when there are none in it, and when TLS cannot be set up.
    pub fn new(roots: Option<&[u8]>) -> Result<Self, TrustError> {
        let roots = roots.map_or_else(|| Ok(Vec::new()), certificates)?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier = Verifier::new_with_extra_roots(roots, Arc::clone(&provider))
            .map_err(|_| TrustError::Tls)?;
        let tls = tls(provider)?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        Self::over(&tls)
    }

    /// Trusts the certificates in `roots`, as PEM, and nobody else.
    ///
    /// # Errors
    /// As [`Http::new`].
    pub fn trusting_only(roots: Option<&[u8]>) -> Result<Self, TrustError> {
        let mut store = RootCertStore::empty();
        for root in roots.map_or_else(|| Ok(Vec::new()), certificates)? {
            store.add(root).map_err(|_| TrustError::NoCertificate)?;
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = tls(provider)?
            .with_root_certificates(store)
            .with_no_client_auth();
        Self::over(&tls)
    }

    fn over(tls: &ClientConfig) -> Result<Self, TrustError> {
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
        let is_here = match url.host() {
            Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
            Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
            Some(url::Host::Domain(name)) => name == "localhost",
            None => false,
        };
        if is_here { &self.direct } else { &self.client }
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
            Err(Unread::Broken(_)) => Err(Failure::Unreachable),
        }
    }
}

fn tls(
    provider: Arc<CryptoProvider>,
) -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, TrustError> {
    ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| TrustError::Tls)
}

/// Whether the text holds certificates that can be trusted.
///
/// # Errors
/// [`TrustError::NoCertificate`] when it holds none.
pub(crate) fn check_certificates(pem: &[u8]) -> Result<(), TrustError> {
    certificates(pem).map(drop)
}

fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, TrustError> {
    let roots: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    match roots {
        Ok(roots) if !roots.is_empty() => Ok(roots),
        Ok(_) | Err(_) => Err(TrustError::NoCertificate),
    }
}

/// Why a body was not read to its end.
#[derive(Debug)]
pub(crate) enum Unread {
    /// It is longer than allowed.
    TooLong,
    /// The connection broke, or it took too long.
    Broken(reqwest::Error),
}

/// A body of at most `longest` bytes.
pub(crate) async fn read(mut response: Response, longest: usize) -> Result<Vec<u8>, Unread> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(Unread::Broken)? {
        if body.len() + chunk.len() > longest {
            return Err(Unread::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
