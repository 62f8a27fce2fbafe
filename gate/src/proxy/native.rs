//! One native call, from its body to the tenant's answer.

use axum::body::Body;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Method, Response};
use tokio::time::Instant;

use super::back_end;
use super::call::NativeCall;
use super::form::Form;
use super::gate::Gate;
use super::headers::outbound;
use super::inbound::Inbound;
use super::judge::{Circumstances, Judged, judge, millis};
use super::record::Record;
use super::refusal::Refusal;
use super::reseal::{Said, resealed};
use super::tenant::{Forwarded, broken};
use crate::claims::raised;
use crate::decide::{Decision, Watch};
use crate::provider::{Outcome, Unread, read};
use crate::seal::Envelope;
use crate::words::{Grant, Route};

/// The longest answer of the tenant that is read.
const LONGEST_ANSWER: usize = 512 * 1024;
const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");
/// Names of the protocol that must not stand in the query, where another reader might find them first.
const OF_THE_FORM: [&str; 17] = [
    "attributes",
    "capabilities",
    "challenge_channel",
    "challenge_target",
    "challenge_type",
    "claims",
    "client_id",
    "code",
    "continuation_token",
    "grant_type",
    "id",
    "new_password",
    "oob",
    "password",
    "refresh_token",
    "scope",
    "username",
];

/// Answers a native call.
pub(super) async fn answer(
    gate: &Gate,
    route: Route,
    request: &Inbound,
    record: &mut Record,
) -> Result<Response<Body>, Refusal> {
    if request.method != Method::POST {
        return Err(Refusal::NotPosted);
    }
    let form = form(request)?;
    let mut call = NativeCall::read(route, form, &gate.seal, record.at)?;
    if route == Route::Token {
        record.grant = Some(call.grant);
    }
    if matches!(route, Route::Challenge | Route::RegisterChallenge) {
        record.channel = Some(call.channel);
    }
    // Claims that are none are refused before anybody is asked about the call.
    if call.takes_claims() {
        raised(call.form.get("claims"), &std::collections::BTreeSet::new())
            .map_err(|_| Refusal::BadClaims)?;
    }
    let around = Circumstances {
        headers: &request.headers,
        client: request.client,
        path: &request.path,
    };
    back_end::before(gate, &mut call, &around, record).await?;
    let judged = judge(gate, &call, &around, record).await?;
    let (body, mut flow) = outgoing(gate, &call, &judged)?;
    let (status, headers, answer) = forwarded(gate, request, body, record).await?;
    if let Some(flow) = &mut flow {
        back_end::after(gate, &call, flow, (status, &answer), record).await;
    }
    told(
        gate,
        &call,
        flow,
        &Answer {
            status,
            headers,
            body: answer,
        },
        record,
    )
}

/// The form, if the request is one and nothing else.
fn form(request: &Inbound) -> Result<Form, Refusal> {
    let media_type = request
        .headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let media_type = media_type
        .and_then(|value| value.split(';').next())
        .unwrap_or_default();
    let is_form = media_type
        .trim()
        .eq_ignore_ascii_case("application/x-www-form-urlencoded");
    if !is_form || request.headers.contains_key(CONTENT_ENCODING) {
        return Err(Refusal::NoForm);
    }
    let query = Form::parse(request.query.as_bytes()).map_err(|_| Refusal::BadForm)?;
    // Some servers divide a query at semicolons too.
    if request.query.contains(';') || OF_THE_FORM.iter().any(|name| query.has(name)) {
        return Err(Refusal::BadForm);
    }
    Form::parse(&request.body).map_err(|_| Refusal::BadForm)
}

/// The body as the tenant gets it, and the flow with what this call adds to it.
fn outgoing(
    gate: &Gate,
    call: &NativeCall,
    judged: &Judged,
) -> Result<(Vec<u8>, Option<Envelope>), Refusal> {
    let Some(mut flow) = call.flow.clone() else {
        return Ok((call.form.encoded().into_bytes(), None));
    };
    if judged.decision == Decision::StepUp {
        flow.contexts.insert(gate.context.clone());
    }
    flow.verdict = judged.verdict.or(flow.verdict);
    flow.reference = judged.reference.clone().or(flow.reference);
    flow.expires = (gate.clock.now() + gate.token_lifetime).as_secs();
    let mut form = call.form.clone();
    if !call.route.begins() {
        form.set("continuation_token", flow.token.clone());
    }
    if call.takes_claims() {
        let claims = raised(form.get("claims"), &flow.contexts).map_err(|_| Refusal::BadClaims)?;
        if let Some(claims) = claims {
            form.set("claims", claims);
        }
    }
    Ok((form.encoded().into_bytes(), Some(flow)))
}

/// The tenant's answer.
struct Answer {
    status: axum::http::StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

async fn forwarded(
    gate: &Gate,
    request: &Inbound,
    body: Vec<u8>,
    record: &mut Record,
) -> Result<(axum::http::StatusCode, HeaderMap, Vec<u8>), Refusal> {
    let begun = Instant::now();
    let mut headers = request.headers.clone();
    headers.insert(CONTENT_TYPE, FORM);
    let response = gate
        .tenant
        .send(Forwarded {
            method: Method::POST,
            target: &request.target(),
            headers: &headers,
            client: request.client,
            body,
        })
        .await;
    record.tenant_ms = Some(millis(begun.elapsed()));
    let response = response?;
    let status = response.status();
    let headers = outbound(response.headers());
    let answer = read(response, LONGEST_ANSWER).await;
    record.tenant_ms = Some(millis(begun.elapsed()));
    match answer {
        Ok(answer) if !headers.contains_key(CONTENT_ENCODING) => Ok((status, headers, answer)),
        Ok(_) | Err(Unread::TooLong) => Err(Refusal::TenantAnswer),
        Err(Unread::Broken(error)) => Err(broken(&error)),
    }
}

/// What the client is told of the tenant's answer, and the provider of its outcome.
fn told(
    gate: &Gate,
    call: &NativeCall,
    flow: Option<Envelope>,
    answer: &Answer,
    record: &mut Record,
) -> Result<Response<Body>, Refusal> {
    let said = match flow.clone() {
        Some(flow) => resealed(&gate.seal, call.route, &answer.body, flow)
            .map_err(|_| Refusal::TenantAnswer)?,
        None => Said::default(),
    };
    record.unforeseen_text = said.texted && call.watch() == Watch::Nothing;
    if let Some(reference) = flow.and_then(|flow| flow.reference)
        && call.grant == Grant::MfaOob
    {
        if said.granted {
            gate.reports.tell(&reference, Outcome::ChallengePassed);
        } else if said.wrong_code {
            gate.reports.tell(&reference, Outcome::ChallengeFailed);
        }
    }
    let body = said.body.unwrap_or_else(|| answer.body.clone());
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers.clone();
    Ok(response)
}
