//! The risk provider: an emulation of those that the gate can ask, in the words of each (docs/risk.md 3, 7).
//!
//! One [`Desk`] decides, whoever's words a question comes in. Devices show themselves below `/fp/`; people solve
//! challenges below `/challenge/`; and at `/` stands what was profiled, asked, answered and told.

mod answer;
mod challenges;
mod desk;
mod generic;
mod human;
mod page;
mod profile;
mod profiles;
mod prove;
mod question;
mod read;
mod threat_metrix;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;
use axum::middleware::{Next, from_fn_with_state};
use axum::routing::{any, get, post};
use serde_json::json;

pub(crate) use self::desk::Desk;
pub(crate) use self::read::SECRET;
use crate::admin::guard;
use crate::edge;
use crate::sandbox::Sandbox;

/// Everything that the provider answers.
pub(crate) fn router(sandbox: &Arc<Sandbox>) -> Router {
    let book = get(page::book).layer(from_fn_with_state(Arc::clone(sandbox), guard));
    Router::new()
        .route("/fp/{*path}", any(profile::sink))
        .route("/challenge/{id}", get(page::challenge).post(page::solve))
        .route("/api/session-query", post(threat_metrix::session_query))
        .route("/api/attribute-query", post(threat_metrix::attribute_query))
        .route("/api/update", post(threat_metrix::update))
        .route("/api/v3/risk", post(human::risk))
        .route("/token", post(prove::token))
        .route("/v3/verify", post(prove::verify))
        .route("/v3/unify", post(prove::unify))
        .route("/v3/unify-status", post(prove::unify_status))
        .route("/v3/validate", post(prove::validate))
        .route("/assess", post(generic::assess))
        .route("/report", post(generic::report))
        .fallback(nothing)
        .layer(from_fn_with_state(Arc::clone(sandbox), across_origins))
        .route("/", book)
        .with_state(Arc::clone(sandbox))
}

/// Opens answers to pages of other origins where the sandbox does.
async fn across_origins(
    State(sandbox): State<Arc<Sandbox>>,
    request: Request,
    next: Next,
) -> Response<Body> {
    if !sandbox.settings.cors {
        return next.run(request).await;
    }
    let (method, headers) = (request.method().clone(), request.headers().clone());
    edge::with_cors(&method, &headers, next.run(request)).await
}

async fn nothing() -> Response<Body> {
    edge::json(404, &json!({"error": "the risk provider has no such path"}))
}
