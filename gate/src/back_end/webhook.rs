//! The customer's service that reaches people: signed posts (docs/risk.md 8.6).

use std::fmt::Write as _;

use ring::hmac;
use serde_json::Value;
use uuid::Uuid;

use crate::clock::Clock;
use crate::config::WebhookSettings;
use crate::provider::{Failure, Http, Unread, read};

/// The longest answer that is read.
const LONGEST: usize = 16 * 1024;
/// The longest word and the longest hint that are handed on.
const LONGEST_TEXT: usize = 64;

/// The service.
pub(crate) struct Webhook {
    http: Http,
    clock: Clock,
    settings: WebhookSettings,
    key: hmac::Key,
}

/// What is to reach a person. Sent again it stays the same message.
pub(crate) struct Message {
    id: Uuid,
    body: String,
}

impl Message {
    /// A message.
    pub(crate) fn of(body: &Value) -> Self {
        Self {
            id: Uuid::new_v4(),
            body: body.to_string(),
        }
    }
}

/// How a message goes out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Way {
    /// A word such as `sms`.
    pub(crate) channel: Option<String>,
    /// What the person may see of the number or the address.
    pub(crate) hint: Option<String>,
}

/// Why a message does not go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Undelivered {
    /// There is no way to reach this person.
    Nobody,
    /// The service failed, and said so or was never reached.
    Failed(Failure),
    /// It broke off or was late: the message may have gone out all the same.
    InDoubt(Failure),
}

impl Webhook {
    /// A service.
    pub(crate) fn new(http: Http, clock: Clock, settings: WebhookSettings) -> Self {
        Self {
            key: hmac::Key::new(hmac::HMAC_SHA256, settings.secret.reveal().as_bytes()),
            http,
            clock,
            settings,
        }
    }

    /// Hands a message over.
    pub(crate) async fn deliver(&self, message: &Message) -> Result<Way, Undelivered> {
        let sent = tokio::time::timeout(self.settings.deadline, self.sent(message)).await;
        let (status, body) = sent.unwrap_or(Err(Undelivered::InDoubt(Failure::Late)))?;
        match status {
            200..=299 => Ok(way(&body)),
            422 => Err(Undelivered::Nobody),
            _ => Err(Undelivered::Failed(Failure::Status)),
        }
    }

    async fn sent(&self, message: &Message) -> Result<(u16, Vec<u8>), Undelivered> {
        let url = self.settings.url.clone();
        let response = self
            .http
            .client_for(&url)
            .post(url)
            .header("content-type", "application/json")
            .header("accept", "application/json")
            .header("idempotency-key", message.id.to_string())
            .header("x-doorstep-signature", self.signature(&message.body))
            .body(message.body.clone())
            .send()
            .await
            .map_err(|error| {
                if error.is_connect() {
                    Undelivered::Failed(Failure::Unreachable)
                } else {
                    Undelivered::InDoubt(Failure::Unreachable)
                }
            })?;
        let status = response.status().as_u16();
        match read(response, LONGEST).await {
            Ok(body) => Ok((status, body)),
            Err(Unread::TooLong) => Err(Undelivered::InDoubt(Failure::TooLong)),
            Err(Unread::Broken) => Err(Undelivered::InDoubt(Failure::Unreachable)),
        }
    }

    fn signature(&self, body: &str) -> String {
        let at = self.clock.now().as_secs();
        let tag = hmac::sign(&self.key, format!("{at}.{body}").as_bytes());
        let mut text = format!("t={at},v1=");
        for byte in tag.as_ref() {
            // Writing to a text does not fail.
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

/// What the answer says of the way, if it says anything.
fn way(body: &[u8]) -> Way {
    let answer: Value = serde_json::from_slice(body).unwrap_or_default();
    let text = |name: &str| {
        let text = answer.get(name)?.as_str()?;
        let fits = text.chars().count() <= LONGEST_TEXT && !text.contains(char::is_control);
        (fits && !text.is_empty()).then(|| text.to_owned())
    };
    Way {
        channel: text("channel"),
        hint: text("hint"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_is_said_in_short_texts_or_not_at_all() {
        let both = way(br#"{"channel":"sms","hint":"+1 ***55"}"#);
        assert_eq!(both.channel.as_deref(), Some("sms"));
        assert_eq!(both.hint.as_deref(), Some("+1 ***55"));
        let long = format!(r#"{{"channel":"{}","hint":7}}"#, "x".repeat(65));
        for body in [
            &b""[..],
            b"[]",
            b"<html>",
            br#"{"hint":"a\nb"}"#,
            long.as_bytes(),
        ] {
            assert_eq!(way(body), Way::default());
        }
    }
}
