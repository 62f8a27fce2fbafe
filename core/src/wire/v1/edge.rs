//! What comes from in front of the service in its place: a web application firewall, a gate, a
//! risk provider (docs/risk.md 7).

use serde_json::Value;

use super::body::{self, Body};
use super::endpoint::Endpoint;
use super::security_code;
use crate::challenge::{BrowserReason, BrowserReasonKind, RiskChallenge, SecurityCode};
use crate::exchange::{Ask, Reply};
use crate::fault::Cause;
use crate::json;
use crate::ports::http::HttpResponse;
use crate::terms::Claims;

/// The headers by which firewalls name a page that a browser is to pass.
const PAGE_HEADERS: [(&str, &[&str]); 2] = [
    ("cf-mitigated", &["challenge"]),
    ("x-amzn-waf-action", &["challenge", "captcha"]),
];

/// The provider whose own answers are known, where no gate stands before it.
const HUMAN: &str = "human";

/// Whether an answer of 202 to `ask` asks for the same with a context. A body that is something
/// else keeps its meaning.
pub(super) fn is_step_up(ask: &Ask, response: &HttpResponse) -> bool {
    let is_bare = || response.body.trim_ascii().is_empty();
    let says_nothing_else =
        |body: Body| !body.is_refusal() && !body.is_redirect() && body.access_token.is_none();
    Endpoint::of(ask) == Endpoint::Token
        && (is_bare() || body::read(response).is_ok_and(says_nothing_else))
}

/// The step-up that an answer asks for.
///
/// # Errors
/// `StepUpRejected` when its context is none. `InteractionRequired` for a refresh, which is no
/// flow that could go on from there.
pub(super) fn step_up(ask: &Ask, response: &HttpResponse) -> Result<Reply, Cause> {
    match ask {
        Ask::Refresh { .. } => Err(Cause::InteractionRequired),
        _ => context(&tree(response)).map(|claims| Reply::StepUpDue { claims }),
    }
}

fn context(answer: &Value) -> Result<Option<Claims>, Cause> {
    match answer.get("auth_context") {
        None | Some(Value::Null) => Ok(None),
        Some(named) => {
            let digits = named
                .as_str()
                .and_then(|name| name.strip_prefix(['c', 'C']));
            let plain = digits.filter(|digits| !digits.starts_with(['0', '+']));
            let number = plain.and_then(|digits| digits.parse().ok());
            let claims = number.and_then(|number| Claims::authentication_context(number).ok());
            claims.map(Some).ok_or(Cause::StepUpRejected)
        }
    }
}

/// What a refusal is, where it is not the service's own.
pub(super) fn refusal(
    ask: &Ask,
    response: &HttpResponse,
    body: &Result<Body, Cause>,
) -> Option<Result<Reply, Cause>> {
    match body {
        Err(Cause::EdgePage) => is_for_a_browser(response).then(|| page(ask, response)),
        Err(_) => None,
        Ok(body) => match (response.status, body.error.as_deref()) {
            (403, None) => foreign(ask, response),
            (403, Some("risk_challenge_required")) => Some(challenge(ask, &tree(response))),
            (403, Some("access_denied")) if says(body, "risk_blocked") => {
                Some(Err(Cause::RiskBlocked))
            }
            (503, Some("temporarily_unavailable")) if says(body, "risk_unavailable") => {
                Some(Err(Cause::RiskUnavailable))
            }
            _ => None,
        },
    }
}

fn says(body: &Body, suberror: &str) -> bool {
    body.suberror.as_deref() == Some(suberror)
}

fn is_for_a_browser(response: &HttpResponse) -> bool {
    PAGE_HEADERS.iter().any(|(name, words)| {
        let value = response.header(name).map(str::trim).unwrap_or_default();
        words.iter().any(|word| value.eq_ignore_ascii_case(word))
    })
}

/// What a page in place of an answer comes to. One that only a browser can pass leads there from a
/// flow; what is done already, or is no flow, can't go on there.
///
/// # Errors
/// `EdgePage`, or `EdgeChallenge` where the browser is of no use.
pub(super) fn page(ask: &Ask, response: &HttpResponse) -> Result<Reply, Cause> {
    if !is_for_a_browser(response) {
        return Err(Cause::EdgePage);
    }
    match ask {
        Ask::Refresh { .. } | Ask::RedeemAuthorization { .. } | Ask::PollReset { .. } => {
            Err(Cause::EdgeChallenge)
        }
        _ => Ok(Reply::Browser(BrowserReason::new(
            BrowserReasonKind::EdgeChallenge,
            None,
        ))),
    }
}

/// The gate's challenge.
fn challenge(ask: &Ask, answer: &Value) -> Result<Reply, Cause> {
    let challenge = answer.get("challenge").unwrap_or(&Value::Null);
    let provider = challenge.get("provider").and_then(Value::as_str);
    let payload = challenge.get("payload").unwrap_or(&Value::Null);
    let code = security_code::read(provider, payload);
    challenged(ask, provider.unwrap_or_default(), payload, code)
}

/// The refusal of a provider's own software in front of the service. Its answer is the payload.
fn foreign(ask: &Ask, response: &HttpResponse) -> Option<Result<Reply, Cause>> {
    let answer = tree(response);
    Some(match answer.get("action")?.as_str()? {
        "captcha" | "challenge" => challenged(ask, HUMAN, &answer, None),
        "block" => Err(Cause::ProviderDenied),
        "ratelimit" => Err(Cause::Throttled),
        _ => Err(Cause::ChallengeUnusable),
    })
}

fn challenged(
    ask: &Ask,
    provider: &str,
    payload: &Value,
    code: Option<SecurityCode>,
) -> Result<Reply, Cause> {
    // A refresh has nobody at hand who could solve it.
    if matches!(ask, Ask::Refresh { .. }) {
        return Err(Cause::InteractionRequired);
    }
    RiskChallenge::new(provider, payload.to_string())
        .map(|challenge| Reply::Challenged(challenge.of_code(code)))
        .map_err(|_| Cause::ChallengeUnusable)
}

/// The answer as it stands: an object that was read before, and is not nested too deeply.
fn tree(response: &HttpResponse) -> Value {
    Value::Object(json::object(&response.body).unwrap_or_default())
}
