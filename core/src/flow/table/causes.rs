//! Every cause there is: those that an answer of the service can become, and those that arise
//! on the device alone.

use crate::authority::AuthorityError;
use crate::error::PasswordRule;
use crate::fault::Cause;

macro_rules! causes {
    (answers: $($answer:ident)*; local: $($local:ident)*;) => {
        /// What [`Reply::Refused`](crate::exchange::Reply) can hold.
        const ANSWERS: &[Cause] = &[$(Cause::$answer),*];
        /// What it never holds, and what the machine takes all the same.
        const LOCAL: &[Cause] = &[
            $(Cause::$local,)*
            Cause::AuthorityInvalid(AuthorityError::NotAUrl),
        ];
        /// The rules that a new password can break: answers, too.
        const RULES: &[PasswordRule] = &[
            PasswordRule::TooWeak,
            PasswordRule::TooShort,
            PasswordRule::TooLong,
            PasswordRule::Banned,
            PasswordRule::RecentlyUsed,
            PasswordRule::Invalid,
        ];

        /// Does not compile while a cause is in neither list.
        const fn _none_is_left_out(cause: Cause) {
            match cause {
                $(Cause::$answer)|* | $(Cause::$local)|* => (),
                Cause::AuthorityInvalid(_) => (),
                Cause::PasswordRejected(
                    PasswordRule::TooWeak
                    | PasswordRule::TooShort
                    | PasswordRule::TooLong
                    | PasswordRule::Banned
                    | PasswordRule::RecentlyUsed
                    | PasswordRule::Invalid,
                ) => (),
            }
        }
    };
}

causes! {
    answers:
        WrongPassword WrongCode UserNotFound InvalidUsername MethodBlocked
        ContactRejected ContactDisallowed
        BrowserCodeRejected
        UserExists AttributesRejected AttributesMissing NoPassword
        PasswordResetRequired InteractionRequired
        NotSent TimedOut ConnectionLost Untrusted
        Throttled LockedOut TooManyCodes ServerUnavailable EdgeUnavailable
        FlowExpired ContinuationRejected RefreshRejected
        AccessDenied WrongAuthenticationType
        TenantMismatch ClientIdRejected ClientUnauthorized ClientConfidential
        NativeAuthDisabled ChallengeTypesRejected AuthMethodUnsupported ScopesRejected ConsentMissing
        UnknownRefusal UnexpectedReply FieldMissing BodyNotJson BodyTooLarge BodyTooDeep EdgePage HttpRedirect
        MethodUndecided
        RiskUnavailable RiskBlocked ProviderDenied ChallengeUnusable EdgeChallenge StepUpRejected
        RecoveryUnconfirmed;
    local:
        BlankContact PasswordNotChanged StillChanging
        BrowserCancelled CallbackNotOurs RedirectUriMissing
        BlankPassword BlankCode InputTooLong UnknownMethod ResendTooSoon
        Busy StaleStep NotStarted NotHere Finished Cancelled SignedOut
        ClientIdInvalid ClaimsTooLarge VerificationRequired ProofUnusable StepUpContext
        StoreLocked StoreFailed RecordDamaged RecordNewer KeyInvalidated NoRandomness;
}

/// Every cause that an answer can become.
pub(super) fn answered() -> Vec<Cause> {
    let rules = RULES.iter().map(|rule| Cause::PasswordRejected(*rule));
    ANSWERS.iter().copied().chain(rules).collect()
}

/// Every cause there is.
pub(super) fn all() -> Vec<Cause> {
    answered()
        .into_iter()
        .chain(LOCAL.iter().copied())
        .collect()
}

/// The cause's code, as the app sees it.
pub(super) fn code(cause: Cause) -> &'static str {
    crate::fault::Fault::from(cause)
        .into_error(None)
        .info()
        .code
}
