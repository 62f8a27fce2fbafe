//! The reply to a step that waits for the proof of a challenge.

use crate::error::Error;
use crate::flow::driver::Flow;
use crate::flow::machine::Input;
use crate::flow::step::{ResetPasswordStep, SignInStep, SignUpStep};
use crate::ids::Revision;
use crate::secret::Secret;

/// A reply that takes the proof of a challenge, and leads to `$step`.
macro_rules! verification_reply {
    ($(#[$doc:meta])* $name:ident -> $step:ident) => {
        reply!(
            $(#[$doc])*
            $name -> $step
        );

        impl $name {
            /// Takes the proof that the provider's software gave for the solved challenge, and
            /// sends the call that it was asked for once more, with the proof beside it. What
            /// follows is what would have followed there; a proof that is not taken leads to this
            /// step again, with another challenge.
            ///
            /// # Errors
            /// [`Error::Fixable`] with `InvalidProof` sends nothing. [`Error::Later`] and
            /// [`Error::Broken`] keep the step, and the same proof may do. Whatever the call itself
            /// may fail with leads back to the step where it was made, which `current()` shows. See
            /// [`Error`] for the rest.
            pub async fn submit(&self, proof: impl Into<Secret>) -> Result<$step, Error> {
                let (proof, held) = (Some(proof.into()), None);
                self.send(Input::Proof { proof, held }).await
            }

            /// Sends the call once more without a proof, for another challenge: another security code where the
            /// wait for one is over, and the same challenge where it is not; or what would have followed, where
            /// nothing is to be solved any more.
            ///
            /// # Errors
            /// Those of [`submit`](Self::submit), but for `InvalidProof`.
            pub async fn again(&self) -> Result<$step, Error> {
                let (proof, held) = (None, None);
                self.send(Input::Proof { proof, held }).await
            }

            /// Gives the challenge up and goes back to the step before it, to try again or to choose
            /// another way. Sends nothing.
            ///
            /// # Errors
            /// [`Error::Misuse`] with `NotStarted` where there was no step of this flow before: it
            /// stands at its beginning again, and `start()` begins it anew.
            pub async fn go_back(&self) -> Result<$step, Error> {
                self.flow.go_back(self.at).await?;
                $step::of(&self.flow)
            }
        }
    };
}

verification_reply!(
    /// Answers [`SignInStep::VerificationRequired`].
    VerificationReply -> SignInStep
);
verification_reply!(
    /// Answers [`SignUpStep::VerificationRequired`].
    SignUpVerificationReply -> SignUpStep
);
verification_reply!(
    /// Answers [`ResetPasswordStep::VerificationRequired`].
    ResetVerificationReply -> ResetPasswordStep
);
