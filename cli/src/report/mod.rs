//! What scripts read: one JSON object a line. No token and no code is ever in it, but for the
//! token that `doorstep token` prints.

mod error;
mod step;

use std::time::Duration;

use doorstep::{Account, Channel, FlowKind, Timestamp, WaitingFlow};
use serde_json::{Value, json};

pub(crate) use self::error::{error, failure};
pub(crate) use self::step::step;

/// Who is signed in.
pub(crate) fn account(account: &Account) -> Value {
    let id = account.id();
    let claims = account.claims();
    json!({
        "object_id": id.object_id,
        "tenant_id": id.tenant_id,
        "username": claims.as_ref().and_then(|claims| claims.username()),
        "name": claims.as_ref().and_then(|claims| claims.name()),
        "durable": account.is_durable(),
    })
}

/// The account as a person knows it.
pub(crate) fn shown_name(account: &Account) -> String {
    let claims = account.claims();
    let name = claims
        .as_ref()
        .and_then(|claims| claims.name().or(claims.username()));
    name.map_or_else(|| account.id().object_id, str::to_owned)
}

/// The flows that wait, by their ids, and by their steps as [`step`] names them.
pub(crate) fn waiting(flows: &[WaitingFlow]) -> Value {
    let one = |flow: &WaitingFlow| {
        let step = flow.step.to_string().to_lowercase().replace(' ', "_");
        json!({"id": flow.id.to_string(), "flow": self::flow(flow.kind), "step": step})
    };
    flows.iter().map(one).collect()
}

/// The word for a kind of flow.
pub(crate) fn flow(kind: FlowKind) -> &'static str {
    match kind {
        FlowKind::SignIn => "sign_in",
        FlowKind::SignUp => "sign_up",
        FlowKind::ResetPassword => "reset_password",
        _ => "other",
    }
}

/// A kind of flow as a person reads it.
pub(crate) fn flow_in_words(kind: FlowKind) -> &'static str {
    match kind {
        FlowKind::SignIn => "sign-in",
        FlowKind::SignUp => "sign-up",
        FlowKind::ResetPassword => "password reset",
        _ => "flow",
    }
}

/// A wait as a person reads it: of whole seconds, and not of none.
pub(crate) fn whole_seconds(wait: Duration) -> String {
    match wait.as_secs() + u64::from(wait.subsec_nanos() > 0) {
        0 | 1 => "1 second".to_owned(),
        more => format!("{more} seconds"),
    }
}

/// The word for a channel.
pub(crate) fn channel(channel: &Channel) -> &str {
    match channel {
        Channel::Email => "email",
        Channel::Sms => "sms",
        Channel::Unknown(word) => word,
    }
}

/// Seconds since 1970, as scripts compare times.
pub(crate) fn seconds(time: Timestamp) -> u64 {
    time.unix_millis() / 1000
}
