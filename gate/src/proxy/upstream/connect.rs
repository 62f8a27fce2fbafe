//! How connections to the tenant are made and kept.

use std::io;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Bytes;
use axum::http::Uri;
use http_body_util::Full;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::legacy::connect::{Connect, HttpConnector};
use hyper_util::client::proxy::matcher::Intercept;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::ClientConfig;
use tokio::time::timeout;
use tower_service::Service;

use super::Broken;
use crate::provider::BoxFuture;

/// How long a connection may take to be made: the name, TCP, the proxy's consent and TLS together.
const TO_CONNECT: Duration = Duration::from_secs(5);
/// How often a connection on which nothing happens is asked whether it is still there, and how often in vain.
const ALIVE: Duration = Duration::from_secs(15);
const ALIVE_TRIES: u32 = 3;
/// How long an idle one is kept.
const IDLE: Duration = Duration::from_mins(1);

pub(super) type Direct = HttpsConnector<HttpConnector>;
pub(super) type Tunnelled = HttpsConnector<Tunnel<Direct>>;
pub(super) type Pool<C> = Client<Prompt<C>, Full<Bytes>>;

/// Straight to an address.
pub(super) fn direct(tls: &ClientConfig) -> Direct {
    let mut http = HttpConnector::new();
    // Whether it is by TLS is the next connector's business.
    http.enforce_http(false);
    http.set_nodelay(true);
    http.set_keepalive(Some(ALIVE));
    http.set_keepalive_interval(Some(ALIVE));
    http.set_keepalive_retries(Some(ALIVE_TRIES));
    secured(tls, http)
}

/// Through a proxy.
pub(super) fn tunnelled(proxy: &Intercept, tls: &ClientConfig) -> Tunnelled {
    let tunnel = Tunnel::new(proxy.uri().clone(), direct(tls));
    let tunnel = match proxy.basic_auth() {
        Some(credentials) => tunnel.with_auth(credentials.clone()),
        None => tunnel,
    };
    secured(tls, tunnel)
}

fn secured<C>(tls: &ClientConfig, connector: C) -> HttpsConnector<C> {
    HttpsConnectorBuilder::new()
        .with_tls_config(tls.clone())
        .https_or_http()
        .enable_http1()
        .wrap_connector(connector)
}

/// To whatever a connector leads to.
pub(super) fn pooled<C>(connector: C) -> Pool<C>
where
    Prompt<C>: Connect + Clone,
{
    Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(IDLE)
        .build(Prompt(connector))
}

/// A connector that is done in time. A connection that is begun for a call goes on without it when another one serves the
/// call, and would wait for ever.
#[derive(Debug, Clone)]
pub(in crate::proxy) struct Prompt<C>(C);

impl<C> Service<Uri> for Prompt<C>
where
    C: Service<Uri>,
    C::Future: Send + 'static,
    C::Error: Into<Broken>,
{
    type Response = C::Response;
    type Error = Broken;
    type Future = BoxFuture<'static, Result<C::Response, Broken>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Broken>> {
        self.0.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, address: Uri) -> Self::Future {
        let made = timeout(TO_CONNECT, self.0.call(address));
        Box::pin(async move { made.await.map_err(io::Error::from)?.map_err(Into::into) })
    }
}
