//! The listener: how many connections there may be, how long one may keep the gate waiting, and an orderly end.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, oneshot};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::gate::{Gate, answer};
use super::patient::Patient;
use crate::config::Limits;

/// The largest head of a request.
const LARGEST_HEAD: usize = 64 * 1024;
/// The most headers of a request.
const MOST_HEADERS: usize = 100;
/// How long to wait after a connection could not be accepted, for example because files ran out.
const RECOVERY: Duration = Duration::from_millis(20);

/// Serves connections until `stop` is sent or dropped, then lets open requests finish for a while.
pub(super) async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    gate: Arc<Gate>,
    limits: Limits,
    mut stop: oneshot::Receiver<()>,
) {
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(limits.connections));
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            _ = &mut stop => break,
            Some(_) = connections.join_next(), if !connections.is_empty() => continue,
            accepted = accept(&listener, &room) => accepted,
        };
        match accepted {
            Some((stream, peer, permit)) => {
                let client = Client {
                    peer,
                    gate: Arc::clone(&gate),
                    limits,
                    watcher: graceful.watcher(),
                };
                let tls = tls.clone();
                connections.spawn(async move {
                    connection(stream, tls, client).await;
                    drop(permit);
                });
            }
            None => tokio::time::sleep(RECOVERY).await,
        }
    }
    drop(listener);
    let finished = tokio::time::timeout(limits.grace, graceful.shutdown())
        .await
        .is_ok();
    tracing::debug!(finished, "the gate stopped");
}

/// Waits for room first: who finds none waits in the listener's queue, and costs nothing.
async fn accept(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> Option<(TcpStream, IpAddr, tokio::sync::OwnedSemaphorePermit)> {
    let permit = Arc::clone(room).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => Some((stream, peer.ip(), permit)),
        Err(error) => {
            tracing::warn!(kind = ?error.kind(), "a connection could not be accepted");
            None
        }
    }
}

/// One who connected, and what its connection needs.
struct Client {
    peer: IpAddr,
    gate: Arc<Gate>,
    limits: Limits,
    watcher: Watcher,
}

async fn connection(stream: TcpStream, tls: Option<TlsAcceptor>, client: Client) {
    // Small answers must not wait for more to say; a refusal of the option only makes them slower.
    let _ = stream.set_nodelay(true);
    let Some(acceptor) = tls else {
        return exchange(stream, client).await;
    };
    let hands = tokio::time::timeout(client.limits.head, acceptor.accept(stream));
    if let Ok(Ok(stream)) = hands.await {
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
        peer,
        gate,
        limits,
        watcher,
    } = client;
    let service = service_fn(move |request: Request<Incoming>| {
        let gate = Arc::clone(&gate);
        async move { Ok::<_, Infallible>(answer(&gate, peer, request.map(Body::new)).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(LARGEST_HEAD)
        .max_headers(MOST_HEADERS)
        .serve_connection(
            TokioIo::new(Patient::new(stream, limits.body_time)),
            service,
        );
    if watcher.watch(connection).await.is_err() {
        tracing::debug!("a connection ended early");
    }
}
