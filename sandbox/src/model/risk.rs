//! The risk provider's documents: rules that say what it answers.

use std::net::IpAddr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field_error::{FieldError, at_most, each};
use super::text;

/// The longest risk session that a rule may name.
const LONGEST_SESSION: usize = 8192;
/// The most rules.
pub(crate) const MOST_RULES: usize = 1000;

/// What the risk provider knows at the start.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RiskSeed {
    /// Its rules. Of those that fit a question the last one counts.
    pub rules: Vec<RiskRule>,
}

/// What the risk provider says to some questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RiskRule {
    /// Which questions.
    #[serde(default, rename = "match")]
    pub fits: RiskMatch,
    /// Only questions about calls of this kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<RiskPurpose>,
    /// What it says.
    pub verdict: RiskVerdict,
    /// How often; then the rule is gone. For ever without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub times: Option<u32>,
}

/// Whom a rule is for: all that is given must fit, and nothing given fits everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RiskMatch {
    /// The risk session that the client shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// The name that the flow began with, in any case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The address that the call came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<IpAddr>,
    /// The number that a text would go to, or the start of numbers with `*` behind it: `+979*`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// What a call is about to bring about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RiskPurpose {
    /// Tokens.
    Token,
    /// A text message.
    Sms,
    /// An account.
    SignUp,
    /// A new password.
    ResetPassword,
}

/// What the risk provider does with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RiskVerdict {
    /// It has nothing against the call.
    Pass,
    /// Somebody should look at it.
    Review,
    /// The person should prove more.
    Challenge,
    /// The call is to be refused.
    Reject,
    /// It has never seen the session.
    UnknownSession,
    /// There are too many such calls.
    RateLimit,
    /// It never answers.
    Timeout,
    /// It answers 500.
    Error,
    /// It answers with what is no JSON.
    Garbage,
    /// It answers with a pass, so slowly that the deadline ends first.
    Slow,
}

impl RiskSeed {
    pub(super) fn check(&self) -> Result<(), FieldError> {
        at_most("rules", &self.rules, MOST_RULES)?;
        each("rules", &self.rules, RiskRule::check)
    }
}

impl RiskRule {
    /// What the provider says to everybody.
    pub fn of(verdict: RiskVerdict) -> Self {
        Self {
            fits: RiskMatch::default(),
            purpose: None,
            verdict,
            times: None,
        }
    }

    /// Only where this session is shown.
    #[must_use]
    pub fn session(mut self, session: impl Into<String>) -> Self {
        self.fits.session = Some(session.into());
        self
    }

    /// Only where this person is meant.
    #[must_use]
    pub fn user(mut self, user: impl Into<String>) -> Self {
        self.fits.user = Some(user.into());
        self
    }

    /// Only where the text would go to this number, or to numbers that start so when `*` stands behind it.
    #[must_use]
    pub fn phone(mut self, phone: impl Into<String>) -> Self {
        self.fits.phone = Some(phone.into());
        self
    }

    /// Only for calls from this address.
    #[must_use]
    pub fn address(mut self, address: IpAddr) -> Self {
        self.fits.address = Some(address);
        self
    }

    /// Only for calls of this kind.
    #[must_use]
    pub fn purpose(mut self, purpose: RiskPurpose) -> Self {
        self.purpose = Some(purpose);
        self
    }

    /// Only so often.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    pub(crate) fn check(&self) -> Result<(), FieldError> {
        let RiskMatch {
            session,
            user,
            address: _,
            phone,
        } = &self.fits;
        if let Some(session) = session {
            text::plain("match.session", session, LONGEST_SESSION)?;
        }
        if let Some(user) = user {
            text::plain("match.user", user, text::LONGEST)?;
        }
        if let Some(phone) = phone {
            numbers("match.phone", phone)?;
        }
        if self.times == Some(0) {
            return Err(FieldError::new("times", "must be at least 1"));
        }
        Ok(())
    }
}

impl RiskMatch {
    /// Whether a number is one of those that are meant.
    pub(crate) fn fits_phone(&self, number: Option<&str>) -> bool {
        let Some(meant) = &self.phone else {
            return true;
        };
        let (meant, number) = (
            text::phone_digits(meant),
            number.map(text::phone_digits).unwrap_or_default(),
        );
        match meant.strip_suffix('*') {
            Some(start) => number.starts_with(start),
            None => number == meant,
        }
    }
}

/// Refuses what is neither a number nor the start of numbers.
fn numbers(field: &str, given: &str) -> Result<(), FieldError> {
    let digits = text::phone_digits(given);
    let digits = digits.strip_suffix('*').unwrap_or(&digits);
    let shaped = digits.strip_prefix('+').is_some_and(|rest| {
        (1..=15).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_digit())
    });
    if shaped {
        return Ok(());
    }
    let problem = "must be a number such as +15550100123, or the start of numbers such as +979*";
    Err(FieldError::new(field, problem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_meant_as_a_whole_or_by_its_start() {
        let fits = |meant: &str, number: Option<&str>| {
            let rule = RiskRule::of(RiskVerdict::Reject).phone(meant);
            assert_eq!(rule.check(), Ok(()));
            rule.fits.fits_phone(number)
        };
        assert!(fits("+1 (555) 010-0123", Some("+15550100123")));
        assert!(!fits("+15550100123", Some("+155501001234")));
        assert!(fits("+979*", Some("+9795550100")));
        assert!(!fits("+979*", Some("+15550100123")) && !fits("+979*", None));
    }

    #[test]
    fn a_rule_that_cannot_be_meant_is_refused_with_its_member() {
        let rule = || RiskRule::of(RiskVerdict::Reject);
        for (rule, field) in [
            (rule().phone("555"), "match.phone"),
            (rule().phone("*"), "match.phone"),
            (rule().session(""), "match.session"),
            (rule().user("a\nb"), "match.user"),
            (rule().times(0), "times"),
        ] {
            assert_eq!(rule.check().expect_err(field).field, field);
        }
    }
}
