//! From an answer to a reply (docs/protocol.md 4 to 6 and 9).

use std::time::Duration;

use super::body::{self, Body};
use super::edge;
use super::methods::{methods, registrable};
use super::refusal;
use super::shown::{place, plain};
use crate::challenge::{BrowserReason, BrowserReasonKind, Channel, CodeSent};
use crate::clock::Timestamp;
use crate::config::Offer;
use crate::exchange::{Ask, Registration, Reply, Terms, TokenGrant};
use crate::fault::{Cause, Fault};
use crate::ids::ContinuationToken;
use crate::ports::http::HttpResponse;
use crate::secret::Secret;
use crate::terms::Scopes;

/// Translates the answer to `ask`. Whatever came, there is a reply for it.
pub(crate) fn decode(ask: &Ask, terms: &Terms, response: &HttpResponse, now: Timestamp) -> Reply {
    let reply = match response.status {
        202 if edge::is_step_up(ask, response) => edge::step_up(ask, response),
        200..=299 => match body::read(response) {
            Ok(body) if body.is_refusal() => return refusal::decode(ask, terms, response),
            Ok(body) if is_unconfirmed(ask, terms, &body) => Err(Cause::RecoveryUnconfirmed),
            Ok(body) => success(ask, terms.offer, body, now),
            Err(Cause::EdgePage) => edge::page(ask, response),
            Err(cause) => Err(cause),
        },
        300..=399 => Err(Cause::HttpRedirect),
        _ => return refusal::decode(ask, terms, response),
    };
    reply.unwrap_or_else(|cause| Reply::Refused(Fault::from(cause)))
}

/// Whether a reset that is for more than a new password begins as if it were for none: what stands in front of the
/// service says that it knows what for, and whoever does not know it takes no notice (docs/risk.md 7.1).
fn is_unconfirmed(ask: &Ask, terms: &Terms, body: &Body) -> bool {
    let wanted = terms.recovery.filter(|_| matches!(ask, Ask::OpenReset));
    wanted.is_some_and(|reason| body.recovery.as_deref() != Some(reason.word()))
}

fn success(ask: &Ask, offer: Offer, body: Body, now: Timestamp) -> Result<Reply, Cause> {
    if body.is_redirect() {
        return Ok(Reply::Browser(browser_reason(body.redirect_reason, offer)));
    }
    match ask {
        Ask::Open { .. } | Ask::OpenSignUp { .. } | Ask::OpenReset => Ok(Reply::Opened {
            token: token(&body)?,
        }),
        Ask::FirstChallenge { .. } => challenge(&body, now).map(|reply| offered(reply, offer)),
        Ask::SignUpChallenge { .. } => {
            challenge(&body, now).map(|reply| password_offered(reply, offer))
        }
        Ask::MethodChallenge { .. } | Ask::ResetChallenge { .. } => challenge(&body, now),
        Ask::ListMethods { .. } => methods(body),
        Ask::ListRegistrable { .. } => registrable(body),
        Ask::RegisterContact { chosen, .. } => registration_challenge(&body, chosen, now),
        Ask::ConfirmContact { .. } => Ok(Reply::Confirmed {
            token: token(&body)?,
        }),
        Ask::SignUpCode { .. } | Ask::SignUpPassword { .. } | Ask::SignUpAttributes { .. } => {
            Ok(Reply::Finished {
                token: body.flow_token(),
            })
        }
        Ask::ResetCode { .. } => Ok(Reply::CodeProved {
            token: token(&body)?,
            until: lifetime(&body).map(|lifetime| now.plus(lifetime)),
        }),
        Ask::NewPassword { .. } => Ok(Reply::PasswordTaken {
            token: token(&body)?,
            interval: poll_interval(body.poll_interval.value()),
        }),
        Ask::PollReset { .. } => reset_status(&body, now),
        Ask::RedeemPassword { .. }
        | Ask::RedeemCode { .. }
        | Ask::RedeemContinuation { .. }
        | Ask::RedeemAuthorization { .. }
        | Ask::Refresh { .. } => granted(body),
    }
}

/// A new account needs a password, and the app has no screen for one.
fn password_offered(reply: Reply, offer: Offer) -> Reply {
    match reply {
        Reply::PasswordWanted { .. } if !offer.first_factors.password() => Reply::Browser(
            BrowserReason::new(BrowserReasonKind::PasswordNotOffered, None),
        ),
        other => other,
    }
}

/// The wait between two polls: 2 seconds where the service names none, and never so short that it
/// is a load or so long that it is a hang.
fn poll_interval(named: Option<u64>) -> Duration {
    match named {
        None | Some(0) => Duration::from_secs(2),
        Some(named) => Duration::from_secs(named.min(15)),
    }
}

fn reset_status(body: &Body, now: Timestamp) -> Result<Reply, Cause> {
    match body.status.as_deref().ok_or(Cause::FieldMissing)? {
        "succeeded" => Ok(Reply::Finished {
            token: body.flow_token(),
        }),
        "in_progress" | "not_started" => Ok(Reply::StillChanging { at: now }),
        "failed" => Ok(Reply::PasswordNotChanged {
            token: body.flow_token(),
        }),
        _ => Err(Cause::UnexpectedReply),
    }
}

