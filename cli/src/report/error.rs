//! What went wrong, for scripts.

use doorstep::{Area, Error, Landing};
use serde_json::{Value, json};

/// What went wrong. Without an exit code, the command goes on and asks again.
pub(crate) fn error(error: &Error, exit_code: Option<u8>) -> Value {
    let info = error.info();
    let (reaction, retry_after, advice) = match error {
        Error::Fixable { .. } => ("fixable", None, None),
        Error::Later { retry_after, .. } => ("later", *retry_after, None),
        Error::Misuse { .. } => ("misuse", None, None),
        Error::Denied { .. } => ("denied", None, None),
        Error::Broken {
            area: Area::Configuration(setting),
            ..
        } => ("broken", None, Some(setting.advice())),
        Error::Broken { .. } => ("broken", None, None),
    };
    let attributes = (!info.attributes.is_empty()).then_some(&info.attributes);
    json!({"error": {
        "exit_code": exit_code,
        "reaction": reaction,
        "code": info.code,
        "summary": info.summary,
        "flow_over": info.landing == Landing::FlowOver,
        "retry_after_seconds": retry_after.map(|wait| wait.as_secs()),
        "advice": advice,
        "attributes": attributes,
        "correlation_id": info.correlation_id.map(|id| id.to_string()),
        "server_code": info.server_code,
        "suberror": info.suberror,
        "timestamp": info.timestamp,
    }})
}

/// What went wrong on this side alone: of the same members, most of them unknown.
pub(crate) fn failure(exit_code: u8, summary: &str) -> Value {
    json!({"error": {
        "exit_code": exit_code,
        "reaction": null,
        "code": null,
        "summary": summary,
        "flow_over": null,
        "retry_after_seconds": null,
        "advice": null,
        "attributes": null,
        "correlation_id": null,
        "server_code": null,
        "suberror": null,
        "timestamp": null,
    }})
}
