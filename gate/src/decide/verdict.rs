//! What a provider says about a call, and whether it could be asked (docs/risk.md 3.1, 7).

use serde::{Deserialize, Serialize};

/// The provider's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing against it.
    Pass,
    /// The person should prove more.
    Challenge,
    /// Somebody should look at it; until then as a challenge.
    Review,
    /// It is to be refused.
    Reject,
    /// The provider has never seen this session.
    UnknownSession,
    /// Too many of them.
    RateLimit,
    /// There is no verdict: late, unreachable, or an answer that means nothing.
    Failed,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 7] = [
        Self::Pass,
        Self::Challenge,
        Self::Review,
        Self::Reject,
        Self::UnknownSession,
        Self::RateLimit,
        Self::Failed,
    ];
}

/// The risk session that a call shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionState {
    /// One, of a form that the provider can be asked with.
    Present,
    /// None.
    Missing,
    /// More than one, or one that cannot be a session.
    Malformed,
}

impl SessionState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Present, Self::Missing, Self::Malformed];
}
