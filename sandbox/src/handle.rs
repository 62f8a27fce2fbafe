//! A running sandbox: where it listens, its parts, and its end.

use std::net::SocketAddr;

use serde::Serialize;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::config::{Config, StartError};
use crate::control::Control;
use crate::perimeter::Perimeter;
use crate::start::start;

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
    /// Microsoft Graph, the part in front of `/v1.0`: wants an app's token.
    pub graph: String,
    /// A back end for the gate's webhook, whose messages land in the mailbox.
    pub webhook: String,
    /// The tenant by its id behind the gate, as a custom domain would show it; only with a gate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gate: Option<String>,
    /// The risk provider that the gate asks; only with a gate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk: Option<String>,
    /// The certificate authority that clients must trust, as PEM; only with HTTPS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca_pem: Option<String>,
}

/// A running sandbox. It ends when [`Handle::shutdown`] is called or the handle is dropped.
pub struct Handle {
    pub(crate) listening: Listening,
    pub(crate) address: SocketAddr,
    pub(crate) control: Control,
    pub(crate) perimeter: Option<Perimeter>,
    pub(crate) stop: Option<oneshot::Sender<()>>,
    pub(crate) server: JoinHandle<()>,
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

    /// The tenant behind the gate, by its id; only with a gate.
    pub fn gate(&self) -> Option<&str> {
        self.listening.gate.as_deref()
    }

    /// The risk provider; only with a gate.
    pub fn risk(&self) -> Option<&str> {
        self.listening.risk.as_deref()
    }

    /// Kills the gate, as a process that dies: open connections break off. Does nothing without one.
    pub async fn stop_gate(&self) {
        if let Some(perimeter) = &self.perimeter {
            perimeter.stop_gate().await;
        }
    }

    /// Starts a gate that was stopped, at its address and with its key. Fails when that is taken meanwhile.
    pub async fn start_gate(&self) -> Result<(), StartError> {
        match &self.perimeter {
            Some(perimeter) => perimeter.start_gate().await,
            None => Ok(()),
        }
    }

    /// Kills the risk provider: nobody answers there any more. Does nothing without one.
    pub async fn stop_risk(&self) {
        if let Some(perimeter) = &self.perimeter {
            perimeter.stop_risk().await;
        }
    }

    /// Starts a risk provider that was stopped, at its address. Fails when that is taken meanwhile.
    pub async fn start_risk(&self) -> Result<(), StartError> {
        match &self.perimeter {
            Some(perimeter) => perimeter.start_risk().await,
            None => Ok(()),
        }
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
        if let Some(perimeter) = self.perimeter.take() {
            perimeter.shutdown().await;
        }
        self.stop.take();
        if self.server.await.is_err() {
            tracing::error!("the sandbox ended by a failure");
        }
    }
}
