//! The reply objects of steps, each with the methods that are valid at its step.
//!
//! A reply is nothing but the flow and the step's revision. It is never used up: after a wrong
//! code the same one goes on working, and once the flow has moved on it answers
//! [`Misuse::StaleStep`](crate::Misuse) and sends nothing.

/// A reply object, which leads to `$step`.
macro_rules! reply {
    ($(#[$doc:meta])* $name:ident -> $step:ident) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name {
            flow: std::sync::Arc<Flow>,
            at: Revision,
        }

        impl $name {
            pub(in crate::flow) fn new(flow: std::sync::Arc<Flow>, at: Revision) -> Self {
                Self { flow, at }
            }

            /// The step that this reply belongs to. Two replies of one revision are the same.
            pub const fn revision(&self) -> Revision {
                self.at
            }

            pub(super) async fn send(&self, input: Input) -> Result<$step, Error> {
                self.flow.advance(Some(self.at), input).await?;
                $step::of(&self.flow)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, "{}({})", stringify!($name), self.at.number())
            }
        }
    };
}

mod browser;
mod mfa;
mod reset_password;
mod sign_in;
mod sign_up;
mod strong_auth;
mod verification;

pub use browser::{AuthorizationUrl, BrowserReply};
pub use mfa::{MfaCodeReply, MfaReply};
pub use reset_password::{NewPasswordReply, NewPasswordWait, ResetCodeReply};
pub use sign_in::{CodeReply, PasswordReply};
pub use sign_up::{AttributesReply, SignUpCodeReply, SignUpPasswordReply};
pub use strong_auth::{RegistrationCodeReply, RegistrationReply};
pub use verification::{ResetVerificationReply, SignUpVerificationReply, VerificationReply};
