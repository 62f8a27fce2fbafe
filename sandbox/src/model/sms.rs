//! The policy for text messages.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field_error::{FieldError, at_most};
use super::text;

/// Text messages (docs/protocol.md 7).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SmsPolicy {
    /// Country codes, such as `+44`, that messages do not go to. Their numbers are refused with
    /// `provider_blocked_by_admin`.
    pub closed_regions: Vec<String>,
    /// Numbers that start with one of these are refused with `provider_blocked_by_rep`.
    pub blocked_prefixes: Vec<String>,
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
