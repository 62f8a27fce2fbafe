//! Successful answers.

use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::model::Channel;

/// A successful answer. Its status is always 200.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Answer {
    /// Go on with this token.
    Continue {
        /// The token.
        token: String,
    },
    /// A password is wanted.
    Password {
        /// The token.
        token: String,
    },
    /// A code was sent.
    CodeSent {
        /// The token.
        token: String,
        /// What was sent.
        sent: CodeSent,
    },
    /// These methods can be chosen.
    Methods {
        /// The token.
        token: String,
        /// The methods.
        methods: Vec<ListedMethod>,
    },
    /// Tokens, or another document that is complete in itself.
    Document(Value),
    /// Native authentication ends here; the browser can go on (docs/protocol.md 4).
    Redirect {
        /// Why.
        reason: &'static str,
    },
}

/// What `/challenge` says about a code that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CodeSent {
    pub(crate) channel: Channel,
    pub(crate) label: String,
    pub(crate) length: u8,
    pub(crate) interval: Option<u32>,
}

/// A method as `/introspect` lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ListedMethod {
    pub(crate) id: Uuid,
    pub(crate) challenge_type: &'static str,
    pub(crate) challenge_channel: Channel,
    pub(crate) login_hint: String,
}

impl Answer {
    /// The JSON body.
    pub(crate) fn body(&self) -> Value {
        match self {
            Self::Continue { token } => json!({ "continuation_token": token }),
            Self::Password { token } => {
                json!({ "continuation_token": token, "challenge_type": "password" })
            }
            Self::CodeSent { token, sent } => {
                let mut body = json!({
                    "continuation_token": token,
                    "challenge_type": "oob",
                    "binding_method": "prompt",
                    "challenge_channel": sent.channel,
                    "challenge_target_label": sent.label,
                    "code_length": sent.length,
                });
                if let Some(interval) = sent.interval {
                    body["interval"] = interval.into();
                }
                body
            }
            Self::Methods { token, methods } => {
                json!({ "continuation_token": token, "methods": methods })
            }
            Self::Document(body) => body.clone(),
            Self::Redirect { reason } => {
                json!({ "challenge_type": "redirect", "redirect_reason": reason })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_null_field_is_left_out() {
        let sent = CodeSent {
            channel: Channel::Sms,
            label: "+1********3".into(),
            length: 8,
            interval: None,
        };
        let body = Answer::CodeSent {
            token: "t".into(),
            sent,
        }
        .body();
        assert!(body.get("interval").is_none());
        assert_eq!(body["challenge_channel"], "sms");
        assert_eq!(body["code_length"], 8);
    }
}
