//! Replies as the vectors write them.

use serde_json::{Map, Value, json};

use super::NOW;
use crate::challenge::SecurityCode;
use crate::error::{Error, Landing};
use crate::exchange::Reply;
use crate::fault::Fault;
use crate::secret::Secret;
use crate::terms::Claims;

/// The reply as an expectation writes it.
pub(super) fn written(reply: &Reply) -> Map<String, Value> {
    let fields = match reply {
        Reply::Opened { token }
        | Reply::PasswordWanted { token }
        | Reply::SecondFactorDue { token }
        | Reply::RegistrationDue { token }
        | Reply::Preverified { token }
        | Reply::Confirmed { token }
        | Reply::ChallengeDue { token, .. } => json!({"token": token}),
        Reply::Finished { token } | Reply::PasswordNotChanged { token } => {
            json!({"token": token})
        }
        Reply::Registrable { token, methods } => json!({"token": token, "methods": methods}),
        Reply::AttributesDue { token, attributes } => {
            json!({"token": token, "attributes": attributes})
        }
        Reply::CodeProved { token, until } => json!({
            "token": token,
            "lasts": until.map(|until| until.since(NOW).as_secs()),
        }),
        Reply::PasswordTaken { token, interval } => {
            json!({"token": token, "interval": interval.as_secs()})
        }
        Reply::StillChanging { .. } => json!({}),
        Reply::CodeSent { token, code } => {
            assert_eq!(code.sent_at, NOW);
            json!({
                "token": token,
                "sent_to": code.sent_to,
                "channel": code.channel,
                "length": code.length,
                "resend_after": code.resend_after.map(|wait| wait.as_secs()),
            })
        }
        Reply::Methods { token, methods } => json!({"token": token, "methods": methods}),
        Reply::Granted(grant) => {
            let text =
                |secret: &Option<Secret>| secret.as_ref().map(|text| text.expose().to_owned());
            json!({
                "access_token": grant.access_token.expose(),
                "refresh_token": text(&grant.refresh_token),
                "id_token": text(&grant.id_token),
                "client_info": text(&grant.client_info),
                "scopes": grant.scopes.as_ref().map(ToString::to_string),
                "expires_in": grant.expires_in.as_secs(),
            })
        }
        Reply::Browser(reason) => {
            json!({"reason": format!("{:?}", reason.kind()), "text": reason.server_text()})
        }
        Reply::Challenged(challenge) => {
            json!({
                "provider": challenge.provider(),
                "payload": challenge.payload(),
                "security_code": challenge.security_code().map(code),
            })
        }
        Reply::StepUpDue { claims } => {
            json!({"claims": claims.as_ref().map(Claims::as_json)})
        }
        Reply::Refused(fault) => refused(fault.clone()),
    };
    match fields {
        Value::Object(fields) => fields,
        other => panic!("{other}"),
    }
}

fn code(code: &SecurityCode) -> Value {
    let mut fields = json!({
        "channel": code.channel,
        "hint": code.hint,
        "code_length": code.code_length,
        "tries_left": code.tries_left,
        "resend_after": code.resend_after.map(|wait| wait.as_secs()),
    });
    if let Value::Object(fields) = &mut fields {
        fields.retain(|_, value| !value.is_null());
    }
    fields
}

fn refused(fault: Fault) -> Value {
    let error = fault.into_error(None);
    let (variant, reaction, wait) = match &error {
        Error::Fixable { problem, .. } => ("fixable", format!("{problem:?}"), None),
        Error::Later {
            reason,
            retry_after,
            ..
        } => ("later", format!("{reason:?}"), *retry_after),
        Error::Misuse { now, .. } => ("misuse", format!("{now:?}"), None),
        Error::Denied { by, .. } => ("denied", format!("{by:?}"), None),
        Error::Broken { area, .. } => ("broken", format!("{area:?}"), None),
    };
    let info = error.info();
    let landing = match info.landing {
        Landing::SameStep => "same_step",
        Landing::FlowOver => "flow_over",
    };
    json!({
        "error": variant,
        "reaction": reaction,
        "retry_after": wait.map(|wait| wait.as_secs()),
        "code": info.code,
        "landing": landing,
        "server_code": info.server_code,
        "suberror": info.suberror,
        "timestamp": info.timestamp,
        "attributes": (!info.attributes.is_empty()).then_some(&info.attributes),
    })
}
