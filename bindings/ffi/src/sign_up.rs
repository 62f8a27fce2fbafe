//! Creating an account.

use std::sync::Arc;

use crate::browser::{BrowserReason, BrowserReply};
use crate::data::{Attribute, CodeSent, RequiredAttribute, attributes, list};
use crate::error::Failure;
use crate::runtime::{run, run_through};
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

/// A sign-up on its way.
#[derive(uniffi::Object)]
pub struct SignUpFlow(pub(crate) doorstep::SignUpFlow);

#[uniffi::export]
impl SignUpFlow {
    /// Names the flow, across process death.
    pub fn id(&self) -> String {
        self.0.id().to_string()
    }

    /// The flow's id in the service's logs.
    pub fn correlation_id(&self) -> String {
        self.0.correlation_id().to_string()
    }

    /// Begins the sign-up and gives its first step.
    pub async fn start(&self) -> Result<SignUpStep, Failure> {
        let flow = self.0.clone();
        run(Box::pin(async move { flow.start().await })).await
    }

    /// The step that the flow stands at.
    pub fn current(&self) -> Result<SignUpStep, Failure> {
        Ok(self.0.current()?.into())
    }

    /// Ends the sign-up, in any state.
    pub async fn cancel(&self) -> Result<(), Failure> {
        let flow = self.0.clone();
        run_through(async move { flow.cancel().await }).await
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
