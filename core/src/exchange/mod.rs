//! The conversation with the service in our own words: no endpoint, no wire name. A dialect under
//! `wire` translates both ways, so the flows do not change with the protocol's version.

mod ask;
mod reply;

use std::time::Duration;

use serde::Serialize;

pub(crate) use self::ask::Ask;
pub(crate) use self::reply::Reply;
use crate::attributes::Attributes;
use crate::challenge::Channel;
use crate::config::Offer;
use crate::fault::Cause;
use crate::ids::{AccountId, ClientId, Contact, MethodId, Username};
use crate::part::part;
use crate::secret::Secret;
use crate::terms::{Claims, RecoveryReason, Scopes};

/// What holds for every request of a flow. A step can't lose it, because no step carries it.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    pub(crate) client_id: ClientId,
    pub(crate) offer: Offer,
    pub(crate) username: Option<Username>,
    /// With the default scopes merged in.
    pub(crate) scopes: Scopes,
    pub(crate) claims: Option<Claims>,
    /// Whether the tokens add to the session of who is signed in, in place of starting a new one.
    pub(crate) step_up: bool,
    /// Whose the tokens must be, where it is an account that steps up.
    pub(crate) account: Option<AccountId>,
    /// How long ago the sign-in may be, at most, where an API says so.
    pub(crate) max_age: Option<Duration>,
    /// What a reset is for, beside a new password.
    pub(crate) recovery: Option<RecoveryReason>,
}

/// What the app gave at a flow's start, before the service asked for it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Given {
    pub(crate) password: Option<Secret>,
    pub(crate) attributes: Attributes,
}

/// What a challenge is due for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Wanted {
    /// The account has no password or other credential yet.
    #[default]
    Credential,
    /// An attribute is to be verified first. No client of this API is known to have got past
    /// that, and the service may take no challenge for it (docs/protocol.md 12.3).
    Verification,
}

part!(enum Wanted { "credential" => Credential, "verification" => Verification });

impl Wanted {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands out references"
    )]
    pub(crate) const fn is_credential(&self) -> bool {
        matches!(self, Self::Credential)
    }

    /// What a refused challenge means. A token that was given for a verification and is not taken
    /// for one has not expired: there is no way to verify here.
    pub(crate) const fn refused(self, cause: Cause) -> Cause {
        match self {
            Self::Verification if cause.is_about_continuation() => Cause::VerificationRequired,
            Self::Credential | Self::Verification => cause,
        }
    }
}

/// Which factor a code proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Factor {
    First,
    Second,
}

/// What is registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Registration {
    pub(crate) method: MethodId,
    pub(crate) channel: Channel,
    pub(crate) contact: Contact,
}

part!(struct Registration { method, channel, contact });

/// What leads over to a sign-in's tokens (docs/protocol.md 2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Bridge {
    Registration,
    SignUp,
    ResetPassword,
}

part!(enum Bridge {
    "registration" => Registration,
    "sign_up" => SignUp,
    "reset_password" => ResetPassword,
});

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
