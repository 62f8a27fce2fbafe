//! The policies of making an account and of getting back into one: passwords, sign-up, password reset.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field_error::{FieldError, at_most, range};
use super::text::{self, LONGEST};

/// How many former passwords of an account are remembered.
pub(crate) const MOST_FORMER_PASSWORDS: u8 = 24;

/// Which passwords people may choose, besides the fixed rules (docs/protocol.md 10). Users of the seed and of the admin
/// API are not held to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PasswordPolicy {
    /// Words that no password may contain, in any case: `password_banned`.
    pub banned: Vec<String>,
    /// How many of the account's last passwords, the present one included, are refused as `password_recently_used`.
    #[schemars(range(min = 0, max = 24))]
    pub history: u8,
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self {
            banned: vec!["password".to_owned(), "qwerty".to_owned()],
            history: 3,
        }
    }
}

/// Sign-up, beyond what the app's user flow says (docs/protocol.md 3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SignUpPolicy {
    /// Whether Conditional Access is evaluated at the token call that follows a sign-up. Without, that call gives tokens
    /// without a second factor; a refresh of them is evaluated again.
    pub evaluate_mfa: bool,
    /// Attributes that the tenant cannot verify here. When there are any, the last step of a sign-up answers
    /// `verification_required` with their names, and no account is made.
    pub unverified_attributes: Vec<String>,
}

impl Default for SignUpPolicy {
    fn default() -> Self {
        Self {
            evaluate_mfa: true,
            unverified_attributes: Vec::new(),
        }
    }
}

/// Self-service password reset (docs/protocol.md 8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PasswordResetPolicy {
    /// Seconds after the code in which the new password can be submitted.
    #[schemars(range(min = 1, max = 600))]
    pub window: u32,
    /// The `poll_interval` that clients are told, in seconds. Polling sooner is not refused.
    #[schemars(range(min = 0, max = 60))]
    pub poll_interval: u32,
    /// How many polls of a submitted password answer `not_started`, before the others.
    #[schemars(range(min = 0, max = 1000))]
    pub polls_not_started: u32,
    /// How many polls of a submitted password then answer `in_progress`.
    #[schemars(range(min = 0, max = 1000))]
    pub polls_in_progress: u32,
    /// How the passwords that one reset submits end, in order; all after those succeed.
    pub outcomes: Vec<ResetOutcome>,
    /// Whether Conditional Access is evaluated at the token call that follows a reset.
    pub evaluate_mfa: bool,
    /// When there are any, the right code of a reset is answered by `verification_required` with these names.
    pub unverified_attributes: Vec<String>,
}

impl Default for PasswordResetPolicy {
    fn default() -> Self {
        Self {
            window: 600,
            poll_interval: 2,
            polls_not_started: 0,
            polls_in_progress: 1,
            outcomes: Vec::new(),
            evaluate_mfa: true,
            unverified_attributes: Vec::new(),
        }
    }
}

/// How a submitted password ends, as the last poll says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ResetOutcome {
    /// It becomes the account's password: status `succeeded`.
    Succeeded,
    /// It does not: status `failed`.
    Failed,
    /// It is refused with the suberror of this name.
    PasswordTooShort,
    /// It is refused with the suberror of this name.
    PasswordTooLong,
    /// It is refused with the suberror of this name.
    PasswordIsInvalid,
    /// It is refused with the suberror of this name.
    PasswordTooWeak,
    /// It is refused with the suberror of this name.
    PasswordBanned,
    /// It is refused with the suberror of this name.
    PasswordRecentlyUsed,
}

impl PasswordPolicy {
    /// Checks the policy.
    pub(super) fn check(&self) -> Result<(), FieldError> {
        range("history", self.history, 0, MOST_FORMER_PASSWORDS)?;
        names("banned", &self.banned)
    }
}

impl SignUpPolicy {
    /// Checks the policy.
    pub(super) fn check(&self) -> Result<(), FieldError> {
        names("unverified_attributes", &self.unverified_attributes)
    }
}

impl PasswordResetPolicy {
    /// Checks the policy.
    pub(super) fn check(&self) -> Result<(), FieldError> {
        range("window", self.window, 1, 600)?;
        range("poll_interval", self.poll_interval, 0, 60)?;
        range("polls_not_started", self.polls_not_started, 0, 1000)?;
        range("polls_in_progress", self.polls_in_progress, 0, 1000)?;
        at_most("outcomes", &self.outcomes, 1000)?;
        names("unverified_attributes", &self.unverified_attributes)
    }
}

fn names(field: &str, names: &[String]) -> Result<(), FieldError> {
    at_most(field, names, 1000)?;
    names
        .iter()
        .enumerate()
        .try_for_each(|(index, name)| text::plain(&format!("{field}[{index}]"), name, LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_the_member() {
        let long = PasswordPolicy {
            history: 25,
            ..PasswordPolicy::default()
        };
        assert_eq!(long.check().expect_err("refused").field, "history");
        let blank = PasswordPolicy {
            banned: vec!["x".into(), " ".into()],
            ..PasswordPolicy::default()
        };
        assert_eq!(blank.check().expect_err("refused").field, "banned[1]");
        let wide = PasswordResetPolicy {
            window: 601,
            ..PasswordResetPolicy::default()
        };
        assert_eq!(wide.check().expect_err("refused").field, "window");
        let unnamed = SignUpPolicy {
            unverified_attributes: vec![String::new()],
            ..SignUpPolicy::default()
        };
        assert_eq!(
            unnamed.check().expect_err("refused").field,
            "unverified_attributes[0]"
        );
    }
}
