//! What can be done with any flow.

/// A flow of crate `doorstep` on its way, and the steps that it comes to.
macro_rules! flow {
    ($(#[$doc:meta])* $name:ident of $core:ty, $step:ty) => {
        $(#[$doc])*
        #[derive(uniffi::Object)]
        pub struct $name(pub(crate) $core);

        #[uniffi::export]
        impl $name {
            /// Names the flow, across process death.
            pub fn id(&self) -> String {
                self.0.id().to_string()
            }

            /// The flow's id in the service's logs.
            pub fn correlation_id(&self) -> String {
                self.0.correlation_id().to_string()
            }

            /// Begins the flow and gives its first step.
            pub async fn start(&self) -> Result<$step, crate::error::Failure> {
                let flow = self.0.clone();
                crate::runtime::run(Box::pin(async move { flow.start().await })).await
            }

            /// The step that the flow stands at.
            pub fn current(&self) -> Result<$step, crate::error::Failure> {
                Ok(self.0.current()?.into())
            }

            /// Ends the flow, in any state.
            pub async fn cancel(&self) -> Result<(), crate::error::Failure> {
                let flow = self.0.clone();
                crate::runtime::run_through(async move { flow.cancel().await }).await
            }

            /// Whether the present step survives the process.
            pub fn is_durable(&self) -> bool {
                self.0.is_durable()
            }

            /// Whether the answer to an earlier call was lost.
            pub fn is_uncertain(&self) -> bool {
                self.0.is_uncertain()
            }
        }
    };
}

pub(crate) use flow;
