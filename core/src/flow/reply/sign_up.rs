//! Replies to the steps of a sign-up.

use crate::attributes::Attributes;
use crate::error::Error;
use crate::flow::driver::Flow;
use crate::flow::machine::Input;
use crate::flow::step::SignUpStep;
use crate::ids::Revision;
use crate::secret::Secret;

reply!(
    /// Answers [`SignUpStep::CodeRequired`].
    SignUpCodeReply -> SignUpStep
);
reply!(
    /// Answers [`SignUpStep::PasswordRequired`].
    SignUpPasswordReply -> SignUpStep
);
reply!(
    /// Answers [`SignUpStep::AttributesRequired`].
    AttributesReply -> SignUpStep
);

impl SignUpCodeReply {
    /// Proves the address with `code`.
    ///
    /// # Errors
    /// [`Error::Fixable`] with `WrongCode` keeps the step; see [`Error`] for the rest.
    pub async fn submit(&self, code: impl Into<Secret>) -> Result<SignUpStep, Error> {
        self.send(Input::Code(code.into())).await
    }

    /// Asks for another code. The one before it is void from then on.
    ///
    /// # Errors
    /// [`Error::Later`] with `ResendTooSoon` before the service's interval is over: nothing was
    /// sent. See [`Error`] for the rest.
    pub async fn resend(&self) -> Result<SignUpStep, Error> {
        self.send(Input::Resend).await
    }
}

impl SignUpPasswordReply {
    /// Gives the new account its password.
    ///
    /// # Errors
    /// [`Error::Fixable`] with `PasswordRejected` names the rule and keeps the step; see [`Error`]
    /// for the rest.
    pub async fn submit(&self, password: impl Into<Secret>) -> Result<SignUpStep, Error> {
        self.send(Input::Password(password.into())).await
    }
}

impl AttributesReply {
    /// Gives the new account its attributes. The service may ask for more of them after that.
    ///
    /// # Errors
    /// [`Error::Fixable`] with `AttributesRejected` names them in
    /// [`ErrorInfo::attributes`](crate::ErrorInfo::attributes) and keeps the step; see [`Error`]
    /// for the rest.
    pub async fn submit(&self, attributes: Attributes) -> Result<SignUpStep, Error> {
        self.send(Input::Attributes(attributes)).await
    }
}
