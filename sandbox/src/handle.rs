//! Starting and ending a sandbox.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::routing::any;
use serde::Serialize;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::config::{AdminToken, Config, StartError};
use crate::control::Control;
use crate::sandbox::{Sandbox, Settings};
use crate::server::serve;
use crate::tls::Tls;
use crate::{admin, api, edge};

/// Where a sandbox listens. As JSON it is the line that `doorstep sandbox --json` prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listening {
    /// The tenant's base URL: the authority for clients.
    pub tenant: String,
    /// The same tenant by its id.
    pub tenant_by_id: String,
    /// The base URL of the admin API.
    pub admin: String,
    /// The protected API: wants an access token for `api://todo`.
    pub api: String,
    /// The certificate authority that clients must trust, as PEM; only with HTTPS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca_pem: Option<String>,
}

/// A running sandbox. It ends when [`Handle::shutdown`] is called or the handle is dropped.
pub struct Handle {
    listening: Listening,
    address: SocketAddr,
    control: Control,
    stop: Option<oneshot::Sender<()>>,
    server: JoinHandle<()>,
}

/// Starts a sandbox on the present tokio runtime; it listens when this returns.
///
/// Fails when the address cannot be listened at, when the seed is wrong, and when the admin API would be open to other
/// machines without a token.
pub async fn start(config: Config) -> Result<Handle, StartError> {
    config.seed.check()?;
    if !config.bind.is_loopback() && config.admin_token.is_none() {
        return Err(StartError::AdminTokenMissing(config.bind));
    }
    let wanted = SocketAddr::new(config.bind, config.port);
    let listen = |source| StartError::Listen {
        address: wanted,
        source,
    };
    let listener = TcpListener::bind(wanted).await.map_err(listen)?;
    let address = listener.local_addr().map_err(listen)?;
    let tls = if config.tls {
        Some(Tls::generate(
            config.bind,
            &config.seed.tenant.custom_domains,
        )?)
    } else {
        None
    };

    let scheme = if config.tls { "https" } else { "http" };
    let origin = format!(
        "{scheme}://{}",
        SocketAddr::new(reachable(address.ip()), address.port())
    );
    let listening = Listening {
        tenant: format!("{origin}/{}", config.seed.tenant.name()),
        tenant_by_id: format!("{origin}/{}", config.seed.tenant.id),
        admin: format!("{origin}/admin"),
        api: format!("{origin}{}", api::TODO),
        ca_pem: tls.as_ref().map(|tls| tls.authority_pem.clone()),
    };
    let admin_token = config.admin_token.map(AdminToken::into_text);
    let settings = Settings {
        cors: config.cors,
        admin_token,
        origin,
        scheme,
    };
    let sandbox = Arc::new(Sandbox::new(config.seed, settings).map_err(|_| StartError::Key)?);
    let router = Router::new()
        .nest("/admin", admin::router(&sandbox))
        .route(api::TODO, any(api::todo))
        .fallback(edge::tenant)
        .with_state(Arc::clone(&sandbox));
    let (stop, stopped) = oneshot::channel();
    let server = tokio::spawn(serve(
        listener,
        tls.map(|tls| tls.acceptor),
        router,
        stopped,
    ));
    Ok(Handle {
        listening,
        address,
        control: Control::new(sandbox),
        stop: Some(stop),
        server,
    })
}

/// Runs a sandbox until `stop` resolves: starts it, tells `ready` where it listens, waits, and ends it in order.
///
/// Fails as [`start`] does; `ready` is then not called.
pub async fn run(
    config: Config,
    ready: impl FnOnce(&Handle),
    stop: impl Future<Output = ()>,
) -> Result<(), StartError> {
    let handle = start(config).await?;
    ready(&handle);
    stop.await;
    handle.shutdown().await;
    Ok(())
}

impl Handle {
    /// Where it listens.
    pub fn listening(&self) -> &Listening {
        &self.listening
    }

    /// The tenant's base URL, for example `http://127.0.0.1:4000/contoso.onmicrosoft.com`.
    pub fn tenant(&self) -> &str {
        &self.listening.tenant
    }

    /// The base URL of the admin API.
    pub fn admin(&self) -> &str {
        &self.listening.admin
    }

    /// The URL of the protected API.
    pub fn api(&self) -> &str {
        &self.listening.api
    }

    /// The certificate authority that clients must trust, as PEM; only with HTTPS.
    pub fn ca_pem(&self) -> Option<&str> {
        self.listening.ca_pem.as_deref()
    }

    /// The address that it listens at.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Controls the sandbox without HTTP.
    pub fn control(&self) -> &Control {
        &self.control
    }

    /// Stops listening, lets open requests finish for a moment, and returns when all is closed.
    pub async fn shutdown(mut self) {
        self.stop.take();
        if self.server.await.is_err() {
            tracing::error!("the sandbox ended by a failure");
        }
    }
}

/// The address by which this machine reaches a listener that takes every address.
fn reachable(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    }
}
