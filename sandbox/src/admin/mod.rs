//! The admin API: JSON in, JSON out, described by the published schema.
//!
//! It is a thin layer over [`Control`](crate::Control): what it adds is who may call, and reading and writing JSON.

mod endpoints;
mod error;
mod guard;
mod nulls;
mod read;
mod schema;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post, put};

use crate::sandbox::Sandbox;

pub(crate) use guard::guard;
pub use read::{AdvanceClock, Revoke, Solve};
pub use schema::admin_schema;

/// The routes below `/admin`.
pub(crate) fn router(sandbox: &Arc<Sandbox>) -> Router<Arc<Sandbox>> {
    Router::new()
        .route("/info", get(endpoints::info))
        .route("/schema", get(endpoints::schema))
        .route("/reset", post(endpoints::reset))
        .route("/users", get(endpoints::users).post(endpoints::add_user))
        .route(
            "/users/{username}",
            get(endpoints::user)
                .patch(endpoints::change_user)
                .delete(endpoints::remove_user),
        )
        .route("/groups", get(endpoints::groups))
        .route("/mailbox", get(endpoints::mailbox))
        .route("/clock", get(endpoints::now).post(endpoints::advance_clock))
        .route("/revoke", post(endpoints::revoke))
        .route(
            "/policies",
            get(endpoints::policies).put(endpoints::put_policies),
        )
        .route("/apps", get(endpoints::apps).put(endpoints::put_apps))
        .route("/faults", put(endpoints::put_faults).get(endpoints::faults))
        .route("/risk", get(endpoints::risk).put(endpoints::put_risk))
        .route("/risk/solve", post(endpoints::solve))
        .route("/signins", get(endpoints::sign_ins))
        .route("/journal", get(endpoints::journal))
        .method_not_allowed_fallback(endpoints::wrong_method)
        .fallback(endpoints::unknown)
        .layer(from_fn_with_state(Arc::clone(sandbox), guard))
}
