//! HTTPS: a certificate authority and a certificate, made at the start and gone at the end.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose,
};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::TlsAcceptor;

use crate::config::StartError;

/// The address by which an Android emulator reaches the machine that it runs on.
const ANDROID_HOST: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 2, 2));

/// What HTTPS needs, and the authority that clients must trust.
pub(crate) struct Tls {
    pub(crate) acceptor: TlsAcceptor,
    pub(crate) authority_pem: String,
}

impl Tls {
    /// Makes an authority and a certificate for loopback, `bind` and the given names.
    pub(crate) fn generate(bind: IpAddr, names: &[String]) -> Result<Self, StartError> {
        let failed = |error: rcgen::Error| StartError::Tls(error.to_string());
        let mut authority = CertificateParams::default();
        authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        authority
            .distinguished_name
            .push(DnType::CommonName, "Doorstep sandbox development authority");
        let authority =
            CertifiedIssuer::self_signed(authority, KeyPair::generate().map_err(failed)?)
                .map_err(failed)?;

        let mut subjects = vec!["localhost".to_owned()];
        subjects.extend(
            [
                IpAddr::V4(Ipv4Addr::LOCALHOST),
                IpAddr::V6(Ipv6Addr::LOCALHOST),
                ANDROID_HOST,
            ]
            .map(|ip| ip.to_string()),
        );
        if !bind.is_unspecified() {
            subjects.push(bind.to_string());
        }
        subjects.extend_from_slice(names);
        let mut server = CertificateParams::new(subjects).map_err(failed)?;
        server
            .distinguished_name
            .push(DnType::CommonName, "Doorstep sandbox");
        server.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        server.use_authority_key_identifier_extension = true;
        let key = KeyPair::generate().map_err(failed)?;
        let certificate = server.signed_by(&key, &authority).map_err(failed)?;

        let chain = vec![certificate.der().clone(), authority.der().clone()];
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
            .map_err(|error| StartError::Tls(error.to_string()))?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self {
            acceptor: TlsAcceptor::from(Arc::new(config)),
            authority_pem: authority.pem(),
        })
    }
}
