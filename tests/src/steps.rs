//! Short ways to say which step or error a test expects.

use std::time::Duration;

use doorstep::{
    Account, Area, AuthMethod, BrowserReason, Channel, CodeReply, CodeSent, Denier, Error,
    MethodId, MfaCodeReply, MfaReply, Misuse, PasswordReply, Problem, Reason,
    RegistrationCodeReply, RegistrationMethod, RegistrationReply, RiskChallenge, Setting,
    SignInStep, VerificationReply,
};

/// What a call on a flow gives.
pub type Outcome = Result<SignInStep, Error>;

/// The step that an outcome must be; anything else fails the test at the caller's line.
pub trait StepExt {
    /// `PasswordRequired`
    fn password(self) -> PasswordReply;
    /// `CodeRequired`
    fn code(self) -> (CodeSent, CodeReply);
    /// `MfaRequired`
    fn mfa(self) -> (Vec<AuthMethod>, MfaReply);
    /// `MfaCodeRequired`
    fn mfa_code(self) -> (CodeSent, MfaCodeReply);
    /// `RegistrationRequired`
    fn registration(self) -> (Vec<RegistrationMethod>, RegistrationReply);
    /// `RegistrationCodeRequired`
    fn registration_code(self) -> (CodeSent, RegistrationCodeReply);
    /// `VerificationRequired`
    fn verification(self) -> (RiskChallenge, VerificationReply);
    /// `BrowserRequired`
    fn browser(self) -> BrowserReason;
    /// `SignedIn`
    fn account(self) -> Account;
}

macro_rules! expect {
    ($outcome:expr, $pattern:pat => $value:expr) => {
        match $outcome {
            Ok($pattern) => $value,
            other => panic!("not the step expected: {other:?}"),
        }
    };
}

impl StepExt for Outcome {
    #[track_caller]
    fn password(self) -> PasswordReply {
        expect!(self, SignInStep::PasswordRequired { reply } => reply)
    }

    #[track_caller]
    fn code(self) -> (CodeSent, CodeReply) {
        expect!(self, SignInStep::CodeRequired { code, reply } => (code, reply))
    }

    #[track_caller]
    fn mfa(self) -> (Vec<AuthMethod>, MfaReply) {
        expect!(self, SignInStep::MfaRequired { methods, reply } => (methods, reply))
    }

    #[track_caller]
    fn mfa_code(self) -> (CodeSent, MfaCodeReply) {
        expect!(self, SignInStep::MfaCodeRequired { code, reply, .. } => (code, reply))
    }

    #[track_caller]
    fn registration(self) -> (Vec<RegistrationMethod>, RegistrationReply) {
        expect!(self, SignInStep::RegistrationRequired { methods, reply } => (methods, reply))
    }

    #[track_caller]
    fn registration_code(self) -> (CodeSent, RegistrationCodeReply) {
        expect!(self, SignInStep::RegistrationCodeRequired { code, reply, .. } => (code, reply))
    }

    #[track_caller]
    fn verification(self) -> (RiskChallenge, VerificationReply) {
        expect!(self, SignInStep::VerificationRequired { challenge, reply } => (challenge, reply))
    }

    #[track_caller]
    fn browser(self) -> BrowserReason {
        expect!(self, SignInStep::BrowserRequired { reason, .. } => reason)
    }

    #[track_caller]
    fn account(self) -> Account {
        expect!(self, SignInStep::SignedIn { account } => account)
    }
}

/// The error that an outcome must be.
pub trait ErrorExt {
    /// The error, whatever it is.
    fn error(self) -> Error;
    /// `Fixable`
    fn problem(self) -> Problem;
    /// `Later`
    fn later(self) -> (Reason, Option<Duration>);
    /// `Misuse`
    fn misuse(self) -> Misuse;
    /// `Denied`
    fn denied(self) -> Denier;
    /// `Broken`
    fn broken(self) -> Area;
    /// `Broken` with a setting
    fn setting(self) -> Setting;
}

impl<T: std::fmt::Debug> ErrorExt for Result<T, Error> {
    #[track_caller]
    fn error(self) -> Error {
        match self {
            Err(error) => error,
            Ok(value) => panic!("no error: {value:?}"),
        }
    }

    #[track_caller]
    fn problem(self) -> Problem {
        match self.error() {
            Error::Fixable { problem, .. } => problem,
            other => panic!("not fixable: {other:?}"),
        }
    }

    #[track_caller]
    fn later(self) -> (Reason, Option<Duration>) {
        match self.error() {
            Error::Later {
                reason,
                retry_after,
                ..
            } => (reason, retry_after),
            other => panic!("not for later: {other:?}"),
        }
    }

    #[track_caller]
    fn misuse(self) -> Misuse {
        match self.error() {
            Error::Misuse { now, .. } => now,
            other => panic!("no misuse: {other:?}"),
        }
    }

    #[track_caller]
    fn denied(self) -> Denier {
        match self.error() {
            Error::Denied { by, .. } => by,
            other => panic!("not denied: {other:?}"),
        }
    }

    #[track_caller]
    fn broken(self) -> Area {
        match self.error() {
            Error::Broken { area, .. } => area,
            other => panic!("not broken: {other:?}"),
        }
    }

    #[track_caller]
    fn setting(self) -> Setting {
        match self.broken() {
            Area::Configuration(setting) => setting,
            other => panic!("not the configuration: {other:?}"),
        }
    }
}

/// The id of the method that goes by `channel`.
#[track_caller]
pub fn by(methods: &[AuthMethod], channel: &Channel) -> MethodId {
    let method = methods.iter().find(|method| method.channel == *channel);
    method.expect("a method of that channel").id.clone()
}
