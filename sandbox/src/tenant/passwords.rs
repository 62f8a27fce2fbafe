//! Which passwords people may choose (docs/protocol.md 10).

use super::directory::Account;
use crate::model::{MOST_FORMER_PASSWORDS, Password, PasswordPolicy};
use crate::wire::WireError;

/// The fewest characters.
const SHORTEST: usize = 8;
/// The most characters.
const LONGEST: usize = 256;
/// Of how many kinds a password must have characters: lower case, upper case, digits, symbols.
const FEWEST_KINDS: usize = 3;

/// Checks a password by all rules but that of the account's history. The first rule that is broken decides the answer.
pub(super) fn check(policy: &PasswordPolicy, password: &str) -> Result<(), WireError> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(WireError::PasswordTooShort);
    }
    if length > LONGEST {
        return Err(WireError::PasswordTooLong);
    }
    if !password.chars().all(|c| c.is_ascii_graphic() || c == ' ') {
        return Err(WireError::PasswordInvalid);
    }
    if kinds(password) < FEWEST_KINDS {
        return Err(WireError::PasswordTooWeak);
    }
    let lower = password.to_lowercase();
    if policy
        .banned
        .iter()
        .any(|word| lower.contains(&word.to_lowercase()))
    {
        return Err(WireError::PasswordBanned);
    }
    Ok(())
}

/// Checks a new password of an account.
pub(super) fn check_new(
    policy: &PasswordPolicy,
    account: &Account,
    password: &str,
) -> Result<(), WireError> {
    check(policy, password)?;
    let last = account.password.iter().chain(&account.former_passwords);
    if last
        .take(usize::from(policy.history))
        .any(|used| used.as_str() == password)
    {
        return Err(WireError::PasswordRecentlyUsed);
    }
    Ok(())
}

fn kinds(password: &str) -> usize {
    let symbol = |c: char| !c.is_ascii_alphanumeric();
    let kinds: [&dyn Fn(char) -> bool; 4] = [
        &|c| c.is_ascii_lowercase(),
        &|c| c.is_ascii_uppercase(),
        &|c| c.is_ascii_digit(),
        &symbol,
    ];
    kinds
        .into_iter()
        .filter(|kind| password.chars().any(kind))
        .count()
}

impl Account {
    /// Gives the account a password and remembers the one before it.
    pub(crate) fn set_password(&mut self, password: Option<Password>) {
        if self.password == password {
            return;
        }
        if let Some(before) = std::mem::replace(&mut self.password, password) {
            self.former_passwords.insert(0, before);
            self.former_passwords
                .truncate(usize::from(MOST_FORMER_PASSWORDS));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_rule_that_is_broken_is_the_one_that_is_named() {
        let policy = PasswordPolicy::default();
        for (password, broken) in [
            ("Tulip-42", None),
            ("tulip 42", None),
            ("1", Some(WireError::PasswordTooShort)),
            ("é", Some(WireError::PasswordTooShort)),
            (&"Tulip-42".repeat(33), Some(WireError::PasswordTooLong)),
            (&"é".repeat(257), Some(WireError::PasswordTooLong)),
            ("Tulipé-42", Some(WireError::PasswordInvalid)),
            ("tulipé\u{7}xx", Some(WireError::PasswordInvalid)),
            ("tulip-tulip", Some(WireError::PasswordTooWeak)),
            ("password", Some(WireError::PasswordTooWeak)),
            ("My-PassWord-1", Some(WireError::PasswordBanned)),
        ] {
            assert_eq!(check(&policy, password).err(), broken, "{password}");
        }
        assert!(check(&policy, &"Tulip-42".repeat(32)).is_ok());
    }
}
