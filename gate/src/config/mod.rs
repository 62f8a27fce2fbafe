//! The configuration: one TOML file, and errors that name the line (docs/gate.md, "The configuration").

mod address;
mod back_end;
mod check;
mod document;
mod error;
mod place;
mod providers;
mod surroundings;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use axum::http::Uri;

pub use self::address::Network;
pub(crate) use self::back_end::SECURITY_CODE;
pub use self::back_end::{
    BackEnd, CodeSettings, DeviceLost, DirectorySettings, SecondProof, Secret, WebhookSettings,
};
pub use self::error::ConfigError;
pub use self::providers::{Kind, ProviderSettings};
pub use self::surroundings::Surroundings;
use crate::claims::AuthContext;
use crate::decide::{FailPolicy, Mode};
use crate::seal::Seal;

/// A configuration that was checked. Secrets are resolved.
#[derive(Debug)]
pub struct Config {
    /// Where the gate listens.
    pub listen: SocketAddr,
    /// Who may say for whom a connection speaks.
    pub trusted_proxies: Vec<Network>,
    /// The tenant behind the gate.
    pub tenant: TenantSettings,
    /// The seal of continuation tokens.
    pub seal: Seal,
    /// How long a sealed token is good.
    pub token_lifetime: Duration,
    /// What a step-up demands.
    pub context: AuthContext,
    /// How it demands it.
    pub mode: Mode,
    /// The providers, by name.
    pub providers: BTreeMap<String, ProviderSettings>,
    /// Whose certificates are taken.
    pub trust: Trust,
    /// Who judges what.
    pub rules: Rules,
    /// Rules that need a back end beside the tenant, if there are any (docs/risk.md 8).
    pub back_end: Option<BackEnd>,
    /// Origins whose pages may call, or `*`.
    pub origins: Vec<String>,
    /// Sizes and times.
    pub limits: Limits,
}

/// Whose certificates are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// What the system trusts; at the tenant those in [`TenantSettings::ca`] besides. Every configuration that was read
    /// has this.
    System,
    /// Those in [`TenantSettings::ca`] alone, at tenant and providers. For a host whose gate talks to nobody else, and
    /// has no reason to wait until the system's are read.
    Own,
}

/// The tenant behind the gate.
#[derive(Debug, Clone)]
pub struct TenantSettings {
    /// Its id, in lower case.
    pub id: String,
    /// Every name that may stand in a path: the id, and the domain name if that is served too.
    pub names: Vec<String>,
    /// Scheme, host and port.
    pub upstream: Uri,
    /// The name to call it by.
    pub host: HostName,
    /// Certificates to trust besides, as PEM.
    pub ca: Option<Vec<u8>>,
}

/// By which name the tenant is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HostName {
    /// That of its address.
    OfAddress,
    /// This one.
    Named(String),
    /// The one that the client called the gate by.
    AsCalled,
}

/// Who judges a call, and what becomes of it without a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The provider's name.
    pub provider: String,
    /// The policy.
    pub fail: FailPolicy,
}

/// One rule for each kind of call that is watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// `/token`
    pub token: Rule,
    /// `/challenge` by text message
    pub challenge: Rule,
    /// `/register/v1.0/challenge` by text message
    pub register_challenge: Rule,
    /// `/signup/v1.0/start`
    pub sign_up: Rule,
}

/// Sizes and times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest body of a request, in bytes.
    pub body: usize,
    /// Connections at a time.
    pub connections: usize,
    /// How long the head of a request may take.
    pub head: Duration,
    /// How long its body may take.
    pub body_time: Duration,
    /// How long the tenant may take.
    pub tenant: Duration,
    /// How long requests may go on after the end was asked for.
    pub grace: Duration,
}

impl Config {
    /// Reads a file. Secrets in files are looked for beside it.
    ///
    /// # Errors
    /// [`ConfigError`], which names the file, the line and the member.
    pub fn from_file(path: &Path) -> Result<Self, ConfigError> {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|error| ConfigError::unreadable(&name, &error))?;
        let folder = path.parent().unwrap_or_else(|| Path::new("."));
        Self::parse(&text, &Surroundings::of_process(folder)).map_err(|error| error.of_file(&name))
    }

    /// Reads a text.
    ///
    /// # Errors
    /// As [`Config::from_file`].
    pub fn parse(text: &str, surroundings: &Surroundings) -> Result<Self, ConfigError> {
        let document = document::read(text)?;
        check::checked(&document, surroundings).map_err(|place| place.in_text(text))
    }
}
