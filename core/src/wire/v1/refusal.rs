//! From an error answer to a reply (docs/protocol.md 9 and 11).
//!
//! The order of looking: a status that says it all, the `suberror`, the numbers, the name. The
//! text of the description is read for one number alone, which has two meanings.

use std::time::Duration;

use super::body::{self, Attribute, Body};
use crate::attributes::{AttributeKind, RequiredAttribute};
use crate::challenge::{BrowserReason, BrowserReasonKind};
use crate::error::PasswordRule;
use crate::exchange::{Ask, Reply, Terms};
use crate::fault::{Cause, Fault, ServerDetails};
use crate::ports::http::HttpResponse;

/// Translates an answer whose status is neither success nor redirection.
pub(super) fn decode(ask: &Ask, terms: &Terms, response: &HttpResponse) -> Reply {
    let body = body::read(response);
    let cause = match (response.status, &body) {
        (429, _) => Cause::Throttled,
        // A service in trouble says nothing that could be relied on, least of all that a session
        // or a flow is over.
        (500.., Err(Cause::EdgePage)) => Cause::EdgeUnavailable,
        (500.., _) => Cause::ServerUnavailable,
        // JSON, and no error envelope.
        (_, Err(Cause::FieldMissing)) => Cause::UnknownRefusal,
        (_, Err(cause)) => *cause,
        (_, Ok(body)) => match leads_on(ask, body, terms) {
            Some(reply) => return reply,
            None => classify(ask, body).unwrap_or(Cause::UnknownRefusal),
        },
    };
    Reply::Refused(Fault {
        cause,
        server: body.as_ref().map(details).unwrap_or_default(),
        retry_after: retry_after(response),
        correlation_id: None,
        is_over: false,
    })
}

/// The refusals that lead on instead of ending something. A refresh is no flow that could go on
/// from there.
fn leads_on(ask: &Ask, body: &Body, terms: &Terms) -> Option<Reply> {
    if matches!(ask, Ask::Refresh { .. }) {
        return None;
    }
    if let Some(reply) = wants_more(ask, body) {
        return Some(reply);
    }
    match body.suberror.as_deref() {
        Some("mfa_required") if !terms.offer.mfa => {
            Some(browser(BrowserReasonKind::MissingMfaCapability))
        }
        Some("mfa_required") => Some(body.flow_token().map_or_else(
            || Reply::Refused(Cause::FieldMissing.into()),
            |token| Reply::SecondFactorDue { token },
        )),
        Some("registration_required") if !terms.offer.registration => {
            Some(browser(BrowserReasonKind::MissingRegistrationCapability))
        }
        Some("registration_required") => Some(body.flow_token().map_or_else(
            || Reply::Refused(Cause::FieldMissing.into()),
            |token| Reply::RegistrationDue { token },
        )),
        // A sign-in is what that asks for, and this is one: what more the service wants, it
        // wants in the browser.
        _ => (classify(ask, body)? == Cause::InteractionRequired)
            .then(|| browser(BrowserReasonKind::Unstated)),
    }
}

/// The refusals of a new account or a reset that say what is missing (docs/protocol.md 3.3).
fn wants_more(ask: &Ask, body: &Body) -> Option<Reply> {
    let is_about_attributes = match body.error.as_deref()? {
        "credential_required" | "verification_required" => false,
        "attributes_required" => true,
        _ => match numbers(body).next()? {
            55_103 => false,
            55_106 | 55_102 => true,
            _ => return None,
        },
    };
    let fault = |cause| Fault {
        server: details(body),
        ..Fault::from(cause)
    };
    Some(match (body.flow_token(), is_about_attributes) {
        (Some(token), false) => Reply::ChallengeDue { token },
        (Some(token), true) if !body.required_attributes.is_empty() => Reply::AttributesDue {
            token,
            attributes: body.required_attributes.iter().map(required).collect(),
        },
        (None, true) if matches!(ask, Ask::OpenSignUp { .. }) => {
            Reply::Refused(fault(Cause::AttributesMissing))
        }
        _ => Reply::Refused(fault(Cause::FieldMissing)),
    })
}

fn required(attribute: &Attribute) -> RequiredAttribute {
    let kind = match attribute.kind.as_deref().unwrap_or("string") {
        "string" => AttributeKind::Text,
        "boolean" | "bool" => AttributeKind::Boolean,
        "number" | "integer" | "int" | "int64" => AttributeKind::Number,
        other => AttributeKind::Unknown(other.chars().take(64).collect()),
    };
    RequiredAttribute {
        name: attribute.name.clone(),
        kind,
        required: attribute.required,
        pattern: attribute.pattern.clone(),
    }
}

