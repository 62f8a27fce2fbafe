//! The file's form. What its values mean is checked afterwards.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::ConfigError;
use super::back_end::{
    DeviceLostTable, DirectoryTable, ResetTable, SignUpTable, Tables, WebhookTable,
};
use super::place::At;
use crate::decide::{FailPolicy, Mode};

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    pub(super) listen: Listen,
    pub(super) tenant: Tenant,
    pub(super) seal: At<SealTable>,
    pub(super) step_up: StepUp,
    pub(super) providers: BTreeMap<String, At<ProviderTable>>,
    pub(super) routes: Routes,
    #[serde(default)]
    pub(super) cors: Cors,
    #[serde(default)]
    pub(super) limits: LimitsTable,
    directory: Option<At<DirectoryTable>>,
    webhook: Option<At<WebhookTable>>,
    reset: Option<At<ResetTable>>,
    sign_up: Option<At<SignUpTable>>,
    device_lost: Option<At<DeviceLostTable>>,
}

impl Document {
    pub(super) fn back_end(&self) -> Tables<'_> {
        Tables {
            directory: self.directory.as_ref(),
            webhook: self.webhook.as_ref(),
            reset: self.reset.as_ref(),
            sign_up: self.sign_up.as_ref(),
            device_lost: self.device_lost.as_ref(),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Listen {
    pub(super) address: At<String>,
    #[serde(default)]
    pub(super) trusted_proxies: Vec<At<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tenant {
    pub(super) id: At<String>,
    pub(super) name: Option<At<String>>,
    pub(super) upstream: At<String>,
    pub(super) host: Option<At<String>>,
    #[serde(default)]
    pub(super) keep_host: bool,
    pub(super) ca_file: Option<At<String>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SealTable {
    pub(super) lifetime_seconds: Option<At<u64>>,
    #[serde(default)]
    pub(super) keys: Vec<At<KeyTable>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyTable {
    pub(super) id: At<String>,
    pub(super) secret_env: Option<At<String>>,
    pub(super) secret_file: Option<At<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepUp {
    pub(super) context: At<String>,
    #[serde(default = "rewrite")]
    pub(super) mode: Mode,
}

fn rewrite() -> Mode {
    Mode::Rewrite
}

/// A provider's table. Which members belong to which kind is checked afterwards.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProviderTable {
    pub(super) kind: At<String>,
    pub(super) url: Option<At<String>>,
    pub(super) report_url: Option<At<String>>,
    pub(super) org_id: Option<At<String>>,
    pub(super) app_id: Option<At<String>>,
    pub(super) client_id: Option<At<String>>,
    pub(super) policy: Option<At<String>>,
    pub(super) blocks_from: Option<At<u8>>,
    pub(super) secret_env: Option<At<String>>,
    pub(super) secret_file: Option<At<String>>,
    pub(super) session_header: Option<At<String>>,
    pub(super) deadline_ms: Option<At<u64>>,
    pub(super) rest_after: Option<At<u32>>,
    pub(super) rest_seconds: Option<At<u64>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Routes {
    pub(super) token: RouteTable,
    pub(super) challenge: RouteTable,
    pub(super) register_challenge: RouteTable,
    pub(super) sign_up: RouteTable,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RouteTable {
    pub(super) provider: At<String>,
    pub(super) fail: Option<At<FailPolicy>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cors {
    #[serde(default)]
    pub(super) origins: Vec<At<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LimitsTable {
    pub(super) body_bytes: Option<At<u64>>,
    pub(super) connections: Option<At<u64>>,
    pub(super) head_seconds: Option<At<u64>>,
    pub(super) body_seconds: Option<At<u64>>,
    pub(super) tenant_seconds: Option<At<u64>>,
    pub(super) grace_seconds: Option<At<u64>>,
}

/// Reads the form. TOML's own errors show the offending line, which may hold a secret: only their sentence is kept.
pub(super) fn read(text: &str) -> Result<Document, ConfigError> {
    toml::from_str(text).map_err(|error| {
        let byte = error.span().map_or(0, |span| span.start);
        let problem = error.message().lines().next().unwrap_or_default();
        ConfigError::at(text, byte, problem.to_owned())
    })
}
