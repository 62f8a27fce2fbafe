//! Every cause there is: those that an answer of the service can become, and those that arise
//! on the device alone.

use crate::authority::AuthorityError;
use crate::fault::Cause;

macro_rules! causes {
    (answers: $($answer:ident)*; local: $($local:ident)*;) => {
        /// What [`Reply::Refused`](crate::exchange::Reply) can hold.
        pub(super) const ANSWERS: &[Cause] = &[$(Cause::$answer),*];
        /// What it never holds, and what the machine takes all the same.
        pub(super) const LOCAL: &[Cause] = &[
            $(Cause::$local,)*
            Cause::AuthorityInvalid(AuthorityError::NotAUrl),
        ];

        /// Does not compile while a cause is in neither list.
        const fn _none_is_left_out(cause: Cause) {
            match cause {
                $(Cause::$answer)|* | $(Cause::$local)|* | Cause::AuthorityInvalid(_) => (),
            }
        }
    };
}

causes! {
    answers:
        WrongPassword WrongCode UserNotFound InvalidUsername MethodBlocked
        PasswordResetRequired InteractionRequired
        NotSent TimedOut ConnectionLost Untrusted
        Throttled LockedOut TooManyCodes ServerUnavailable EdgeUnavailable
        FlowExpired ContinuationRejected RefreshRejected
        AccessDenied WrongAuthenticationType
        TenantMismatch ClientIdRejected ClientUnauthorized ClientConfidential
        NativeAuthDisabled ChallengeTypesRejected ScopesRejected ConsentMissing
        UnknownRefusal FieldMissing BodyNotJson BodyTooLarge BodyTooDeep EdgePage HttpRedirect
        MethodUndecided;
    local:
        BlankPassword BlankCode InputTooLong UnknownMethod ResendTooSoon
        Busy StaleStep NotStarted NotHere Finished Cancelled SignedOut
        ClientIdInvalid UnexpectedReply
        StoreLocked StoreFailed RecordDamaged RecordNewer KeyInvalidated NoRandomness;
}

/// The cause's code, as the app sees it.
pub(super) fn code(cause: Cause) -> &'static str {
    crate::fault::Fault::from(cause)
        .into_error(None)
        .info()
        .code
}
