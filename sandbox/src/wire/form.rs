//! The posted form (docs/protocol.md 1.3).

use std::collections::BTreeMap;

use super::WireError;

/// The longest value that a parameter may hold, in bytes.
pub(super) const LONGEST_VALUE: usize = 8 * 1024;

/// The parameters that the endpoints read. All others are ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Param {
    Attributes,
    Capabilities,
    ChallengeChannel,
    ChallengeTarget,
    ChallengeType,
    Claims,
    ClientId,
    ClientInfo,
    ClientSecret,
    ContinuationToken,
    GrantType,
    Id,
    NewPassword,
    Oob,
    Password,
    RefreshToken,
    Scope,
    Username,
    Action,
    Code,
    CodeChallenge,
    CodeChallengeMethod,
    CodeVerifier,
    DomainHint,
    FormToken,
    LoginHint,
    Nonce,
    Prompt,
    RedirectUri,
    ResponseMode,
    ResponseType,
    State,
}

impl Param {
    /// All of them.
    pub(crate) const ALL: [Self; 32] = [
        Self::Attributes,
        Self::Capabilities,
        Self::ChallengeChannel,
        Self::ChallengeTarget,
        Self::ChallengeType,
        Self::Claims,
        Self::ClientId,
        Self::ClientInfo,
        Self::ClientSecret,
        Self::ContinuationToken,
        Self::GrantType,
        Self::Id,
        Self::NewPassword,
        Self::Oob,
        Self::Password,
        Self::RefreshToken,
        Self::Scope,
        Self::Username,
        Self::Action,
        Self::Code,
        Self::CodeChallenge,
        Self::CodeChallengeMethod,
        Self::CodeVerifier,
        Self::DomainHint,
        Self::FormToken,
        Self::LoginHint,
        Self::Nonce,
        Self::Prompt,
        Self::RedirectUri,
        Self::ResponseMode,
        Self::ResponseType,
        Self::State,
    ];

    /// The parameter of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|param| param.name() == name)
    }

    /// The name on the wire.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Attributes => "attributes",
            Self::Capabilities => "capabilities",
            Self::ChallengeChannel => "challenge_channel",
            Self::ChallengeTarget => "challenge_target",
            Self::ChallengeType => "challenge_type",
            Self::Claims => "claims",
            Self::ClientId => "client_id",
            Self::ClientInfo => "client_info",
            Self::ClientSecret => "client_secret",
            Self::ContinuationToken => "continuation_token",
            Self::GrantType => "grant_type",
            Self::Id => "id",
            Self::NewPassword => "new_password",
            Self::Oob => "oob",
            Self::Password => "password",
            Self::RefreshToken => "refresh_token",
            Self::Scope => "scope",
            Self::Username => "username",
            Self::Action => "action",
            Self::Code => "code",
            Self::CodeChallenge => "code_challenge",
            Self::CodeChallengeMethod => "code_challenge_method",
            Self::CodeVerifier => "code_verifier",
            Self::DomainHint => "domain_hint",
            Self::FormToken => "form_token",
            Self::LoginHint => "login_hint",
            Self::Nonce => "nonce",
            Self::Prompt => "prompt",
            Self::RedirectUri => "redirect_uri",
            Self::ResponseMode => "response_mode",
            Self::ResponseType => "response_type",
            Self::State => "state",
        }
    }
}

/// A form, in any order. Of a field given twice the first counts.
#[derive(Clone, Default)]
pub(crate) struct Form(BTreeMap<String, String>);

impl Form {
    /// Reads a form. A body that is no form gives an empty one, or one with names that nobody asks for. How many unknown
    /// fields there are, and how long, does not matter.
    pub(crate) fn parse(body: &[u8]) -> Result<Self, WireError> {
        let mut fields = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(body) {
            if value.len() > LONGEST_VALUE
                && let Some(param) = Param::named(&name)
            {
                return Err(WireError::LongParameter(param));
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
    fn unknown_fields_are_ignored_beyond_any_count_and_length() {
        let many = (0..5000)
            .map(|n| format!("f{n}=1&"))
            .collect::<Vec<_>>()
            .concat();
        let long = "x".repeat(LONGEST_VALUE + 1);
        let form = Form::parse(format!("{many}{long}={long}&username=ada").as_bytes());
        assert_eq!(form.expect("a form").get(Param::Username), Some("ada"));
        assert!(Form::parse(&[0xff, 0xfe, b'=', 0x80]).is_ok());
    }

    #[test]
    fn a_parameter_that_is_too_long_is_refused_by_name() {
        let long = format!("password={}", "x".repeat(LONGEST_VALUE + 1));
        assert!(matches!(
            Form::parse(long.as_bytes()),
            Err(WireError::LongParameter(Param::Password))
        ));
        let just = format!("password={}", "x".repeat(LONGEST_VALUE));
        assert!(Form::parse(just.as_bytes()).is_ok());
    }
}
