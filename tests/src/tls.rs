//! Small servers with certificates of any quality, that note what reaches them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, KeyUsagePurpose};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// A certificate authority of a test.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A certificate with its chain and key.
pub type Identity = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

impl Authority {
    /// A new one.
    pub fn make() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// What a client trusts.
    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// A certificate for `name`, adjusted before it is signed.
    pub fn issue(&self, name: &str, adjust: impl FnOnce(&mut CertificateParams)) -> Identity {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        adjust(&mut params);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        identity(certificate.der().clone(), &key)
    }

    /// A certificate for `name` that nobody but itself vouches for.
    pub fn self_signed(name: &str) -> Identity {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        identity(params.self_signed(&key).unwrap().der().clone(), &key)
    }
}

fn identity(certificate: CertificateDer<'static>, key: &KeyPair) -> Identity {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    (vec![certificate], key)
}

/// A server that answers every request with the same bytes, until it is dropped.
pub struct Serving {
    /// Where it listens.
    pub address: SocketAddr,
    connections: Arc<AtomicUsize>,
    requests: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Serving {
    /// How many connections were opened.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// How many connections brought the beginning of a request.
    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Answers what comes over TLS.
pub async fn serve_tls((chain, key): Identity, answer: String) -> Serving {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    serve(
        Some(TlsAcceptor::from(Arc::new(config))),
        answer.into_bytes(),
    )
    .await
}

/// Answers the first bytes of every connection as they come, without TLS.
pub async fn serve_plain(answer: impl Into<Vec<u8>>) -> Serving {
    serve(None, answer.into()).await
}

async fn serve(tls: Option<TlsAcceptor>, answer: Vec<u8>) -> Serving {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (connections, requests) = (Arc::default(), Arc::default());
    let (opened, seen) = (Arc::clone(&connections), Arc::clone(&requests));
    let task = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            AtomicUsize::fetch_add(&opened, 1, Ordering::SeqCst);
            connection(stream, tls.as_ref(), &answer, &seen).await;
        }
    });
    Serving {
        address,
        connections,
        requests,
        task,
    }
}

async fn connection(
    stream: TcpStream,
    tls: Option<&TlsAcceptor>,
    answer: &[u8],
    seen: &AtomicUsize,
) {
    match tls {
        None => exchange(stream, answer, seen).await,
        Some(acceptor) => {
            if let Ok(stream) = acceptor.accept(stream).await {
                exchange(stream, answer, seen).await;
            }
        }
    }
}

async fn exchange(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    answer: &[u8],
    seen: &AtomicUsize,
) {
    let mut first = vec![0; 16 * 1024];
    if matches!(stream.read(&mut first).await, Ok(length) if length > 0) {
        seen.fetch_add(1, Ordering::SeqCst);
        let _ = stream.write_all(answer).await;
        let _ = stream.shutdown().await;
    }
}
