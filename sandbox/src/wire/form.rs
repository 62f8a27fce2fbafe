//! The posted form (docs/protocol.md 1.3).

use std::collections::BTreeMap;

use super::WireError;

/// The most fields that a form may hold.
const MOST_FIELDS: usize = 64;
/// The longest value that a field may hold, in bytes.
const LONGEST_VALUE: usize = 8 * 1024;

/// The parameters that the endpoints read. All others are ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Param {
    Capabilities,
    ChallengeType,
    Claims,
    ClientId,
    ClientInfo,
    ContinuationToken,
    GrantType,
    Id,
    Oob,
    Password,
    RefreshToken,
    Scope,
    Username,
}

impl Param {
    /// The name on the wire.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Capabilities => "capabilities",
            Self::ChallengeType => "challenge_type",
            Self::Claims => "claims",
            Self::ClientId => "client_id",
            Self::ClientInfo => "client_info",
            Self::ContinuationToken => "continuation_token",
            Self::GrantType => "grant_type",
            Self::Id => "id",
            Self::Oob => "oob",
            Self::Password => "password",
            Self::RefreshToken => "refresh_token",
            Self::Scope => "scope",
            Self::Username => "username",
        }
    }
}

/// A form, in any order. Of a field given twice the first counts.
#[derive(Clone, Default)]
pub(crate) struct Form(BTreeMap<String, String>);

impl Form {
    /// Reads a form. A body that is no form gives an empty one, or one with names that nobody asks for.
    pub(crate) fn parse(body: &[u8]) -> Result<Self, WireError> {
        let mut fields = BTreeMap::new();
        for (index, (name, value)) in form_urlencoded::parse(body).enumerate() {
            if index >= MOST_FIELDS || name.len() > LONGEST_VALUE || value.len() > LONGEST_VALUE {
                return Err(WireError::TooLarge);
            }
            fields
                .entry(name.into_owned())
                .or_insert_with(|| value.into_owned());
        }
        Ok(Self(fields))
    }

    /// The value of a parameter; an empty one counts as not given.
    pub(crate) fn get(&self, param: Param) -> Option<&str> {
        self.0
            .get(param.name())
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    /// The value of a parameter that must be given.
    pub(crate) fn require(&self, param: Param) -> Result<&str, WireError> {
        self.get(param).ok_or(WireError::Parameter(param))
    }

    /// All fields, for the journal and for recognising a repeated request.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_unknown_fields_do_not_matter() {
        let form =
            Form::parse(b"zzz=1&username=ada%40contoso.example&client_id=x").expect("a form");
        assert_eq!(form.get(Param::Username), Some("ada@contoso.example"));
        assert_eq!(form.get(Param::ClientId), Some("x"));
    }

    #[test]
    fn an_empty_value_counts_as_not_given() {
        let form = Form::parse(b"username=").expect("a form");
        assert!(matches!(
            form.require(Param::Username),
            Err(WireError::Parameter(Param::Username))
        ));
    }

    #[test]
    fn too_many_or_too_long_fields_are_refused() {
        let many = (0..65)
            .map(|n| format!("f{n}=1"))
            .collect::<Vec<_>>()
            .join("&");
        assert!(matches!(
            Form::parse(many.as_bytes()),
            Err(WireError::TooLarge)
        ));
        let long = format!("password={}", "x".repeat(LONGEST_VALUE + 1));
        assert!(matches!(
            Form::parse(long.as_bytes()),
            Err(WireError::TooLarge)
        ));
        assert!(Form::parse(&[0xff, 0xfe, b'=', 0x80]).is_ok());
    }
}
