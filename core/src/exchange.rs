//! The conversation with the service in our own words: no endpoint, no wire name. A dialect under
//! `wire` translates both ways, so the flows do not change with the protocol's version.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::attributes::{Attributes, RequiredAttribute};
use crate::browser::RedirectUri;
use crate::challenge::{AuthMethod, BrowserReason, Channel, CodeSent, RegistrationMethod};
use crate::clock::Timestamp;
use crate::config::Offer;
use crate::fault::Fault;
use crate::ids::{ClientId, Contact, ContinuationToken, MethodId, Username};
use crate::secret::Secret;
use crate::terms::{Claims, Scopes};

/// What holds for every request of a flow. A step can't lose it, because no step carries it.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    pub(crate) client_id: ClientId,
    pub(crate) offer: Offer,
    pub(crate) username: Option<Username>,
    /// With the default scopes merged in.
    pub(crate) scopes: Scopes,
    pub(crate) claims: Option<Claims>,
}

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
    /// Learn whether the password was changed. `polls` were made before.
    PollReset {
        token: ContinuationToken,
        polls: u32,
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

/// What the app gave at a flow's start, before the service asked for it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Given {
    pub(crate) password: Option<Secret>,
    pub(crate) attributes: Attributes,
}

/// Which factor a code proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Factor {
    First,
    Second,
}

/// What is registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Registration {
    pub(crate) method: MethodId,
    pub(crate) channel: Channel,
    pub(crate) contact: Contact,
}

/// What leads over to a sign-in's tokens (docs/protocol.md 2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Bridge {
    Registration,
    SignUp,
    ResetPassword,
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

/// What the service answered.
#[derive(Debug, Clone)]
pub(crate) enum Reply {
    /// The flow has begun.
    Opened { token: ContinuationToken },
    /// The first factor is a password.
    PasswordWanted { token: ContinuationToken },
    /// A code is on its way.
    CodeSent {
        token: ContinuationToken,
        code: CodeSent,
    },
    /// A second factor is due before there are tokens.
    SecondFactorDue { token: ContinuationToken },
    /// These are the second factors.
    Methods {
        token: ContinuationToken,
        methods: Vec<AuthMethod>,
    },
    /// A strong-auth method must be registered before there are tokens.
    RegistrationDue { token: ContinuationToken },
    /// These are the methods that can be registered.
    Registrable {
        token: ContinuationToken,
        methods: Vec<RegistrationMethod>,
    },
    /// The contact needs no code: the same person proved it just now.
    Preverified { token: ContinuationToken },
    /// The contact is proved.
    Confirmed { token: ContinuationToken },
    /// Something more is wanted; a challenge tells what.
    ChallengeDue { token: ContinuationToken },
    /// The new account needs attributes.
    AttributesDue {
        token: ContinuationToken,
        attributes: Vec<RequiredAttribute>,
    },
    /// The code was right; a new password is taken until then.
    CodeProved {
        token: ContinuationToken,
        until: Option<Timestamp>,
    },
    /// The service has the new password. It wants to be asked whether it is done.
    PasswordTaken {
        token: ContinuationToken,
        interval: Duration,
    },
    /// It is not done yet.
    StillChanging,
    /// It could not be done; another try is allowed.
    PasswordNotChanged { token: Option<ContinuationToken> },
    /// The account is made or the password changed. The token leads on to a sign-in.
    Finished { token: Option<ContinuationToken> },
    /// Tokens.
    Granted(Box<TokenGrant>),
    /// It goes on in the browser, or not at all.
    Browser(BrowserReason),
    /// No, or no usable answer.
    Refused(Fault),
}

impl Reply {
    /// The name for logs and tables.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "opened",
            Self::PasswordWanted { .. } => "password_wanted",
            Self::CodeSent { .. } => "code_sent",
            Self::SecondFactorDue { .. } => "second_factor_due",
            Self::Methods { .. } => "methods",
            Self::RegistrationDue { .. } => "registration_due",
            Self::Registrable { .. } => "registrable",
            Self::Preverified { .. } => "preverified",
            Self::Confirmed { .. } => "confirmed",
            Self::ChallengeDue { .. } => "challenge_due",
            Self::AttributesDue { .. } => "attributes_due",
            Self::CodeProved { .. } => "code_proved",
            Self::PasswordTaken { .. } => "password_taken",
            Self::StillChanging => "still_changing",
            Self::PasswordNotChanged { .. } => "password_not_changed",
            Self::Finished { .. } => "finished",
            Self::Granted(_) => "granted",
            Self::Browser(_) => "browser",
            Self::Refused(_) => "refused",
        }
    }
}

/// The tokens of one answer (docs/protocol.md 5.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TokenGrant {
    pub(crate) access_token: Secret,
    pub(crate) refresh_token: Option<Secret>,
    pub(crate) id_token: Option<Secret>,
    /// Base64url JSON with the account's ids.
    pub(crate) client_info: Option<Secret>,
    /// The scopes granted, when the service says so.
    pub(crate) scopes: Option<Scopes>,
    pub(crate) expires_in: Duration,
}
