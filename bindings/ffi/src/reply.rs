//! What answers steps.

use std::sync::Arc;

use doorstep::{BrowserOptions, MethodId, Secret};

use crate::call::{Answer, Call};
use crate::data::{Attribute, attributes};
use crate::error::Failure;
use crate::secret::secret;
use crate::step::Step;

/// Answers one step, by the methods that its kind has. The others fail: they are defects of whoever calls them, which
/// the libraries for Kotlin and Swift leave no way to write.
#[derive(uniffi::Object)]
pub struct Reply(Kind);

/// The reply of the core.
macro_rules! kinds {
    ($($kind:ident($core:ident),)+) => {
        #[derive(Clone)]
        enum Kind {
            $($kind(doorstep::$core),)+
        }

        $(impl From<doorstep::$core> for Reply {
            fn from(reply: doorstep::$core) -> Self {
                Self(Kind::$kind(reply))
            }
        })+
    };
}

kinds! {
    Password(PasswordReply),
    Code(CodeReply),
    Mfa(MfaReply),
    MfaCode(MfaCodeReply),
    Registration(RegistrationReply),
    RegistrationCode(RegistrationCodeReply),
    Browser(BrowserReply),
    Verification(VerificationReply),
    SignUpCode(SignUpCodeReply),
    SignUpPassword(SignUpPasswordReply),
    SignUpVerification(SignUpVerificationReply),
    Attributes(AttributesReply),
    ResetCode(ResetCodeReply),
    NewPassword(NewPasswordReply),
    NewPasswordWait(NewPasswordWait),
    ResetVerification(ResetVerificationReply),
}

#[uniffi::export]
impl Reply {
    /// Takes the password, the code, the proof of a challenge, or the whole address that the browser came back with,
    /// as UTF-8.
    pub fn submit(&self, given: Vec<u8>) -> Result<Arc<Call>, Failure> {
        let (kind, given) = (self.0.clone(), secret(given)?);
        Call::begin(async move { to_step(kind.submit(given).await) })
    }

    /// Has another code sent; of a challenge, sends the call that waits once more without a proof.
    pub fn resend(&self) -> Result<Arc<Call>, Failure> {
        let kind = self.0.clone();
        Call::begin(async move { to_step(kind.resend().await) })
    }

    /// Gives a challenge up and goes back to the step before it.
    pub fn go_back(&self) -> Result<Arc<Call>, Failure> {
        let kind = self.0.clone();
        Call::begin(async move { to_step(kind.go_back().await) })
    }

    /// Has a code sent by the method.
    pub fn choose(&self, method: String) -> Result<Arc<Call>, Failure> {
        let (kind, method) = (self.0.clone(), MethodId::new(method));
        Call::begin(async move { to_step(kind.choose(&method).await) })
    }

    /// Has a code sent to the contact.
    pub fn register(&self, method: String, contact: String) -> Result<Arc<Call>, Failure> {
        let (kind, method) = (self.0.clone(), MethodId::new(method));
        Call::begin(async move { to_step(kind.register(&method, contact).await) })
    }

    /// Takes the attributes.
    pub fn give(&self, given: Vec<Attribute>) -> Result<Arc<Call>, Failure> {
        let Kind::Attributes(reply) = self.0.clone() else {
            return Err(Failure::defect());
        };
        let given = attributes(given);
        Call::begin(async move { to_step(Ok(reply.submit(given).await?.into())) })
    }

    /// Waits on until the password is changed.
    pub fn wait_on(&self) -> Result<Arc<Call>, Failure> {
        let Kind::NewPasswordWait(reply) = self.0.clone() else {
            return Err(Failure::defect());
        };
        Call::begin(async move { to_step(Ok(reply.wait().await?.into())) })
    }

    /// The address of the service's sign-in page.
    pub fn authorization_url(
        &self,
        domain_hint: Option<String>,
        prompt: Option<String>,
    ) -> Result<Arc<Call>, Failure> {
        let Kind::Browser(reply) = self.0.clone() else {
            return Err(Failure::defect());
        };
        let mut options = BrowserOptions::new();
        if let Some(hint) = domain_hint {
            options = options.domain_hint(hint);
        }
        if let Some(prompt) = prompt {
            options = options.prompt(prompt);
        }
        Call::begin(async move {
            let url = reply.authorization_url(&options).await?;
            let url = url.as_str().to_owned();
            Ok(Answer::Address { url })
        })
    }
}

impl Kind {
    async fn submit(self, given: Secret) -> Result<Step, Failure> {
        Ok(match self {
            Self::Password(reply) => reply.submit(given).await?.into(),
            Self::Code(reply) => reply.submit(given).await?.into(),
            Self::MfaCode(reply) => reply.submit(given).await?.into(),
            Self::RegistrationCode(reply) => reply.submit(given).await?.into(),
            Self::Browser(reply) => reply.complete(given.expose()).await?.into(),
            Self::Verification(reply) => reply.submit(given).await?.into(),
            Self::SignUpVerification(reply) => reply.submit(given).await?.into(),
            Self::ResetVerification(reply) => reply.submit(given).await?.into(),
            Self::SignUpCode(reply) => reply.submit(given).await?.into(),
            Self::SignUpPassword(reply) => reply.submit(given).await?.into(),
            Self::ResetCode(reply) => reply.submit(given).await?.into(),
            Self::NewPassword(reply) => reply.submit(given).await?.into(),
            _ => return Err(Failure::defect()),
        })
    }

    async fn resend(self) -> Result<Step, Failure> {
        Ok(match self {
            Self::Code(reply) => reply.resend().await?.into(),
            Self::MfaCode(reply) => reply.resend().await?.into(),
            Self::RegistrationCode(reply) => reply.resend().await?.into(),
            Self::SignUpCode(reply) => reply.resend().await?.into(),
            Self::ResetCode(reply) => reply.resend().await?.into(),
            Self::Verification(reply) => reply.again().await?.into(),
            Self::SignUpVerification(reply) => reply.again().await?.into(),
            Self::ResetVerification(reply) => reply.again().await?.into(),
            _ => return Err(Failure::defect()),
        })
    }

    async fn go_back(self) -> Result<Step, Failure> {
        Ok(match self {
            Self::Verification(reply) => reply.go_back().await?.into(),
            Self::SignUpVerification(reply) => reply.go_back().await?.into(),
            Self::ResetVerification(reply) => reply.go_back().await?.into(),
            _ => return Err(Failure::defect()),
        })
    }

    async fn choose(self, method: &MethodId) -> Result<Step, Failure> {
        Ok(match self {
            Self::Mfa(reply) => reply.choose(method).await?.into(),
            Self::MfaCode(reply) => reply.choose(method).await?.into(),
            _ => return Err(Failure::defect()),
        })
    }

    async fn register(self, method: &MethodId, contact: String) -> Result<Step, Failure> {
        Ok(match self {
            Self::Registration(reply) => reply.register(method, contact).await?.into(),
            Self::RegistrationCode(reply) => reply.register(method, contact).await?.into(),
            _ => return Err(Failure::defect()),
        })
    }
}

fn to_step(step: Result<Step, Failure>) -> Result<Answer, Failure> {
    step.map(|step| Answer::Step { step })
}
