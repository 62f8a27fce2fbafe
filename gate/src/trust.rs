//! Whose certificates are taken, at tenant and providers.

use std::net::IpAddr;
use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};
use rustls_platform_verifier::Verifier;

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

/// Takes what the system takes, and the certificates in `roots`, as PEM, besides.
///
/// # Errors
/// [`TrustError`] when there are none in it, and when TLS cannot be set up.
pub(crate) fn system_and(roots: Option<&[u8]>) -> Result<ClientConfig, TrustError> {
    let roots = roots.map_or_else(|| Ok(Vec::new()), certificates)?;
    let provider = provider();
    let verifier = Verifier::new_with_extra_roots(roots, Arc::clone(&provider))
        .map_err(|_| TrustError::Tls)?;
    let config = begun(provider)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok(config)
}

/// Takes the certificates in `roots`, as PEM, and nobody else's.
///
/// # Errors
/// As [`system_and`].
pub(crate) fn only(roots: Option<&[u8]>) -> Result<ClientConfig, TrustError> {
    let mut store = RootCertStore::empty();
    for root in roots.map_or_else(|| Ok(Vec::new()), certificates)? {
        store.add(root).map_err(|_| TrustError::NoCertificate)?;
    }
    let config = begun(provider())?
        .with_root_certificates(store)
        .with_no_client_auth();
    Ok(config)
}

/// Whether a host, as it stands in an address, is this machine itself, where nobody listens in between.
pub(crate) fn is_here(host: &str) -> bool {
    let bare = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    let ip = bare.unwrap_or(host).parse::<IpAddr>();
    host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
}

/// Whether the text holds certificates that can be trusted.
///
/// # Errors
/// [`TrustError::NoCertificate`] when it holds none.
pub(crate) fn check_certificates(pem: &[u8]) -> Result<(), TrustError> {
    certificates(pem).map(drop)
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

fn begun(
    provider: Arc<CryptoProvider>,
) -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, TrustError> {
    ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| TrustError::Tls)
}

fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, TrustError> {
    let roots: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    match roots {
        Ok(roots) if !roots.is_empty() => Ok(roots),
        Ok(_) | Err(_) => Err(TrustError::NoCertificate),
    }
}

#[cfg(test)]
mod tests {
    use super::is_here;

    #[test]
    fn this_machine_is_known_by_its_name_and_its_addresses() {
        for host in ["localhost", "127.0.0.1", "127.8.0.1", "[::1]"] {
            assert!(is_here(host), "{host}");
        }
        for host in ["", "localhost.example", "10.0.0.1", "[2001:db8::1]", "[::1"] {
            assert!(!is_here(host), "{host}");
        }
    }
}
