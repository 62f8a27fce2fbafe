//! Resetting a password.

use std::sync::Arc;

use crate::browser::{BrowserReason, BrowserReply};
use crate::data::{CodeSent, moment};
use crate::error::Failure;
use crate::flow::flow;
use crate::runtime::run;
use crate::secret::secret;
use crate::sign_in::SignInAfter;

/// What a password reset wants next.
#[derive(uniffi::Enum)]
#[allow(
    missing_docs,
    reason = "the words are those of doorstep::ResetPasswordStep"
)]
pub enum ResetPasswordStep {
    CodeRequired {
        code: CodeSent,
        revision: u64,
        reply: Arc<ResetCodeReply>,
    },
    NewPasswordRequired {
        until_millis: Option<u64>,
        revision: u64,
        reply: Arc<NewPasswordReply>,
    },
    NewPasswordSubmitted {
        revision: u64,
        reply: Arc<NewPasswordWait>,
    },
    BrowserRequired {
        reason: BrowserReason,
        revision: u64,
        reply: Arc<BrowserReply>,
    },
    PasswordReset {
        next: Arc<SignInAfter>,
    },
}

impl From<doorstep::ResetPasswordStep> for ResetPasswordStep {
    fn from(step: doorstep::ResetPasswordStep) -> Self {
        use doorstep::ResetPasswordStep as Core;
        match step {
            Core::CodeRequired { code, reply } => Self::CodeRequired {
                code: code.into(),
                revision: reply.revision().number(),
                reply: Arc::new(ResetCodeReply(reply)),
            },
            Core::NewPasswordRequired { until, reply } => Self::NewPasswordRequired {
                until_millis: until.map(moment),
                revision: reply.revision().number(),
                reply: Arc::new(NewPasswordReply(reply)),
            },
            Core::NewPasswordSubmitted { reply } => Self::NewPasswordSubmitted {
                revision: reply.revision().number(),
                reply: Arc::new(NewPasswordWait(reply)),
            },
            Core::BrowserRequired { reason, reply } => Self::BrowserRequired {
                reason: reason.into(),
                revision: reply.revision().number(),
                reply: Arc::new(BrowserReply(reply)),
            },
            Core::PasswordReset { next } => Self::PasswordReset {
                next: Arc::new(SignInAfter(next)),
            },
        }
    }
}

flow! {
    /// A password reset on its way.
    ResetPasswordFlow of doorstep::ResetPasswordFlow, ResetPasswordStep
}

/// Answers `CodeRequired` of a reset.
#[derive(uniffi::Object)]
pub struct ResetCodeReply(doorstep::ResetCodeReply);

#[uniffi::export]
impl ResetCodeReply {
    /// Takes the code, as UTF-8.
    pub async fn submit(&self, code: Vec<u8>) -> Result<ResetPasswordStep, Failure> {
        let (reply, code) = (self.0.clone(), secret(code)?);
        run(Box::pin(async move { reply.submit(code).await })).await
    }

    /// Has another code sent.
    pub async fn resend(&self) -> Result<ResetPasswordStep, Failure> {
        let reply = self.0.clone();
        run(Box::pin(async move { reply.resend().await })).await
    }
}

/// Answers `NewPasswordRequired`.
#[derive(uniffi::Object)]
pub struct NewPasswordReply(doorstep::NewPasswordReply);

#[uniffi::export]
impl NewPasswordReply {
    /// Takes the new password, as UTF-8, and waits until it is changed.
    pub async fn submit(&self, password: Vec<u8>) -> Result<ResetPasswordStep, Failure> {
        let (reply, password) = (self.0.clone(), secret(password)?);
        run(Box::pin(async move { reply.submit(password).await })).await
    }
}

/// Answers `NewPasswordSubmitted`.
#[derive(uniffi::Object)]
pub struct NewPasswordWait(doorstep::NewPasswordWait);

#[uniffi::export]
impl NewPasswordWait {
    /// Waits on until the password is changed.
    pub async fn wait_on(&self) -> Result<ResetPasswordStep, Failure> {
        let reply = self.0.clone();
        run(Box::pin(async move { reply.wait().await })).await
    }
}
