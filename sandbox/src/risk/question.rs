//! A question in no provider's words.

use std::net::IpAddr;

use crate::model::{Judge, RiskPurpose, RiskRule, RiskVerdict};

/// What the provider is asked.
#[derive(Debug, Clone)]
pub(super) struct Question {
    /// In whose words.
    pub(super) judge: Judge,
    pub(super) purpose: RiskPurpose,
    /// The session, where it is about one: a question about a number or an account alone has none.
    pub(super) session: Option<String>,
    pub(super) user: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) address: Option<IpAddr>,
    pub(super) proof: Option<String>,
}

impl Question {
    /// One with nothing in it yet.
    pub(super) fn about(judge: Judge, purpose: RiskPurpose) -> Self {
        Self {
            judge,
            purpose,
            session: None,
            user: None,
            phone: None,
            address: None,
            proof: None,
        }
    }

    /// Whether a rule is for it.
    pub(super) fn is_meant_by(&self, rule: &RiskRule) -> bool {
        let same_user = |meant: &String| {
            self.user
                .as_ref()
                .is_some_and(|user| user.eq_ignore_ascii_case(meant))
        };
        let meant = &rule.fits;
        rule.purpose.is_none_or(|purpose| purpose == self.purpose)
            && meant
                .session
                .as_ref()
                .is_none_or(|session| self.session.as_ref() == Some(session))
            && meant.user.as_ref().is_none_or(same_user)
            && meant
                .address
                .is_none_or(|address| self.address == Some(address))
            && meant.fits_phone(self.phone.as_deref())
    }

    /// Whether a challenge can be what comes of it. Tokens are stepped up by the tenant instead.
    pub(super) fn can_be_challenged(&self) -> bool {
        match self.purpose {
            RiskPurpose::Sms | RiskPurpose::SignUp | RiskPurpose::ResetPassword => true,
            RiskPurpose::Token => false,
        }
    }
}

/// What the provider says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ruling {
    pub(super) verdict: RiskVerdict,
    /// Its name for the question.
    pub(super) reference: String,
    /// The challenge that is to be solved, where there is one.
    pub(super) challenge: Option<String>,
}
