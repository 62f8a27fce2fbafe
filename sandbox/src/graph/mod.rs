//! Microsoft Graph: the calls by which something beside the tenant finds people, puts them into groups, ends their
//! sessions and reads how to reach them.
//!
//! Shapes, statuses and errors are Graph's. An app calls with a token that it got in its own name, and may do what the
//! token's `roles` say. `docs/sandbox.md`, "Microsoft Graph", lists it.

mod filter;
mod groups;
mod methods;
mod permission;
mod refusal;
mod select;
mod token;
mod users;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::WWW_AUTHENTICATE;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Response};
use serde_json::Value;

use self::refusal::{Refusal, Stamp};
use crate::clock::Timestamp;
use crate::edge::{CLIENT_REQUEST_ID, CallId, Said, Service, Unread, beside, members, origin};
use crate::sandbox::Sandbox;
use crate::tenant::Tenant;
use crate::wire::{GraphCall, NoCall, Operation, Target, graph_call};

/// Where Graph stands below the root.
pub(crate) const ROUTE: &str = "/graph/{*path}";
/// The part of Graph's URL in front of `/v1.0`.
pub(crate) const ROOT: &str = "/graph";
/// The header by which Graph names a call.
const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");

/// What an operation gives: a document, or the bare word that it is done.
type Done = Result<Option<Value>, Refusal>;

/// Answers a request to Graph.
pub(crate) async fn answer(
    State(sandbox): State<Arc<Sandbox>>,
    request: Request,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let exchange = Exchange {
        call: graph_call(&parts.method, parts.uri.path()),
        origin: origin(&sandbox.settings, &parts.headers),
        id: CallId::read(parts.headers.get(CLIENT_REQUEST_ID)),
        parts: &parts,
    };
    let mut response = beside(&sandbox, &parts, body, &exchange).await;
    exchange.id.stamp_as(&REQUEST_ID, &mut response);
    response
}

/// One request.
struct Exchange<'a> {
    parts: &'a Parts,
    call: Result<GraphCall, NoCall>,
    /// Scheme, host and port as the caller named them.
    origin: String,
    id: CallId,
}

/// What an operation works with.
struct Asked<'a> {
    names: &'a [String],
    query: &'a str,
    body: &'a [u8],
    now: Timestamp,
    /// Where `@odata.context` documents stand.
    metadata: String,
}

impl Exchange<'_> {
    fn carry_out(&self, sandbox: &Sandbox, body: &[u8], now: Timestamp) -> Done {
        let call = self.call.as_ref().map_err(|no| match no {
            NoCall::Segment(name) => Refusal::Segment(name.clone()),
            NoCall::Method => Refusal::Method,
        })?;
        let mut tenant = sandbox.tenant();
        let roles = token::roles(&self.parts.headers, &sandbox.key, &tenant.issuer(), now)?;
        permission::check(call.operation, &roles)?;
        let asked = Asked {
            names: &call.names,
            query: self.parts.uri.query().unwrap_or_default(),
            body,
            now,
            metadata: format!("{}{ROOT}/v1.0/$metadata", self.origin),
        };
        perform(&mut tenant, call.operation, &asked)
    }

    fn stamp(&self, now: Timestamp) -> Stamp {
        Stamp {
            id: self.id.correlation,
            now,
        }
    }

    fn refused(&self, refusal: &Refusal, now: Timestamp) -> Said {
        let mut said = Said::document(refusal.status(), refusal.body(&self.stamp(now)));
        if refusal.status() == 401
            && let Ok(challenge) = HeaderValue::from_str(&token::challenge(&self.origin))
        {
            said.headers.push((WWW_AUTHENTICATE, challenge));
        }
        said
    }
}

impl Service for Exchange<'_> {
    fn target(&self) -> Option<Target> {
        let call = self.call.as_ref().ok()?;
        Some(Target::Graph(call.operation))
    }

    fn shown(&self, body: &[u8]) -> BTreeMap<String, String> {
        members(body, &["@odata.id", "groupIds"], &[])
    }

    fn act(&self, sandbox: &Sandbox, body: &[u8], now: Timestamp) -> Said {
        match self.carry_out(sandbox, body, now) {
            Ok(Some(document)) => Said::document(200, document),
            Ok(None) => Said {
                status: 204,
                body: None,
                headers: Vec::new(),
            },
            Err(refusal) => self.refused(&refusal, now),
        }
    }

    fn refuse(&self, why: Unread, now: Timestamp) -> Said {
        let refusal = match why {
            Unread::TooLarge => Refusal::TooLarge,
            Unread::Fault(status) => Refusal::Fault(status),
        };
        self.refused(&refusal, now)
    }
}

fn perform(tenant: &mut Tenant, operation: Operation, asked: &Asked<'_>) -> Done {
    match operation {
        Operation::FindUsers => users::find(tenant, asked),
        Operation::GetUser => users::get(tenant, asked),
        Operation::RevokeSessions => users::revoke(tenant, asked),
        Operation::CheckGroups => groups::check(tenant, asked),
        Operation::AddMember => groups::add(tenant, asked),
        Operation::RemoveMember => groups::remove(tenant, asked),
        Operation::ListPhones => methods::phones(tenant, asked),
        Operation::RemovePhone => methods::remove_phone(tenant, asked),
        Operation::ListEmails => methods::emails(tenant, asked),
    }
}
