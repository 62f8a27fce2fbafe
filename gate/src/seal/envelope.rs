//! What is sealed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::claims::AuthContext;
use crate::decide::Verdict;
use crate::words::Channel;

/// What a gate knows about a flow, beside the tenant's own token.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// The tenant's continuation token.
    pub token: String,
    /// The name that the flow began with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// How far the flow is.
    pub stage: Stage,
    /// The channel of each method that was listed, by its id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub methods: BTreeMap<String, Channel>,
    /// The contexts that were demanded so far.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub contexts: BTreeSet<AuthContext>,
    /// The last verdict on the flow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// The provider's name for the call that it judged, for telling it how the step-up ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    /// What the flow recovers from, if it is a recovery (docs/risk.md 8.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery: Option<Recovery>,
    /// Whether the second proof of a reset was given.
    #[serde(default, skip_serializing_if = "is_false")]
    pub proven: bool,
    /// Whether the new account is still to be put into its group.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unassigned: bool,
    /// When it ends, in seconds since 1970.
    pub expires: u64,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands on references"
)]
fn is_false(value: &bool) -> bool {
    !*value
}

/// What a flow recovers from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recovery {
    /// The device was lost, or is in somebody else's hands.
    DeviceLost,
}

/// How far a flow is, as far as it decides where a code may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// No factor was given yet, or it is a sign-up or a reset: codes go by e-mail.
    First,
    /// A second factor is wanted, or a method is to be registered: codes may go by text message.
    Second,
}

/// A call that a provider judged, in the provider's words.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// The provider's name in the configuration.
    pub provider: String,
    /// The provider's id of the call.
    pub id: String,
}

impl fmt::Debug for Reference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Reference")
            .field("provider", &self.provider)
            .finish_non_exhaustive()
    }
}

/// Without the token, the name and the ids.
impl fmt::Debug for Envelope {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Envelope")
            .field("stage", &self.stage)
            .field("contexts", &self.contexts)
            .field("verdict", &self.verdict)
            .field("expires", &self.expires)
            .finish_non_exhaustive()
    }
}
