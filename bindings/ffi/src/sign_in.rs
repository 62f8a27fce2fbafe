//! Signing in.

use std::sync::Arc;

use crate::account::Account;
use crate::browser::{BrowserReason, BrowserReply};
use crate::data::{AuthMethod, CodeSent, RegistrationMethod, list};
use crate::error::Failure;
use crate::flow::flow;
use crate::mfa::{MfaCodeReply, MfaReply};
use crate::reset_password::ResetPasswordFlow;
use crate::runtime::run;
use crate::secret::secret;
use crate::strong_auth::{RegistrationCodeReply, RegistrationReply};

/// What a sign-in wants next.
#[derive(uniffi::Enum)]
#[allow(missing_docs, reason = "the words are those of doorstep::SignInStep")]
pub enum SignInStep {
    PasswordRequired {
        revision: u64,
        reply: Arc<PasswordReply>,
    },
    CodeRequired {
        code: CodeSent,
        revision: u64,
        reply: Arc<CodeReply>,
    },
    MfaRequired {
        methods: Vec<AuthMethod>,
        revision: u64,
        reply: Arc<MfaReply>,
    },
    MfaCodeRequired {
        code: CodeSent,
        methods: Vec<AuthMethod>,
        revision: u64,
        reply: Arc<MfaCodeReply>,
    },
    RegistrationRequired {
        methods: Vec<RegistrationMethod>,
        revision: u64,
        reply: Arc<RegistrationReply>,
    },
    RegistrationCodeRequired {
        code: CodeSent,
        methods: Vec<RegistrationMethod>,
        revision: u64,
        reply: Arc<RegistrationCodeReply>,
    },
    BrowserRequired {
        reason: BrowserReason,
        revision: u64,
        reply: Arc<BrowserReply>,
    },
    SignedIn {
        account: Arc<Account>,
    },
}

impl From<doorstep::SignInStep> for SignInStep {
    fn from(step: doorstep::SignInStep) -> Self {
        use doorstep::SignInStep as Core;
        match step {
            Core::PasswordRequired { reply } => Self::PasswordRequired {
                revision: reply.revision().number(),
                reply: Arc::new(PasswordReply(reply)),
            },
            Core::CodeRequired { code, reply } => Self::CodeRequired {
                code: code.into(),
                revision: reply.revision().number(),
                reply: Arc::new(CodeReply(reply)),
            },
            Core::MfaRequired { methods, reply } => Self::MfaRequired {
                methods: list(methods),
                revision: reply.revision().number(),
                reply: Arc::new(MfaReply(reply)),
            },
            Core::MfaCodeRequired {
                code,
                methods,
                reply,
            } => Self::MfaCodeRequired {
                code: code.into(),
                methods: list(methods),
                revision: reply.revision().number(),
                reply: Arc::new(MfaCodeReply(reply)),
            },
            Core::RegistrationRequired { methods, reply } => Self::RegistrationRequired {
                methods: list(methods),
                revision: reply.revision().number(),
                reply: Arc::new(RegistrationReply(reply)),
            },
            Core::RegistrationCodeRequired {
                code,
                methods,
                reply,
            } => Self::RegistrationCodeRequired {
                code: code.into(),
                methods: list(methods),
                revision: reply.revision().number(),
                reply: Arc::new(RegistrationCodeReply(reply)),
            },
            Core::BrowserRequired { reason, reply } => Self::BrowserRequired {
                reason: reason.into(),
                revision: reply.revision().number(),
                reply: Arc::new(BrowserReply(reply)),
            },
            Core::SignedIn { account } => Self::SignedIn {
                account: Account::new(account),
            },
        }
    }
}

flow! {
    /// A sign-in on its way.
    SignInFlow of doorstep::SignInFlow, SignInStep
}

#[uniffi::export]
impl SignInFlow {
    /// What the sign-in asks tokens for.
    pub fn scopes(&self) -> Vec<String> {
        self.0.scopes().iter().map(str::to_owned).collect()
    }

    /// A password reset for the same person.
    pub fn reset_password(&self) -> Arc<ResetPasswordFlow> {
        Arc::new(ResetPasswordFlow(self.0.reset_password()))
    }
}

/// Leads on from a sign-up or a reset to a sign-in of the same person.
#[derive(uniffi::Object)]
pub struct SignInAfter(pub(crate) doorstep::SignInAfter);

#[uniffi::export]
impl SignInAfter {
    /// The sign-in.
    pub fn sign_in(&self) -> Arc<SignInFlow> {
        Arc::new(SignInFlow(self.0.sign_in()))
    }
}

/// Answers `PasswordRequired`.
#[derive(uniffi::Object)]
pub struct PasswordReply(doorstep::PasswordReply);

#[uniffi::export]
impl PasswordReply {
    /// Takes the password, as UTF-8.
    pub async fn submit(&self, password: Vec<u8>) -> Result<SignInStep, Failure> {
        let (reply, password) = (self.0.clone(), secret(password)?);
        run(Box::pin(async move { reply.submit(password).await })).await
    }
}

/// Answers `CodeRequired`.
#[derive(uniffi::Object)]
pub struct CodeReply(doorstep::CodeReply);

#[uniffi::export]
impl CodeReply {
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
}
