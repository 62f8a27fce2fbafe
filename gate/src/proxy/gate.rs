//! What all requests share, and where a request goes first.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request, Response};
use serde_json::json;

use super::client_address::client_address;
use super::cors::Cors;
use super::headers::outbound;
use super::inbound::{Bounds, Inbound};
use super::native;
use super::record::Records;
use super::refusal::{Refusal, json_response};
use super::reports::Reports;
use super::sticky::Sticky;
use super::tenant::{Forwarded, Tenant};
use crate::claims::AuthContext;
use crate::clock::Clock;
use crate::config::{Network, Rules};
use crate::decide::Mode;
use crate::provider::Provider;
use crate::seal::Seal;
use crate::words::{Place, find};

/// Where the gate says that it is there.
const HEALTH: &str = "/healthz";

/// What all requests share.
pub(super) struct Gate {
    pub(super) clock: Clock,
    pub(super) seal: Seal,
    pub(super) token_lifetime: Duration,
    pub(super) context: AuthContext,
    pub(super) mode: Mode,
    pub(super) rules: Rules,
    pub(super) providers: BTreeMap<String, Arc<dyn Provider>>,
    pub(super) reports: Reports,
    pub(super) sticky: Sticky,
    pub(super) tenant: Tenant,
    pub(super) cors: Cors,
    pub(super) records: Records,
    pub(super) trusted: Vec<Network>,
    pub(super) bounds: Bounds,
}

/// Answers a request of a connection from `peer`.
pub(super) async fn answer(gate: &Gate, peer: IpAddr, request: Request<Body>) -> Response<Body> {
    if request.method() == Method::GET && request.uri().path() == HEALTH {
        return json_response(200, &json!({"status": "ok"}));
    }
    if let Some(preflight) = gate.cors.preflight(request.method(), request.headers()) {
        return preflight;
    }
    let headers = request.headers().clone();
    let client = client_address(peer, &headers, &gate.trusted);
    let mut response = match Inbound::read(request, client, gate.bounds).await {
        Ok(request) => route(gate, request).await,
        Err((refusal, correlation)) => refusal.response(&correlation.to_string()),
    };
    gate.cors.open(&headers, &mut response);
    response
}

async fn route(gate: &Gate, request: Inbound) -> Response<Body> {
    let correlation = request.correlation.to_string();
    let refusal = match find(&request.path, gate.tenant.names()) {
        Place::Native(route) => return native::answer(gate, route, request).await,
        Place::Passed => match passed(gate, request).await {
            Ok(response) => return response,
            Err(refusal) => refusal,
        },
        Place::Unknown => Refusal::Place,
        Place::Disguised => Refusal::Disguised,
    };
    refusal.response(&correlation)
}

/// Hands on what is none of the gate's business, and the answer as it comes.
async fn passed(gate: &Gate, request: Inbound) -> Result<Response<Body>, Refusal> {
    if request.method == Method::CONNECT || request.method == Method::TRACE {
        return Err(Refusal::NotPosted);
    }
    let target = request.target();
    let response = gate
        .tenant
        .send(Forwarded {
            method: request.method,
            target: &target,
            headers: &request.headers,
            client: request.client,
            body: request.body.to_vec(),
        })
        .await?;
    let response: Response<reqwest::Body> = response.into();
    let (mut parts, body) = response.into_parts();
    parts.headers = outbound(&parts.headers);
    Ok(Response::from_parts(parts, Body::new(body)))
}
