//! A server that answers from constants: hyper over TLS in a process of its own, nothing looked at
//! but the path, tokens of realistic size.

use std::convert::Infallible;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::header::CONTENT_TYPE;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use rustls::pki_types::PrivatePkcs8KeyDer;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::answers::Answers;
use crate::bare;

/// The server in a process of its own, so that its CPU time is not the clients'.
pub(crate) struct ConstantServer {
    process: Child,
    address: SocketAddr,
    certificate: String,
}

/// What the server counts.
#[derive(Default)]
struct Counters {
    requests: AtomicU64,
    heads: AtomicU64,
    bodies: AtomicU64,
    sent: AtomicU64,
}

/// What the server counted since it was asked last.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Counted {
    pub(crate) requests: u64,
    /// Bytes of the request heads.
    pub(crate) heads: u64,
    /// Bytes of the request bodies.
    pub(crate) bodies: u64,
    /// Bytes of the answers' bodies.
    pub(crate) sent: u64,
}

impl ConstantServer {
    /// Runs this program once more, as the server.
    pub(crate) fn start() -> Self {
        let program = std::env::current_exe().expect("this program");
        let mut command = Command::new(program);
        let mut process = command
            .arg(SERVE)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server");
        let output = BufReader::new(process.stdout.take().expect("the server's output"));
        let mut lines = output
            .lines()
            .map(|line| line.expect("the server's output"));
        let address = lines.next().expect("a line").parse().expect("an address");
        let mut certificate = String::new();
        for line in lines {
            certificate.push_str(&line);
            certificate.push('\n');
            if line == CERTIFICATE_END {
                break;
            }
        }
        Self {
            process,
            address,
            certificate,
        }
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn authority(&self) -> String {
        format!("https://{}/contoso.onmicrosoft.com", self.address)
    }

    /// The certificate that clients must trust, in PEM form.
    pub(crate) fn certificate(&self) -> &str {
        &self.certificate
    }

    /// What was counted since this was asked last.
    pub(crate) async fn counted(&self) -> Counted {
        let url = format!("https://{}{COUNTERS}", self.address);
        let tls = bare::trusting(&self.certificate);
        let client = reqwest::Client::builder().tls_backend_preconfigured(tls);
        let client = client.build().expect("a client");
        let response = client.get(url).send().await.expect("an answer");
        let text = response.text().await.expect("counters");
        let mut numbers = text
            .split(' ')
            .map(|number| number.parse().expect("a number"));
        let mut next = || numbers.next().expect("four numbers");
        Counted {
            requests: next(),
            heads: next(),
            bodies: next(),
            sent: next(),
        }
    }
}

impl Drop for ConstantServer {
    fn drop(&mut self) {
        // The server ends with its standard input; whether it had to be killed is of no matter.
        let _ = self.process.kill().and_then(|()| self.process.wait());
    }
}

/// The argument that makes this program the server.
pub(crate) const SERVE: &str = "--serve";

const COUNTERS: &str = "/counters";

const CERTIFICATE_END: &str = "-----END CERTIFICATE-----";

/// Serves until the process is killed.
pub(crate) async fn serve() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let own = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).expect("a certificate");
    println!("{}", listener.local_addr().expect("an address"));
    print!("{}", own.cert.pem());
    let acceptor = acceptor(&own);
    let (answers, counters) = (Arc::new(Answers::new()), Arc::<Counters>::default());
    loop {
        let (stream, _) = listener.accept().await.expect("a connection");
        stream.set_nodelay(true).expect("a socket option");
        let (acceptor, answers, counters) = (
            acceptor.clone(),
            Arc::clone(&answers),
            Arc::clone(&counters),
        );
        let service =
            service_fn(move |request| answer(request, Arc::clone(&answers), Arc::clone(&counters)));
        tokio::spawn(async move {
            let stream = acceptor.accept(stream).await.expect("a handshake");
            http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await
        });
    }
}

fn acceptor(own: &rcgen::CertifiedKey<rcgen::KeyPair>) -> TlsAcceptor {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = PrivatePkcs8KeyDer::from(own.signing_key.serialize_der());
    let tls = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("TLS versions")
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], key.into())
        .expect("a certificate and its key");
    TlsAcceptor::from(Arc::new(tls))
}

async fn answer(
    request: Request<Incoming>,
    answers: Arc<Answers>,
    counters: Arc<Counters>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    if request.uri().path() == COUNTERS {
        return Ok(Response::new(Full::new(counters.take().into())));
    }
    let head = head_bytes(&request);
    let answer = answers.to(request.uri().path()).clone();
    let body = request
        .into_body()
        .collect()
        .await
        .expect("a body")
        .to_bytes();
    counters.requests.fetch_add(1, Ordering::Relaxed);
    counters.heads.fetch_add(head as u64, Ordering::Relaxed);
    let (received, sent) = (body.len() as u64, answer.len() as u64);
    counters.bodies.fetch_add(received, Ordering::Relaxed);
    counters.sent.fetch_add(sent, Ordering::Relaxed);
    let response = Response::builder().header(CONTENT_TYPE, "application/json; charset=utf-8");
    Ok(response.body(Full::new(answer)).expect("an answer"))
}

impl Counters {
    fn take(&self) -> String {
        let counters = [&self.requests, &self.heads, &self.bodies, &self.sent];
        counters
            .map(|counter| counter.swap(0, Ordering::Relaxed).to_string())
            .join(" ")
    }
}

/// The size of the request line and the headers as they came.
fn head_bytes(request: &Request<Incoming>) -> usize {
    let line = request.method().as_str().len() + request.uri().path().len() + " HTTP/1.1\r\n".len();
    let headers = request.headers().iter();
    let headers: usize = headers
        .map(|(name, value)| name.as_str().len() + value.len() + ": \r\n".len())
        .sum();
    line + " ".len() + headers + "\r\n".len()
}
