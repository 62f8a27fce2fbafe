//! What scripts read: one JSON object a line. No token and no code is ever in it, but for the
//! token that `doorstep token` prints.

use std::time::Duration;

use doorstep::{
    Account, Area, AuthMethod, Channel, CodeSent, Error, Landing, RegistrationMethod, SignInFlow,
    SignInStep, Timestamp, WaitingFlow,
};
use serde_json::{Value, json};

/// A step of `flow`.
pub(crate) fn step(flow: &SignInFlow, step: &SignInStep) -> Value {
    let mut report = match step {
        SignInStep::PasswordRequired { .. } => json!({"step": "password_required"}),
        SignInStep::CodeRequired { code, .. } => {
            json!({"step": "code_required", "code": code_sent(code)})
        }
        SignInStep::MfaRequired { methods, .. } => {
            json!({"step": "mfa_required", "methods": methods_list(methods)})
        }
        SignInStep::MfaCodeRequired { code, methods, .. } => json!({
            "step": "mfa_code_required",
            "code": code_sent(code),
            "methods": methods_list(methods),
        }),
        SignInStep::RegistrationRequired { methods, .. } => json!({
            "step": "registration_required",
            "methods": registrable(methods),
        }),
        SignInStep::RegistrationCodeRequired { code, methods, .. } => json!({
            "step": "registration_code_required",
            "code": code_sent(code),
            "methods": registrable(methods),
        }),
        SignInStep::BrowserRequired { reason, .. } => json!({
            "step": "browser_required",
            "reason": format!("{:?}", reason.kind()),
            "server_text": reason.server_text(),
        }),
        SignInStep::SignedIn { account } => {
            json!({"step": "signed_in", "account": self::account(account)})
        }
    };
    report["flow_id"] = Value::from(flow.id().to_string());
    report["uncertain"] = Value::from(flow.is_uncertain());
    report
}

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
    json!({"error": {
        "exit_code": exit_code,
        "reaction": reaction,
        "code": info.code,
        "summary": info.summary,
        "flow_over": info.landing == Landing::FlowOver,
        "retry_after_seconds": retry_after.map(|wait| wait.as_secs()),
        "advice": advice,
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
        "correlation_id": null,
        "server_code": null,
        "suberror": null,
        "timestamp": null,
    }})
}

/// The flows that wait, by their ids and by their steps as [`step`] names them.
pub(crate) fn waiting(flows: &[WaitingFlow]) -> Value {
    let one = |flow: &WaitingFlow| {
        let step = flow.step.to_string().to_lowercase().replace(' ', "_");
        json!({"id": flow.id.to_string(), "step": step})
    };
    flows.iter().map(one).collect()
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

fn code_sent(code: &CodeSent) -> Value {
    json!({
        "channel": channel(&code.channel),
        "sent_to": code.sent_to,
        "length": code.length,
        "resend_after_seconds": code.resend_after.map(|wait| wait.as_secs()),
    })
}

fn registrable(methods: &[RegistrationMethod]) -> Value {
    let one = |method: &RegistrationMethod| {
        json!({
            "id": method.id.as_str(),
            "channel": channel(&method.channel),
            "known_contact": method.known_contact,
        })
    };
    methods.iter().map(one).collect()
}

fn methods_list(methods: &[AuthMethod]) -> Value {
    let one = |method: &AuthMethod| {
        json!({
            "id": method.id.as_str(),
            "channel": channel(&method.channel),
            "hint": method.hint,
        })
    };
    methods.iter().map(one).collect()
}