fn browser(kind: BrowserReasonKind) -> Reply {
    Reply::Browser(BrowserReason::new(kind, None))
}

/// `suberror`s that say it all.
const SUBERRORS: [(&str, Cause); 12] = [
    (
        "password_too_weak",
        Cause::PasswordRejected(PasswordRule::TooWeak),
    ),
    (
        "password_too_short",
        Cause::PasswordRejected(PasswordRule::TooShort),
    ),
    (
        "password_too_long",
        Cause::PasswordRejected(PasswordRule::TooLong),
    ),
    (
        "password_banned",
        Cause::PasswordRejected(PasswordRule::Banned),
    ),
    (
        "password_recently_used",
        Cause::PasswordRejected(PasswordRule::RecentlyUsed),
    ),
    (
        "password_is_invalid",
        Cause::PasswordRejected(PasswordRule::Invalid),
    ),
    ("attribute_validation_failed", Cause::AttributesRejected),
    ("invalid_oob_value", Cause::WrongCode),
    ("provider_blocked_by_rep", Cause::MethodBlocked),
    ("provider_blocked_by_admin", Cause::ContactDisallowed),
    ("introspect_required", Cause::MethodUndecided),
    ("nativeauthapi_disabled", Cause::NativeAuthDisabled),
];

/// The service's numbers (docs/protocol.md 11.5).
const NUMBERS: [(u64, Cause); 24] = [
    (50_126, Cause::WrongPassword),
    (50_034, Cause::UserNotFound),
    (50_053, Cause::LockedOut),
    (50_142, Cause::PasswordResetRequired),
    (50_181, Cause::WrongCode),
    (50_184, Cause::WrongCode),
    (501_811, Cause::WrongCode),
    (55_000, Cause::ContinuationRejected),
    (55_200, Cause::ContinuationRejected),
    (55_112, Cause::FlowExpired),
    (552_003, Cause::FlowExpired),
    (701_014, Cause::TooManyCodes),
    (550_024, Cause::MethodBlocked),
    (901_001, Cause::ContactRejected),
    (1_003_037, Cause::UserExists),
    (500_222, Cause::NoPassword),
    (399_246, Cause::PasswordRejected(PasswordRule::TooWeak)),
    (400_002, Cause::WrongAuthenticationType),
    (550_022, Cause::ClientConfidential),
    (500_210, Cause::TenantMismatch),
    (901_007, Cause::ChallengeTypesRejected),
    (65_001, Cause::ConsentMissing),
    (70_011, Cause::ScopesRejected),
    (700_016, Cause::ClientUnauthorized),
];

/// The names in `error`.
const NAMES: [(&str, Cause); 15] = [
    ("user_already_exists", Cause::UserExists),
    ("unsupported_auth_method", Cause::AuthMethodUnsupported),
    ("auth_not_supported", Cause::AuthMethodUnsupported),
    ("user_not_found", Cause::UserNotFound),
    ("expired_token", Cause::FlowExpired),
    ("unsupported_challenge_type", Cause::ChallengeTypesRejected),
    ("unauthorized_client", Cause::ClientUnauthorized),
    ("invalid_client", Cause::ClientIdRejected),
    ("invalid_scope", Cause::ScopesRejected),
    ("access_denied", Cause::AccessDenied),
    ("interaction_required", Cause::InteractionRequired),
    ("consent_required", Cause::ConsentMissing),
    ("slow_down", Cause::Throttled),
    ("temporarily_unavailable", Cause::ServerUnavailable),
    ("server_error", Cause::ServerUnavailable),
];

fn classify(ask: &Ask, body: &Body) -> Option<Cause> {
    if matches!(ask, Ask::Refresh { .. })
        && let Some(cause) = refresh_refused(body)
    {
        return Some(cause);
    }
    let suberror = body.suberror.as_deref().unwrap_or_default();
    if let Some(cause) = find(&SUBERRORS, &suberror) {
        return Some(cause);
    }
    let error = body.error.as_deref()?;
    let numbers: Vec<u64> = numbers(body).collect();
    // One number for every parameter: the text says which.
    if numbers.contains(&90_100) {
        let text = body.error_description.as_deref().unwrap_or_default();
        return Some(if text.contains("username") {
            Cause::InvalidUsername
        } else if text.contains("client_id") {
            Cause::ClientIdRejected
        } else {
            Cause::UnknownRefusal
        });
    }
    let by_number = numbers.iter().find_map(|number| find(&NUMBERS, number));
    by_number
        .or_else(|| find(&NAMES, &error))
        .or_else(|| bad_continuation(ask, error))
}

