//! The policy of the protected API that stands beside the tenant.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The protected API beside the tenant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ApiPolicy {
    /// How it asks for a stronger sign-in, unless a call says otherwise.
    pub dialect: ApiDialect,
}

/// How an API asks for a stronger sign-in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ApiDialect {
    /// `insufficient_claims` with a claims request, as APIs of the service do.
    #[default]
    Microsoft,
    /// `insufficient_user_authentication` with `acr_values`.
    Rfc9470,
}
