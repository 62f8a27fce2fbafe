//! The second factor of a sign-in.

use doorstep::MethodId;

use crate::error::Failure;
use crate::runtime::run;
use crate::secret::secret;
use crate::sign_in::SignInStep;

/// Answers `MfaRequired`.
#[derive(uniffi::Object)]
pub struct MfaReply(pub(crate) doorstep::MfaReply);

#[uniffi::export]
impl MfaReply {
    /// Has a code sent by the method.
    pub async fn choose(&self, method: String) -> Result<SignInStep, Failure> {
        let (reply, method) = (self.0.clone(), MethodId::new(method));
        run(Box::pin(async move { reply.choose(&method).await })).await
    }
}

/// Answers `MfaCodeRequired`.
#[derive(uniffi::Object)]
pub struct MfaCodeReply(pub(crate) doorstep::MfaCodeReply);

#[uniffi::export]
impl MfaCodeReply {
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

    /// Has a code sent by another method.
    pub async fn choose(&self, method: String) -> Result<SignInStep, Failure> {
        let (reply, method) = (self.0.clone(), MethodId::new(method));
        run(Box::pin(async move { reply.choose(&method).await })).await
    }
}
