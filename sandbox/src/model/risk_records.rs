//! What the risk provider and the gate keep for reading.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{RiskPurpose, RiskRule, RiskVerdict};

/// The risk provider's book, and the gate's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RiskBook {
    /// The rules in force, oldest first.
    pub rules: Vec<RiskRule>,
    /// The sessions that were profiled, oldest first.
    pub sessions: Vec<RiskSession>,
    /// What it was asked, oldest first.
    pub questions: Vec<RiskQuestion>,
    /// The challenges that it set, oldest first.
    pub challenges: Vec<RiskChallenge>,
    /// What it was told afterwards, oldest first.
    pub updates: Vec<RiskUpdate>,
    /// The native calls that went through the gate, oldest first.
    pub calls: Vec<GateCall>,
}

/// A device that was profiled under a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RiskSession {
    /// The session.
    pub session: String,
    /// When it was profiled last.
    pub at: String,
    /// The device.
    pub device: String,
    /// What is remarkable about it: `anonymous_ip`, `bot`.
    pub signals: Vec<String>,
    /// Whose session it is, once it was asked about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
}

/// A question to the provider. Of a number only the end is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RiskQuestion {
    /// When it came.
    pub at: String,
    /// Whose words it was in: `threat_metrix`, `human`, `prove`, `generic`.
    pub provider: String,
    /// What the call was about to bring about.
    pub purpose: RiskPurpose,
    /// The session that was shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// Who was meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The end of the number that a text would go to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Whether a proof of a solved challenge came with it.
    pub proof: bool,
    /// What was answered.
    pub verdict: RiskVerdict,
    /// The provider's name for the question, by which outcomes are told.
    pub reference: String,
}

/// A challenge that the provider set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RiskChallenge {
    /// Its id, which is in the refusal's payload.
    pub id: String,
    /// When it was set.
    pub at: String,
    /// What for.
    pub purpose: RiskPurpose,
    /// Whether it was solved.
    pub solved: bool,
    /// Whether its proof was used.
    pub used: bool,
}

/// What the provider was told about a question afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RiskUpdate {
    /// When.
    pub at: String,
    /// The provider's name for the question.
    pub reference: String,
    /// The outcome, for example `challenge_pass` or `review_status=pass`.
    pub said: String,
}

/// A solved challenge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RiskProof {
    /// What the client shows as `x-risk-proof`, once.
    pub proof: String,
}

/// A native call through the gate, in the gate's own words. There is nothing of anybody's in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GateCall {
    /// When it came, in seconds since 1970.
    pub at: u64,
    /// The route.
    pub route: String,
    /// What a token request redeems.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant: Option<String>,
    /// Where a code would go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Whether it came with a risk session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// What the provider said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// Why it said nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// What a back-end rule did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back_end: Option<String>,
    /// What was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
    /// The status of the answer; 499 when the client closed first.
    pub status: u16,
    /// The call's id.
    pub correlation: String,
}
