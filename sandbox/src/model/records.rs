//! What the sandbox keeps for reading: mail, sign-ins, the journal, and who it is.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{AuthContext, Channel};

/// Who answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Info {
    /// Always `doorstep-sandbox`.
    pub product: String,
    /// The version of the sandbox.
    pub version: String,
    /// The tenant's base URL.
    pub tenant: String,
    /// The tenant's id.
    pub tenant_id: String,
    /// The time of the sandbox's clock.
    pub now: String,
}

/// The time of the sandbox's clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Now {
    /// The time, as `2026-01-15T10:20:30Z`.
    pub now: String,
}

/// A message that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mail {
    /// The address or number that it went to.
    pub to: String,
    /// How it went.
    pub channel: Channel,
    /// The code; a notice has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// What it is for.
    pub purpose: Purpose,
    /// When it was sent.
    pub at: String,
}

/// What a message is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// First factor of a sign-in.
    SignIn,
    /// Second factor.
    Mfa,
    /// The registration of a method.
    Registration,
    /// The address of a sign-up.
    SignUp,
    /// A password reset.
    PasswordReset,
    /// The second proof of a password reset, asked for by the gate and sent by its webhook.
    ResetProof,
    /// The second proof of a lost device, likewise.
    DeviceLostProof,
    /// What old contacts are told when a device was reported lost.
    DeviceLostNotice,
}

/// A call to `/oauth2/v2.0/token`, as the sign-in log keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SignIn {
    /// When it came.
    pub at: String,
    /// The correlation id of the call.
    pub correlation_id: String,
    /// The user, where the call led to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The app.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// The grant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant_type: Option<String>,
    /// The scopes asked for.
    pub scopes: Vec<String>,
    /// The authentication contexts asked for by `claims`.
    pub contexts: Vec<AuthContext>,
    /// The Conditional Access policies that applied, by name.
    pub policies: Vec<String>,
    /// Whether the user had given a second factor.
    pub mfa: bool,
    /// How it ended.
    pub outcome: Outcome,
    /// The number of the error, where it ended with one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_code: Option<u32>,
}

/// How a call to `/oauth2/v2.0/token` ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// With tokens.
    Granted,
    /// With the demand for a second factor.
    MfaRequired,
    /// With the demand to register a method.
    RegistrationRequired,
    /// With the advice to use the browser.
    Redirect,
    /// With an error.
    Refused,
    /// A repeated call got the answer of the first again.
    Repeated,
}

/// A request to the tenant and what became of it, with secrets masked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JournalEntry {
    /// Counts from 1.
    pub number: u64,
    /// When it came.
    pub at: String,
    /// The method.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The request's headers by name; those that could hold a credential are masked.
    pub headers: BTreeMap<String, String>,
    /// The fields of the form by name. Parameters that are not of the protocol stand together as `[other]`.
    pub form: BTreeMap<String, String>,
    /// What became of it.
    pub answered: Answered,
}

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Answered {
    /// The tenant's own answer went out.
    Answer {
        /// The status.
        status: u16,
        /// The JSON body.
        body: Value,
    },
    /// An injected fault took the answer's place.
    Fault {
        /// The status, or none when the connection was dropped.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<u16>,
        /// Whether the request had been carried out.
        carried_out: bool,
    },
}
