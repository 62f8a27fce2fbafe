//! Resetting a password.

use std::fmt;

use crate::error::Error;
use crate::flow::driver::Flow;
use crate::flow::step::ResetPasswordStep;
use crate::ids::{CorrelationId, FlowId};
use crate::terms::{Claims, RecoveryReason, Scopes};

/// What a password reset is for. `Debug` does not show whose password it is.
#[derive(Clone)]
pub struct ResetPasswordOptions {
    pub(crate) username: String,
    pub(crate) scopes: Scopes,
    pub(crate) claims: Option<Claims>,
    pub(crate) recovery: Option<RecoveryReason>,
}

impl ResetPasswordOptions {
    /// A reset for `username`. From a sign-in,
    /// [`SignInFlow::reset_password`](crate::SignInFlow::reset_password) carries the name over.
    pub fn new(username: impl Into<String>) -> Self {
        Self {
            username: username.into(),
            scopes: Scopes::none(),
            claims: None,
            recovery: None,
        }
    }

    /// Asks for an access token with these scopes in the sign-in that follows. `openid`, `profile`
    /// and `offline_access` are asked for in any case.
    #[must_use]
    pub fn scopes(mut self, scopes: Scopes) -> Self {
        self.scopes = scopes;
        self
    }

    /// Asks for claims in the sign-in that follows, such as an authentication context.
    #[must_use]
    pub fn claims(mut self, claims: Claims) -> Self {
        self.claims = Some(claims);
        self
    }

    /// Says that the password is not just forgotten. A gate that knows this recovery does more, once the person has
    /// proved themselves twice: sessions everywhere end, and for a while no text and no other reset reaches the
    /// account (docs/gate.md). At the end of the reset this device forgets its own session of the account.
    ///
    /// Where nothing in front of the service confirms that it knows it, `start()` fails with [`Error::Broken`] and
    /// the setting [`DeviceLost`](crate::Setting::DeviceLost), before anybody is sent a code.
    #[must_use]
    pub const fn because(mut self, reason: RecoveryReason) -> Self {
        self.recovery = Some(reason);
        self
    }
}

impl fmt::Debug for ResetPasswordOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ResetPasswordOptions")
            .field("scopes", &self.scopes)
            .field("claims", &self.claims)
            .field("recovery", &self.recovery)
            .finish_non_exhaustive()
    }
}

handle!(
    /// A password reset on its way.
    ResetPasswordFlow,
    "reset"
);

impl ResetPasswordFlow {
    /// Begins the reset and gives its first step. Where it has begun already, sends nothing and
    /// gives the step it stands at.
    ///
    /// # Errors
    /// After [`Error::Later`] call it again. [`Error::Fixable`] with `NoPassword` tells of an
    /// account that signs in by code.
    pub async fn start(&self) -> Result<ResetPasswordStep, Error> {
        self.0.start().await?;
        self.current()
    }

    /// The step that the flow stands at. Sends nothing.
    ///
    /// # Errors
    /// [`Error::Misuse`] when the flow has no step: `NotStarted`, `Cancelled`, `Expired`, or
    /// `Finished`, too, once it has gone on to the sign-in.
    pub fn current(&self) -> Result<ResetPasswordStep, Error> {
        ResetPasswordStep::of(&self.0)
    }
}
