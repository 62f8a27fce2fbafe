//! Where devices show themselves: everything below `/fp/`. A session, a device and what is remarkable about it; what
//! a real collector sends besides is read and forgotten.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::Response;
use serde_json::json;

use super::profiles::{ANONYMOUS, BOT};
use super::read::Given;
use crate::edge;
use crate::sandbox::Sandbox;

/// The longest name of a device that is kept.
const LONGEST_DEVICE: usize = 256;

pub(super) async fn sink(
    State(sandbox): State<Arc<Sandbox>>,
    RawQuery(query): RawQuery,
    body: Body,
) -> Response<Body> {
    let given = Given::read(query.as_deref(), body).await;
    let Some(session) = given.text("session_id") else {
        return edge::json(400, &json!({"error": "session_id is missing"}));
    };
    let device = given.text("device_id").unwrap_or("unnamed");
    if device.len() > LONGEST_DEVICE {
        return edge::json(400, &json!({"error": "device_id is too long"}));
    }
    let remarkable = |name: &&str| given.text(name) == Some("true");
    let signals = [ANONYMOUS, BOT].into_iter().filter(remarkable);
    let signals = signals.map(str::to_owned).collect();
    let now = sandbox.clock.now();
    sandbox.risk().profile(session, device, signals, now);
    edge::json(200, &json!({"session_id": session, "status": "ok"}))
}
