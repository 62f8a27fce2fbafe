//! Signing up.

use std::fmt;

use crate::attributes::Attributes;
use crate::error::Error;
use crate::flow::driver::Flow;
use crate::flow::step::SignUpStep;
use crate::ids::{CorrelationId, FlowId};
use crate::secret::Secret;
use crate::terms::{Claims, Scopes};

/// What a sign-up is for. `Debug` shows nothing of the person.
#[derive(Clone)]
pub struct SignUpOptions {
    pub(crate) username: String,
    pub(crate) password: Option<Secret>,
    pub(crate) attributes: Attributes,
    pub(crate) scopes: Scopes,
    pub(crate) claims: Option<Claims>,
}

impl SignUpOptions {
    /// A new account for `username`, an e-mail address.
    pub fn new(username: impl Into<String>) -> Self {
        Self {
            username: username.into(),
            password: None,
            attributes: Attributes::new(),
            scopes: Scopes::none(),
            claims: None,
        }
    }

    /// Gives the password ahead, which makes one step less. Without it the person is asked where
    /// the user flow has passwords.
    #[must_use]
    pub fn password(mut self, password: impl Into<Secret>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// Gives attributes ahead. What the user flow wants beyond them is asked for later; attributes
    /// that it does not insist on must be given here.
    #[must_use]
    pub fn attributes(mut self, attributes: Attributes) -> Self {
        self.attributes = attributes;
        self
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
}

impl fmt::Debug for SignUpOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SignUpOptions")
            .field("scopes", &self.scopes)
            .field("claims", &self.claims)
            .finish_non_exhaustive()
    }
}

handle!(
    /// A sign-up on its way.
    SignUpFlow,
    "sign-up"
);

impl SignUpFlow {
    /// Begins the sign-up and gives its first step. Where it has begun already, sends nothing and
    /// gives the step it stands at.
    ///
    /// # Errors
    /// After [`Error::Later`] call it again. What was given ahead and is not taken ends the flow
    /// with [`Error::Fixable`]: start another one with something else.
    pub async fn start(&self) -> Result<SignUpStep, Error> {
        self.0.start().await?;
        self.current()
    }

    /// The step that the flow stands at. Sends nothing.
    ///
    /// # Errors
    /// [`Error::Misuse`] when the flow has no step: `NotStarted`, `Cancelled`, `Expired`, or
    /// `Finished`, too, once it has gone on to the sign-in.
    pub fn current(&self) -> Result<SignUpStep, Error> {
        SignUpStep::of(&self.0)
    }
}
