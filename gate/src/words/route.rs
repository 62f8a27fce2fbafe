//! The fifteen native routes (docs/protocol.md 1.2).

use serde::{Deserialize, Serialize};

/// A route of native authentication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// `/signup/v1.0/start`
    SignUpStart,
    /// `/signup/v1.0/challenge`
    SignUpChallenge,
    /// `/signup/v1.0/continue`
    SignUpContinue,
    /// `/oauth2/v2.0/initiate`
    Initiate,
    /// `/oauth2/v2.0/challenge`
    Challenge,
    /// `/oauth2/v2.0/introspect`
    Introspect,
    /// `/oauth2/v2.0/token`
    Token,
    /// `/register/v1.0/introspect`
    RegisterIntrospect,
    /// `/register/v1.0/challenge`
    RegisterChallenge,
    /// `/register/v1.0/continue`
    RegisterContinue,
    /// `/resetpassword/v1.0/start`
    ResetPasswordStart,
    /// `/resetpassword/v1.0/challenge`
    ResetPasswordChallenge,
    /// `/resetpassword/v1.0/continue`
    ResetPasswordContinue,
    /// `/resetpassword/v1.0/submit`
    ResetPasswordSubmit,
    /// `/resetpassword/v1.0/poll_completion`
    ResetPasswordPoll,
}

impl Route {
    /// Every route.
    pub const ALL: [Self; 15] = [
        Self::SignUpStart,
        Self::SignUpChallenge,
        Self::SignUpContinue,
        Self::Initiate,
        Self::Challenge,
        Self::Introspect,
        Self::Token,
        Self::RegisterIntrospect,
        Self::RegisterChallenge,
        Self::RegisterContinue,
        Self::ResetPasswordStart,
        Self::ResetPasswordChallenge,
        Self::ResetPasswordContinue,
        Self::ResetPasswordSubmit,
        Self::ResetPasswordPoll,
    ];

    /// The path below the tenant.
    pub fn path(self) -> &'static str {
        match self {
            Self::SignUpStart => "signup/v1.0/start",
            Self::SignUpChallenge => "signup/v1.0/challenge",
            Self::SignUpContinue => "signup/v1.0/continue",
            Self::Initiate => "oauth2/v2.0/initiate",
            Self::Challenge => "oauth2/v2.0/challenge",
            Self::Introspect => "oauth2/v2.0/introspect",
            Self::Token => "oauth2/v2.0/token",
            Self::RegisterIntrospect => "register/v1.0/introspect",
            Self::RegisterChallenge => "register/v1.0/challenge",
            Self::RegisterContinue => "register/v1.0/continue",
            Self::ResetPasswordStart => "resetpassword/v1.0/start",
            Self::ResetPasswordChallenge => "resetpassword/v1.0/challenge",
            Self::ResetPasswordContinue => "resetpassword/v1.0/continue",
            Self::ResetPasswordSubmit => "resetpassword/v1.0/submit",
            Self::ResetPasswordPoll => "resetpassword/v1.0/poll_completion",
        }
    }

    /// Whether a flow begins here: the request names the person and carries no continuation token.
    pub fn begins(self) -> bool {
        matches!(
            self,
            Self::SignUpStart | Self::Initiate | Self::ResetPasswordStart
        )
    }
}
