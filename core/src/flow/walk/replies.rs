//! The replies of every step under one name, for walks that take whatever comes.

mod act;

use super::any::AnyStep;
use crate::flow::{
    AttributesReply, BrowserReply, CodeReply, MfaCodeReply, MfaReply, NewPasswordReply,
    NewPasswordWait, PasswordReply, RegistrationCodeReply, RegistrationReply, ResetCodeReply,
    ResetPasswordStep, ResetVerificationReply, SignInAfter, SignInStep, SignUpCodeReply,
    SignUpPasswordReply, SignUpStep, SignUpVerificationReply, VerificationReply,
};

/// Any of the replies.
#[derive(Debug, Clone)]
pub(super) enum Reply {
    Password(PasswordReply),
    Code(CodeReply),
    Mfa(MfaReply),
    MfaCode(MfaCodeReply),
    Registration(RegistrationReply),
    RegistrationCode(RegistrationCodeReply),
    SignUpCode(SignUpCodeReply),
    SignUpPassword(SignUpPasswordReply),
    Attributes(AttributesReply),
    ResetCode(ResetCodeReply),
    NewPassword(NewPasswordReply),
    Wait(NewPasswordWait),
    Browser(BrowserReply),
    Verification(VerificationReply),
    SignUpVerification(SignUpVerificationReply),
    ResetVerification(ResetVerificationReply),
    /// Leads on to the sign-in.
    Next(SignInAfter),
}

impl Reply {
    pub(super) fn of(step: AnyStep) -> Option<Self> {
        match step {
            AnyStep::SignIn(step) => Self::of_sign_in(step),
            AnyStep::SignUp(step) => Some(Self::of_sign_up(step)),
            AnyStep::Reset(step) => Some(Self::of_reset(step)),
        }
    }

    fn of_sign_in(step: SignInStep) -> Option<Self> {
        Some(match step {
            SignInStep::PasswordRequired { reply } => Self::Password(reply),
            SignInStep::CodeRequired { reply, .. } => Self::Code(reply),
            SignInStep::MfaRequired { reply, .. } => Self::Mfa(reply),
            SignInStep::MfaCodeRequired { reply, .. } => Self::MfaCode(reply),
            SignInStep::RegistrationRequired { reply, .. } => Self::Registration(reply),
            SignInStep::RegistrationCodeRequired { reply, .. } => Self::RegistrationCode(reply),
            SignInStep::VerificationRequired { reply, .. } => Self::Verification(reply),
            SignInStep::BrowserRequired { reply, .. } => Self::Browser(reply),
            SignInStep::SignedIn { .. } => return None,
        })
    }

    fn of_sign_up(step: SignUpStep) -> Self {
        match step {
            SignUpStep::CodeRequired { reply, .. } => Self::SignUpCode(reply),
            SignUpStep::PasswordRequired { reply } => Self::SignUpPassword(reply),
            SignUpStep::AttributesRequired { reply, .. } => Self::Attributes(reply),
            SignUpStep::VerificationRequired { reply, .. } => Self::SignUpVerification(reply),
            SignUpStep::BrowserRequired { reply, .. } => Self::Browser(reply),
            SignUpStep::SignedUp { next } => Self::Next(next),
        }
    }

    fn of_reset(step: ResetPasswordStep) -> Self {
        match step {
            ResetPasswordStep::CodeRequired { reply, .. } => Self::ResetCode(reply),
            ResetPasswordStep::NewPasswordRequired { reply, .. } => Self::NewPassword(reply),
            ResetPasswordStep::NewPasswordSubmitted { reply } => Self::Wait(reply),
            ResetPasswordStep::VerificationRequired { reply, .. } => Self::ResetVerification(reply),
            ResetPasswordStep::BrowserRequired { reply, .. } => Self::Browser(reply),
            ResetPasswordStep::PasswordReset { next, .. } => Self::Next(next),
        }
    }

    /// Nothing for what leads on to the sign-in: that can be done at any time.
    pub(super) fn revision(&self) -> Option<u64> {
        let revision = match self {
            Self::Password(reply) => reply.revision(),
            Self::Code(reply) => reply.revision(),
            Self::Mfa(reply) => reply.revision(),
            Self::MfaCode(reply) => reply.revision(),
            Self::Registration(reply) => reply.revision(),
            Self::RegistrationCode(reply) => reply.revision(),
            Self::SignUpCode(reply) => reply.revision(),
            Self::SignUpPassword(reply) => reply.revision(),
            Self::Attributes(reply) => reply.revision(),
            Self::ResetCode(reply) => reply.revision(),
            Self::NewPassword(reply) => reply.revision(),
            Self::Wait(reply) => reply.revision(),
            Self::Browser(reply) => reply.revision(),
            Self::Verification(reply) => reply.revision(),
            Self::SignUpVerification(reply) => reply.revision(),
            Self::ResetVerification(reply) => reply.revision(),
            Self::Next(_) => return None,
        };
        Some(revision.number())
    }
}
