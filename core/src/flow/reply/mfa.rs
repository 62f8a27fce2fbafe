//! Replies to the steps of the second factor.

use crate::error::Error;
use crate::flow::driver::Flow;
use crate::flow::machine::Input;
use crate::flow::step::SignInStep;
use crate::ids::{MethodId, Revision};
use crate::secret::Secret;

reply!(
    /// Answers [`SignInStep::MfaRequired`].
    MfaReply -> SignInStep
);
reply!(
    /// Answers [`SignInStep::MfaCodeRequired`].
    MfaCodeReply -> SignInStep
);

impl MfaReply {
    /// Has a code sent by `method`, one of those offered.
    ///
    /// # Errors
    /// [`Error::Fixable`] with `MethodBlocked` or `UnknownMethod` keeps the step: choose
    /// another. See [`Error`] for the rest.
    pub async fn choose(&self, method: &MethodId) -> Result<SignInStep, Error> {
        self.send(Input::Method(method.clone())).await
    }
}

impl MfaCodeReply {
    /// Proves the second factor with `code`.
    ///
    /// # Errors
    /// [`Error::Fixable`] with `WrongCode` keeps the step; see [`Error`] for the rest.
    pub async fn submit(&self, code: impl Into<Secret>) -> Result<SignInStep, Error> {
        self.send(Input::Code(code.into())).await
    }

    /// Asks for another code by the same method. The one before it is void from then on.
    ///
    /// # Errors
    /// [`Error::Later`] with `ResendTooSoon` before the service's interval is over: nothing was
    /// sent. See [`Error`] for the rest.
    pub async fn resend(&self) -> Result<SignInStep, Error> {
        self.send(Input::Resend).await
    }

    /// Has a code sent by another method. The same one again is a [`resend`](Self::resend).
    ///
    /// # Errors
    /// Those of [`MfaReply::choose`] and of a resend.
    pub async fn choose(&self, method: &MethodId) -> Result<SignInStep, Error> {
        self.send(Input::Method(method.clone())).await
    }
}