fn find<K: PartialEq>(table: &[(K, Cause)], key: &K) -> Option<Cause> {
    let row = table.iter().find(|(known, _)| known == key)?;
    Some(row.1)
}

fn numbers(body: &Body) -> impl Iterator<Item = u64> {
    body.error_codes.iter().filter_map(body::Number::value)
}

/// The numbers whose meaning for a refresh token is known.
const REFRESH_NUMBERS: [(u64, Cause); 10] = [
    // Revoked; not valid; ran out, for any of three reasons; the account is gone or disabled.
    (50_173, Cause::RefreshRejected),
    (70_000, Cause::RefreshRejected),
    (70_008, Cause::RefreshRejected),
    (700_082, Cause::RefreshRejected),
    (700_084, Cause::RefreshRejected),
    (50_034, Cause::RefreshRejected),
    (50_057, Cause::RefreshRejected),
    // Another token may still be had with it, or this one later.
    (65_001, Cause::ConsentMissing),
    (50_142, Cause::PasswordResetRequired),
    (50_053, Cause::LockedOut),
];

/// What a refused refresh means, where the refusal is about the refresh token.
///
/// [`Cause::RefreshRejected`] signs the person out, and nothing brings the session back. So only
/// what is known to be definitive becomes that: the service has hundreds of numbers for
/// `invalid_grant`, most of them about a policy that wants more for this token, and new ones
/// come. Whatever is not known asks for a sign-in and keeps the session: if it was
/// definitive after all, that costs a refusal more. A bare `invalid_grant` is definitive, because
/// it has no other meaning for a refresh (RFC 6749, section 5.2).
fn refresh_refused(body: &Body) -> Option<Cause> {
    let suberror = body.suberror.as_deref().unwrap_or_default();
    match body.error.as_deref()? {
        "expired_refresh_token" => Some(Cause::RefreshRejected),
        "invalid_grant" if matches!(suberror, "bad_token" | "token_expired") => {
            Some(Cause::RefreshRejected)
        }
        "invalid_grant" if suberror.is_empty() && body.error_codes.is_empty() => {
            Some(Cause::RefreshRejected)
        }
        "invalid_grant" => {
            let by_number = numbers(body).find_map(|number| find(&REFRESH_NUMBERS, &number));
            Some(by_number.unwrap_or(Cause::InteractionRequired))
        }
        _ => None,
    }
}

/// Where nothing but a token is sent, an unexplained `invalid_grant` is about the token.
fn bad_continuation(ask: &Ask, error: &str) -> Option<Cause> {
    match ask {
        Ask::FirstChallenge { .. }
        | Ask::MethodChallenge { .. }
        | Ask::ListMethods { .. }
        | Ask::ListRegistrable { .. }
        | Ask::RegisterContact { .. }
        | Ask::ConfirmContact { code: None, .. }
        | Ask::SignUpChallenge { .. }
        | Ask::ResetChallenge { .. }
        | Ask::PollReset { .. }
        | Ask::RedeemContinuation { .. } => {
            (error == "invalid_grant").then_some(Cause::ContinuationRejected)
        }
        _ => None,
    }
}

/// The part of the answer that may be shown: numbers, a plain word, a time. The description
/// stays out: it can hold what the person typed.
fn details(body: &Body) -> ServerDetails {
    let code = numbers(body).next();
    let plain_word = |word: &String| {
        (1..=64).contains(&word.len())
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    };
    let plain_time = |time: &String| {
        (1..=32).contains(&time.len())
            && time
                .bytes()
                .all(|byte| byte.is_ascii_digit() || b"-:. TZ+".contains(&byte))
    };
    ServerDetails {
        code: code.and_then(|code| u32::try_from(code).ok()),
        suberror: body.suberror.clone().filter(plain_word),
        timestamp: body.timestamp.clone().filter(plain_time),
        attributes: named(body),
    }
}

/// The names of the attributes that the answer is about: names of the user flow's, not of the
/// person's.
fn named(body: &Body) -> Vec<String> {
    let lists = body
        .invalid_attributes
        .iter()
        .chain(&body.required_attributes);
    let plain = |name: &&str| {
        (1..=128).contains(&name.len())
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let names = lists.map(|attribute| attribute.name.as_str()).filter(plain);
    names.map(str::to_owned).collect()
}

/// `Retry-After` in seconds (RFC 9110, section 10.2.3), a day at most. Its form with a date is
/// not read: it needs the device's clock to be right.
fn retry_after(response: &HttpResponse) -> Option<Duration> {
    let seconds: u64 = response.header("retry-after")?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds.min(24 * 60 * 60)))
}
