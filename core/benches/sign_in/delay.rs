//! A network with a round trip, in user space: a proxy that holds back each direction by half of
//! it. A connection's first bytes wait a whole round trip more, as they would for its handshake,
//! which on loopback takes no time.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

/// Serves on a free port, for as long as the runtime lives.
pub(crate) async fn proxy(to: SocketAddr, round_trip: Duration) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        loop {
            let (near, _) = listener.accept().await.expect("a connection");
            let connected = Instant::now() + round_trip;
            tokio::spawn(async move {
                let far = TcpStream::connect(to).await.expect("the server");
                for stream in [&near, &far] {
                    stream.set_nodelay(true).expect("a socket option");
                }
                let (near_in, near_out) = near.into_split();
                let (far_in, far_out) = far.into_split();
                carry(near_in, far_out, connected, round_trip / 2);
                carry(far_in, near_out, connected, round_trip / 2);
            });
        }
    });
    address
}

/// Carries bytes from `from` to `to`, each `later` than it came and none as if it had come before
/// `connected`.
fn carry(
    mut from: impl AsyncRead + Unpin + Send + 'static,
    mut to: impl AsyncWrite + Unpin + Send + 'static,
    connected: Instant,
    later: Duration,
) {
    let (queue, mut queued) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(length @ 1..) = from.read(&mut buffer).await {
            let due = Instant::now().max(connected) + later;
            if queue.send((due, buffer[..length].to_vec())).is_err() {
                return;
            }
        }
    });
    tokio::spawn(async move {
        while let Some((due, bytes)) = queued.recv().await {
            sleep_until(due).await;
            if to.write_all(&bytes).await.is_err() {
                return;
            }
        }
    });
}
