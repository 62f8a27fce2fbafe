//! Where asks go (docs/protocol.md 1.2).

use crate::exchange::Ask;

/// The endpoints that asks go to (docs/protocol.md 1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Endpoint {
    Initiate,
    Challenge,
    Introspect,
    Token,
    RegisterIntrospect,
    RegisterChallenge,
    RegisterContinue,
    SignUpStart,
    SignUpChallenge,
    SignUpContinue,
    ResetStart,
    ResetChallenge,
    ResetContinue,
    ResetSubmit,
    ResetPoll,
}

impl Endpoint {
    /// Every endpoint, in the order of their numbers.
    pub(crate) const ALL: [Self; 15] = [
        Self::Initiate,
        Self::Challenge,
        Self::Introspect,
        Self::Token,
        Self::RegisterIntrospect,
        Self::RegisterChallenge,
        Self::RegisterContinue,
        Self::SignUpStart,
        Self::SignUpChallenge,
        Self::SignUpContinue,
        Self::ResetStart,
        Self::ResetChallenge,
        Self::ResetContinue,
        Self::ResetSubmit,
        Self::ResetPoll,
    ];

    /// The path behind the authority.
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Initiate => "/oauth2/v2.0/initiate",
            Self::Challenge => "/oauth2/v2.0/challenge",
            Self::Introspect => "/oauth2/v2.0/introspect",
            Self::Token => "/oauth2/v2.0/token",
            Self::RegisterIntrospect => "/register/v1.0/introspect",
            Self::RegisterChallenge => "/register/v1.0/challenge",
            Self::RegisterContinue => "/register/v1.0/continue",
            Self::SignUpStart => "/signup/v1.0/start",
            Self::SignUpChallenge => "/signup/v1.0/challenge",
            Self::SignUpContinue => "/signup/v1.0/continue",
            Self::ResetStart => "/resetpassword/v1.0/start",
            Self::ResetChallenge => "/resetpassword/v1.0/challenge",
            Self::ResetContinue => "/resetpassword/v1.0/continue",
            Self::ResetSubmit => "/resetpassword/v1.0/submit",
            Self::ResetPoll => "/resetpassword/v1.0/poll_completion",
        }
    }

    /// Where `ask` is posted to.
    pub(super) const fn of(ask: &Ask) -> Self {
        match ask {
            Ask::Open { .. } => Self::Initiate,
            Ask::FirstChallenge { .. } | Ask::MethodChallenge { .. } => Self::Challenge,
            Ask::ListMethods { .. } => Self::Introspect,
            Ask::RedeemPassword { .. }
            | Ask::RedeemCode { .. }
            | Ask::RedeemContinuation { .. }
            | Ask::RedeemAuthorization { .. }
            | Ask::Refresh { .. } => Self::Token,
            Ask::ListRegistrable { .. } => Self::RegisterIntrospect,
            Ask::RegisterContact { .. } => Self::RegisterChallenge,
            Ask::ConfirmContact { .. } => Self::RegisterContinue,
            Ask::OpenSignUp { .. } => Self::SignUpStart,
            Ask::SignUpChallenge { .. } => Self::SignUpChallenge,
            Ask::SignUpCode { .. } | Ask::SignUpPassword { .. } | Ask::SignUpAttributes { .. } => {
                Self::SignUpContinue
            }
            Ask::OpenReset => Self::ResetStart,
            Ask::ResetChallenge { .. } => Self::ResetChallenge,
            Ask::ResetCode { .. } => Self::ResetContinue,
            Ask::NewPassword { .. } => Self::ResetSubmit,
            Ask::PollReset { .. } => Self::ResetPoll,
        }
    }
}
