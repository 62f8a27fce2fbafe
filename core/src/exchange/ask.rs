//! What the core asks of the service.

use super::{Bridge, Factor, Given, Registration};
use crate::attributes::Attributes;
use crate::browser::RedirectUri;
use crate::clock::Timestamp;
use crate::ids::{ContinuationToken, MethodId};
use crate::secret::Secret;

/// What the core wants of the service.
///
/// `on_hand` is a password that the app gave before the service asked for it: it travels with
/// the asks that may lead to the question, so that no stage ever has to hold it.
#[derive(Debug, Clone)]
pub(crate) enum Ask {
    /// Begin a sign-in.
    Open { on_hand: Option<Secret> },
    /// Learn the first factor; the service may send a code.
    FirstChallenge {
        token: ContinuationToken,
        on_hand: Option<Secret>,
    },
    /// Redeem the password for tokens.
    RedeemPassword {
        token: ContinuationToken,
        password: Secret,
    },
    /// Redeem a code for tokens.
    RedeemCode {
        token: ContinuationToken,
        factor: Factor,
        code: Secret,
    },
    /// List the second factors that the person has.
    ListMethods { token: ContinuationToken },
    /// Have a code sent by the chosen method.
    MethodChallenge {
        token: ContinuationToken,
        method: MethodId,
    },
    /// List the strong-auth methods that the person may register.
    ListRegistrable { token: ContinuationToken },
    /// Have a code sent to a contact, to register it.
    RegisterContact {
        token: ContinuationToken,
        chosen: Registration,
    },
    /// Prove the contact by its code; without one where the service knows it is proved.
    ConfirmContact {
        token: ContinuationToken,
        code: Option<Secret>,
    },
    /// Redeem what another part of the journey ended with for tokens.
    RedeemContinuation {
        token: ContinuationToken,
        bridge: Bridge,
    },
    /// Begin a sign-up with what the app gave.
    OpenSignUp { given: Given },
    /// Learn what the service wants of a new account; it may send a code.
    SignUpChallenge {
        token: ContinuationToken,
        on_hand: Option<Secret>,
    },
    /// Prove the new account's address.
    SignUpCode {
        token: ContinuationToken,
        code: Secret,
    },
    /// Give the new account its password.
    SignUpPassword {
        token: ContinuationToken,
        password: Secret,
    },
    /// Give the new account its attributes.
    SignUpAttributes {
        token: ContinuationToken,
        attributes: Attributes,
    },
    /// Begin a password reset.
    OpenReset,
    /// Have a code sent that allows for a new password.
    ResetChallenge { token: ContinuationToken },
    /// Prove that the reset is the person's.
    ResetCode {
        token: ContinuationToken,
        code: Secret,
    },
    /// Give the account its new password.
    NewPassword {
        token: ContinuationToken,
        password: Secret,
    },
    /// Learn whether the password was changed. It was not yet at `since`, when the first of these
    /// asks in a row was answered.
    PollReset {
        token: ContinuationToken,
        since: Option<Timestamp>,
    },
    /// Redeem the code that the browser came back with.
    RedeemAuthorization {
        code: Secret,
        verifier: Secret,
        redirect_uri: RedirectUri,
    },
    /// Redeem a refresh token for new tokens.
    Refresh { refresh_token: Secret },
}

