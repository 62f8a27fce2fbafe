//! What a provider learns of decisions and ends.

use crate::challenge::Channel;

/// What came of a decision, for a provider that learns from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskOutcome {
    /// What was decided.
    pub decision: RiskDecision,
    /// How.
    pub result: RiskResult,
    /// The way of the code, where it was one.
    pub channel: Option<Channel>,
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RiskDecision {
    /// Whether the password is right.
    Password,
    /// Whether the code that is the first factor is right.
    FirstCode,
    /// Whether the second factor is right. It begins when one is asked for.
    SecondFactor,
    /// Whether a new contact is the person's. It begins when one is asked for.
    Registration,
    /// Whether the address of a new account is the person's.
    SignUpCode,
    /// Whether an account was made.
    SignUp,
    /// Whether the reset is the person's.
    ResetCode,
    /// Whether a password was changed.
    PasswordReset,
    /// Whether there are tokens.
    SignIn,
}

/// How a decision went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RiskResult {
    /// It was asked for. Where nothing follows, the person gave up.
    Begun,
    /// It was passed.
    Passed,
    /// It was failed.
    Failed,
    /// A provider, or what stands in front of the service, decided against it.
    Blocked,
}

/// How a transaction ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RiskEnd {
    /// Somebody is signed in.
    Completed,
    /// The app ended it.
    Cancelled,
    /// It failed, or waited too long.
    Failed,
    /// The person no longer consents.
    ConsentWithdrawn,
}
