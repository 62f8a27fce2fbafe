//! The registration of a strong-auth method in the middle of a sign-in.

use doorstep::MethodId;

use crate::error::Failure;
use crate::runtime::run;
use crate::secret::secret;
use crate::sign_in::SignInStep;

/// Answers `RegistrationRequired`.
#[derive(uniffi::Object)]
pub struct RegistrationReply(pub(crate) doorstep::RegistrationReply);

#[uniffi::export]
impl RegistrationReply {
    /// Has a code sent to the contact.
    pub async fn register(&self, method: String, contact: String) -> Result<SignInStep, Failure> {
        let (reply, method) = (self.0.clone(), MethodId::new(method));
        run(Box::pin(
            async move { reply.register(&method, contact).await },
        ))
        .await
    }
}

/// Answers `RegistrationCodeRequired`.
#[derive(uniffi::Object)]
pub struct RegistrationCodeReply(pub(crate) doorstep::RegistrationCodeReply);

#[uniffi::export]
impl RegistrationCodeReply {
    /// Takes the code, as UTF-8.
    pub async fn submit(&self, code: Vec<u8>) -> Result<SignInStep, Failure> {
        let (reply, code) = (self.0.clone(), secret(code)?);
        run(Box::pin(async move { reply.submit(code).await })).await
    }

    /// Has another code sent.
    pub async fn resend(&self) -> Result<SignInStep, Failure> {
        let reply = self.0.clone();
        run(Box::pin(async move { reply.resend().await })).await
    }

    /// Takes another contact.
    pub async fn register(&self, method: String, contact: String) -> Result<SignInStep, Failure> {
        let (reply, method) = (self.0.clone(), MethodId::new(method));
        run(Box::pin(
            async move { reply.register(&method, contact).await },
        ))
        .await
    }
}
