//! What a provider is asked, and what it says.

use std::fmt;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::decide::Verdict;

/// What a call is about to bring about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Tokens.
    Token,
    /// A text message.
    Sms,
    /// An account.
    SignUp,
    /// A new password.
    ResetPassword,
}

/// A call that is to be judged.
#[derive(Clone)]
pub struct Question {
    /// What it is about to bring about.
    pub purpose: Purpose,
    /// The risk session that the client named.
    pub session: String,
    /// Who is meant.
    pub user: Option<String>,
    /// The number that a text would go to, where the call names it.
    pub phone: Option<String>,
    /// Where the call came from.
    pub address: IpAddr,
    /// The path of the call.
    pub path: String,
    /// The client's own signals: an object, not believed and only handed on.
    pub signals: Option<Map<String, Value>>,
    /// What the person got for solving the provider's challenge. The provider says what it is worth.
    pub proof: Option<String>,
}

/// Only the purpose: the rest is somebody's.
impl fmt::Debug for Question {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Question")
            .field("purpose", &self.purpose)
            .finish_non_exhaustive()
    }
}

/// What a provider says about a call.
#[derive(Clone, PartialEq)]
pub struct Assessment {
    /// The verdict.
    pub verdict: Verdict,
    /// Why there is none.
    pub failure: Option<Failure>,
    /// The provider's own name for this call.
    pub reference: Option<String>,
    /// What the person's app needs to have a challenge solved.
    pub payload: Option<Value>,
    /// Members that the provider's own software in the app looks for in a refusal.
    pub members: Map<String, Value>,
    /// When to come back, in seconds.
    pub retry_after: Option<u32>,
}

impl Assessment {
    /// A verdict and nothing else.
    pub fn of(verdict: Verdict) -> Self {
        Self {
            verdict,
            failure: None,
            reference: None,
            payload: None,
            members: Map::new(),
            retry_after: None,
        }
    }

    /// No verdict.
    pub fn failed(failure: Failure) -> Self {
        Self {
            failure: Some(failure),
            ..Self::of(Verdict::Failed)
        }
    }
}

impl fmt::Debug for Assessment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Assessment")
            .field("verdict", &self.verdict)
            .field("failure", &self.failure)
            .finish_non_exhaustive()
    }
}

/// Why there is no verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// No answer within the deadline.
    Late,
    /// No connection, or one that broke.
    Unreachable,
    /// An answer of a status that promises no verdict.
    Status,
    /// An answer that is too long.
    TooLong,
    /// An answer that is no JSON object.
    Garbage,
    /// An answer that says that the question was not understood, by its status or by its words.
    NotUnderstood,
    /// An answer without the member that holds the verdict.
    NoVerdict,
    /// A verdict that is not among the words that it may be.
    UnknownWord,
    /// An answer about another session than the one asked for.
    OtherSession,
    /// The call does not have what the provider needs to judge it.
    NothingToAsk,
    /// It was not asked, because it has failed too often of late.
    Resting,
}

impl Failure {
    /// Whether the provider is to blame, rather than this one call.
    pub fn is_an_outage(self) -> bool {
        match self {
            Self::Late
            | Self::Unreachable
            | Self::Status
            | Self::TooLong
            | Self::Garbage
            | Self::NoVerdict
            | Self::UnknownWord => true,
            Self::NotUnderstood | Self::OtherSession | Self::NothingToAsk | Self::Resting => false,
        }
    }

    /// Whether what the client sent may be the reason. Such a call counts as one without a session: no policy for
    /// outages may let it go.
    pub fn may_be_the_clients(self) -> bool {
        match self {
            Self::NotUnderstood | Self::OtherSession => true,
            Self::Late
            | Self::Unreachable
            | Self::Status
            | Self::TooLong
            | Self::Garbage
            | Self::NoVerdict
            | Self::UnknownWord
            | Self::NothingToAsk
            | Self::Resting => false,
        }
    }
}

/// How a step-up went on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was demanded. Told before it happens, in case the person gives up.
    ChallengeBegun,
    /// The second factor was given.
    ChallengePassed,
    /// A wrong code was given.
    ChallengeFailed,
    /// The person says that the device is lost, and proved it twice.
    Compromised,
}
