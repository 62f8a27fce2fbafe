//! Starting and ending a gate.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use rustls::ClientConfig;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use super::back_end::BackEnd;
use super::cors::Cors;
use super::gate::Gate;
use super::inbound::Bounds;
use super::record::Records;
use super::reports::Reports;
use super::server::serve;
use super::sticky::Sticky;
use super::tenant::Tenant;
use crate::clock::Clock;
use crate::config::{Config, Kind, ProviderSettings, Trust};
use crate::provider::{Http, Provider, Remote};
use crate::trust::{self, TrustError};

/// What a gate needs beside its configuration.
#[derive(Debug, Clone)]
pub struct Host {
    /// The time.
    pub clock: Clock,
    /// Who hears about calls.
    pub records: Records,
}

/// A gate could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be listened at.
    #[error("cannot listen at {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// TLS could not be set up.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// The machine gives no random numbers.
    #[error("the machine gives no random numbers")]
    Random,
}

/// A running gate. It ends when [`Handle::shutdown`] is called or the handle is dropped.
pub struct Handle {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    server: JoinHandle<()>,
}

/// Starts a gate on the present tokio runtime; it listens when this returns.
///
/// # Errors
/// [`StartError`] when it cannot listen, or cannot trust anybody.
pub async fn start(config: Config, host: Host) -> Result<Handle, StartError> {
    start_behind(config, host, None).await
}

/// Starts a gate that ends TLS itself, as a sandbox wants it. Elsewhere that is the business of whatever serves the
/// custom domain.
///
/// # Errors
/// As [`start`].
pub async fn start_with_tls(
    config: Config,
    host: Host,
    tls: TlsAcceptor,
) -> Result<Handle, StartError> {
    start_behind(config, host, Some(tls)).await
}

async fn start_behind(
    config: Config,
    host: Host,
    tls: Option<TlsAcceptor>,
) -> Result<Handle, StartError> {
    let listen = |source| StartError::Listen {
        address: config.listen,
        source,
    };
    let listener = TcpListener::bind(config.listen).await.map_err(listen)?;
    let address = listener.local_addr().map_err(listen)?;
    let (of_providers, of_tenant) = trusted(config.trust, config.tenant.ca.as_deref())?;
    let http = Http::new(&of_providers)?;
    let providers: BTreeMap<_, _> = config
        .providers
        .into_iter()
        .map(|(name, settings)| (name, provider(settings, &http, &host.clock)))
        .collect();
    let limits = config.limits;
    let back_end = config
        .back_end
        .map(|settings| BackEnd::new(settings, &http, &host.clock));
    let back_end = back_end.transpose().map_err(|_| StartError::Random)?;
    let background = back_end.as_ref().map(BackEnd::background);
    let (reports, reporting) = Reports::begin(providers.clone());
    let gate = Gate {
        clock: host.clock,
        seal: config.seal,
        token_lifetime: config.token_lifetime,
        context: config.context,
        mode: config.mode,
        rules: config.rules,
        back_end,
        providers,
        reports,
        sticky: Sticky::default(),
        tenant: Tenant::new(config.tenant, &of_tenant, limits.tenant),
        cors: Cors::new(config.origins),
        records: host.records,
        trusted: config.trusted_proxies,
        bounds: Bounds {
            body: limits.body,
            time: limits.body_time,
        },
    };
    let (stop, stopped) = oneshot::channel();
    let server = tokio::spawn(async move {
        serve(listener, tls, Arc::new(gate), limits, stopped).await;
        // With the last request gone nobody can report any more, and what waits is told.
        if tokio::time::timeout(limits.grace, reporting).await.is_err() {
            tracing::warn!("outcomes were left unreported");
        }
        if let Some(background) = background {
            background.finish(limits.grace).await;
        }
    });
    Ok(Handle {
        address,
        stop: Some(stop),
        server,
    })
}

/// Runs a gate until `stop` resolves: starts it, tells `ready` where it listens, waits, and ends it in order.
///
/// # Errors
/// As [`start`]; `ready` is then not called.
pub async fn run(
    config: Config,
    host: Host,
    ready: impl FnOnce(&Handle),
    stop: impl Future<Output = ()>,
) -> Result<(), StartError> {
    let handle = start(config, host).await?;
    ready(&handle);
    stop.await;
    handle.shutdown().await;
    Ok(())
}

/// Whose certificates are taken at the providers, and whose at the tenant.
fn trusted(trust: Trust, ca: Option<&[u8]>) -> Result<(ClientConfig, ClientConfig), TrustError> {
    let providers = match trust {
        Trust::Own => trust::only(ca)?,
        Trust::System => trust::system_and(None)?,
    };
    let tenant = match (trust, ca) {
        (Trust::System, Some(_)) => trust::system_and(ca)?,
        (Trust::System, None) | (Trust::Own, _) => providers.clone(),
    };
    Ok((providers, tenant))
}

fn provider(settings: ProviderSettings, http: &Http, clock: &Clock) -> Arc<dyn Provider> {
    let (http, clock, remote) = (http.clone(), clock.clone(), settings.remote);
    match settings.kind {
        Kind::ThreatMetrix(dialect) => Arc::new(Remote::new(dialect, http, clock, remote)),
        Kind::Human(dialect) => Arc::new(Remote::new(dialect, http, clock, remote)),
        Kind::Prove(dialect) => Arc::new(Remote::new(dialect, http, clock, remote)),
        Kind::Generic(dialect) => Arc::new(Remote::new(dialect, http, clock, remote)),
    }
}

impl Handle {
    /// The address that it listens at.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends at once, as a process that is killed: open connections break off, and what waits to be reported is lost.
    pub async fn kill(self) {
        self.server.abort();
        // It was told to break off, and says so.
        let _ = self.server.await;
    }

    /// Stops listening, lets open requests finish for a while, and returns when all is closed.
    pub async fn shutdown(mut self) {
        self.stop.take();
        if self.server.await.is_err() {
            tracing::error!("the gate ended by a failure");
        }
    }
}
