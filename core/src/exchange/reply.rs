//! What the service answered.

use std::time::Duration;

use super::{TokenGrant, Wanted};
use crate::attributes::RequiredAttribute;
use crate::challenge::{AuthMethod, BrowserReason, CodeSent, RegistrationMethod, RiskChallenge};
use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::ids::ContinuationToken;
use crate::terms::Claims;

/// What the service answered.
#[derive(Debug, Clone)]
pub(crate) enum Reply {
    /// The flow has begun.
    Opened { token: ContinuationToken },
    /// The first factor is a password.
    PasswordWanted { token: ContinuationToken },
    /// A code is on its way.
    CodeSent {
        token: ContinuationToken,
        code: CodeSent,
    },
    /// A second factor is due before there are tokens.
    SecondFactorDue { token: ContinuationToken },
    /// These are the second factors.
    Methods {
        token: ContinuationToken,
        methods: Vec<AuthMethod>,
    },
    /// A strong-auth method must be registered before there are tokens.
    RegistrationDue { token: ContinuationToken },
    /// These are the methods that can be registered.
    Registrable {
        token: ContinuationToken,
        methods: Vec<RegistrationMethod>,
    },
    /// The contact needs no code: the same person proved it just now.
    Preverified { token: ContinuationToken },
    /// The contact is proved.
    Confirmed { token: ContinuationToken },
    /// Something more is wanted; a challenge tells what.
    ChallengeDue {
        token: ContinuationToken,
        wanted: Wanted,
    },
    /// The new account needs attributes.
    AttributesDue {
        token: ContinuationToken,
        attributes: Vec<RequiredAttribute>,
    },
    /// The code was right; a new password is taken until then.
    CodeProved {
        token: ContinuationToken,
        until: Option<Timestamp>,
    },
    /// The service has the new password. It wants to be asked whether it is done.
    PasswordTaken {
        token: ContinuationToken,
        interval: Duration,
    },
    /// It was not done yet `at` that time.
    StillChanging { at: Timestamp },
    /// It could not be done; another try is allowed.
    PasswordNotChanged { token: Option<ContinuationToken> },
    /// The account is made or the password changed. The token leads on to a sign-in.
    Finished { token: Option<ContinuationToken> },
    /// Tokens.
    Granted(Box<TokenGrant>),
    /// It goes on in the browser, or not at all.
    Browser(BrowserReason),
    /// Something in front of the service wants a challenge solved first.
    Challenged(RiskChallenge),
    /// Something in front of the service wants the same with a context asked for: the one in these
    /// claims, or the one that the client was set up with.
    StepUpDue { claims: Option<Claims> },
    /// No, or no usable answer.
    Refused(Fault),
}

impl Reply {
    /// The name for logs and tables.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "opened",
            Self::PasswordWanted { .. } => "password_wanted",
            Self::CodeSent { .. } => "code_sent",
            Self::SecondFactorDue { .. } => "second_factor_due",
            Self::Methods { .. } => "methods",
            Self::RegistrationDue { .. } => "registration_due",
            Self::Registrable { .. } => "registrable",
            Self::Preverified { .. } => "preverified",
            Self::Confirmed { .. } => "confirmed",
            Self::ChallengeDue {
                wanted: Wanted::Credential,
                ..
            } => "challenge_due",
            Self::ChallengeDue {
                wanted: Wanted::Verification,
                ..
            } => "verification_due",
            Self::AttributesDue { .. } => "attributes_due",
            Self::CodeProved { .. } => "code_proved",
            Self::PasswordTaken { .. } => "password_taken",
            Self::StillChanging { .. } => "still_changing",
            Self::PasswordNotChanged { .. } => "password_not_changed",
            Self::Finished { .. } => "finished",
            Self::Granted(_) => "granted",
            Self::Browser(_) => "browser",
            Self::Challenged(_) => "challenged",
            Self::StepUpDue { .. } => "step_up_due",
            Self::Refused(_) => "refused",
        }
    }
}