/// A first factor that the app has no screen for is for the browser, whatever the service was told.
fn offered(reply: Reply, offer: Offer) -> Reply {
    let kind = match reply {
        Reply::PasswordWanted { .. } if !offer.first_factors.password() => {
            BrowserReasonKind::PasswordNotOffered
        }
        Reply::CodeSent { .. } if !offer.first_factors.code() => BrowserReasonKind::CodeNotOffered,
        other => return other,
    };
    Reply::Browser(BrowserReason::new(kind, None))
}

fn challenge(body: &Body, now: Timestamp) -> Result<Reply, Cause> {
    let token = token(body)?;
    match body.challenge_type.as_deref().ok_or(Cause::FieldMissing)? {
        "password" => Ok(Reply::PasswordWanted { token }),
        "oob" => Ok(Reply::CodeSent {
            token,
            code: code_sent(body, now),
        }),
        _ => Ok(unknown_challenge()),
    }
}

pub(super) fn unknown_challenge() -> Reply {
    Reply::Browser(BrowserReason::new(
        BrowserReasonKind::UnknownChallenge,
        None,
    ))
}

/// The longest code that an app is told of: it may draw a box for every character.
const LONGEST_CODE: u32 = 64;

/// The length of a code, if it is one that can be drawn.
pub(super) fn code_length(named: u64) -> Option<u32> {
    let length = u32::try_from(named).ok();
    length.filter(|length| (1..=LONGEST_CODE).contains(length))
}

/// Absences are tolerated: without a label or a length the step is poorer, and still works.
fn code_sent(body: &Body, now: Timestamp) -> CodeSent {
    // Registration has a name of its own for it (docs/protocol.md 7.2).
    let sent_to = body.challenge_target_label.as_ref();
    let sent_to = sent_to.or(body.challenge_target.as_ref());
    CodeSent {
        sent_to: sent_to.map(|label| place(label)).unwrap_or_default(),
        channel: channel(body.challenge_channel.as_deref()),
        length: body.code_length.value().and_then(code_length),
        sent_at: now,
        resend_after: body.interval.value().map(seconds),
        repeats: None,
    }
}

pub(super) fn channel(name: Option<&str>) -> Channel {
    match name.unwrap_or("email") {
        "email" => Channel::Email,
        "sms" => Channel::Sms,
        other => Channel::Unknown(plain(other, 64)),
    }
}

fn registration_challenge(
    body: &Body,
    chosen: &Registration,
    now: Timestamp,
) -> Result<Reply, Cause> {
    let token = token(body)?;
    match body.challenge_type.as_deref().ok_or(Cause::FieldMissing)? {
        "preverified" => Ok(Reply::Preverified { token }),
        "oob" => Ok(Reply::CodeSent {
            token,
            code: CodeSent {
                channel: body
                    .challenge_channel
                    .as_deref()
                    .map_or_else(|| chosen.channel.clone(), |word| channel(Some(word))),
                ..code_sent(body, now)
            },
        }),
        _ => Ok(unknown_challenge()),
    }
}

fn granted(body: Body) -> Result<Reply, Cause> {
    let bearer = body.token_type.as_deref().ok_or(Cause::FieldMissing)?;
    let lifetime = lifetime(&body);
    if !bearer.eq_ignore_ascii_case("bearer") {
        return Err(Cause::FieldMissing);
    }
    let there = |token: Option<Secret>| token.filter(|token| !token.is_blank());
    Ok(Reply::Granted(Box::new(TokenGrant {
        access_token: there(body.access_token).ok_or(Cause::FieldMissing)?,
        refresh_token: there(body.refresh_token),
        id_token: there(body.id_token),
        client_info: body.client_info,
        scopes: body.scope.and_then(|scopes| scopes.parse::<Scopes>().ok()),
        expires_in: lifetime.ok_or(Cause::FieldMissing)?,
    })))
}

pub(super) fn token(body: &Body) -> Result<ContinuationToken, Cause> {
    body.flow_token().ok_or(Cause::FieldMissing)
}

/// How long what came lasts. What would be over as it comes says nothing.
fn lifetime(body: &Body) -> Option<Duration> {
    let named = body.expires_in.value().filter(|seconds| *seconds > 0);
    named.map(seconds)
}

/// At most ten years: no answer needs more, and sums of it can't overflow.
pub(super) fn seconds(number: u64) -> Duration {
    Duration::from_secs(number.min(10 * 365 * 24 * 60 * 60))
}

/// The kind of a redirect. The service's text is free and there is no closed list of reasons
/// (docs/protocol.md 18, question 10), so this looks for the words that tell one from another,
/// and for what the app did not offer.
pub(super) fn browser_reason(text: Option<String>, offer: Offer) -> BrowserReason {
    let words = text.as_deref().unwrap_or_default().to_ascii_lowercase();
    let says = |word: &str| words.contains(word);
    let kind = if says("registration_required") {
        BrowserReasonKind::MissingRegistrationCapability
    } else if says("mfa_required") {
        BrowserReasonKind::MissingMfaCapability
    } else if says("federat") || says("social") || says("identity provider") {
        BrowserReasonKind::Federated
    } else if !offer.first_factors.password() && says("password") {
        BrowserReasonKind::PasswordNotOffered
    } else if !offer.first_factors.code() && (says("oob") || says("code") || says("passcode")) {
        BrowserReasonKind::CodeNotOffered
    } else {
        BrowserReasonKind::Unstated
    };
    BrowserReason::new(kind, text.map(|text| plain(&text, 300)))
}
