//! Replies to the steps of strong-auth registration.

use crate::error::Error;
use crate::flow::driver::Flow;
use crate::flow::machine::Input;
use crate::flow::step::SignInStep;
use crate::ids::{MethodId, Revision};
use crate::secret::Secret;

reply!(
    /// Answers [`SignInStep::RegistrationRequired`].
    RegistrationReply -> SignInStep
);
reply!(
    /// Answers [`SignInStep::RegistrationCodeRequired`].
    RegistrationCodeReply -> SignInStep
);

impl RegistrationReply {
    /// Registers `contact`, an e-mail address or a phone number such as `+1 555 010 0123`, for
    /// `method`, one of those offered. A contact that the service knows to be the person's needs
    /// no code: then this signs in at once.
    ///
    /// # Errors
    /// [`Error::Fixable`] with `ContactRejected`, `ContactDisallowed`, `MethodBlocked`,
    /// `BlankContact` or `UnknownMethod` keeps the step: take another contact or method. See
    /// [`Error`] for the rest.
    pub async fn register(
        &self,
        method: &MethodId,
        contact: impl Into<String>,
    ) -> Result<SignInStep, Error> {
        self.send(register(method, contact)).await
    }
}

impl RegistrationCodeReply {
    /// Proves the contact with `code`, which registers it and signs in.
    ///
    /// # Errors
    /// [`Error::Fixable`] with `WrongCode` keeps the step; see [`Error`] for the rest.
    pub async fn submit(&self, code: impl Into<Secret>) -> Result<SignInStep, Error> {
        self.send(Input::Code(code.into())).await
    }

    /// Asks for another code to the same contact. The one before it is void from then on.
    ///
    /// # Errors
    /// [`Error::Later`] with `ResendTooSoon` before the service's interval is over: nothing was
    /// sent. See [`Error`] for the rest.
    pub async fn resend(&self) -> Result<SignInStep, Error> {
        self.send(Input::Resend).await
    }

    /// Takes another contact or method. The same one again is a [`resend`](Self::resend).
    ///
    /// # Errors
    /// Those of [`RegistrationReply::register`] and of a resend.
    pub async fn register(
        &self,
        method: &MethodId,
        contact: impl Into<String>,
    ) -> Result<SignInStep, Error> {
        self.send(register(method, contact)).await
    }
}

fn register(method: &MethodId, contact: impl Into<String>) -> Input {
    Input::Register {
        method: method.clone(),
        contact: Secret::new(contact),
    }
}
