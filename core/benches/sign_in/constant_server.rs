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

/// 1.2 KB, as the service's are.
pub(crate) const CONTINUATION_TOKEN: &str = match std::str::from_utf8(&[b'c'; 1200]) {
    Ok(text) => text,
    Err(_) => "",
};

/// The server in a process of its own, so that its CPU time is not the clients'.
pub(crate) struct ConstantServer {
    process: Child,
    address: SocketAddr,
    certificate: String,
}

/// Requests, and the bytes of the heads and bodies received and of the bodies sent.
#[derive(Default)]
struct Counters {
    requests: AtomicU64,
    received: AtomicU64,
    sent: AtomicU64,
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

    pub(crate) fn authority(&self) -> String {
        format!("https://{}/contoso.onmicrosoft.com", self.address)
    }

    /// The certificate that clients must trust, in PEM form.
    pub(crate) fn certificate(&self) -> &str {
        &self.certificate
    }

    /// Requests, bytes received and bytes sent since it was asked last.
    pub(crate) async fn counted(&self, client: &reqwest::Client) -> [u64; 3] {
        let url = format!("https://{}{COUNTERS}", self.address);
        let response = client.get(url).send().await.expect("an answer");
        let text = response.text().await.expect("counters");
        let mut numbers = text
            .split(' ')
            .map(|number| number.parse().expect("a number"));
        std::array::from_fn(|_| numbers.next().expect("three numbers"))
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
    let answer = match request.uri().path() {
        path if path.ends_with("/initiate") => &answers.initiate,
        path if path.ends_with("/challenge") => &answers.challenge,
        _ => &answers.token,
    };
    let body = request
        .into_body()
        .collect()
        .await
        .expect("a body")
        .to_bytes();
    counters.requests.fetch_add(1, Ordering::Relaxed);
    counters
        .received
        .fetch_add((head + body.len()) as u64, Ordering::Relaxed);
    counters
        .sent
        .fetch_add(answer.len() as u64, Ordering::Relaxed);
    let response = Response::builder().header(CONTENT_TYPE, "application/json; charset=utf-8");
    Ok(response.body(Full::new(answer.clone())).expect("an answer"))
}

impl Counters {
    fn take(&self) -> String {
        let counters = [&self.requests, &self.received, &self.sent];
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

struct Answers {
    initiate: Bytes,
    challenge: Bytes,
    token: Bytes,
}

impl Answers {
    fn new() -> Self {
        // {"oid":"…","tid":"…","name":"Ada"} and {"uid":"…","utid":"…"} in base64url.
        let claims = "eyJvaWQiOiJ1MSIsInRpZCI6InQxIiwibmFtZSI6IkFkYSJ9";
        let info = "eyJ1aWQiOiJ1MSIsInV0aWQiOiJ0MSJ9";
        let (access, refresh, signature) = ("a".repeat(1400), "r".repeat(1100), "s".repeat(342));
        let token = format!(
            r#"{{"token_type":"Bearer","scope":"openid profile offline_access","expires_in":3600,"ext_expires_in":3600,"access_token":"{access}","refresh_token":"{refresh}","id_token":"e30.{claims}.{signature}","client_info":"{info}"}}"#
        );
        let initiate = format!(r#"{{"continuation_token":"{CONTINUATION_TOKEN}"}}"#);
        let challenge = format!(
            r#"{{"continuation_token":"{CONTINUATION_TOKEN}","challenge_type":"password"}}"#
        );
        Self {
            initiate: initiate.into(),
            challenge: challenge.into(),
            token: token.into(),
        }
    }
}
