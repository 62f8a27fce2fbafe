//! The handle on a sign-in: what an app holds from the first screen to the last.

use std::fmt;
use std::sync::Arc;

use super::driver::Flow;
use super::step::SignInStep;
use crate::error::Error;
use crate::ids::{CorrelationId, FlowId};
use crate::secret::Secret;
use crate::terms::{Claims, Scopes};

/// What a sign-in is for. `Debug` shows neither who signs in nor the password.
#[derive(Clone)]
pub struct SignInOptions {
    pub(crate) username: String,
    pub(crate) password: Option<Secret>,
    pub(crate) scopes: Scopes,
    pub(crate) claims: Option<Claims>,
}

impl SignInOptions {
    /// A sign-in of `username`: an e-mail address, or an alias where the tenant has aliases.
    pub fn new(username: impl Into<String>) -> Self {
        Self {
            username: username.into(),
            password: None,
            scopes: Scopes::none(),
            claims: None,
        }
    }

    /// Gives the password right away: one step less where the account has one, and of no
    /// consequence where it signs in by code.
    #[must_use]
    pub fn password(mut self, password: impl Into<Secret>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// Asks for an access token with these scopes. `openid`, `profile` and `offline_access` are
    /// asked for in any case.
    #[must_use]
    pub fn scopes(mut self, scopes: Scopes) -> Self {
        self.scopes = scopes;
        self
    }

    /// Asks for claims, such as an authentication context.
    #[must_use]
    pub fn claims(mut self, claims: Claims) -> Self {
        self.claims = Some(claims);
        self
    }
}

impl fmt::Debug for SignInOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SignInOptions")
            .field("scopes", &self.scopes)
            .field("claims", &self.claims)
            .finish_non_exhaustive()
    }
}

/// A sign-in on its way. Clones are the same flow. Dropping the last one ends nothing: the flow
/// waits in its record, and [`Client::resume`](crate::Client::resume) goes on with it.
#[derive(Clone)]
pub struct SignInFlow(Arc<Flow>);

impl SignInFlow {
    pub(crate) fn new(flow: Arc<Flow>) -> Self {
        Self(flow)
    }

    #[cfg(test)]
    pub(super) fn flow(&self) -> &Flow {
        &self.0
    }

    /// Names the flow, across process death. The one thing for an app to keep.
    pub fn id(&self) -> FlowId {
        self.0.id
    }

    /// The flow's id in the service's logs.
    pub fn correlation_id(&self) -> CorrelationId {
        self.0.correlation_id
    }

    /// Begins the sign-in and gives its first step. Where it has begun already, sends nothing and
    /// gives the step it stands at.
    ///
    /// # Errors
    /// After [`Error::Later`] call it again. With a password given ahead that is wrong it fails
    /// with [`Error::Fixable`], and [`current`](Self::current) shows `PasswordRequired`.
    pub async fn start(&self) -> Result<SignInStep, Error> {
        self.0.start().await?;
        self.current()
    }

    /// The step that the flow stands at. Sends nothing.
    ///
    /// # Errors
    /// [`Error::Misuse`] when the flow has no step: `NotStarted`, `Finished`, `Cancelled` or
    /// `Expired`.
    pub fn current(&self) -> Result<SignInStep, Error> {
        SignInStep::of(&self.0)
    }

    /// Ends the sign-in, in any state, as often as you like. An answer that is on its way is
    /// discarded, tokens included. Once somebody is signed in, the flow has ended, and this does
    /// nothing: see [`Account::sign_out`](crate::Account::sign_out).
    pub async fn cancel(&self) {
        self.0.cancel().await;
    }

    /// Whether the present step survives the process. It does not before the first step, nor
    /// while the device's storage is locked; each later step tries again.
    pub fn is_durable(&self) -> bool {
        self.0.state().durable
    }

    /// Whether the answer to an earlier call was lost, so that the service may be a step ahead.
    /// Go on as usual: where it is ahead, the next call says that the flow has expired.
    pub fn is_uncertain(&self) -> bool {
        !self.0.is_busy() && self.0.state().pending.is_some()
    }
}

impl fmt::Debug for SignInFlow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SignInFlow({})", self.0.id)
    }
}
