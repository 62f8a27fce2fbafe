//! The handles on flows: what an app holds from the first screen to the last.

/// What every handle can do. `$what` names the flow in the documentation.
macro_rules! handle {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        ///
        /// Clones are the same flow. Dropping the last one ends nothing: the flow waits in its
        /// record, and [`Client::resume`](crate::Client::resume) goes on with it.
        #[derive(Clone)]
        pub struct $name(std::sync::Arc<Flow>);

        impl $name {
            pub(crate) fn new(flow: std::sync::Arc<Flow>) -> Self {
                Self(flow)
            }

            #[cfg(test)]
            pub(in crate::flow) fn flow(&self) -> &Flow {
                &self.0
            }

            /// Names the flow, across process death. The one thing for an app to keep.
            pub fn id(&self) -> FlowId {
                self.0.id
            }

            /// The flow's id in the service's logs.
            pub fn correlation_id(&self) -> CorrelationId {
                self.0.correlation_id
            }

            #[doc = concat!("Ends the ", $what, ", in any state, as often as you like. An answer that is on its")]
            /// way is discarded, tokens included. Once somebody is signed in, the flow has ended,
            /// and this does nothing: see [`Account::sign_out`](crate::Account::sign_out).
            pub async fn cancel(&self) {
                self.0.cancel().await;
            }

            /// Whether the present step survives the process. It does not before the first step,
            /// nor while the device's storage is locked; each later step tries again.
            pub fn is_durable(&self) -> bool {
                self.0.state().durable
            }

            /// Whether the answer to an earlier call was lost, so that the service may be a step
            /// ahead. Go on as usual: where it is ahead, the next call says that the flow has
            /// expired.
            pub fn is_uncertain(&self) -> bool {
                !self.0.is_busy() && self.0.state().pending.is_some()
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, "{}({})", stringify!($name), self.0.id)
            }
        }
    };
}

mod reset_password;
mod sign_in;
mod sign_up;

pub use reset_password::{ResetPasswordFlow, ResetPasswordOptions};
pub use sign_in::{SignInAfter, SignInFlow, SignInOptions};
pub use sign_up::{SignUpFlow, SignUpOptions};
