//! The form of the tables. Each may be left out.

use serde::Deserialize;

use crate::config::place::At;

/// The tables, where they are there.
pub(in crate::config) struct Tables<'a> {
    pub(in crate::config) directory: Option<&'a At<DirectoryTable>>,
    pub(in crate::config) webhook: Option<&'a At<WebhookTable>>,
    pub(in crate::config) reset: Option<&'a At<ResetTable>>,
    pub(in crate::config) sign_up: Option<&'a At<SignUpTable>>,
    pub(in crate::config) device_lost: Option<&'a At<DeviceLostTable>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct DirectoryTable {
    pub(super) url: Option<At<String>>,
    pub(super) token_url: Option<At<String>>,
    pub(super) client_id: At<String>,
    pub(super) secret_env: Option<At<String>>,
    pub(super) secret_file: Option<At<String>>,
    pub(super) issuer: Option<At<String>>,
    pub(super) deadline_ms: Option<At<u64>>,
    pub(super) wait_ms: Option<At<u64>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct WebhookTable {
    pub(super) url: At<String>,
    pub(super) secret_env: Option<At<String>>,
    pub(super) secret_file: Option<At<String>>,
    pub(super) deadline_ms: Option<At<u64>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct ResetTable {
    pub(super) second_proof: At<String>,
    pub(super) provider: Option<At<String>>,
    pub(super) code_length: Option<At<u64>>,
    pub(super) tries: Option<At<u64>>,
    pub(super) code_seconds: Option<At<u64>>,
    pub(super) resend_seconds: Option<At<u64>>,
    pub(super) codes_per_hour: Option<At<u64>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct SignUpTable {
    pub(super) group: At<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::config) struct DeviceLostTable {
    pub(super) second_proof: At<String>,
    pub(super) provider: Option<At<String>>,
    pub(super) code_length: Option<At<u64>>,
    pub(super) tries: Option<At<u64>>,
    pub(super) code_seconds: Option<At<u64>>,
    pub(super) resend_seconds: Option<At<u64>>,
    pub(super) codes_per_hour: Option<At<u64>>,
    pub(super) frozen_group: At<String>,
    pub(super) cool_down_hours: Option<At<u64>>,
    pub(super) starts_per_hour: Option<At<u64>>,
}

/// What two tables say of a second proof.
pub(super) struct ProofTable<'a> {
    pub(super) name: &'static str,
    pub(super) second_proof: &'a At<String>,
    pub(super) provider: Option<&'a At<String>>,
    pub(super) code_length: Option<&'a At<u64>>,
    pub(super) tries: Option<&'a At<u64>>,
    pub(super) code_seconds: Option<&'a At<u64>>,
    pub(super) resend_seconds: Option<&'a At<u64>>,
    pub(super) codes_per_hour: Option<&'a At<u64>>,
}

macro_rules! proof_of {
    ($name:literal, $table:expr) => {
        ProofTable {
            name: $name,
            second_proof: &$table.second_proof,
            provider: $table.provider.as_ref(),
            code_length: $table.code_length.as_ref(),
            tries: $table.tries.as_ref(),
            code_seconds: $table.code_seconds.as_ref(),
            resend_seconds: $table.resend_seconds.as_ref(),
            codes_per_hour: $table.codes_per_hour.as_ref(),
        }
    };
}

impl ResetTable {
    pub(super) fn proof(&self) -> ProofTable<'_> {
        proof_of!("reset", self)
    }
}

impl DeviceLostTable {
    pub(super) fn proof(&self) -> ProofTable<'_> {
        proof_of!("device_lost", self)
    }
}
