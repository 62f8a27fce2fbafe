//! How a sandbox is set up, and why it may not start.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use crate::model::{FieldError, Seed};

/// How a sandbox is set up.
#[derive(Debug, Clone)]
pub struct Config {
    /// The address to listen at; loopback unless said otherwise.
    pub bind: IpAddr,
    /// The port to listen at; 0 picks a free one.
    pub port: u16,
    /// What the tenant holds at the start and after a reset.
    pub seed: Seed,
    /// Whether browsers of other origins may call the tenant and the admin API.
    pub cors: bool,
    /// Whether to speak HTTPS, with a certificate authority that is made at the start.
    pub tls: bool,
    /// What callers of the admin API must show. Needed when `bind` is not loopback.
    pub admin_token: Option<AdminToken>,
    /// The gate in front of the tenant with the risk provider that it asks; neither is there unless this is given.
    pub gate: Option<GateSettings>,
}

/// Where the gate and the risk provider listen, and how long the gate waits for what it asks. How it judges stands in the
/// seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GateSettings {
    /// The gate's port; 0 picks a free one.
    pub port: u16,
    /// The risk provider's port; 0 picks a free one.
    pub risk_port: u16,
    /// How long the provider may take for a verdict.
    pub deadline: Duration,
    /// How long one call of a client may wait for Graph, and how long the webhook may take.
    pub back_end_deadline: Duration,
}

impl Default for GateSettings {
    fn default() -> Self {
        Self {
            port: 0,
            risk_port: 0,
            deadline: Duration::from_millis(800),
            back_end_deadline: Duration::from_secs(3),
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            bind: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            seed: Seed::contoso(),
            cors: false,
            tls: false,
            admin_token: None,
            gate: None,
        }
    }
}

/// What callers of the admin API show as `Authorization: Bearer …`. It never shows in `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct AdminToken(String);

impl AdminToken {
    /// Takes a token of 16 to 256 visible ASCII characters; gives it back otherwise.
    pub fn new(text: String) -> Result<Self, String> {
        if (16..=256).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Ok(Self(text));
        }
        Err(text)
    }

    pub(crate) fn into_text(self) -> String {
        self.0
    }
}

impl fmt::Debug for AdminToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AdminToken(…)")
    }
}

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be listened at: the port is in use, or not allowed.
    #[error("cannot listen at {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// Other machines could reach the admin API, and nothing would keep them out.
    #[error("{0} is not a loopback address, so an admin token is needed")]
    AdminTokenMissing(IpAddr),
    /// The seed is not one.
    #[error("the seed is wrong: {0}")]
    Seed(#[from] FieldError),
    /// The embedded signing key cannot be used.
    #[error("the embedded signing key cannot be used")]
    Key,
    /// The gate could not be set up.
    #[error("the gate cannot be set up: {0}")]
    Gate(String),
    /// The certificates for HTTPS could not be made.
    #[error("the certificates could not be made: {0}")]
    Tls(String),
}
