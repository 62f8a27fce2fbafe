//! The conversation with the service in our own words: no endpoint, no wire name. A dialect under
//! `wire` translates both ways, so the flows do not change with the protocol's version.

use std::time::Duration;

use crate::challenge::{AuthMethod, BrowserReason, CodeSent};
use crate::config::Offer;
use crate::fault::Fault;
use crate::ids::{ClientId, ContinuationToken, MethodId, Username};
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
    /// Redeem a refresh token for new tokens.
    Refresh { refresh_token: Secret },
}

/// Which factor a code proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Factor {
    First,
    Second,
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
            Self::Refresh { .. } => "refresh",
        }
    }

    /// Whether the service's state is the same if the ask arrives twice. Where it is not, a lost
    /// answer leaves the flow uncertain.
    pub(crate) const fn repeats_safely(&self) -> bool {
        match self {
            Self::Open { .. } | Self::ListMethods { .. } => true,
            Self::FirstChallenge { .. }
            | Self::RedeemPassword { .. }
            | Self::RedeemCode { .. }
            | Self::MethodChallenge { .. }
            | Self::Refresh { .. } => false,
        }
    }

    /// The password that was given ahead of the question.
    pub(crate) fn on_hand(&self) -> Option<Secret> {
        match self {
            Self::Open { on_hand } | Self::FirstChallenge { on_hand, .. } => on_hand.clone(),
            Self::RedeemPassword { .. }
            | Self::RedeemCode { .. }
            | Self::ListMethods { .. }
            | Self::MethodChallenge { .. }
            | Self::Refresh { .. } => None,
        }
    }
}

/// What the service answered.
#[derive(Debug, Clone)]
pub(crate) enum Reply {
    /// The sign-in has begun.
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
