//! The table: what becomes of each cause.

use tracing::Level;

use super::Cause;
use crate::error::{Area, Denier, Landing, Misuse, PasswordRule, Problem, Reason, Setting};

/// The reaction that a cause calls for: an [`Error`] without its data.
#[derive(Debug, Clone, Copy)]
pub(super) enum Reaction {
    Fix(Problem),
    Wait(Reason),
    Refresh(Misuse),
    Stop(Denier),
    Repair(Area),
}

pub(super) struct Row {
    pub(super) code: &'static str,
    pub(super) reaction: Reaction,
    pub(super) landing: Landing,
    pub(super) level: Level,
    pub(super) summary: &'static str,
}

const fn row(
    code: &'static str,
    reaction: Reaction,
    landing: Landing,
    level: Level,
    summary: &'static str,
) -> Row {
    Row {
        code,
        reaction,
        landing,
        level,
        summary,
    }
}

impl Cause {
    #[rustfmt::skip]
    pub(super) fn row(self) -> Row {
        use Landing::{FlowOver, SameStep};
        use Reaction::{Fix, Refresh, Repair, Stop, Wait};
        const INFO: Level = Level::INFO;
        const WARN: Level = Level::WARN;
        const ERROR: Level = Level::ERROR;
        let setting = |setting| Repair(Area::Configuration(setting));
        match self {
            Self::WrongPassword => row("wrong_password", Fix(Problem::WrongPassword), SameStep, INFO, "The password is not right."),
            Self::WrongCode => row("wrong_code", Fix(Problem::WrongCode), SameStep, INFO, "The code is not right, or no longer."),
            Self::UserNotFound => row("user_not_found", Fix(Problem::UserNotFound), FlowOver, INFO, "There is no account of that name."),
            Self::InvalidUsername => row("invalid_username", Fix(Problem::InvalidUsername), FlowOver, INFO, "The username is empty, too long, or not of a form that the service takes."),
            Self::BlankPassword => row("blank_password", Fix(Problem::BlankPassword), SameStep, INFO, "No password was typed."),
            Self::BlankCode => row("blank_code", Fix(Problem::BlankCode), SameStep, INFO, "No code was typed."),
            Self::InputTooLong => row("input_too_long", Fix(Problem::InputTooLong), SameStep, INFO, "What was typed is longer than any password, code or attribute."),
            Self::UnknownMethod => row("unknown_method", Fix(Problem::UnknownMethod), SameStep, INFO, "The method is not one of those offered."),
            Self::MethodBlocked => row("method_blocked", Fix(Problem::MethodBlocked), SameStep, INFO, "The service does not send to that address or number."),
            Self::BlankContact => row("blank_contact", Fix(Problem::BlankContact), SameStep, INFO, "No address or number was typed, or one that is too long."),
            Self::ContactRejected => row("contact_rejected", Fix(Problem::ContactRejected), SameStep, INFO, "The address or number is not of a form that the service takes."),
            Self::ContactDisallowed => row("contact_disallowed", Fix(Problem::ContactDisallowed), SameStep, INFO, "The tenant does not send to that region."),
            Self::UserExists => row("user_exists", Fix(Problem::UserExists), FlowOver, INFO, "There is an account of that name already."),
            Self::PasswordRejected(rule) => password_row(rule),
            Self::AttributesRejected => row("attributes_rejected", Fix(Problem::AttributesRejected), SameStep, INFO, "The service does not take some of the attributes."),
            Self::AttributesMissing => row("attributes_missing", Fix(Problem::AttributesMissing), FlowOver, INFO, "The service wants attributes at the start that were not given."),
            Self::NoPassword => row("no_password", Fix(Problem::NoPassword), FlowOver, INFO, "The account has no password that could be reset."),
            Self::PasswordNotChanged => row("password_not_changed", Fix(Problem::PasswordNotChanged), SameStep, INFO, "The service could not change the password."),
            Self::BrowserCancelled => row("browser_cancelled", Fix(Problem::BrowserCancelled), SameStep, INFO, "The person left the browser's page without signing in."),
            Self::BrowserCodeRejected => row("browser_code_rejected", Fix(Problem::BrowserCodeRejected), SameStep, INFO, "The service no longer takes the code that the browser came back with."),
            Self::PasswordResetRequired => row("password_reset_required", Fix(Problem::PasswordResetRequired), FlowOver, INFO, "The password must be reset before it can be used again."),
            Self::InteractionRequired => row("interaction_required", Fix(Problem::InteractionRequired), SameStep, INFO, "A policy wants more proof than a silent refresh can give."),
            Self::ProofUnusable => row("invalid_proof", Fix(Problem::InvalidProof), SameStep, INFO, "The proof of the challenge is empty, too long, or no text that can be sent."),

            Self::NotSent => row("offline", Wait(Reason::Offline), SameStep, INFO, "The service could not be reached; nothing was sent."),
            Self::TimedOut => row("timed_out", Wait(Reason::NoAnswer), SameStep, WARN, "No answer came in time; the service may have acted."),
            Self::ConnectionLost => row("connection_lost", Wait(Reason::NoAnswer), SameStep, WARN, "The connection broke; the service may have acted."),
            Self::Untrusted => row("untrusted_server", Repair(Area::Edge), SameStep, WARN, "The server's certificate was not accepted; nothing was sent."),

            Self::Throttled => row("throttled", Wait(Reason::Throttled), SameStep, WARN, "The service asks for fewer requests."),
            Self::LockedOut => row("locked_out", Wait(Reason::LockedOut), SameStep, INFO, "Too many failures: the account is locked for a while."),
            Self::TooManyCodes => row("too_many_codes", Wait(Reason::TooManyCodes), SameStep, INFO, "Too many codes were asked for."),
            Self::ResendTooSoon => row("resend_too_soon", Wait(Reason::ResendTooSoon), SameStep, INFO, "The service's interval between two codes is not over."),
            Self::StillChanging => row("still_changing", Wait(Reason::StillChanging), SameStep, INFO, "The service is still changing the password."),
            Self::ServerUnavailable => row("server_unavailable", Wait(Reason::ServerUnavailable), SameStep, WARN, "The service can't answer now."),
            Self::EdgeUnavailable => row("edge_unavailable", Wait(Reason::EdgeUnavailable), SameStep, WARN, "A page came instead of JSON: what stands in front of the service can't reach it now."),
            Self::RiskUnavailable => row("risk_unavailable", Wait(Reason::RiskUnavailable), SameStep, WARN, "The risk of the call could not be judged now, so it was not let through."),

            Self::Busy => row("busy", Refresh(Misuse::Busy), SameStep, INFO, "Another call on the same flow runs."),
            Self::StaleStep => row("stale_step", Refresh(Misuse::StaleStep), SameStep, INFO, "The reply belongs to a step that is past."),
            Self::CallbackNotOurs => row("callback_not_ours", Refresh(Misuse::StaleStep), SameStep, WARN, "The address that came from the browser does not belong to this journey."),
            Self::NotStarted => row("not_started", Refresh(Misuse::NotStarted), SameStep, INFO, "The flow has not been started."),
            Self::NotHere => row("not_here", Refresh(Misuse::StaleStep), SameStep, ERROR, "The step does not take that input."),
            Self::Finished => row("finished", Refresh(Misuse::Finished), FlowOver, INFO, "The flow ended, or there is none of that id."),
            Self::Cancelled => row("cancelled", Refresh(Misuse::Cancelled), FlowOver, INFO, "The flow was cancelled."),
            Self::FlowExpired => row("flow_expired", Refresh(Misuse::Expired), FlowOver, INFO, "The flow waited too long."),
            Self::ContinuationRejected => row("continuation_rejected", Refresh(Misuse::Expired), FlowOver, INFO, "The service no longer knows the flow."),
            Self::SignedOut => row("signed_out", Refresh(Misuse::SignedOut), FlowOver, INFO, "The account was signed out."),
            Self::RefreshRejected => row("refresh_rejected", Refresh(Misuse::SignedOut), FlowOver, INFO, "The service no longer accepts the session."),

            Self::AccessDenied => row("access_denied", Stop(Denier::Policy), FlowOver, WARN, "The tenant's policy denies access."),
            Self::VerificationRequired => row("verification_required", Stop(Denier::Policy), FlowOver, WARN, "The service wants something verified that its native API has no way to verify."),
            Self::WrongAuthenticationType => row("wrong_authentication_type", Stop(Denier::Policy), FlowOver, WARN, "The account may not sign in this way."),

            Self::RiskBlocked => row("risk_blocked", Stop(Denier::Gate), SameStep, WARN, "The gate in front of the service does not let the call through."),
            Self::ProviderDenied => row("provider_denied", Stop(Denier::Provider), SameStep, WARN, "A risk provider refused the call."),
            Self::ChallengeUnusable => row("challenge_unusable", Repair(Area::Edge), SameStep, WARN, "What stands in front of the service wants something solved that can't be shown: of an unknown kind, or too large."),
            Self::EdgeChallenge => row("edge_challenge", Repair(Area::Edge), SameStep, WARN, "What stands in front of the service answered with a page that only a browser can pass."),
            Self::StepUpRejected => row("step_up_rejected", Repair(Area::Edge), SameStep, WARN, "What stands in front of the service asks for a step-up of no known form, or for the same one again."),

            Self::AuthorityInvalid(error) => row("authority_invalid", setting(Setting::Authority), FlowOver, ERROR, error.sentence()),
            Self::TenantMismatch => row("tenant_mismatch", setting(Setting::Authority), FlowOver, ERROR, "The host and the tenant of the authority do not belong together."),
            Self::ClientIdInvalid => row("client_id_invalid", setting(Setting::ClientId), FlowOver, ERROR, "The client id is not a GUID."),
            Self::ClientIdRejected => row("client_id_rejected", setting(Setting::ClientId), FlowOver, ERROR, "The tenant does not know the client id."),
            Self::ClientUnauthorized => row("client_unauthorized", setting(Setting::UserFlow), FlowOver, ERROR, "The application is not allowed to sign people in; it may not be in a user flow."),
            Self::ClientConfidential => row("client_confidential", setting(Setting::PublicClientFlows), FlowOver, ERROR, "The application is registered as a confidential client."),
            Self::NativeAuthDisabled => row("native_auth_disabled", setting(Setting::NativeAuthentication), FlowOver, ERROR, "Native authentication is off for the application."),
            Self::ChallengeTypesRejected => row("challenge_types_rejected", setting(Setting::FirstFactors), FlowOver, ERROR, "The service does not take the first factors that the app offers."),
            Self::AuthMethodUnsupported => row("auth_method_unsupported", setting(Setting::UserFlow), FlowOver, ERROR, "The user flow does not make accounts in that way; it may have no passwords."),
            Self::RedirectUriMissing => row("redirect_uri_missing", setting(Setting::RedirectUri), SameStep, ERROR, "The client was set up without a redirect URI."),
            Self::ScopesRejected => row("scopes_rejected", setting(Setting::Scopes), FlowOver, ERROR, "The service does not know the scopes."),
            Self::ConsentMissing => row("consent_missing", setting(Setting::Consent), FlowOver, ERROR, "Nobody consented to the scopes asked for."),
            Self::StepUpContext => row("step_up_context", setting(Setting::StepUpContext), SameStep, ERROR, "A step-up is asked for without a context, and the client is set up with none from 1 to 99."),
            Self::RecoveryUnconfirmed => row("recovery_unconfirmed", setting(Setting::DeviceLost), FlowOver, ERROR, "Nothing in front of the service confirmed that it carries this recovery out; no code was sent."),

            Self::UnknownRefusal => row("unknown_refusal", Repair(Area::Server), SameStep, WARN, "The service refused for a reason that this version does not know."),
            Self::UnexpectedReply => row("unexpected_reply", Repair(Area::Server), FlowOver, WARN, "The service's answer does not fit the request."),
            Self::FieldMissing => row("field_missing", Repair(Area::Server), FlowOver, WARN, "The service's answer lacks a field, or has one of a wrong type."),
            Self::BodyNotJson => row("body_not_json", Repair(Area::Server), SameStep, WARN, "The answer is not JSON, and not a page either: it may be cut off."),
            Self::BodyTooLarge => row("body_too_large", Repair(Area::Server), SameStep, WARN, "The answer is too large."),
            Self::BodyTooDeep => row("body_too_deep", Repair(Area::Server), SameStep, WARN, "The answer's JSON is nested too deeply."),
            Self::EdgePage => row("edge_page", Repair(Area::Edge), SameStep, WARN, "A page came instead of JSON: something between the app and the service answered."),
            Self::HttpRedirect => row("http_redirect", Repair(Area::Edge), SameStep, WARN, "The answer points elsewhere; redirects are not followed."),

            Self::MethodUndecided => row("method_undecided", Repair(Area::Server), FlowOver, WARN, "The service wants a method to be chosen where none can be."),

            Self::ClaimsTooLarge => row("claims_too_large", Repair(Area::Api), SameStep, WARN, "The API asks for more claims, with those before, than can be asked of the service."),

            Self::StoreLocked => row("store_locked", Wait(Reason::StoreLocked), SameStep, INFO, "The device's storage is locked."),
            Self::StoreFailed => row("store_failed", Repair(Area::Storage), SameStep, WARN, "Reading or writing a record failed."),
            Self::RecordDamaged => row("record_damaged", Repair(Area::Storage), FlowOver, WARN, "A saved record can't be read; it was set aside."),
            Self::RecordNewer => row("record_newer", Refresh(Misuse::StaleStep), SameStep, WARN, "Another process has taken the flow further; its record was left in place."),
            Self::KeyInvalidated => row("key_invalidated", Repair(Area::Storage), FlowOver, WARN, "The key of the saved records is gone; they were set aside."),

            Self::NoRandomness => row("no_randomness", Repair(Area::Internal), SameStep, ERROR, "The system gave no random bytes."),
        }
    }
}

fn password_row(rule: PasswordRule) -> Row {
    let (code, summary) = match rule {
        PasswordRule::TooWeak => (
            "password_too_weak",
            "The password needs more kinds of characters.",
        ),
        PasswordRule::TooShort => ("password_too_short", "The password is too short."),
        PasswordRule::TooLong => ("password_too_long", "The password is too long."),
        PasswordRule::Banned => ("password_banned", "The password is among the banned ones."),
        PasswordRule::RecentlyUsed => (
            "password_recently_used",
            "The password was used before, not long ago.",
        ),
        PasswordRule::Invalid => (
            "password_invalid",
            "The password has characters that are not allowed.",
        ),
    };
    row(
        code,
        Reaction::Fix(Problem::PasswordRejected(rule)),
        Landing::SameStep,
        Level::INFO,
        summary,
    )
}