impl Ask {
    /// The name for logs and tables.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Open { .. } => "open",
            Self::FirstChallenge { .. } => "first_challenge",
            Self::RedeemPassword { .. } => "redeem_password",
            Self::RedeemCode {
                factor: Factor::First,
                ..
            } => "redeem_code",
            Self::RedeemCode {
                factor: Factor::Second,
                ..
            } => "redeem_second_code",
            Self::ListMethods { .. } => "list_methods",
            Self::MethodChallenge { .. } => "method_challenge",
            Self::ListRegistrable { .. } => "list_registrable",
            Self::RegisterContact { .. } => "register_contact",
            Self::ConfirmContact { code: Some(_), .. } => "confirm_contact",
            Self::ConfirmContact { code: None, .. } => "confirm_preverified",
            Self::RedeemContinuation { .. } => "redeem_continuation",
            Self::OpenSignUp { .. } => "open_sign_up",
            Self::SignUpChallenge { .. } => "sign_up_challenge",
            Self::SignUpCode { .. } => "sign_up_code",
            Self::SignUpPassword { .. } => "sign_up_password",
            Self::SignUpAttributes { .. } => "sign_up_attributes",
            Self::OpenReset => "open_reset",
            Self::ResetChallenge { .. } => "reset_challenge",
            Self::ResetCode { .. } => "reset_code",
            Self::NewPassword { .. } => "new_password",
            Self::PollReset { .. } => "poll_reset",
            Self::RedeemAuthorization { .. } => "redeem_authorization",
            Self::Refresh { .. } => "refresh",
        }
    }

    /// Whether the service's state is the same if the ask arrives twice. Where it is not, a lost
    /// answer leaves the flow uncertain.
    pub(crate) const fn repeats_safely(&self) -> bool {
        match self {
            Self::Open { .. }
            | Self::ListMethods { .. }
            | Self::ListRegistrable { .. }
            | Self::OpenSignUp { .. }
            | Self::OpenReset
            | Self::PollReset { .. } => true,
            Self::FirstChallenge { .. }
            | Self::RedeemPassword { .. }
            | Self::RedeemCode { .. }
            | Self::MethodChallenge { .. }
            | Self::RegisterContact { .. }
            | Self::ConfirmContact { .. }
            | Self::RedeemContinuation { .. }
            | Self::SignUpChallenge { .. }
            | Self::SignUpCode { .. }
            | Self::SignUpPassword { .. }
            | Self::SignUpAttributes { .. }
            | Self::ResetChallenge { .. }
            | Self::ResetCode { .. }
            | Self::NewPassword { .. }
            | Self::RedeemAuthorization { .. }
            | Self::Refresh { .. } => false,
        }
    }

    /// The service's token that the ask goes on with.
    pub(crate) const fn token(&self) -> Option<&ContinuationToken> {
        match self {
            Self::FirstChallenge { token, .. }
            | Self::RedeemPassword { token, .. }
            | Self::RedeemCode { token, .. }
            | Self::ListMethods { token }
            | Self::MethodChallenge { token, .. }
            | Self::ListRegistrable { token }
            | Self::RegisterContact { token, .. }
            | Self::ConfirmContact { token, .. }
            | Self::RedeemContinuation { token, .. }
            | Self::SignUpChallenge { token, .. }
            | Self::SignUpCode { token, .. }
            | Self::SignUpPassword { token, .. }
            | Self::SignUpAttributes { token, .. }
            | Self::ResetChallenge { token }
            | Self::ResetCode { token, .. }
            | Self::NewPassword { token, .. }
            | Self::PollReset { token, .. } => Some(token),
            Self::Open { .. }
            | Self::OpenSignUp { .. }
            | Self::OpenReset
            | Self::RedeemAuthorization { .. }
            | Self::Refresh { .. } => None,
        }
    }

    /// The password that was given ahead of the question.
    pub(crate) fn on_hand(&self) -> Option<Secret> {
        match self {
            Self::Open { on_hand }
            | Self::FirstChallenge { on_hand, .. }
            | Self::SignUpChallenge { on_hand, .. } => on_hand.clone(),
            Self::OpenSignUp { given } => given.password.clone(),
            Self::RedeemPassword { .. }
            | Self::RedeemCode { .. }
            | Self::ListMethods { .. }
            | Self::MethodChallenge { .. }
            | Self::ListRegistrable { .. }
            | Self::RegisterContact { .. }
            | Self::ConfirmContact { .. }
            | Self::RedeemContinuation { .. }
            | Self::SignUpCode { .. }
            | Self::SignUpPassword { .. }
            | Self::SignUpAttributes { .. }
            | Self::OpenReset
            | Self::ResetChallenge { .. }
            | Self::ResetCode { .. }
            | Self::NewPassword { .. }
            | Self::PollReset { .. }
            | Self::RedeemAuthorization { .. }
            | Self::Refresh { .. } => None,
        }
    }
}
