//! What all requests share, and where a request goes first.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request, Response};
use serde_json::json;

use super::back_end::BackEnd;
use super::client_address::client_address;
use super::cors::Cors;
use super::inbound::{Bounds, Inbound, correlation};
use super::native;
use super::record::{Record, Records};
use super::refusal::{Refusal, json_response};
use super::reports::Reports;
use super::sticky::Sticky;
use super::tenant::Tenant;
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
    pub(super) back_end: Option<BackEnd>,
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
    let allowed = gate.cors.allowed(request.headers());
    let client = client_address(peer, request.headers(), &gate.trusted);
    let correlation = correlation(request.headers());
    let place = find(request.uri().path(), gate.tenant.names());
    let inbound = Inbound::read(request, client, gate.bounds);
    let outcome = match place {
        Place::Native(route) => {
            let at = gate.clock.now().as_secs();
            let mut told = gate.records.begin(Record::begun(route, at, correlation));
            let outcome = match inbound.await {
                Ok(request) => native::answer(gate, route, request, told.record()).await,
                Err(refusal) => Err(refusal),
            };
            let status = outcome
                .as_ref()
                .map_or_else(Refusal::status, |response| response.status().as_u16());
            told.record().status = status;
            outcome
        }
        Place::Passed | Place::Unknown | Place::Disguised => match inbound.await {
            Ok(request) => elsewhere(gate, place, request).await,
            Err(refusal) => Err(refusal),
        },
    };
    let mut response = outcome.unwrap_or_else(|refusal| refusal.response(&correlation.to_string()));
    gate.cors.open(allowed.as_ref(), &mut response);
    response
}

async fn elsewhere(gate: &Gate, place: Place, request: Inbound) -> Result<Response<Body>, Refusal> {
    match place {
        Place::Passed => passed(gate, request).await,
        Place::Native(_) | Place::Unknown => Err(Refusal::Place),
        Place::Disguised => Err(Refusal::Disguised),
    }
}

/// Hands on what is none of the gate's business, and the answer as it comes.
async fn passed(gate: &Gate, request: Inbound) -> Result<Response<Body>, Refusal> {
    if request.method == Method::CONNECT || request.method == Method::TRACE {
        return Err(Refusal::NotPosted);
    }
    let answer = gate.tenant.pass(request).await?;
    Ok(answer.streamed())
}
