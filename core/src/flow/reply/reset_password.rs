//! Replies to the steps of a password reset.

use crate::error::Error;
use crate::flow::driver::Flow;
use crate::flow::machine::Input;
use crate::flow::step::ResetPasswordStep;
use crate::ids::Revision;
use crate::secret::Secret;

reply!(
    /// Answers [`ResetPasswordStep::CodeRequired`].
    ResetCodeReply -> ResetPasswordStep
);
reply!(
    /// Answers [`ResetPasswordStep::NewPasswordRequired`].
    NewPasswordReply -> ResetPasswordStep
);
reply!(
    /// Answers [`ResetPasswordStep::NewPasswordSubmitted`].
    NewPasswordWait -> ResetPasswordStep
);

impl ResetCodeReply {
    /// Proves with `code` that the reset is the person's.
    ///
    /// # Errors
    /// [`Error::Fixable`] with `WrongCode` keeps the step; see [`Error`] for the rest.
    pub async fn submit(&self, code: impl Into<Secret>) -> Result<ResetPasswordStep, Error> {
        self.send(Input::Code(code.into())).await
    }

    /// Asks for another code. The one before it is void from then on.
    ///
    /// # Errors
    /// [`Error::Later`] with `ResendTooSoon` before the service's interval is over: nothing was
    /// sent. See [`Error`] for the rest.
    pub async fn resend(&self) -> Result<ResetPasswordStep, Error> {
        self.send(Input::Resend).await
    }
}

impl NewPasswordReply {
    /// Gives the account its new password, and waits until the service has changed it: some
    /// seconds, in which it asks as often as the service wants to be asked.
    ///
    /// # Errors
    /// [`Error::Fixable`] with `PasswordRejected` names the rule, with `PasswordNotChanged` the
    /// service could not do it; either keeps this kind of step. Where the wait broke off,
    /// [`current`](crate::ResetPasswordFlow::current) shows `NewPasswordSubmitted`. See [`Error`]
    /// for the rest.
    pub async fn submit(&self, password: impl Into<Secret>) -> Result<ResetPasswordStep, Error> {
        self.send(Input::Password(password.into())).await
    }
}

impl NewPasswordWait {
    /// Waits again until the service has changed the password.
    ///
    /// # Errors
    /// Those of [`NewPasswordReply::submit`], and [`Error::Later`] with `StillChanging` after five
    /// minutes.
    pub async fn wait(&self) -> Result<ResetPasswordStep, Error> {
        self.send(Input::Wait).await
    }
}
