//! The two lists that a client sends: challenge types and capabilities (docs/protocol.md 2.2 and 2.3).

use super::WireError;

/// What the client says that it can answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ChallengeTypes {
    /// It can take a code.
    pub(crate) oob: bool,
    /// It can take a password.
    pub(crate) password: bool,
}

impl ChallengeTypes {
    /// Reads the list. Fails for a word that nobody knows, and for a list without `redirect`.
    pub(crate) fn parse(list: &str) -> Result<Self, WireError> {
        let mut types = Self {
            oob: false,
            password: false,
        };
        let mut redirect = false;
        for word in list.split_whitespace() {
            match word.to_ascii_lowercase().as_str() {
                "oob" => types.oob = true,
                "password" => types.password = true,
                "redirect" => redirect = true,
                _ => return Err(WireError::ChallengeType),
            }
        }
        if redirect {
            Ok(types)
        } else {
            Err(WireError::RedirectMissing)
        }
    }

    /// Whether the client can answer nothing but a redirect.
    pub(crate) fn only_redirect(self) -> bool {
        !self.oob && !self.password
    }
}

/// What the client says that it can be led through. Given at the start of a chain only.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Capabilities {
    /// A second factor.
    pub(crate) mfa: bool,
    /// The registration of a method.
    pub(crate) registration: bool,
}

impl Capabilities {
    /// Reads the list; unknown words mean nothing. A comma separates as well as a blank does.
    pub(crate) fn parse(list: &str) -> Self {
        let words: Vec<_> = list.split([' ', ',']).collect();
        Self {
            mfa: words.contains(&"mfa_required"),
            registration: words.contains(&"registration_required"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_does_not_matter_and_redirect_must_be_there() {
        let both = ChallengeTypes {
            oob: true,
            password: true,
        };
        assert_eq!(ChallengeTypes::parse("redirect password oob"), Ok(both));
        assert_eq!(
            ChallengeTypes::parse("oob password"),
            Err(WireError::RedirectMissing)
        );
        assert_eq!(
            ChallengeTypes::parse("oob magic redirect"),
            Err(WireError::ChallengeType)
        );
        assert_eq!(
            ChallengeTypes::parse("redirect").map(ChallengeTypes::only_redirect),
            Ok(true)
        );
    }

    #[test]
    fn capabilities_are_read_with_blank_or_comma() {
        let both = Capabilities {
            mfa: true,
            registration: true,
        };
        assert_eq!(
            Capabilities::parse("mfa_required registration_required"),
            both
        );
        assert_eq!(
            Capabilities::parse("registration_required,mfa_required,other"),
            both
        );
        assert_eq!(Capabilities::parse(""), Capabilities::default());
    }
}
