//! One request to the tenant, from the bytes of its body to the bytes of the answer.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, Response};

use super::respond::{CLIENT_REQUEST_ID, CallId, json};
use super::{browser, faults, journal, mask, with_cors};
use crate::model::{Answered, Throttle};
use crate::sandbox::{Sandbox, Settings};
use crate::tenant::{Call, Site, sign};
use crate::wire::{Answer, Endpoint, Form, Place, Stamp, Target, WireError, find};

/// The largest body that is read.
pub(super) const LARGEST_BODY: usize = 64 * 1024;

/// How long a client may take to send a body.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// The address that a request came from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Caller(pub(crate) IpAddr);

impl Caller {
    /// Reads what the listener noted.
    fn of(parts: &Parts) -> IpAddr {
        parts
            .extensions
            .get::<Self>()
            .map_or(Ipv4Addr::UNSPECIFIED.into(), |caller| caller.0)
    }
}

/// Answers a request to the tenant.
pub(crate) async fn tenant(
    State(sandbox): State<Arc<Sandbox>>,
    request: Request,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    if sandbox.settings.cors {
        return with_cors(
            &parts.method,
            &parts.headers,
            answer(&sandbox, &parts, body),
        )
        .await;
    }
    answer(&sandbox, &parts, body).await
}

async fn answer(sandbox: &Sandbox, parts: &Parts, body: Body) -> Response<Body> {
    let id = CallId::read(parts.headers.get(CLIENT_REQUEST_ID));
    let place = find(parts.uri.path());
    let form = match tokio::time::timeout(PATIENCE, to_bytes(body, LARGEST_BODY)).await {
        Ok(Ok(_)) if comes_by_link(parts, &place) => {
            Form::parse(parts.uri.query().unwrap_or_default().as_bytes())
        }
        Ok(Ok(bytes)) => Form::parse(&bytes),
        Ok(Err(_)) | Err(_) => Err(WireError::TooLarge),
    };
    let fault = place
        .endpoint
        .and_then(|endpoint| sandbox.faults().strike(Target::Tenant(endpoint)));
    if let Some(delay) = fault
        .as_ref()
        .map(|fault| fault.delay_ms)
        .filter(|delay| *delay > 0)
    {
        tokio::time::sleep(Duration::from_millis(u64::from(delay))).await;
    }
    let now = sandbox.clock.now();
    let carried_out = fault.as_ref().is_none_or(faults::carries_out);
    let outcome = if carried_out {
        form.as_ref().map_err(Clone::clone).and_then(|form| {
            let call = Call {
                form,
                now,
                correlation: id.correlation,
                caller: Caller::of(parts),
                from_elsewhere: comes_by_link(parts, &place)
                    || from_elsewhere(&sandbox.settings, &parts.headers),
            };
            act(sandbox, parts, &place, &call)
        })
    } else {
        Err(WireError::Injected)
    };
    let (status, body) = match &outcome {
        Ok(answer) => (answer.status(), answer.body()),
        Err(error) => (
            error.status(),
            error.body(Stamp {
                correlation: id.correlation,
                now,
            }),
        ),
    };
    let form = form.unwrap_or_default();
    let mut response = if let Some(fault) = fault.filter(|fault| !faults::only_delays(fault)) {
        let response = faults::answer(&fault, status, &body);
        let status = Some(response.status().as_u16()).filter(|_| !fault.drop);
        sandbox.journal().write(
            parts,
            mask::form(&form),
            Answered::Fault {
                status,
                carried_out,
            },
            now,
        );
        response
    } else {
        sandbox.journal().write(
            parts,
            mask::form(&form),
            journal::answer(status, &body),
            now,
        );
        match &outcome {
            Ok(Answer::Page(page)) => browser::page(page),
            _ => json(status, &body),
        }
    };
    if let Err(WireError::TooManyRequests | WireError::SlowDown) = outcome {
        let Throttle { retry_after, .. } = sandbox.tenant().policies.throttle;
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(retry_after));
    }
    id.stamp(&mut response);
    response
}

/// Lets the tenant act, once the request is known to be for it.
fn act(
    sandbox: &Sandbox,
    parts: &Parts,
    place: &Place<'_>,
    call: &Call<'_>,
) -> Result<Answer, WireError> {
    let host = host(&parts.headers);
    let mut tenant = sandbox.tenant();
    if !tenant.is_called(place.tenant, host) {
        return Err(WireError::Tenant);
    }
    let endpoint = place.endpoint.ok_or(WireError::NoEndpoint)?;
    if !endpoint.is_document() {
        sandbox
            .window()
            .admit(tenant.policies.throttle, call.caller, call.now)?;
        if parts.method != Method::POST && !comes_by_link(parts, place) {
            return Err(WireError::NotPosted);
        }
    }
    let origin = origin(&sandbox.settings, &parts.headers);
    let site = Site {
        origin: &origin,
        segment: place.tenant,
    };
    let answer = tenant.answer(endpoint, call, &site, &sandbox.key)?;
    drop(tenant);
    let answer = sign(answer, &sandbox.key)?;
    log_answered(endpoint, call);
    Ok(answer)
}

/// Whether a browser followed a link to the sign-in page, so that the query is what an app asks.
fn comes_by_link(parts: &Parts, place: &Place<'_>) -> bool {
    parts.method == Method::GET && place.endpoint == Some(Endpoint::Authorize)
}

/// Whether a page of another origin sent the request.
fn from_elsewhere(settings: &Settings, headers: &HeaderMap) -> bool {
    let own = origin(settings, headers);
    let given = headers.get(ORIGIN).and_then(|given| given.to_str().ok());
    given.is_some_and(|given| !given.eq_ignore_ascii_case(&own))
}

/// Scheme, host and port as the caller named them.
pub(crate) fn origin(settings: &Settings, headers: &HeaderMap) -> String {
    match host(headers) {
        "" => settings.origin.clone(),
        host => format!("{}://{host}", settings.scheme),
    }
}

fn host(headers: &HeaderMap) -> &str {
    headers
        .get(HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default()
}

fn log_answered(endpoint: Endpoint, call: &Call<'_>) {
    tracing::debug!(endpoint = endpoint.path(), correlation = %call.correlation, "answered");
}
