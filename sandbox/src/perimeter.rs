//! What stands around the tenant: the gate, and the risk provider that it asks, each on a port of its own. Either can
//! be taken away and put back at the same address, as a process that dies and is started again.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::{Mutex, oneshot};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use crate::config::StartError;
use crate::gate::{self, Plan};
use crate::risk;
use crate::sandbox::Sandbox;
use crate::server::serve;

/// The gate and the risk provider.
pub(crate) struct Perimeter {
    sandbox: Arc<Sandbox>,
    tls: Option<TlsAcceptor>,
    plan: Plan,
    gate_at: SocketAddr,
    risk_at: SocketAddr,
    gate: Mutex<Option<doorstep_gate::Handle>>,
    risk: Mutex<Option<Service>>,
}

/// A server that runs until its handle is dropped.
struct Service {
    _stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
}

impl Perimeter {
    /// Starts both. The risk provider's listener comes bound, because the tenant's pages name its address.
    pub(crate) async fn start(
        sandbox: Arc<Sandbox>,
        tls: Option<TlsAcceptor>,
        plan: Plan,
        gate_at: SocketAddr,
        risk: TcpListener,
    ) -> Result<Self, StartError> {
        let listen = |source| StartError::Listen {
            address: gate_at,
            source,
        };
        let risk_at = risk.local_addr().map_err(listen)?;
        let mut perimeter = Self {
            sandbox,
            tls,
            plan,
            gate_at,
            risk_at,
            gate: Mutex::new(None),
            risk: Mutex::new(None),
        };
        let provider = perimeter.provider(risk);
        *perimeter.risk.lock().await = Some(provider);
        let gate = perimeter.gateway().await?;
        perimeter.gate_at = gate.address();
        *perimeter.gate.lock().await = Some(gate);
        Ok(perimeter)
    }

    /// The address that the gate has, and keeps.
    pub(crate) fn gate_at(&self) -> SocketAddr {
        self.gate_at
    }

    /// Kills the gate: open connections break off.
    pub(crate) async fn stop_gate(&self) {
        if let Some(gate) = self.gate.lock().await.take() {
            gate.kill().await;
        }
    }

    /// Starts the gate again, with the key that it had.
    pub(crate) async fn start_gate(&self) -> Result<(), StartError> {
        let mut held = self.gate.lock().await;
        if held.is_none() {
            *held = Some(self.gateway().await?);
        }
        Ok(())
    }

    /// Kills the risk provider: open connections break off.
    pub(crate) async fn stop_risk(&self) {
        if let Some(Service { server, .. }) = self.risk.lock().await.take() {
            server.abort();
            // It was told to break off, and says so.
            let _ = server.await;
        }
    }

    /// Starts the risk provider again. What it knows, it still knows.
    pub(crate) async fn start_risk(&self) -> Result<(), StartError> {
        let mut held = self.risk.lock().await;
        if held.is_none() {
            *held = Some(self.provider(bind(self.risk_at).await?));
        }
        Ok(())
    }

    /// Ends both in order.
    pub(crate) async fn shutdown(self) {
        if let Some(gate) = self.gate.lock().await.take() {
            gate.shutdown().await;
        }
        self.stop_risk().await;
    }

    fn provider(&self, listener: TcpListener) -> Service {
        let (stop, stopped) = oneshot::channel();
        let router = risk::router(&self.sandbox);
        let server = tokio::spawn(serve(listener, self.tls.clone(), router, stopped));
        Service {
            _stop: stop,
            server,
        }
    }

    async fn gateway(&self) -> Result<doorstep_gate::Handle, StartError> {
        let config = self.plan.config(self.gate_at)?;
        let host = gate::host(&self.sandbox);
        let started = match &self.tls {
            Some(tls) => doorstep_gate::start_with_tls(config, host, tls.clone()).await,
            None => doorstep_gate::start(config, host).await,
        };
        started.map_err(|error| match error {
            doorstep_gate::StartError::Listen { address, source } => {
                StartError::Listen { address, source }
            }
            other @ (doorstep_gate::StartError::Trust(_) | doorstep_gate::StartError::Random) => {
                StartError::Gate(other.to_string())
            }
        })
    }
}

/// A listener at an address.
pub(crate) async fn bind(address: SocketAddr) -> Result<TcpListener, StartError> {
    let listen = |source| StartError::Listen { address, source };
    TcpListener::bind(address).await.map_err(listen)
}
