//! Replies to the steps of the first factor.

use crate::error::Error;
use crate::flow::driver::Flow;
use crate::flow::machine::Input;
use crate::flow::step::SignInStep;
use crate::ids::Revision;
use crate::secret::Secret;

reply!(
    /// Answers [`SignInStep::PasswordRequired`].
    PasswordReply -> SignInStep
);
reply!(
    /// Answers [`SignInStep::CodeRequired`].
    CodeReply -> SignInStep
);

impl PasswordReply {
    /// Signs in with `password`.
    ///
    /// # Errors
    /// [`Error::Fixable`] with `WrongPassword` keeps the step; see [`Error`] for the rest.
    pub async fn submit(&self, password: impl Into<Secret>) -> Result<SignInStep, Error> {
        self.send(Input::Password(password.into())).await
    }
}

impl CodeReply {
    /// Signs in with `code`.
    ///
    /// # Errors
    /// [`Error::Fixable`] with `WrongCode` keeps the step; see [`Error`] for the rest.
    pub async fn submit(&self, code: impl Into<Secret>) -> Result<SignInStep, Error> {
        self.send(Input::Code(code.into())).await
    }

    /// Asks for another code. The one before it is void from then on.
    ///
    /// # Errors
    /// [`Error::Later`] with `ResendTooSoon` before the service's interval is over: nothing was
    /// sent. See [`Error`] for the rest.
    pub async fn resend(&self) -> Result<SignInStep, Error> {
        self.send(Input::Resend).await
    }
}
