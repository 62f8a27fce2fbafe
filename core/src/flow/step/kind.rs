//! The names of steps.

use std::fmt;

use crate::exchange::Bridge;
use crate::flow::machine::Stage;
use crate::flow::{mfa, reset_password, sign_in, sign_up, strong_auth};
use crate::log_safe::LogSafe;

/// The name of a step, without its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StepKind {
    /// [`SignInStep::PasswordRequired`](crate::SignInStep::PasswordRequired)
    PasswordRequired,
    /// [`SignInStep::CodeRequired`](crate::SignInStep::CodeRequired)
    CodeRequired,
    /// [`SignInStep::MfaRequired`](crate::SignInStep::MfaRequired)
    MfaRequired,
    /// [`SignInStep::MfaCodeRequired`](crate::SignInStep::MfaCodeRequired)
    MfaCodeRequired,
    /// [`SignInStep::RegistrationRequired`](crate::SignInStep::RegistrationRequired)
    RegistrationRequired,
    /// [`SignInStep::RegistrationCodeRequired`](crate::SignInStep::RegistrationCodeRequired)
    RegistrationCodeRequired,
    /// [`SignUpStep::AttributesRequired`](crate::SignUpStep::AttributesRequired)
    AttributesRequired,
    /// [`SignUpStep::SignedUp`](crate::SignUpStep::SignedUp)
    SignedUp,
    /// [`ResetPasswordStep::NewPasswordRequired`](crate::ResetPasswordStep::NewPasswordRequired)
    NewPasswordRequired,
    /// [`ResetPasswordStep::NewPasswordSubmitted`](crate::ResetPasswordStep::NewPasswordSubmitted)
    NewPasswordSubmitted,
    /// [`ResetPasswordStep::PasswordReset`](crate::ResetPasswordStep::PasswordReset)
    PasswordReset,
    /// [`SignInStep::VerificationRequired`](crate::SignInStep::VerificationRequired)
    VerificationRequired,
    /// [`SignInStep::BrowserRequired`](crate::SignInStep::BrowserRequired)
    BrowserRequired,
    /// [`SignInStep::SignedIn`](crate::SignInStep::SignedIn)
    SignedIn,
}

impl fmt::Display for StepKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::PasswordRequired => "password required",
            Self::CodeRequired => "code required",
            Self::MfaRequired => "MFA required",
            Self::MfaCodeRequired => "MFA code required",
            Self::RegistrationRequired => "registration required",
            Self::RegistrationCodeRequired => "registration code required",
            Self::AttributesRequired => "attributes required",
            Self::SignedUp => "signed up",
            Self::NewPasswordRequired => "new password required",
            Self::NewPasswordSubmitted => "new password submitted",
            Self::PasswordReset => "password reset",
            Self::VerificationRequired => "verification required",
            Self::BrowserRequired => "browser required",
            Self::SignedIn => "signed in",
        })
    }
}

impl LogSafe for StepKind {}

impl Stage {
    /// The name of the step that this stage shows.
    pub(in crate::flow) fn kind(&self) -> Option<StepKind> {
        match self.shown()? {
            Self::SignIn(stage) => match stage {
                sign_in::Stage::PasswordRequired { .. } => Some(StepKind::PasswordRequired),
                sign_in::Stage::CodeRequired { .. } => Some(StepKind::CodeRequired),
                sign_in::Stage::Idle | sign_in::Stage::Opened { .. } => None,
            },
            Self::Mfa(stage) => match stage {
                mfa::Stage::MethodRequired { .. } => Some(StepKind::MfaRequired),
                mfa::Stage::CodeRequired { .. } => Some(StepKind::MfaCodeRequired),
                mfa::Stage::Discovering { .. } => None,
            },
            Self::StrongAuth(stage) => match stage {
                strong_auth::Stage::MethodRequired { .. } => Some(StepKind::RegistrationRequired),
                strong_auth::Stage::CodeRequired { .. } => Some(StepKind::RegistrationCodeRequired),
                strong_auth::Stage::Passing { .. } => None,
            },
            Self::SignUp(stage) => match stage {
                sign_up::Stage::CodeRequired { .. } => Some(StepKind::CodeRequired),
                sign_up::Stage::PasswordRequired { .. } => Some(StepKind::PasswordRequired),
                sign_up::Stage::AttributesRequired { .. } => Some(StepKind::AttributesRequired),
                sign_up::Stage::Idle
                | sign_up::Stage::Opened { .. }
                | sign_up::Stage::ChallengeDue { .. } => None,
            },
            Self::ResetPassword(stage) => match stage {
                reset_password::Stage::CodeRequired { .. } => Some(StepKind::CodeRequired),
                reset_password::Stage::NewPasswordRequired { .. } => {
                    Some(StepKind::NewPasswordRequired)
                }
                reset_password::Stage::Submitted { .. } => Some(StepKind::NewPasswordSubmitted),
                reset_password::Stage::Idle
                | reset_password::Stage::Opened { .. }
                | reset_password::Stage::ChallengeDue { .. } => None,
            },
            Self::SignInAfter(stage) => Some(match stage.after {
                Bridge::SignUp => StepKind::SignedUp,
                Bridge::ResetPassword => StepKind::PasswordReset,
                Bridge::Registration => StepKind::SignedIn,
            }),
            Self::Browser(_) => Some(StepKind::BrowserRequired),
            Self::Verification(_) => Some(StepKind::VerificationRequired),
        }
    }
}
