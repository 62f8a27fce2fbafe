//! Everything that can go wrong.

use super::row::Reaction;
use crate::authority::AuthorityError;
use crate::error::{Landing, PasswordRule};

/// Everything that can go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Cause {
    // What the person typed or chose
    WrongPassword,
    WrongCode,
    UserNotFound,
    InvalidUsername,
    BlankPassword,
    BlankCode,
    InputTooLong,
    UnknownMethod,
    MethodBlocked,
    BlankContact,
    ContactRejected,
    ContactDisallowed,
    UserExists,
    PasswordRejected(PasswordRule),
    AttributesRejected,
    AttributesMissing,
    NoPassword,
    PasswordNotChanged,
    BrowserCancelled,
    BrowserCodeRejected,
    PasswordResetRequired,
    InteractionRequired,
    ProofUnusable,
    // The network
    NotSent,
    TimedOut,
    ConnectionLost,
    Untrusted,
    // The service, for a while
    Throttled,
    LockedOut,
    TooManyCodes,
    ResendTooSoon,
    StillChanging,
    ServerUnavailable,
    EdgeUnavailable,
    RiskUnavailable,
    // The flow and the session
    Busy,
    StaleStep,
    CallbackNotOurs,
    NotStarted,
    NotHere,
    Finished,
    Cancelled,
    FlowExpired,
    ContinuationRejected,
    SignedOut,
    RefreshRejected,
    // The tenant's policy
    AccessDenied,
    WrongAuthenticationType,
    VerificationRequired,
    // What stands in front of the service
    RiskBlocked,
    ProviderDenied,
    ChallengeUnusable,
    EdgeChallenge,
    StepUpRejected,
    // Configuration
    AuthorityInvalid(AuthorityError),
    TenantMismatch,
    ClientIdInvalid,
    ClientIdRejected,
    ClientUnauthorized,
    ClientConfidential,
    NativeAuthDisabled,
    ChallengeTypesRejected,
    AuthMethodUnsupported,
    RedirectUriMissing,
    ScopesRejected,
    ConsentMissing,
    StepUpContext,
    RecoveryUnconfirmed,
    // Answers that can't be used
    UnknownRefusal,
    UnexpectedReply,
    FieldMissing,
    BodyNotJson,
    BodyTooLarge,
    BodyTooDeep,
    EdgePage,
    HttpRedirect,
    // A step that has to be worked out again before it can go on: never shown
    MethodUndecided,
    // What an API asks for
    ClaimsTooLarge,
    // Storage
    StoreLocked,
    StoreFailed,
    RecordDamaged,
    RecordNewer,
    KeyInvalidated,
    // Ourselves
    NoRandomness,
}

impl Cause {
    /// The stable code, as the app sees it.
    pub(crate) fn code(self) -> &'static str {
        self.row().code
    }

    /// Where this cause leaves a flow.
    pub(crate) fn landing(self) -> Landing {
        self.row().landing
    }

    /// Logs this cause, where nobody is told of it: the call goes on.
    pub(crate) fn log(self) {
        super::log(&self.row(), None, None);
    }

    /// Whether the same request may succeed a little later.
    pub(crate) fn may_pass(self) -> bool {
        matches!(self.row().reaction, Reaction::Wait(_))
    }

    /// Whether the person can correct it by giving something else at the same place.
    pub(crate) fn is_about_what_was_given(self) -> bool {
        matches!(self, Self::PasswordRejected(_) | Self::AttributesRejected)
    }

    /// Whether the service no longer takes the flow's token.
    pub(crate) const fn is_about_continuation(self) -> bool {
        matches!(self, Self::FlowExpired | Self::ContinuationRejected)
    }

    /// Whether the service may never have seen the call: it says nothing of what was sent, and the
    /// same may be sent again as it is.
    pub(crate) fn is_of_the_way(self) -> bool {
        self.leaves_doubt()
            || matches!(
                self,
                Self::NotSent | Self::Untrusted | Self::Throttled | Self::RiskUnavailable
            )
    }

    /// Whether the service may have acted although no usable answer of its own came.
    pub(crate) fn leaves_doubt(self) -> bool {
        matches!(
            self,
            Self::TimedOut
                | Self::ConnectionLost
                | Self::ServerUnavailable
                | Self::EdgeUnavailable
                | Self::EdgePage
                | Self::HttpRedirect
                | Self::BodyNotJson
                | Self::BodyTooLarge
                | Self::BodyTooDeep
        )
    }
}
