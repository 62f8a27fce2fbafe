//! The risk port: a provider that looks at the device and judges what is about to happen on it.
//!
//! The provider's own software runs in the app; what it finds out stays between it and its server.
//! The core gives it an id for each transaction, lets it add headers for whatever stands in front of the
//! service to read, and asks it before a text message, a token and a new account (docs/risk.md 3.6).

mod outcome;

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use self::outcome::{RiskDecision, RiskEnd, RiskOutcome, RiskResult};
use super::BoxFuture;
use crate::flow::FlowKind;
use crate::part::{Damaged, Part, Tree};
use crate::secret::Secret;

/// A risk provider's software, as the core needs it.
///
/// Nothing here is called before the person consented to all that [`RiskDescriptor::uses`] names. The core bounds
/// each call that gives a future by its own clock, and drops the future when the time is over; a call that is
/// late, fails or panics follows the [`FailPolicy`](crate::signals::FailPolicy), and never ends a flow. What returns
/// no future must return at once.
pub trait RiskProvider: Send + Sync {
    /// Who it is and what it adds. Asked once, when the client is made.
    fn descriptor(&self) -> RiskDescriptor;

    /// Begins to profile the device under `session`, and gives back the id that it really uses. Any other than
    /// that one is a failure: what is judged by it would be somebody else's. It must not wait for the profile.
    ///
    /// It is called again with the same session where an earlier call was dropped, and in the
    /// process that resumes a flow.
    fn begin(
        &self,
        session: RiskSession,
        journey: RiskJourney,
    ) -> BoxFuture<'_, Result<String, RiskFault>>;

    /// Waits until the profile is there, `budget` at most.
    fn ready(
        &self,
        session: RiskSession,
        budget: Duration,
    ) -> BoxFuture<'_, Result<RiskProfile, RiskFault>> {
        let _ = (session, budget);
        Box::pin(std::future::ready(Ok(RiskProfile::Full)))
    }

    /// The headers that go with a request, of the names that the descriptor lists. Called for each request, so
    /// it must have them at hand.
    fn attach(
        &self,
        session: RiskSession,
        route: RiskRoute,
    ) -> BoxFuture<'_, Result<Vec<(String, String)>, RiskFault>> {
        let _ = (session, route);
        Box::pin(std::future::ready(Ok(Vec::new())))
    }

    /// Judges what is about to happen, within `budget`.
    fn check(
        &self,
        session: RiskSession,
        purpose: RiskPurpose,
        budget: Duration,
    ) -> BoxFuture<'_, Result<RiskVerdict, RiskFault>> {
        let _ = (session, purpose, budget);
        Box::pin(std::future::ready(Ok(RiskVerdict::Allow)))
    }

    /// Takes in what came of a decision. It must return at once: whatever takes time belongs on a queue.
    fn report(&self, session: RiskSession, outcome: &RiskOutcome) {
        let _ = (session, outcome);
    }

    /// The transaction is over; the next one has another session. It must return at once.
    fn end(&self, session: RiskSession, why: RiskEnd) {
        let _ = (session, why);
    }
}

/// Who a provider is, and what it adds to requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskDescriptor {
    /// Its name, 1 to 32 of `a-z`, `0-9`, `-`, such as `tmx`. It goes along as `x-risk-provider`.
    pub id: String,
    /// The names of the headers that [`RiskProvider::attach`] may give.
    pub headers: Vec<String>,
    /// What it does with data of the person's device. All of it needs consent.
    pub uses: Vec<DataUse>,
}

/// What data is used for, as a person consents to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DataUse {
    /// What the device is: its kind, its system, its network, and what a provider's profile reads of it.
    Device,
    /// How it is used: how long, how often, how fast; never what is typed.
    Behaviour,
}

/// Names one transaction to the provider: 32 hexadecimal digits, random, and nothing about a person.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct RiskSession(Uuid);

impl RiskSession {
    pub(crate) fn make_random() -> Self {
        Self(Uuid::new_v4())
    }
}

impl fmt::Display for RiskSession {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_simple().fmt(formatter)
    }
}

/// Does not show the id: with the provider's records it leads to a device.
impl fmt::Debug for RiskSession {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RiskSession(..)")
    }
}

impl From<RiskSession> for String {
    fn from(session: RiskSession) -> Self {
        session.to_string()
    }
}

impl TryFrom<String> for RiskSession {
    type Error = uuid::Error;

    fn try_from(text: String) -> Result<Self, uuid::Error> {
        Uuid::try_parse(&text).map(Self)
    }
}

impl Part for RiskSession {
    fn read(tree: Tree) -> Result<Self, Damaged> {
        Self::try_from(tree.text()?).map_err(|_| Damaged)
    }
}

/// What the transaction is, as far as it is known when it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RiskJourney {
    /// What the flow is for; nothing at a screen that has not begun one yet.
    pub flow: Option<FlowKind>,
    /// Whether it began in an earlier process.
    pub resumed: bool,
}

/// How good a profile is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RiskProfile {
    /// All of it is there.
    Full,
    /// Some of it is there, enough to be judged by.
    Partial,
}

/// Where a request goes that may bear headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RiskRoute {
    /// A sign-in begins.
    SignIn,
    /// A code of a sign-in is asked for.
    Challenge,
    /// A proof is exchanged for tokens.
    Token,
    /// A code to a new contact is asked for.
    RegisterChallenge,
    /// A new contact is proved.
    RegisterContinue,
    /// A sign-up begins.
    SignUp,
    /// A code of a sign-up is asked for.
    SignUpChallenge,
    /// A sign-up goes on.
    SignUpContinue,
    /// A password reset begins.
    Reset,
    /// A code of a password reset is asked for.
    ResetChallenge,
    /// A password reset goes on.
    ResetContinue,
    /// A new password is set.
    ResetSubmit,
}

impl RiskRoute {
    /// The routes that a gate watches (docs/risk.md 2.1).
    pub const WATCHED: [Self; 4] = [
        Self::Token,
        Self::Challenge,
        Self::RegisterChallenge,
        Self::SignUp,
    ];
}

/// What is about to happen.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RiskPurpose {
    /// A text message goes to a number that the tenant knows. The service shows it masked, so it can't be given here.
    SmsToKnown,
    /// A text message goes to a number that the person typed just now.
    SmsToNew {
        /// The number. It does not print.
        number: Secret,
    },
    /// A first factor, or what stands for one, is exchanged for tokens.
    Token,
    /// An account is about to be made.
    SignUp,
}

/// What a provider says of that.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RiskVerdict {
    /// It may happen.
    Allow,
    /// Only after the person solved something, which the app shows as a step of the flow.
    Challenge {
        /// What the provider's software needs to show it; opaque to the core.
        payload: String,
    },
    /// It must not happen. Nothing is sent.
    Block,
    /// It can't say. As if the call had failed.
    Unavailable,
}

impl fmt::Debug for RiskVerdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Allow => "Allow",
            Self::Challenge { .. } => "Challenge(..)",
            Self::Block => "Block",
            Self::Unavailable => "Unavailable",
        })
    }
}

/// A provider's call failed. Why is for its own log: the reason may be personal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the risk provider failed")]
pub struct RiskFault;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_32_hexadecimal_digits_and_does_not_print_in_logs() {
        let session = RiskSession::make_random();
        let text = session.to_string();
        assert_eq!(text.len(), 32);
        assert!(
            text.bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        );
        assert_eq!(RiskSession::try_from(text.clone()), Ok(session));
        assert!(!format!("{session:?}").contains(&text));
        assert_ne!(session, RiskSession::make_random());
    }
}
