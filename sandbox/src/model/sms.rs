//! The policy for text messages.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field_error::{FieldError, at_most};
use super::text;

/// Text messages (docs/protocol.md 7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SmsPolicy {
    /// Whether the tenant has the add-on. Off: text messages are neither offered as second factor nor for registration.
    pub enabled: bool,
    /// Country codes, such as `+44`, that messages do not go to. Their numbers are refused with
    /// `provider_blocked_by_admin`.
    pub closed_regions: Vec<String>,
    /// Numbers that start with one of these are risky.
    pub blocked_prefixes: Vec<String>,
    /// What becomes of a risky number.
    pub risky: RiskyNumber,
    /// Which of the service's limits on text messages are in force.
    pub limits: SmsLimits,
}

/// What becomes of a number that is judged risky (docs/protocol.md 4 and 7.2).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RiskyNumber {
    /// It is refused with `provider_blocked_by_rep`.
    #[default]
    Refuse,
    /// The client is sent to the browser.
    Redirect,
}

/// The service's limits on text messages, each with its documented figures (docs/protocol.md 13). What is over a limit
/// is refused with 701014.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SmsLimits {
    /// For an address that calls: 100 in 15 minutes, 300 in an hour, 500 in a day.
    pub per_address: bool,
    /// For a number: 15 in 15 minutes, 20 in an hour, 30 in a day, 50 in seven days.
    pub per_number: bool,
    /// For the tenant: 500 in 15 minutes, 1500 in an hour, 5000 in a day.
    pub per_tenant: bool,
}

impl Default for SmsPolicy {
    fn default() -> Self {
        Self {
            enabled: true,
            closed_regions: Vec::new(),
            blocked_prefixes: Vec::new(),
            risky: RiskyNumber::default(),
            limits: SmsLimits::default(),
        }
    }
}

impl SmsPolicy {
    /// Checks the policy by itself.
    pub(super) fn check(&self) -> Result<(), FieldError> {
        starts("closed_regions", &self.closed_regions, 4, "+44")?;
        starts("blocked_prefixes", &self.blocked_prefixes, 15, "+1900")
    }
}

/// Refuses a list in which something else than the start of a phone number stands.
fn starts(name: &str, list: &[String], most: usize, example: &str) -> Result<(), FieldError> {
    at_most(name, list, 1000)?;
    for (index, start) in list.iter().enumerate() {
        let digits = text::phone_digits(start);
        let shaped = digits.strip_prefix('+').is_some_and(|rest| {
            (1..=most).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_digit())
        });
        if !shaped {
            return Err(FieldError::new(
                format!("{name}[{index}]"),
                format!("must start like {example}"),
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn country_codes_have_a_plus_and_at_most_four_digits() {
        let closed = |code: &str| SmsPolicy {
            closed_regions: vec![code.into()],
            ..SmsPolicy::default()
        };
        assert_eq!(closed("+44").check(), Ok(()));
        for bad in ["44", "+", "+12345", "+4a"] {
            let refusal = closed(bad).check().expect_err(bad);
            assert_eq!(refusal.field, "closed_regions[0]");
        }
    }
}
