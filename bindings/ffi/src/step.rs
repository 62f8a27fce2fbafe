//! What flows want next.

use std::sync::Arc;

use crate::account::Account;
use crate::browser::BrowserReason;
use crate::data::{
    AuthMethod, CodeSent, RecoveryReason, RegistrationMethod, RequiredAttribute, RiskChallenge,
    list, moment,
};
use crate::flow::Flow;
use crate::reply::Reply;

/// What a flow wants next. A step of one kind of flow leads to a step of that kind.
#[derive(uniffi::Enum)]
#[allow(
    missing_docs,
    reason = "the words are those of doorstep::SignInStep, SignUpStep and ResetPasswordStep"
)]
pub enum Step {
    PasswordRequired {
        revision: u64,
        reply: Arc<Reply>,
    },
    CodeRequired {
        code: CodeSent,
        revision: u64,
        reply: Arc<Reply>,
    },
    MfaRequired {
        methods: Vec<AuthMethod>,
        revision: u64,
        reply: Arc<Reply>,
    },
    MfaCodeRequired {
        code: CodeSent,
        methods: Vec<AuthMethod>,
        revision: u64,
        reply: Arc<Reply>,
    },
    RegistrationRequired {
        methods: Vec<RegistrationMethod>,
        revision: u64,
        reply: Arc<Reply>,
    },
    RegistrationCodeRequired {
        code: CodeSent,
        methods: Vec<RegistrationMethod>,
        revision: u64,
        reply: Arc<Reply>,
    },
    AttributesRequired {
        attributes: Vec<RequiredAttribute>,
        revision: u64,
        reply: Arc<Reply>,
    },
    NewPasswordRequired {
        until_millis: Option<u64>,
        revision: u64,
        reply: Arc<Reply>,
    },
    NewPasswordSubmitted {
        revision: u64,
        reply: Arc<Reply>,
    },
    VerificationRequired {
        challenge: RiskChallenge,
        revision: u64,
        reply: Arc<Reply>,
    },
    BrowserRequired {
        reason: BrowserReason,
        revision: u64,
        reply: Arc<Reply>,
    },
    /// The sign-in leads on from a sign-up or a reset.
    Over {
        sign_in: Arc<Flow>,
        /// What a reset carried out beside the new password.
        recovery: Option<RecoveryReason>,
    },
    SignedIn {
        account: Arc<Account>,
    },
}

/// The fields that every step has which wants an answer.
macro_rules! wants {
    ($step:ident, $reply:ident $(, $field:ident: $value:expr)*) => {
        Self::$step {
            $($field: $value,)*
            revision: $reply.revision().number(),
            reply: Arc::new($reply.into()),
        }
    };
}

impl From<doorstep::SignInStep> for Step {
    fn from(step: doorstep::SignInStep) -> Self {
        use doorstep::SignInStep as Core;
        match step {
            Core::PasswordRequired { reply } => wants!(PasswordRequired, reply),
            Core::CodeRequired { code, reply } => wants!(CodeRequired, reply, code: code.into()),
            Core::MfaRequired { methods, reply } => {
                wants!(MfaRequired, reply, methods: list(methods))
            }
            Core::MfaCodeRequired {
                code,
                methods,
                reply,
            } => wants!(MfaCodeRequired, reply, code: code.into(), methods: list(methods)),
            Core::RegistrationRequired { methods, reply } => {
                wants!(RegistrationRequired, reply, methods: list(methods))
            }
            Core::RegistrationCodeRequired {
                code,
                methods,
                reply,
            } => wants!(RegistrationCodeRequired, reply, code: code.into(), methods: list(methods)),
            Core::VerificationRequired { challenge, reply } => {
                wants!(VerificationRequired, reply, challenge: challenge.into())
            }
            Core::BrowserRequired { reason, reply } => {
                wants!(BrowserRequired, reply, reason: reason.into())
            }
            Core::SignedIn { account } => Self::SignedIn {
                account: Account::new(account),
            },
        }
    }
}

impl From<doorstep::SignUpStep> for Step {
    fn from(step: doorstep::SignUpStep) -> Self {
        use doorstep::SignUpStep as Core;
        match step {
            Core::CodeRequired { code, reply } => wants!(CodeRequired, reply, code: code.into()),
            Core::PasswordRequired { reply } => wants!(PasswordRequired, reply),
            Core::AttributesRequired { attributes, reply } => {
                wants!(AttributesRequired, reply, attributes: list(attributes))
            }
            Core::VerificationRequired { challenge, reply } => {
                wants!(VerificationRequired, reply, challenge: challenge.into())
            }
            Core::BrowserRequired { reason, reply } => {
                wants!(BrowserRequired, reply, reason: reason.into())
            }
            Core::SignedUp { next } => Self::over(&next, None),
        }
    }
}

impl From<doorstep::ResetPasswordStep> for Step {
    fn from(step: doorstep::ResetPasswordStep) -> Self {
        use doorstep::ResetPasswordStep as Core;
        match step {
            Core::CodeRequired { code, reply } => wants!(CodeRequired, reply, code: code.into()),
            Core::NewPasswordRequired { until, reply } => {
                wants!(NewPasswordRequired, reply, until_millis: until.map(moment))
            }
            Core::NewPasswordSubmitted { reply } => wants!(NewPasswordSubmitted, reply),
            Core::VerificationRequired { challenge, reply } => {
                wants!(VerificationRequired, reply, challenge: challenge.into())
            }
            Core::BrowserRequired { reason, reply } => {
                wants!(BrowserRequired, reply, reason: reason.into())
            }
            Core::PasswordReset { recovery, next } => Self::over(&next, recovery.map(Into::into)),
        }
    }
}

impl Step {
    fn over(next: &doorstep::SignInAfter, recovery: Option<RecoveryReason>) -> Self {
        Self::Over {
            recovery,
            sign_in: Arc::new(next.sign_in().into()),
        }
    }
}
