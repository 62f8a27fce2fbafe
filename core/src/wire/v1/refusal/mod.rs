//! From an error answer to a reply (docs/protocol.md 9 and 11).
//!
//! What is not the service's own comes first. The order of looking: a status that says it all, the `suberror`, a name with one meaning, the
//! numbers that can be about what was sent, any other name. The text of the description is read
//! for the number at its head, and for what the one number with two meanings is about.

mod details;
mod tables;
mod wanted;

use self::details::{details, numbers, retry_after};
use self::tables::{NAMES, NUMBERS, PLAIN_NAMES, REFRESH_NUMBERS, SUBERRORS, find};
use self::wanted::wants_more;
use super::body::{self, Body};
use super::edge;
use crate::challenge::{BrowserReason, BrowserReasonKind};
use crate::exchange::{Ask, Reply, Terms};
use crate::fault::{Cause, Fault};
use crate::ports::http::HttpResponse;

/// Translates an answer that is a refusal, by its status or its name.
pub(in crate::wire::v1) fn decode(ask: &Ask, terms: &Terms, response: &HttpResponse) -> Reply {
    let body = body::read(response);
    let reply = edge::refusal(ask, response, &body)
        .unwrap_or_else(|| of_service(ask, terms, response.status, &body));
    reply.unwrap_or_else(|cause| {
        Reply::Refused(Fault {
            cause,
            server: body.as_ref().map(details).unwrap_or_default(),
            retry_after: retry_after(response),
            correlation_id: None,
            is_over: false,
        })
    })
}

fn of_service(
    ask: &Ask,
    terms: &Terms,
    status: u16,
    body: &Result<Body, Cause>,
) -> Result<Reply, Cause> {
    match (status, body) {
        (429, _) => Err(Cause::Throttled),
        // A service in trouble says nothing that could be relied on, least of all that a session
        // or a flow is over.
        (500.., Err(Cause::EdgePage)) => Err(Cause::EdgeUnavailable),
        (500.., _) => Err(Cause::ServerUnavailable),
        // JSON, and no error envelope.
        (_, Err(Cause::FieldMissing)) => Err(Cause::UnknownRefusal),
        (_, Err(cause)) => Err(*cause),
        (_, Ok(body)) => match leads_on(ask, body, terms) {
            Some(reply) => Ok(reply),
            None => Err(classify(ask, body).unwrap_or(Cause::UnknownRefusal)),
        },
    }
}

/// The refusals that lead on instead of ending something. A refresh is no flow that could go on
/// from there, and what the browser began goes on in the browser.
fn leads_on(ask: &Ask, body: &Body, terms: &Terms) -> Option<Reply> {
    if matches!(ask, Ask::Refresh { .. } | Ask::RedeemAuthorization { .. }) {
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

fn browser(kind: BrowserReasonKind) -> Reply {
    Reply::Browser(BrowserReason::new(kind, None))
}

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
    if let Some(cause) = find(&PLAIN_NAMES, &error) {
        return Some(cause);
    }
    let numbers: Vec<u64> = numbers(body).collect();
    // One number for every parameter: the text says which.
    if numbers.contains(&90_100) {
        let text = body.error_description.as_deref().unwrap_or_default();
        return Some(if text.contains("username") && opens_a_flow(ask) {
            Cause::InvalidUsername
        } else if text.contains("client_id") {
            Cause::ClientIdRejected
        } else {
            Cause::UnknownRefusal
        });
    }
    let mut by_number = numbers.iter().filter_map(|number| find(&NUMBERS, number));
    by_number
        .find(|cause| can_be_about(ask, *cause))
        .or_else(|| find(&NAMES, &error))
        .or_else(|| bad_continuation(ask, error))
}

/// Whether the ask names the person. After that the service knows who is meant.
const fn opens_a_flow(ask: &Ask) -> bool {
    matches!(
        ask,
        Ask::Open { .. } | Ask::OpenSignUp { .. } | Ask::OpenReset
    )
}

/// Whether something was sent that `cause` could be about. Samples in the documentation pair texts
/// with other numbers (docs/protocol.md 11.5).
fn can_be_about(ask: &Ask, cause: Cause) -> bool {
    match cause {
        Cause::WrongPassword | Cause::WrongCode => matches!(
            ask,
            Ask::RedeemPassword { .. }
                | Ask::RedeemCode { .. }
                | Ask::ConfirmContact { code: Some(_), .. }
                | Ask::SignUpCode { .. }
                | Ask::SignUpPassword { .. }
                | Ask::ResetCode { .. }
                | Ask::NewPassword { .. }
        ),
        Cause::FlowExpired | Cause::ContinuationRejected => ask.token().is_some(),
        _ => true,
    }
}

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

/// Where nothing but a token is sent, an unexplained `invalid_grant` is about the token; and about
/// the browser's code where that is all (RFC 6749, section 5.2).
fn bad_continuation(ask: &Ask, error: &str) -> Option<Cause> {
    let cause = match ask {
        Ask::FirstChallenge { .. }
        | Ask::MethodChallenge { .. }
        | Ask::ListMethods { .. }
        | Ask::ListRegistrable { .. }
        | Ask::RegisterContact { .. }
        | Ask::ConfirmContact { code: None, .. }
        | Ask::SignUpChallenge { .. }
        | Ask::ResetChallenge { .. }
        | Ask::PollReset { .. }
        | Ask::RedeemContinuation { .. } => Cause::ContinuationRejected,
        Ask::RedeemAuthorization { .. } => Cause::BrowserCodeRejected,
        _ => return None,
    };
    (error == "invalid_grant").then_some(cause)
}
