//! Names and numbers that must not be mixed up.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::{Builder, Uuid};

use crate::log_safe::LogSafe;
use crate::part::{Damaged, Part, Tree, part};
use crate::secret::Secret;

/// A text was not what the type wants. The text itself is not repeated: it may be personal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {what}")]
pub struct InvalidId {
    what: &'static str,
}

macro_rules! guid {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name(Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(formatter)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Uuid::try_parse(text).map(Self).map_err(|_| InvalidId { what: $what })
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                text.parse()
            }
        }

        impl Part for $name {
            fn read(tree: Tree) -> Result<Self, Damaged> {
                tree.text()?.parse().map_err(|_| Damaged)
            }
        }

        impl LogSafe for $name {}
    };
}

guid!(
    /// The application's (client) id: a GUID from the app registration.
    ClientId,
    "client id (a GUID)"
);
guid!(
    /// One flow, from its start to its end, across process death. The only thing about a flow
    /// that an app keeps for itself.
    FlowId,
    "flow id"
);
guid!(
    /// Ties the calls of one flow together in the service's logs (`client-request-id`).
    CorrelationId,
    "correlation id"
);

impl ClientId {
    /// The id as text, in `room`.
    pub(crate) fn write(self, room: &mut [u8; 36]) -> &str {
        self.0.as_hyphenated().encode_lower(room)
    }
}

/// The ids of a new flow and of its calls, for which the system is asked for random bytes once.
pub(crate) fn of_a_new_flow() -> (FlowId, CorrelationId) {
    let mut random = [[0; 16]; 2];
    let [flow, calls] = match getrandom::fill(random.as_flattened_mut()) {
        Ok(()) => random.map(|bytes| Builder::from_random_bytes(bytes).into_uuid()),
        Err(_) => [Uuid::new_v4(), Uuid::new_v4()],
    };
    (FlowId(flow), CorrelationId(calls))
}

impl CorrelationId {
    pub(crate) fn make_random() -> Self {
        Self(Uuid::new_v4())
    }
}

/// An e-mail address or an alias with which a person signs in.
///
/// Nothing is trimmed or lower-cased. It does not print: it is personal data.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Username(String);

part!(newtype Username);

impl Username {
    /// The longest username taken, in bytes: an e-mail address has at most 320.
    pub const MAX_BYTES: usize = 320;

    /// The text as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Username {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let fits = !text.trim().is_empty()
            && text.len() <= Self::MAX_BYTES
            && !text.chars().any(char::is_control);
        fits.then(|| Self(text.to_owned()))
            .ok_or(InvalidId { what: "username" })
    }
}

impl fmt::Debug for Username {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

/// The longest address or number taken, in bytes: an e-mail address has at most 320.
const LONGEST_CONTACT: usize = 320;

/// An e-mail address or a phone number that a person registers to get codes at. It does not print:
/// it is personal data.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Contact(String);

part!(newtype Contact);

impl Contact {
    /// A phone number as people write it, without what only separates its digits. The service wants
    /// `+<country code><number>` (docs/protocol.md 7.2).
    pub(crate) fn phone_number(text: &str) -> Result<Self, InvalidId> {
        let separates = |sign: char| sign.is_whitespace() || "-.()/".contains(sign);
        let number: String = text.chars().filter(|sign| !separates(*sign)).collect();
        number.parse()
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Contact {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let text = text.trim();
        let fits = !text.is_empty()
            && text.len() <= LONGEST_CONTACT
            && !text.chars().any(char::is_control);
        fits.then(|| Self(text.to_owned()))
            .ok_or(InvalidId { what: "contact" })
    }
}

impl fmt::Debug for Contact {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

/// A strong-auth method of the person who signs in, as the service names it. Opaque.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MethodId(String);

part!(newtype MethodId);

impl MethodId {
    /// Names a method by the text that [`AuthMethod`](crate::AuthMethod) gave.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MethodId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Names an account across sign-ins and applications of one tenant.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AccountId {
    /// The person's object id in the tenant.
    pub object_id: String,
    /// The tenant's id.
    pub tenant_id: String,
}

part!(struct AccountId { object_id, tenant_id });

/// What the service hands from answer to request to know the flow by (docs/protocol.md 2.1).
/// Whoever holds it can go on with the flow, so it is a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct ContinuationToken(#[serde(with = "crate::secret::in_sealed_record")] Secret);

part!(newtype ContinuationToken);

impl ContinuationToken {
    pub(crate) fn new(text: impl Into<Secret>) -> Self {
        Self(text.into())
    }

    pub(crate) fn expose(&self) -> &str {
        self.0.expose()
    }
}

/// Counts the steps that a flow has handed out. A reply belongs to exactly one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Revision(u64);

part!(newtype Revision);

impl Revision {
    pub(crate) const NONE: Self = Self(0);

    /// The number.
    pub const fn number(self) -> u64 {
        self.0
    }

    pub(crate) const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_id_is_a_guid() {
        let id = "11111111-1111-4111-8111-111111111111".parse::<ClientId>();
        assert!(id.is_ok());
        let wrong = "contoso".parse::<ClientId>().unwrap_err();
        assert_eq!(wrong.to_string(), "not a valid client id (a GUID)");
    }

    #[test]
    fn a_username_is_taken_as_it_is_and_never_printed() {
        let username: Username = " Ada@Contoso.example".parse().unwrap();
        assert_eq!(username.as_str(), " Ada@Contoso.example");
        assert_eq!(format!("{username:?}"), "[redacted]");
    }

    #[test]
    fn a_phone_number_loses_what_only_separates_its_digits() {
        let number = Contact::phone_number(" +1 (555) 010-0123 ").unwrap();
        assert_eq!(number.as_str(), "+15550100123");
        assert_eq!(format!("{number:?}"), "[redacted]");
        assert!(Contact::phone_number(" - ").is_err());
    }

    #[test]
    fn blank_huge_and_control_usernames_are_refused() {
        for wrong in ["", "  ", "a\nb", &"a".repeat(321)] {
            assert!(wrong.parse::<Username>().is_err());
        }
    }
}
