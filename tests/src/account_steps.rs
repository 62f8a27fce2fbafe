//! What a test expects of the steps of a sign-up and of a password reset.

use doorstep::{
    AttributesReply, BrowserReason, BrowserReply, CodeSent, Error, NewPasswordReply,
    NewPasswordWait, RequiredAttribute, ResetCodeReply, ResetPasswordStep, ResetVerificationReply,
    RiskChallenge, SignInAfter, SignUpCodeReply, SignUpPasswordReply, SignUpStep, Timestamp,
};

/// What a call on a sign-up gives.
pub type SignUpOutcome = Result<SignUpStep, Error>;

/// What a call on a password reset gives.
pub type ResetOutcome = Result<ResetPasswordStep, Error>;

/// The step that the outcome of a sign-up must be; anything else fails the test at the caller's
/// line.
pub trait SignUpStepExt {
    /// `CodeRequired`
    fn code(self) -> (CodeSent, SignUpCodeReply);
    /// `PasswordRequired`
    fn password(self) -> SignUpPasswordReply;
    /// `AttributesRequired`
    fn attributes(self) -> (Vec<RequiredAttribute>, AttributesReply);
    /// `BrowserRequired`
    fn browser(self) -> (BrowserReason, BrowserReply);
    /// `SignedUp`
    fn signed_up(self) -> SignInAfter;
}

/// The step that the outcome of a password reset must be; anything else fails the test at the
/// caller's line.
pub trait ResetStepExt {
    /// `CodeRequired`
    fn code(self) -> (CodeSent, ResetCodeReply);
    /// `NewPasswordRequired`
    fn new_password(self) -> (Option<Timestamp>, NewPasswordReply);
    /// `NewPasswordSubmitted`
    fn submitted(self) -> NewPasswordWait;
    /// `VerificationRequired`
    fn verification(self) -> (RiskChallenge, ResetVerificationReply);
    /// `BrowserRequired`
    fn browser(self) -> (BrowserReason, BrowserReply);
    /// `PasswordReset`
    fn reset(self) -> SignInAfter;
}

macro_rules! expect {
    ($outcome:expr, $pattern:pat => $value:expr) => {
        match $outcome {
            Ok($pattern) => $value,
            other => panic!("not the step expected: {other:?}"),
        }
    };
}

impl SignUpStepExt for SignUpOutcome {
    #[track_caller]
    fn code(self) -> (CodeSent, SignUpCodeReply) {
        expect!(self, SignUpStep::CodeRequired { code, reply } => (code, reply))
    }

    #[track_caller]
    fn password(self) -> SignUpPasswordReply {
        expect!(self, SignUpStep::PasswordRequired { reply } => reply)
    }

    #[track_caller]
    fn attributes(self) -> (Vec<RequiredAttribute>, AttributesReply) {
        expect!(self, SignUpStep::AttributesRequired { attributes, reply } => (attributes, reply))
    }

    #[track_caller]
    fn browser(self) -> (BrowserReason, BrowserReply) {
        expect!(self, SignUpStep::BrowserRequired { reason, reply } => (reason, reply))
    }

    #[track_caller]
    fn signed_up(self) -> SignInAfter {
        expect!(self, SignUpStep::SignedUp { next } => next)
    }
}

impl ResetStepExt for ResetOutcome {
    #[track_caller]
    fn code(self) -> (CodeSent, ResetCodeReply) {
        expect!(self, ResetPasswordStep::CodeRequired { code, reply } => (code, reply))
    }

    #[track_caller]
    fn new_password(self) -> (Option<Timestamp>, NewPasswordReply) {
        expect!(self, ResetPasswordStep::NewPasswordRequired { until, reply } => (until, reply))
    }

    #[track_caller]
    fn submitted(self) -> NewPasswordWait {
        expect!(self, ResetPasswordStep::NewPasswordSubmitted { reply } => reply)
    }

    #[track_caller]
    fn verification(self) -> (RiskChallenge, ResetVerificationReply) {
        expect!(self, ResetPasswordStep::VerificationRequired { challenge, reply } => (challenge, reply))
    }

    #[track_caller]
    fn browser(self) -> (BrowserReason, BrowserReply) {
        expect!(self, ResetPasswordStep::BrowserRequired { reason, reply } => (reason, reply))
    }

    #[track_caller]
    fn reset(self) -> SignInAfter {
        expect!(self, ResetPasswordStep::PasswordReset { next, .. } => next)
    }
}
