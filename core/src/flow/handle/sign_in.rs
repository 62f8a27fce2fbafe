//! Signing in.

use std::fmt;
use std::sync::Arc;

use super::ResetPasswordFlow;
use crate::error::Error;
use crate::exchange::{Given, Terms};
use crate::flow::driver::Flow;
use crate::flow::machine::Input;
use crate::flow::record::FlowKind;
use crate::flow::step::SignInStep;
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

handle!(
    /// A sign-in on its way.
    SignInFlow,
    "sign-in"
);

impl SignInFlow {
    /// Begins the sign-in and gives its first step. Where it has begun already, sends nothing and
    /// gives the step it stands at.
    ///
    /// # Errors
    /// After [`Error::Later`] call it again. With a password given ahead that is wrong it fails
    /// with [`Error::Fixable`], and [`current`](Self::current) shows `PasswordRequired`.
    pub async fn start(&self) -> Result<SignInStep, Error> {
        if self.0.waits_for_sign_in() {
            self.0.advance(None, Input::SignIn).await?;
        } else {
            self.0.start().await?;
        }
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

    /// What the sign-in asks tokens for.
    pub fn scopes(&self) -> Scopes {
        self.0.terms.scopes.clone()
    }

    /// A password reset for the same person, with the same scopes and claims for the sign-in after
    /// it: for who has forgotten the password, or after
    /// [`PasswordResetRequired`](crate::Problem::PasswordResetRequired). The sign-in itself stays
    /// as it is: cancel it, or let it wait.
    pub fn reset_password(&self) -> ResetPasswordFlow {
        let terms = Terms {
            recovery: None,
            ..self.0.terms.clone()
        };
        let flow = Flow::new(
            Arc::clone(&self.0.tools),
            terms,
            FlowKind::ResetPassword,
            Given::default(),
        );
        ResetPasswordFlow::new(self.0.tools.living.adopt(flow))
    }
}

/// Leads on from a finished sign-up or password reset to a sign-in of the same person, with the
/// scopes and claims that the app asked for at the start. It stays the same flow, of the same id.
#[derive(Clone)]
pub struct SignInAfter(Arc<Flow>);

impl SignInAfter {
    pub(in crate::flow) fn new(flow: Arc<Flow>) -> Self {
        Self(flow)
    }

    /// The sign-in, to be begun with [`SignInFlow::start`]. In most tenants it ends there. A
    /// policy may want a second factor or a registration first, and where the service gives
    /// nothing to go on with, it is an ordinary sign-in.
    pub fn sign_in(&self) -> SignInFlow {
        SignInFlow::new(Arc::clone(&self.0))
    }
}

impl fmt::Debug for SignInAfter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SignInAfter({})", self.0.id)
    }
}
