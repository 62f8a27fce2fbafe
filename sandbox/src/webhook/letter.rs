//! What the gate tells, read and checked.

use serde::Deserialize;

use crate::model::{Purpose, is_email, phone};

/// The longest name of a person.
const LONGEST: usize = 256;
/// The most numbers or addresses of a person.
const MOST: usize = 20;

/// What is to be sent.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Letter {
    pub(super) user: String,
    pub(super) purpose: Purpose,
    pub(super) phones: Vec<String>,
    pub(super) emails: Vec<String>,
    /// A notice has none.
    pub(super) code: Option<String>,
}

/// A document of the gate. Members that are not needed here may come along.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Document {
    SecurityCode {
        purpose: Proof,
        user: String,
        phones: Vec<String>,
        code: String,
        expires_in: u32,
    },
    DeviceLost {
        user: String,
        phones: Vec<String>,
        emails: Vec<String>,
        frozen_until: u64,
    },
}

/// What a code proves somebody for.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Proof {
    ResetPassword,
    DeviceLost,
}

impl Letter {
    /// Reads a document; nothing where it is none that is known.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let letter = match serde_json::from_slice(body).ok()? {
            Document::SecurityCode {
                purpose,
                user,
                phones,
                code,
                expires_in,
            } => (expires_in > 0 && is_code(&code)).then_some(Self {
                user,
                purpose: match purpose {
                    Proof::ResetPassword => Purpose::ResetProof,
                    Proof::DeviceLost => Purpose::DeviceLostProof,
                },
                phones,
                emails: Vec::new(),
                code: Some(code),
            }),
            Document::DeviceLost {
                user,
                phones,
                emails,
                frozen_until,
            } => (frozen_until > 0).then_some(Self {
                user,
                purpose: Purpose::DeviceLostNotice,
                phones,
                emails,
                code: None,
            }),
        };
        letter.filter(Self::is_bearable)
    }

    fn is_bearable(&self) -> bool {
        let few = self.phones.len() <= MOST && self.emails.len() <= MOST;
        let named = (1..=LONGEST).contains(&self.user.len());
        few && named
            && self.phones.iter().all(|number| phone("", number).is_ok())
            && self.emails.iter().all(|address| is_email(address))
    }
}

fn is_code(text: &str) -> bool {
    (4..=12).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn code() -> Value {
        json!({
            "kind": "security_code",
            "purpose": "reset_password",
            "user": "ada@contoso.example",
            "user_id": "7",
            "phones": ["+12065555555"],
            "code": "12345678",
            "expires_in": 600,
        })
    }

    fn read(document: &Value) -> Option<Letter> {
        Letter::read(document.to_string().as_bytes())
    }

    #[test]
    fn a_code_and_a_notice_are_read() {
        let letter = read(&code()).expect("a letter");
        assert_eq!(letter.purpose, Purpose::ResetProof);
        assert_eq!(letter.code.as_deref(), Some("12345678"));
        let notice = json!({
            "kind": "device_lost",
            "user": "ada",
            "phones": [],
            "emails": ["ada@contoso.example"],
            "frozen_until": 1,
        });
        let letter = read(&notice).expect("a letter");
        assert_eq!(
            (letter.purpose, letter.code),
            (Purpose::DeviceLostNotice, None)
        );
    }

    #[test]
    fn what_cannot_be_meant_is_not_read() {
        let without = |name: &str, value: Value| {
            let mut document = code();
            document[name] = value;
            document
        };
        for document in [
            json!([]),
            json!({ "kind": "device_lost" }),
            without("kind", json!("other")),
            without("purpose", json!("mfa")),
            without("user", json!("")),
            without("user", json!("x".repeat(257))),
            without("phones", json!("+12065555555")),
            without("phones", json!(["555"])),
            without("phones", json!(vec!["+12065555555"; 21])),
            without("code", json!("12a45678")),
            without("code", json!("1")),
            without("expires_in", json!(0)),
        ] {
            assert_eq!(read(&document), None, "{document}");
        }
    }
}
