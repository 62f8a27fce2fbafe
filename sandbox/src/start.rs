//! Starting a sandbox: every listener is bound, and every part knows the others' addresses, when it returns.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::routing::any;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;

use crate::back_end::Wired;
use crate::config::{AdminToken, Config, GateSettings, StartError};
use crate::control::Control;
use crate::gate::{self, Plan};
use crate::handle::{Handle, Listening};
use crate::model::{GateSeed, TenantSeed};
use crate::perimeter::{Perimeter, bind};
use crate::sandbox::{Sandbox, Settings};
use crate::server::serve;
use crate::tls::Tls;
use crate::{admin, api, edge, graph, webhook};

/// Starts a sandbox on the present tokio runtime; it listens when this returns.
///
/// Fails when an address cannot be listened at, when the seed is wrong, and when the admin API would be open to other
/// machines without a token.
pub async fn start(mut config: Config) -> Result<Handle, StartError> {
    config.seed.check()?;
    if !config.bind.is_loopback() && config.admin_token.is_none() {
        return Err(StartError::AdminTokenMissing(config.bind));
    }
    let scheme = if config.tls { "https" } else { "http" };
    let (listener, address) = bound(SocketAddr::new(config.bind, config.port)).await?;
    let guard = match config.gate {
        Some(gate) => {
            let at = SocketAddr::new(config.bind, gate.risk_port);
            Some((gate, bound(at).await?))
        }
        None => None,
    };
    let tls = if config.tls {
        let names = &config.seed.tenant.custom_domains;
        Some(Tls::generate(config.bind, names)?)
    } else {
        None
    };
    let ca_pem = tls.as_ref().map(|tls| tls.authority_pem.clone());
    let acceptor = tls.map(|tls| tls.acceptor);
    let origin = origin(scheme, address);
    let risk = guard
        .as_ref()
        .map(|(_, (_, address))| self::origin(scheme, *address));
    let settings = Settings {
        cors: config.cors,
        admin_token: config.admin_token.map(AdminToken::into_text),
        origin: origin.clone(),
        scheme,
        risk: risk.clone(),
    };
    if config.gate.is_some() {
        config.seed = config.seed.with_what_rules_need();
    }
    let (gate_seed, tenant) = (config.seed.gate.clone(), config.seed.tenant.clone());
    let sandbox = Arc::new(Sandbox::new(config.seed, settings).map_err(|_| StartError::Key)?);
    let perimeter = match guard {
        Some((settings, (listener, _))) => {
            let around = Around {
                settings,
                bind: config.bind,
                seed: gate_seed,
                tenant: tenant.clone(),
                ca: ca_pem.clone(),
                acceptor: acceptor.clone(),
            };
            Some(around.start(&sandbox, listener).await?)
        }
        None => None,
    };
    let gate = perimeter.as_ref().map(|perimeter| {
        let gate = self::origin(scheme, perimeter.gate_at());
        format!("{gate}/{}", tenant.id)
    });
    let router = Router::new()
        .nest("/admin", admin::router(&sandbox))
        .route(api::TODO, any(api::todo))
        .route(graph::ROUTE, any(graph::answer))
        .route(webhook::ROUTE, any(webhook::answer))
        .fallback(edge::tenant)
        .with_state(Arc::clone(&sandbox));
    let (stop, stopped) = oneshot::channel();
    let server = tokio::spawn(serve(listener, acceptor, router, stopped));
    Ok(Handle {
        listening: Listening {
            tenant: format!("{origin}/{}", tenant.name()),
            tenant_by_id: format!("{origin}/{}", tenant.id),
            admin: format!("{origin}/admin"),
            api: format!("{origin}{}", api::TODO),
            graph: format!("{origin}{}", graph::ROOT),
            webhook: format!("{origin}{}", webhook::ROUTE),
            gate,
            risk,
            ca_pem,
        },
        address,
        control: Control::new(sandbox),
        perimeter,
        stop: Some(stop),
        server,
    })
}

/// What the gate and the risk provider are made from.
struct Around {
    settings: GateSettings,
    bind: IpAddr,
    seed: GateSeed,
    tenant: TenantSeed,
    ca: Option<String>,
    acceptor: Option<TlsAcceptor>,
}

impl Around {
    async fn start(
        self,
        sandbox: &Arc<Sandbox>,
        risk: TcpListener,
    ) -> Result<Perimeter, StartError> {
        let plan = Plan {
            seed: self.seed,
            tenant: self.tenant,
            upstream: sandbox.settings.origin.clone(),
            risk: sandbox.settings.risk_origin().to_owned(),
            ca: self.ca,
            cors: sandbox.settings.cors,
            deadline: self.settings.deadline,
            key: gate::key()?,
            back_end: Wired::of(sandbox, self.settings.back_end_deadline),
        };
        let at = SocketAddr::new(self.bind, self.settings.port);
        Perimeter::start(Arc::clone(sandbox), self.acceptor, plan, at, risk).await
    }
}

/// A listener, and the address that it got.
async fn bound(address: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let listener = bind(address).await?;
    let local = listener.local_addr();
    let local = local.map_err(|source| StartError::Listen { address, source })?;
    Ok((listener, local))
}

fn origin(scheme: &str, address: SocketAddr) -> String {
    let address = SocketAddr::new(reachable(address.ip()), address.port());
    format!("{scheme}://{address}")
}

/// The address by which this machine reaches a listener that takes every address.
fn reachable(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    }
}
