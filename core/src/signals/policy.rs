//! What happens where a provider does not answer, and how long it may take to.

use std::time::Duration;

use crate::ports::risk::RiskPurpose;

/// What happens where a provider is late, fails, or answers what is no answer. A developer has to choose one: none is
/// right for everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FailPolicy {
    /// Nothing is sent; the person may try again. The flow stays where it is.
    Closed,
    /// It goes on as if there were no provider; whatever stands in front of the service decides alone.
    Open,
    /// The person has to solve something first.
    Challenge,
}

/// The policy of each purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Policies {
    pub(super) token: FailPolicy,
    pub(super) sign_up: FailPolicy,
    pub(super) sms: FailPolicy,
}

impl Policies {
    /// Text messages are closed unless said otherwise: what they cost can't be had back.
    pub(super) const fn all_but_sms(policy: FailPolicy) -> Self {
        Self {
            token: policy,
            sign_up: policy,
            sms: FailPolicy::Closed,
        }
    }

    pub(super) const fn of(self, purpose: &RiskPurpose) -> FailPolicy {
        match purpose {
            RiskPurpose::SmsToKnown | RiskPurpose::SmsToNew { .. } => self.sms,
            RiskPurpose::Token => self.token,
            RiskPurpose::SignUp => self.sign_up,
        }
    }
}

/// How long each call of a provider may take. A call that is not needed costs nothing; one that hangs costs its time and
/// no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budgets {
    /// To begin a profile: 300 milliseconds, unless said otherwise.
    pub begin: Duration,
    /// Until the profile is there: 1500 milliseconds.
    pub ready: Duration,
    /// For the headers of one request: 50 milliseconds.
    pub attach: Duration,
    /// To judge: 800 milliseconds.
    pub check: Duration,
}

impl Default for Budgets {
    fn default() -> Self {
        Self {
            begin: Duration::from_millis(300),
            ready: Duration::from_millis(1500),
            attach: Duration::from_millis(50),
            check: Duration::from_millis(800),
        }
    }
}
