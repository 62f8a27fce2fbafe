//! The decision table (docs/risk.md 7): from what the gate knows about a call to what becomes of it. Nothing else in
//! the gate decides. Two steps: which rule watches a call, and what the rule says to the provider's verdict. Every
//! match is whole, so that a new word asks for a decision in each place.

mod rules;
#[cfg(test)]
mod vectors;
mod verdict;
mod watch;

use serde::{Deserialize, Serialize};

pub use self::verdict::{SessionState, Verdict};
pub use self::watch::{Watch, watch};
use crate::words::{Channel, Grant, Route};

/// How a step-up is asked for (docs/risk.md 2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// The gate writes the context into the request. Any instance can go on.
    Rewrite,
    /// The gate answers 202, and the client posts again with the context. The verdict sticks in this instance.
    Resubmit,
}

/// What becomes of a call whose verdict could not be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailPolicy {
    /// It is refused with 503.
    Closed,
    /// It goes on as if the provider had nothing against it. Never where a text message would be sent.
    Open,
    /// The person proves more: a step-up, or the provider's challenge.
    Challenge,
}

/// Whether every context that a step-up would demand is asked for: by the client's own claims, or by the flow already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// They do.
    Named,
    /// They do not, or there are none.
    Unnamed,
}

/// All that a decision depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Situation {
    /// The route that is called.
    pub route: Route,
    /// What a token request redeems; without meaning on other routes.
    pub grant: Grant,
    /// Where a code would go; without meaning where none is sent.
    pub channel: Channel,
    /// The risk session that came with the call.
    pub session: SessionState,
    /// What the provider said; without meaning when it was not asked.
    pub verdict: Verdict,
    /// The route's policy for calls without a verdict.
    pub fail: FailPolicy,
    /// How a step-up is asked for.
    pub mode: Mode,
    /// Whether the client asks for the context by itself.
    pub asked: Asked,
}

impl Situation {
    /// The same call when a challenge was demanded of it before: what is said now may be worse, and not better.
    #[must_use]
    pub fn once_challenged(self) -> Self {
        let verdict = match self.verdict {
            Verdict::Pass => Verdict::Challenge,
            Verdict::Challenge
            | Verdict::Review
            | Verdict::Reject
            | Verdict::UnknownSession
            | Verdict::RateLimit
            | Verdict::Failed => self.verdict,
        };
        Self { verdict, ..self }.never_open()
    }

    /// The same call where an outage must not let it go.
    #[must_use]
    pub fn never_open(self) -> Self {
        let fail = match self.fail {
            FailPolicy::Open => FailPolicy::Challenge,
            FailPolicy::Closed | FailPolicy::Challenge => self.fail,
        };
        Self { fail, ..self }
    }
}

/// What becomes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Forwarded; nobody was asked. What the flow's token demands is put back into the claims.
    Pass,
    /// Forwarded; the provider had nothing against it.
    Allow,
    /// Forwarded with the demanded context in its claims.
    StepUp,
    /// Answered with 202: the client posts again with the demanded context.
    AskAgain,
    /// Answered with the provider's challenge; to be solved before the call is made again.
    Challenge,
    /// Refused for good.
    Block,
    /// Refused for now.
    RateLimit,
    /// Refused because there was no verdict.
    FailClosed,
    /// No call that the gate knows.
    Refuse,
}

impl Decision {
    /// Whether the tenant gets to see the call.
    pub fn forwards(self) -> bool {
        match self {
            Self::Pass | Self::Allow | Self::StepUp => true,
            Self::AskAgain
            | Self::Challenge
            | Self::Block
            | Self::RateLimit
            | Self::FailClosed
            | Self::Refuse => false,
        }
    }
}

/// The decision table.
pub fn decide(situation: Situation) -> Decision {
    match watch(situation.route, situation.grant, situation.channel) {
        Watch::Nothing => Decision::Pass,
        Watch::Unknown => Decision::Refuse,
        Watch::Token => rules::token(situation),
        Watch::Sms => rules::sms(situation),
        Watch::SignUp => rules::sign_up(situation),
    }
}
