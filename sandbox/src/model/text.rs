//! Small checked texts that more than one document uses.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::FieldError;

/// The longest text that any member of a document may hold, unless a member says otherwise.
pub(crate) const LONGEST: usize = 256;

/// A password of a test user. It never shows in `Debug`, and no answer of the admin API gives it back.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Password(String);

impl Password {
    /// Wraps a password; its length is checked where the user is added.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// The name of an authentication context, `c1` to `c99` (docs/protocol.md 5.6).
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
pub struct AuthContext(#[schemars(regex(pattern = r"^c[1-9][0-9]?$"))] String);

impl AuthContext {
    /// The context of the built-in policy and of the protected API.
    pub(crate) fn c3() -> Self {
        Self("c3".to_owned())
    }

    /// The wire form, for example `c3`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for AuthContext {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let number = text
            .strip_prefix('c')
            .filter(|digits| !digits.starts_with(['0', '+']));
        match number.and_then(|digits| digits.parse::<u8>().ok()) {
            Some(1..=99) => Ok(Self(text)),
            _ => Err("an authentication context is named c1 to c99".to_owned()),
        }
    }
}

impl From<AuthContext> for String {
    fn from(context: AuthContext) -> Self {
        context.0
    }
}

/// Refuses a text that is blank, too long or holds control characters.
pub(crate) fn plain(field: &str, text: &str, longest: usize) -> Result<(), FieldError> {
    if text.trim().is_empty() {
        return Err(FieldError::new(field, "must not be blank"));
    }
    if text.len() > longest {
        return Err(FieldError::new(
            field,
            format!("must be at most {longest} bytes long"),
        ));
    }
    if text.chars().any(char::is_control) {
        return Err(FieldError::new(field, "must not hold control characters"));
    }
    Ok(())
}

/// Refuses a text that is not shaped like an e-mail address.
pub(crate) fn email(field: &str, text: &str) -> Result<(), FieldError> {
    plain(field, text, LONGEST)?;
    let shaped = text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && !domain.contains('@')
            && domain.split('.').filter(|part| !part.is_empty()).count() >= 2
    });
    if !shaped || text.chars().any(char::is_whitespace) {
        return Err(FieldError::new(
            field,
            "must be an e-mail address such as casey@farm.example",
        ));
    }
    Ok(())
}

/// Whether a text is shaped like an e-mail address.
pub(crate) fn is_email(text: &str) -> bool {
    email("", text).is_ok()
}

/// Refuses a text that is not a phone number in `+<country code><number>` form.
pub(crate) fn phone(field: &str, text: &str) -> Result<(), FieldError> {
    plain(field, text, 32)?;
    let digits = phone_digits(text);
    let shaped = digits.strip_prefix('+').is_some_and(|rest| {
        (7..=15).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_digit())
    });
    if !shaped {
        return Err(FieldError::new(
            field,
            "must be a phone number such as +15550100123",
        ));
    }
    Ok(())
}

/// A phone number without the blanks, dots, dashes and brackets that people write into it.
pub(crate) fn phone_digits(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contexts_run_from_c1_to_c99() {
        for good in ["c1", "c9", "c10", "c99"] {
            assert!(AuthContext::try_from(good.to_owned()).is_ok(), "{good}");
        }
        for bad in ["", "c", "c0", "c01", "c100", "C1", "c+1", "c-1", "1", "c1 "] {
            assert!(AuthContext::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_password_never_shows_in_debug() {
        assert_eq!(format!("{:?}", Password::new("Tulip-42!")), "Password(…)");
    }

    #[test]
    fn phone_numbers_are_read_with_the_usual_decoration() {
        assert!(phone("target", "+1 (555) 010-0123").is_ok());
        for bad in ["5550100", "+12", "+1555o100123", "+1234567890123456"] {
            assert!(phone("target", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn addresses_need_a_local_part_and_a_domain() {
        assert!(email("username", "ada@contoso.example").is_ok());
        for bad in [
            "",
            "ada",
            "ada@",
            "@contoso.example",
            "a@b",
            "a@@b.c",
            "a b@c.example",
        ] {
            assert!(email("username", bad).is_err(), "{bad}");
        }
    }
}
