//! The reply objects of steps, each with the methods that are valid at its step.
//!
//! A reply is nothing but the flow and the step's revision. It is never used up: after a wrong
//! code the same one goes on working, and once the flow has moved on it answers
//! [`Misuse::StaleStep`](crate::Misuse) and sends nothing.

use std::fmt;
use std::sync::Arc;

use super::driver::Flow;
use super::machine::Input;
use super::step::SignInStep;
use crate::error::Error;
use crate::ids::{MethodId, Revision};
use crate::secret::Secret;

macro_rules! reply {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name {
            flow: Arc<Flow>,
            at: Revision,
        }

        impl $name {
            pub(super) fn new(flow: Arc<Flow>, at: Revision) -> Self {
                Self { flow, at }
            }

            /// The step that this reply belongs to. Two replies of one revision are the same.
            pub const fn revision(&self) -> Revision {
                self.at
            }

            async fn send(&self, input: Input) -> Result<SignInStep, Error> {
                self.flow.advance(Some(self.at), input).await?;
                SignInStep::of(&self.flow)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, "{}({})", stringify!($name), self.at.number())
            }
        }
    };
}

reply!(
    /// Answers [`SignInStep::PasswordRequired`].
    PasswordReply
);
reply!(
    /// Answers [`SignInStep::CodeRequired`].
    CodeReply
);
reply!(
    /// Answers [`SignInStep::MfaRequired`].
    MfaReply
);
reply!(
    /// Answers [`SignInStep::MfaCodeRequired`].
    MfaCodeReply
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
