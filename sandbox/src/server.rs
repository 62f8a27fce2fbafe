//! The listener: connections, HTTPS, and an orderly end.

use std::io;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use crate::edge::{Caller, Dropped};

/// How long a client may take for its TLS handshake, or for the head of a request.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long requests may go on after the end was asked for.
const GRACE: Duration = Duration::from_secs(1);
/// How long to wait after a connection could not be accepted, for example because files ran out.
const RECOVERY: Duration = Duration::from_millis(20);

/// Serves connections until `stop` is sent or dropped, then lets open requests finish for a moment.
pub(crate) async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    router: Router,
    mut stop: oneshot::Receiver<()>,
) {
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            _ = &mut stop => break,
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    let client = Client { caller: Caller(peer.ip()), router: router.clone(), watcher: graceful.watcher() };
                    connections.spawn(connection(stream, tls.clone(), client));
                }
                Err(error) => {
                    tracing::warn!(kind = ?error.kind(), "a connection could not be accepted");
                    tokio::time::sleep(RECOVERY).await;
                }
            },
        }
    }
    drop(listener);
    let finished = tokio::time::timeout(GRACE, graceful.shutdown())
        .await
        .is_ok();
    tracing::debug!(finished, "the sandbox stopped");
}

/// One who connected, and what its connection needs.
struct Client {
    caller: Caller,
    router: Router,
    watcher: Watcher,
}

async fn connection(stream: TcpStream, tls: Option<TlsAcceptor>, client: Client) {
    // Small answers must not wait for more to say; a refusal of the option only makes them slower.
    let _ = stream.set_nodelay(true);
    let Some(acceptor) = tls else {
        return exchange(stream, client).await;
    };
    if let Ok(Ok(stream)) = tokio::time::timeout(PATIENCE, acceptor.accept(stream)).await {
        exchange(stream, client).await;
    } else {
        tracing::debug!("a TLS handshake failed");
    }
}

async fn exchange<S>(stream: S, client: Client)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let Client {
        caller,
        router,
        watcher,
    } = client;
    let service = service_fn(move |request: Request<Incoming>| {
        let router = TowerToHyperService::new(router.clone());
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(caller);
        async move {
            let response = match router.call(request).await {
                Ok(response) => response,
                Err(never) => match never {},
            };
            match response.extensions().get::<Dropped>() {
                Some(Dropped) => Err(io::Error::other("dropped by an injected fault")),
                None => Ok(response),
            }
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .serve_connection(TokioIo::new(stream), service);
    if watcher.watch(connection).await.is_err() {
        tracing::debug!("a connection ended early");
    }
}
