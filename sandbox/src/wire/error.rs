//! Errors as they stand on the wire (docs/protocol.md 9).

use serde_json::{Value, json};
use uuid::Uuid;

use super::WireError;
use super::form::LONGEST_VALUE;
use crate::clock::Timestamp;

/// What makes two answers of the same error differ.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stamp {
    pub(crate) correlation: Uuid,
    pub(crate) now: Timestamp,
}

impl WireError {
    /// The number that clients look at first.
    pub(crate) fn code(&self) -> u32 {
        self.row().2
    }

    /// The status: 400 for every error of native authentication (docs/protocol.md 1.6).
    pub(crate) fn status(&self) -> u16 {
        match self {
            Self::TooManyRequests => 429,
            Self::NoEndpoint => 404,
            Self::ClientSecret | Self::NoClientSecret => 401,
            _ => 400,
        }
    }

    /// The body.
    pub(crate) fn body(&self, stamp: Stamp) -> Value {
        let (error, suberror, code, text) = self.row();
        let text = match self {
            Self::Parameter(param) => format!("{} parameter is empty or not valid", param.name()),
            Self::LongParameter(param) => format!(
                "The {} parameter is longer than {LONGEST_VALUE} bytes.",
                param.name()
            ),
            _ => text.to_owned(),
        };
        let trace = Uuid::new_v4();
        let time = stamp.now.spaced();
        let description = format!(
            "AADSTS{code}: {text}\r\nTrace ID: {trace}\r\nCorrelation ID: {}\r\nTimestamp: {time}",
            stamp.correlation
        );
        let mut body = json!({
            "error": error,
            "error_description": description,
            "error_codes": [code],
            "timestamp": time,
            "trace_id": trace,
            "correlation_id": stamp.correlation,
        });
        if let Some(suberror) = suberror {
            body["suberror"] = suberror.into();
        }
        match self {
            Self::MfaRequired(token)
            | Self::RegistrationRequired(token)
            | Self::CredentialRequired(token) => body["continuation_token"] = json!(token),
            Self::AttributesRequired(token, attributes) => {
                body["continuation_token"] = json!(token);
                body["required_attributes"] = json!(attributes);
            }
            Self::VerificationRequired(token, names) => {
                body["continuation_token"] = json!(token);
                body["unverified_attributes"] = named(names);
            }
            Self::InvalidAttributes(names) => body["invalid_attributes"] = named(names),
            _ => {}
        }
        body
    }
}

fn named(names: &[String]) -> Value {
    names.iter().map(|name| json!({ "name": name })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Param;

    fn body(error: &WireError) -> Value {
        error.body(Stamp {
            correlation: Uuid::nil(),
            now: Timestamp::from_unix(1_768_472_430),
        })
    }

    #[test]
    fn the_envelope_has_every_field_in_its_type() {
        let body = body(&WireError::WrongPassword);
        assert_eq!(body["error"], "invalid_grant");
        assert_eq!(body["error_codes"], json!([50126]));
        assert_eq!(body["timestamp"], "2026-01-15 10:20:30Z");
        assert_eq!(body["correlation_id"], Uuid::nil().to_string());
        let text = body["error_description"].as_str().unwrap_or_default();
        assert!(text.starts_with("AADSTS50126: "), "{text}");
        assert!(
            text.ends_with("\r\nTimestamp: 2026-01-15 10:20:30Z"),
            "{text}"
        );
        assert!(body.get("suberror").is_none() && body.get("continuation_token").is_none());
    }

    #[test]
    fn a_wrong_parameter_is_named_the_way_clients_look_for_it() {
        let text = body(&WireError::Parameter(Param::Username))["error_description"].clone();
        assert!(
            text.as_str()
                .is_some_and(|text| text.contains("username parameter is empty or not valid"))
        );
    }

    #[test]
    fn demands_carry_the_token_to_go_on_with() {
        let body = body(&WireError::MfaRequired("next".into()));
        assert_eq!(
            (
                body["suberror"].as_str(),
                body["continuation_token"].as_str()
            ),
            (Some("mfa_required"), Some("next"))
        );
    }
}
