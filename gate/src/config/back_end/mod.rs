//! The back-end rules of a configuration (docs/risk.md 8).

mod read;
mod secret;
mod tables;
#[cfg(test)]
mod tests;

use std::time::Duration;

pub(super) use self::read::{Around, checked};
pub use self::secret::Secret;
pub(super) use self::tables::{
    DeviceLostTable, DirectoryTable, ResetTable, SignUpTable, Tables, WebhookTable,
};

/// What stands for a security code where the provider of a challenge is named.
pub(crate) const SECURITY_CODE: &str = "security_code";

/// Rules that need a back end beside the tenant: its directory, and a service of the customer's that reaches people.
#[derive(Debug, Clone)]
pub struct BackEnd {
    /// The tenant's directory.
    pub directory: DirectorySettings,
    /// Who delivers codes and notices. Without one no code can be sent, and what would need it is refused.
    pub webhook: Option<WebhookSettings>,
    /// What a password reset wants beside the code from the mailbox.
    pub reset: Option<SecondProof>,
    /// The object id of the group that everybody who signs up is put into.
    pub sign_up_group: Option<String>,
    /// The recovery of an account whose device is lost.
    pub device_lost: Option<DeviceLost>,
}

impl BackEnd {
    /// A directory, and no rule.
    pub fn of(directory: DirectorySettings) -> Self {
        Self {
            directory,
            webhook: None,
            reset: None,
            sign_up_group: None,
            device_lost: None,
        }
    }
}

/// The tenant's directory, as Microsoft Graph shows it.
#[derive(Debug, Clone)]
pub struct DirectorySettings {
    /// What comes before `/v1.0`.
    pub url: url::Url,
    /// Where the gate gets its own token.
    pub token_url: url::Url,
    /// The application that the gate is registered as.
    pub client_id: String,
    /// Its secret.
    pub secret: Secret,
    /// The issuer of local identities: the tenant's `.onmicrosoft.com` name.
    pub issuer: String,
    /// How long one call of a client may wait for the directory in all.
    pub deadline: Duration,
    /// The first wait before a failed request is made again; each further one is twice as long.
    pub wait: Duration,
}

/// The customer's service that reaches people.
#[derive(Debug, Clone)]
pub struct WebhookSettings {
    /// Where it is.
    pub url: url::Url,
    /// What requests are signed with.
    pub secret: Secret,
    /// How long it may take.
    pub deadline: Duration,
}

/// What a reset wants beside the code from the mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecondProof {
    /// A code that reaches the person by another way.
    Code(CodeSettings),
    /// The verdict of the provider of that name.
    Provider(String),
}

/// How security codes are made, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeSettings {
    /// How many digits a code has.
    pub length: u8,
    /// How many tries a flow has.
    pub tries: u8,
    /// How long a code is good.
    pub good_for: Duration,
    /// How long nobody gets another one.
    pub resend: Duration,
    /// How many codes a person gets in an hour, whatever the flow.
    pub per_hour: u8,
}

impl Default for CodeSettings {
    fn default() -> Self {
        Self {
            length: 8,
            tries: 5,
            good_for: Duration::from_mins(10),
            resend: Duration::from_mins(1),
            per_hour: 5,
        }
    }
}

/// The recovery of an account whose device is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceLost {
    /// What it wants beside the code from the mailbox.
    pub second_proof: SecondProof,
    /// The object id of the group of those whose account is frozen.
    pub frozen_group: String,
    /// How long it stays frozen.
    pub cool_down: Duration,
    /// How often it may be begun in an hour, for one name.
    pub starts_per_hour: u8,
}
