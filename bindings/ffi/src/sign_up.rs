//! Creating an account.

use std::sync::Arc;

use crate::browser::{BrowserReason, BrowserReply};
use crate::data::{Attribute, CodeSent, RequiredAttribute, attributes, list};
use crate::error::Failure;
use crate::flow::flow;
use crate::runtime::run;
use crate::secret::secret;
use crate::sign_in::SignInAfter;

/// What a sign-up wants next.
#[derive(uniffi::Enum)]
#[allow(missing_docs, reason = "the words are those of doorstep::SignUpStep")]
pub enum SignUpStep {
    CodeRequired {
        code: CodeSent,
        revision: u64,
        reply: Arc<SignUpCodeReply>,
    },
    PasswordRequired {
        revision: u64,
        reply: Arc<SignUpPasswordReply>,
    },
    AttributesRequired {
        attributes: Vec<RequiredAttribute>,
        revision: u64,
        reply: Arc<AttributesReply>,
    },
    BrowserRequired {
        reason: BrowserReason,
        revision: u64,
        reply: Arc<BrowserReply>,
    },
    SignedUp {
        next: Arc<SignInAfter>,
    },
}

impl From<doorstep::SignUpStep> for SignUpStep {
    fn from(step: doorstep::SignUpStep) -> Self {
        use doorstep::SignUpStep as Core;
        match step {
            Core::CodeRequired { code, reply } => Self::CodeRequired {
                code: code.into(),
                revision: reply.revision().number(),
                reply: Arc::new(SignUpCodeReply(reply)),
            },
            Core::PasswordRequired { reply } => Self::PasswordRequired {
                revision: reply.revision().number(),
                reply: Arc::new(SignUpPasswordReply(reply)),
            },
            Core::AttributesRequired { attributes, reply } => Self::AttributesRequired {
                attributes: list(attributes),
                revision: reply.revision().number(),
                reply: Arc::new(AttributesReply(reply)),
            },
            Core::BrowserRequired { reason, reply } => Self::BrowserRequired {
                reason: reason.into(),
                revision: reply.revision().number(),
                reply: Arc::new(BrowserReply(reply)),
            },
            Core::SignedUp { next } => Self::SignedUp {
                next: Arc::new(SignInAfter(next)),
            },
        }
    }
}

flow! {
    /// A sign-up on its way.
    SignUpFlow of doorstep::SignUpFlow, SignUpStep
}

/// Answers `CodeRequired` of a sign-up.
#[derive(uniffi::Object)]
pub struct SignUpCodeReply(doorstep::SignUpCodeReply);

#[uniffi::export]
impl SignUpCodeReply {
    /// Takes the code, as UTF-8.
    pub async fn submit(&self, code: Vec<u8>) -> Result<SignUpStep, Failure> {
        let (reply, code) = (self.0.clone(), secret(code)?);
        run(Box::pin(async move { reply.submit(code).await })).await
    }

    /// Has another code sent.
    pub async fn resend(&self) -> Result<SignUpStep, Failure> {
        let reply = self.0.clone();
        run(Box::pin(async move { reply.resend().await })).await
    }
}

/// Answers `PasswordRequired` of a sign-up.
#[derive(uniffi::Object)]
pub struct SignUpPasswordReply(doorstep::SignUpPasswordReply);

#[uniffi::export]
impl SignUpPasswordReply {
    /// Takes the new password, as UTF-8.
    pub async fn submit(&self, password: Vec<u8>) -> Result<SignUpStep, Failure> {
        let (reply, password) = (self.0.clone(), secret(password)?);
        run(Box::pin(async move { reply.submit(password).await })).await
    }
}

/// Answers `AttributesRequired`.
#[derive(uniffi::Object)]
pub struct AttributesReply(doorstep::AttributesReply);

#[uniffi::export]
impl AttributesReply {
    /// Takes the attributes.
    pub async fn submit(&self, given: Vec<Attribute>) -> Result<SignUpStep, Failure> {
        let (reply, given) = (self.0.clone(), attributes(given));
        run(Box::pin(async move { reply.submit(given).await })).await
    }
}
