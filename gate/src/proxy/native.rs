//! One native call, from its body to the tenant's answer.

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{Method, Response};
use tokio::time::Instant;

use super::back_end;
use super::call::NativeCall;
use super::form::Form;
use super::gate::Gate;
use super::inbound::Inbound;
use super::judge::{Circumstances, Judged, judge, millis};
use super::record::Record;
use super::refusal::Refusal;
use super::reseal::resealed;
use crate::claims::raised;
use crate::decide::{Decision, Watch};
use crate::provider::Outcome;
use crate::words::{Grant, Route};

/// The longest answer of the tenant that is read.
const LONGEST_ANSWER: usize = 512 * 1024;
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
    request: Inbound,
    record: &mut Record,
) -> Result<Response<Body>, Refusal> {
    if request.method != Method::POST {
        return Err(Refusal::NotPosted);
    }
    let form = form(&request)?;
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
        path: request.target.path(),
    };
    back_end::before(gate, &mut call, &around, record).await?;
    let judged = judge(gate, &call, &around, record).await?;
    let form = outgoing(gate, &mut call, judged)?;
    let answer = forwarded(gate, request, form, record).await?;
    back_end::after(gate, &mut call, &answer, record).await;
    told(gate, call, answer, record)
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
    let query = request.target.query().unwrap_or_default();
    let is_divided = query.contains(';');
    let query = Form::parse(query.as_bytes()).map_err(|_| Refusal::BadForm)?;
    // Some servers divide a query at semicolons too.
    if is_divided || OF_THE_FORM.iter().any(|name| query.has(name)) {
        return Err(Refusal::BadForm);
    }
    Form::parse(&request.body).map_err(|_| Refusal::BadForm)
}

/// The form as the tenant gets it. What this call adds to its flow is noted in it.
fn outgoing(gate: &Gate, call: &mut NativeCall, judged: Judged) -> Result<String, Refusal> {
    let takes_claims = call.takes_claims();
    let NativeCall {
        route, form, flow, ..
    } = call;
    if let Some(flow) = flow {
        if judged.decision == Decision::StepUp {
            flow.contexts.insert(gate.context.clone());
        }
        flow.verdict = judged.verdict.or(flow.verdict);
        flow.reference = judged.reference.or(flow.reference.take());
        flow.expires = (gate.clock.now() + gate.token_lifetime).as_secs();
        if !route.begins() {
            form.set("continuation_token", flow.token.clone());
        }
        if takes_claims {
            let claims =
                raised(form.get("claims"), &flow.contexts).map_err(|_| Refusal::BadClaims)?;
            if let Some(claims) = claims {
                form.set("claims", claims);
            }
        }
    }
    Ok(form.encoded())
}

/// The tenant's answer. One that is encoded cannot be read.
async fn forwarded(
    gate: &Gate,
    request: Inbound,
    form: String,
    record: &mut Record,
) -> Result<Response<Bytes>, Refusal> {
    let begun = Instant::now();
    let answer = gate.tenant.post(request, form).await;
    record.tenant_ms = Some(millis(begun.elapsed()));
    let answer = answer?.read(LONGEST_ANSWER).await;
    record.tenant_ms = Some(millis(begun.elapsed()));
    answer.and_then(|answer| {
        if answer.headers().contains_key(CONTENT_ENCODING) {
            Err(Refusal::TenantAnswer)
        } else {
            Ok(answer)
        }
    })
}

/// What the client is told of the tenant's answer, and the provider of its outcome.
fn told(
    gate: &Gate,
    call: NativeCall,
    answer: Response<Bytes>,
    record: &mut Record,
) -> Result<Response<Body>, Refusal> {
    let watch = call.watch();
    let (parts, body) = answer.into_parts();
    let Some(flow) = call.flow else {
        return Ok(Response::from_parts(parts, Body::from(body)));
    };
    let reference = flow.reference.clone();
    let said = resealed(&gate.seal, call.route, &body, flow).map_err(|_| Refusal::TenantAnswer)?;
    record.unforeseen_text = said.texted && watch == Watch::Nothing;
    if let Some(reference) = reference
        && call.grant == Grant::MfaOob
    {
        if said.granted {
            gate.reports.tell(&reference, Outcome::ChallengePassed);
        } else if said.wrong_code {
            gate.reports.tell(&reference, Outcome::ChallengeFailed);
        }
    }
    let body = said.body.map_or(body, Bytes::from);
    Ok(Response::from_parts(parts, Body::from(body)))
}
