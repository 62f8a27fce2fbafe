//! From an error answer to a reply (docs/protocol.md 9 and 11).
//!
//! The order of looking: a status that says it all, the `suberror`, the numbers, the name. The
//! text of the description is read for one number alone, which has two meanings.

use std::time::Duration;

use super::body::{self, Body};
use crate::challenge::{BrowserReason, BrowserReasonKind};
use crate::exchange::{Ask, Reply, Terms};
use crate::fault::{Cause, Fault, ServerDetails};
use crate::ids::ContinuationToken;
use crate::ports::http::HttpResponse;

/// Translates an answer whose status is neither success nor redirection.
pub(super) fn decode(ask: &Ask, terms: &Terms, response: &HttpResponse) -> Reply {
    let retry_after = retry_after(response);
    let body = body::read(response);
    let cause = match (response.status, &body) {
        (429, _) => Cause::Throttled,
        (500.., Err(Cause::EdgePage)) => Cause::EdgeUnavailable,
        (500.., Err(_)) => Cause::ServerUnavailable,
        (_, Err(cause)) => *cause,
        (_, Ok(body)) => match second_factor(ask, body, terms) {
            Some(reply) => return reply,
            None => classify(ask, body).unwrap_or(if response.status >= 500 {
                Cause::ServerUnavailable
            } else {
                Cause::UnknownRefusal
            }),
        },
    };
    let server = body.map(details).unwrap_or_default();
    Reply::Refused(Fault {
        cause,
        server,
        retry_after,
    })
}

/// The two refusals that lead on instead of ending something. A refresh is no flow that could go
/// on from there.
fn second_factor(ask: &Ask, body: &Body, terms: &Terms) -> Option<Reply> {
    if matches!(ask, Ask::Refresh { .. }) {
        return None;
    }
    let token = || {
        let text = body
            .continuation_token
            .clone()
            .filter(|text| !text.is_empty())?;
        Some(ContinuationToken::new(text))
    };
    match body.suberror.as_deref()? {
        "mfa_required" if !terms.offer.mfa => {
            Some(browser(BrowserReasonKind::MissingMfaCapability))
        }
        "mfa_required" => Some(token().map_or_else(
            || Reply::Refused(Cause::FieldMissing.into()),
            |token| Reply::SecondFactorDue { token },
        )),
        "registration_required" => Some(browser(BrowserReasonKind::MissingRegistrationCapability)),
        _ => None,
    }
}

fn browser(kind: BrowserReasonKind) -> Reply {
    Reply::Browser(BrowserReason::new(kind, None))
}

/// `suberror`s that say it all.
const SUBERRORS: [(&str, Cause); 5] = [
    ("invalid_oob_value", Cause::WrongCode),
    ("provider_blocked_by_rep", Cause::MethodBlocked),
    ("provider_blocked_by_admin", Cause::MethodBlocked),
    ("introspect_required", Cause::MethodUndecided),
    ("nativeauthapi_disabled", Cause::NativeAuthDisabled),
];

/// The service's numbers (docs/protocol.md 11.5).
const NUMBERS: [(u64, Cause); 20] = [
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
    (400_002, Cause::WrongAuthenticationType),
    (550_022, Cause::ClientConfidential),
    (500_210, Cause::TenantMismatch),
    (901_007, Cause::ChallengeTypesRejected),
    (65_001, Cause::ConsentMissing),
    (70_011, Cause::ScopesRejected),
    (700_016, Cause::ClientUnauthorized),
];

/// The names in `error`.
const NAMES: [(&str, Cause); 13] = [
    ("user_not_found", Cause::UserNotFound),
    ("expired_token", Cause::FlowExpired),
    ("expired_refresh_token", Cause::RefreshRejected),
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
    let suberror = body.suberror.as_deref().unwrap_or_default();
    if let Some((_, cause)) = SUBERRORS.iter().find(|(name, _)| *name == suberror) {
        return Some(*cause);
    }
    let numbers: Vec<u64> = body
        .error_codes
        .iter()
        .flatten()
        .filter_map(body::Number::value)
        .collect();
    let error = body.error.as_deref()?;
    if matches!(ask, Ask::Refresh { .. }) && error == "invalid_grant" {
        return Some(refresh_refused(suberror, &numbers));
    }
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
    let by_number = numbers
        .iter()
        .find_map(|number| NUMBERS.iter().find(|(known, _)| known == number))
        .map(|(_, cause)| *cause);
    by_number
        .or_else(|| {
            NAMES
                .iter()
                .find(|(name, _)| *name == error)
                .map(|(_, cause)| *cause)
        })
        .or_else(|| bad_continuation(ask, error))
}

/// What a refused refresh means. Only what is not known to leave the session standing ends it.
fn refresh_refused(suberror: &str, numbers: &[u64]) -> Cause {
    let any = |wanted: &[u64]| numbers.iter().any(|number| wanted.contains(number));
    let more_is_due = matches!(suberror, "mfa_required" | "registration_required");
    if more_is_due || any(&[50_076, 50_079, 50_072, 50_158]) {
        Cause::InteractionRequired
    } else if any(&[65_001]) {
        Cause::ConsentMissing
    } else if any(&[50_142]) {
        Cause::PasswordResetRequired
    } else if any(&[50_053]) {
        Cause::LockedOut
    } else {
        Cause::RefreshRejected
    }
}

/// Where nothing but a token is sent, an unexplained `invalid_grant` is about the token.
fn bad_continuation(ask: &Ask, error: &str) -> Option<Cause> {
    match ask {
        Ask::FirstChallenge { .. } | Ask::MethodChallenge { .. } | Ask::ListMethods { .. } => {
            (error == "invalid_grant").then_some(Cause::ContinuationRejected)
        }
        Ask::Open { .. }
        | Ask::RedeemPassword { .. }
        | Ask::RedeemCode { .. }
        | Ask::Refresh { .. } => None,
    }
}

/// The part of the answer that may be shown: numbers, a plain word, a time. The description
/// stays out: it can hold what the person typed.
fn details(body: Body) -> ServerDetails {
    let code = body
        .error_codes
        .iter()
        .flatten()
        .find_map(body::Number::value);
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
        suberror: body.suberror.filter(plain_word),
        timestamp: body.timestamp.filter(plain_time),
    }
}

/// `Retry-After` in seconds (RFC 9110, section 10.2.3), a day at most. Its form with a date is
/// not read: it needs the device's clock to be right.
fn retry_after(response: &HttpResponse) -> Option<Duration> {
    let seconds: u64 = response.header("retry-after")?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds.min(24 * 60 * 60)))
}
