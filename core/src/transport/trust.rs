//! Whom the transport trusts: the authorities of the operating system, and those that the app brings besides.

use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, ConfigBuilder, WantsVerifier};

use super::reqwest::TransportError;

/// The settings for TLS, with `extra` authorities besides the system's.
pub(super) fn tls(extra: &[CertificateDer<'static>]) -> Result<ClientConfig, TransportError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|_| TransportError::Tls)?;
    trusting(builder, extra, provider)
}

/// Certificates are checked as the operating system checks them.
#[cfg(not(target_os = "android"))]
fn trusting(
    builder: ConfigBuilder<ClientConfig, WantsVerifier>,
    extra: &[CertificateDer<'static>],
    provider: Arc<CryptoProvider>,
) -> Result<ClientConfig, TransportError> {
    let extra = extra.iter().cloned();
    let verifier = rustls_platform_verifier::Verifier::new_with_extra_roots(extra, provider)
        .map_err(|_| TransportError::Tls)?;
    Ok(builder
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth())
}

/// Android's own check is in Java, which this library does not call: the authorities are read from the system's files, and
/// what the person or the app's network security settings add or take away does not count.
#[cfg(target_os = "android")]
fn trusting(
    builder: ConfigBuilder<ClientConfig, WantsVerifier>,
    extra: &[CertificateDer<'static>],
    _: Arc<CryptoProvider>,
) -> Result<ClientConfig, TransportError> {
    let mut roots = rustls::RootCertStore::empty();
    roots.add_parsable_certificates(system());
    for root in extra {
        roots.add(root.clone()).map_err(|_| TransportError::Tls)?;
    }
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// The first of the folders that is there; since Android 14 the authorities are updated apart from the system.
#[cfg(target_os = "android")]
fn system() -> Vec<CertificateDer<'static>> {
    use rustls::pki_types::pem::PemObject;

    let folders = [
        "/apex/com.android.conscrypt/cacerts",
        "/system/etc/security/cacerts",
    ];
    let files = folders
        .iter()
        .find_map(|folder| std::fs::read_dir(folder).ok());
    files
        .into_iter()
        .flatten()
        .filter_map(|file| CertificateDer::from_pem_file(file.ok()?.path()).ok())
        .collect()
}
