//! Successful answers.

use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Page;
use crate::model::Channel;

/// A successful answer. Its status is 200, but for pages.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Answer {
    /// Go on with this token.
    Continue {
        /// The token.
        token: String,
    },
    /// Go on with this token within so many seconds.
    ContinueWithin {
        /// The token.
        token: String,
        /// Seconds.
        seconds: u32,
    },
    /// A new password was taken; ask for its fate at this interval.
    Submitted {
        /// The token.
        token: String,
        /// Seconds.
        poll_interval: u32,
    },
    /// How far a new password is.
    Polled {
        /// The token.
        token: String,
        /// The service's word.
        status: &'static str,
        /// Seconds that the token lives, where it leads on.
        seconds: Option<u32>,
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
    /// A code was sent to a contact that is to be registered.
    ContactCodeSent {
        /// The token.
        token: String,
        /// What was sent.
        sent: CodeSent,
    },
    /// The contact was verified before; no code is needed.
    Preverified {
        /// The token.
        token: String,
    },
    /// These kinds of methods can be registered.
    Registrable {
        /// The token.
        token: String,
        /// The kinds.
        methods: Vec<RegistrableMethod>,
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
    /// A document whose tokens are not signed yet.
    Unsigned {
        /// The rest of it.
        document: Value,
        /// The name of each token, and its claims.
        tokens: Vec<(&'static str, Value)>,
    },
    /// What a browser gets.
    Page(Page),
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

/// A kind of method as `/register/v1.0/introspect` lists it: named by a word, with the known address unmasked
/// (docs/protocol.md 7.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct RegistrableMethod {
    pub(crate) id: Channel,
    pub(crate) challenge_type: &'static str,
    pub(crate) challenge_channel: Channel,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) login_hint: Option<String>,
}

impl CodeSent {
    /// The body; the label stands under a name that differs between flows.
    fn body(&self, token: &str, label: &str) -> Value {
        let mut body = json!({
            "continuation_token": token,
            "challenge_type": "oob",
            "binding_method": "prompt",
            "challenge_channel": self.channel,
            "code_length": self.length,
        });
        body[label] = self.label.as_str().into();
        if let Some(interval) = self.interval {
            body["interval"] = interval.into();
        }
        body
    }
}

/// An attribute that a sign-up still needs, as errors list it (docs/protocol.md 3.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct RequiredAttribute {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    pub(crate) required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) options: Option<AttributeOptions>,
}

/// What a client can check of an attribute's value by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct AttributeOptions {
    pub(crate) regex: String,
}

impl Answer {
    /// The status.
    pub(crate) fn status(&self) -> u16 {
        match self {
            Self::Page(page) => page.status(),
            _ => 200,
        }
    }

    /// The JSON body; of a page, what the journal says of it.
    pub(crate) fn body(&self) -> Value {
        match self {
            Self::Continue { token } => json!({ "continuation_token": token }),
            Self::ContinueWithin { token, seconds } => {
                json!({ "continuation_token": token, "expires_in": seconds })
            }
            Self::Submitted {
                token,
                poll_interval,
            } => json!({ "continuation_token": token, "poll_interval": poll_interval }),
            Self::Polled {
                token,
                status,
                seconds,
            } => {
                let mut body = json!({ "continuation_token": token, "status": status });
                if let Some(seconds) = seconds {
                    body["expires_in"] = json!(seconds);
                }
                body
            }
            Self::Password { token } => {
                json!({ "continuation_token": token, "challenge_type": "password" })
            }
            Self::CodeSent { token, sent } => sent.body(token, "challenge_target_label"),
            Self::ContactCodeSent { token, sent } => sent.body(token, "challenge_target"),
            Self::Preverified { token } => {
                json!({ "continuation_token": token, "challenge_type": "preverified" })
            }
            Self::Registrable { token, methods } => {
                json!({ "continuation_token": token, "methods": methods })
            }
            Self::Methods { token, methods } => {
                json!({ "continuation_token": token, "methods": methods })
            }
            Self::Document(body) | Self::Unsigned { document: body, .. } => body.clone(),
            Self::Page(page) => page.summary(),
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
