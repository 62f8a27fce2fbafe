//! The replies of every step under one name, for walks that take whatever comes.

use super::world::{CODE, CONTACT, PASSWORD};
use crate::error::Error;
use crate::flow::{
    CodeReply, MfaCodeReply, MfaReply, PasswordReply, RegistrationCodeReply, RegistrationReply,
    SignInStep,
};
use crate::ids::MethodId;

pub(super) type Outcome = Result<SignInStep, Error>;

/// Any of the replies.
#[derive(Debug, Clone)]
pub(super) enum Reply {
    Password(PasswordReply),
    Code(CodeReply),
    Mfa(MfaReply),
    MfaCode(MfaCodeReply),
    Registration(RegistrationReply),
    RegistrationCode(RegistrationCodeReply),
}

impl Reply {
    pub(super) fn of(step: SignInStep) -> Option<Self> {
        match step {
            SignInStep::PasswordRequired { reply } => Some(Self::Password(reply)),
            SignInStep::CodeRequired { reply, .. } => Some(Self::Code(reply)),
            SignInStep::MfaRequired { reply, .. } => Some(Self::Mfa(reply)),
            SignInStep::MfaCodeRequired { reply, .. } => Some(Self::MfaCode(reply)),
            SignInStep::RegistrationRequired { reply, .. } => Some(Self::Registration(reply)),
            SignInStep::RegistrationCodeRequired { reply, .. } => {
                Some(Self::RegistrationCode(reply))
            }
            SignInStep::BrowserRequired { .. } | SignInStep::SignedIn { .. } => None,
        }
    }

    pub(super) fn revision(&self) -> u64 {
        let revision = match self {
            Self::Password(reply) => reply.revision(),
            Self::Code(reply) => reply.revision(),
            Self::Mfa(reply) => reply.revision(),
            Self::MfaCode(reply) => reply.revision(),
            Self::Registration(reply) => reply.revision(),
            Self::RegistrationCode(reply) => reply.revision(),
        };
        revision.number()
    }

    /// One of the things that the reply takes; 0 leads on.
    pub(super) async fn act(&self, pick: u8) -> Outcome {
        let (email, sms) = (MethodId::new("m-email"), MethodId::new("m-sms"));
        match (self, pick % 8) {
            (Self::Password(reply), 1) => reply.submit(" ").await,
            (Self::Password(reply), _) => reply.submit(PASSWORD).await,
            (Self::Code(reply), 1) => reply.submit("").await,
            (Self::Code(reply), 2 | 3) => reply.resend().await,
            (Self::Code(reply), _) => reply.submit(CODE).await,
            (Self::Mfa(reply), 1) => reply.choose(&MethodId::new("m-none")).await,
            (Self::Mfa(reply), 2 | 3) => reply.choose(&sms).await,
            (Self::Mfa(reply), _) => reply.choose(&email).await,
            (Self::MfaCode(reply), 1) => reply.submit("").await,
            (Self::MfaCode(reply), 2) => reply.resend().await,
            (Self::MfaCode(reply), 3) => reply.choose(&email).await,
            (Self::MfaCode(reply), 4) => reply.choose(&sms).await,
            (Self::MfaCode(reply), _) => reply.submit(CODE).await,
            (Self::Registration(reply), 1) => reply.register(&MethodId::new("sms"), "").await,
            (Self::Registration(reply), 2) => reply.register(&MethodId::new("none"), CONTACT).await,
            (Self::Registration(reply), _) => {
                reply.register(&MethodId::new("email"), CONTACT).await
            }
            (Self::RegistrationCode(reply), 1) => reply.submit("").await,
            (Self::RegistrationCode(reply), 2) => reply.resend().await,
            (Self::RegistrationCode(reply), 3) => {
                reply.register(&MethodId::new("email"), CONTACT).await
            }
            (Self::RegistrationCode(reply), 4) => {
                reply
                    .register(&MethodId::new("sms"), "+1 555 010 0123")
                    .await
            }
            (Self::RegistrationCode(reply), _) => reply.submit(CODE).await,
        }
    }
}
