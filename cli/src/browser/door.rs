//! The address of this machine that the browser comes back to: as little of HTTP as that takes.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::page::Page;
use crate::exit::Failure;

/// The longest request that is read. An authorization code has one or two kilobytes.
const LONGEST_REQUEST: usize = 32 * 1024;

/// How long a connection may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(10);

/// A listener.
pub(super) struct Door {
    listener: Arc<TcpListener>,
    origin: String,
}

/// Those who came, one after the other.
pub(super) struct Visits {
    found: mpsc::Receiver<Visit>,
    keeper: JoinHandle<()>,
}

/// A browser that asked for an address and waits for a page.
pub(super) struct Visit {
    stream: TcpStream,
    address: String,
}

impl Door {
    /// Listens on loopback alone. Port 0 is any free one.
    pub(super) fn build(host: &str, port: u16) -> Result<Self, Failure> {
        let address = match host {
            "[::1]" => SocketAddr::from((Ipv6Addr::LOCALHOST, port)),
            _ => SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
        };
        let listener = listen(address)
            .map_err(|error| Failure::machine(&format!("--redirect-uri: {address}: {error}")))?;
        let port = listener.local_addr().map(|address| address.port());
        let port = port.map_err(|error| Failure::machine(&error))?;
        Ok(Self {
            listener: Arc::new(listener),
            origin: format!("http://{host}:{port}"),
        })
    }

    pub(super) fn origin(&self) -> &str {
        &self.origin
    }

    /// Takes visits from now on. Each is read on its own: browsers open connections ahead, on
    /// which they say nothing.
    pub(super) fn opened(&self) -> Visits {
        let (listener, origin) = (Arc::clone(&self.listener), self.origin.clone());
        let (tell, found) = mpsc::channel(1);
        let keeper = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (tell, origin) = (tell.clone(), origin.clone());
                tokio::spawn(async move {
                    let read = tokio::time::timeout(PATIENCE, Visit::read(stream, &origin)).await;
                    if let Ok(Some(visit)) = read {
                        // Nobody waits any more: the connection is closed.
                        let _ = tell.send(visit).await;
                    }
                });
            }
        });
        Visits { found, keeper }
    }
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = std::net::TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    TcpListener::from_std(listener)
}

impl Visits {
    pub(super) async fn next(&mut self) -> Result<Visit, Failure> {
        let visit = self.found.recv().await;
        visit.ok_or_else(|| Failure::machine(&"the address of --redirect-uri is closed"))
    }
}

impl Drop for Visits {
    fn drop(&mut self) {
        self.keeper.abort();
    }
}

impl Visit {
    async fn read(mut stream: TcpStream, origin: &str) -> Option<Self> {
        let mut head = Vec::new();
        while !head.windows(4).any(|end| end == b"\r\n\r\n") {
            if head.len() > LONGEST_REQUEST || stream.read_buf(&mut head).await.ok()? == 0 {
                return None;
            }
        }
        let address = format!("{origin}{}", target(&head)?);
        Some(Self { stream, address })
    }

    /// The whole address that was asked for.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// Shows the page. A browser that went away misses nothing.
    pub(super) async fn answer(mut self, page: Page) {
        let sent = self.stream.write_all(page.response().as_bytes()).await;
        if sent.is_ok() {
            let _ = self.stream.shutdown().await;
        }
    }
}

/// The path and query of a `GET`.
fn target(head: &[u8]) -> Option<&str> {
    let line = head.split(|byte| *byte == b'\r').next()?;
    let mut words = std::str::from_utf8(line).ok()?.split(' ');
    let (method, target) = (words.next()?, words.next()?);
    (method == "GET" && target.starts_with('/')).then_some(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_get_of_a_path_is_a_visit() {
        assert_eq!(target(b"GET /?code=1 HTTP/1.1\r\n\r\n"), Some("/?code=1"));
        for other in [
            "POST / HTTP/1.1",
            "GET http://elsewhere/ HTTP/1.1",
            "GET",
            "",
        ] {
            assert_eq!(target(other.as_bytes()), None, "{other}");
        }
    }
}
