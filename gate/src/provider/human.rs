//! HUMAN: the risk call between servers, and refusals that its mobile software understands (docs/risk.md 3.2).

use serde_json::{Map, Value, json};

use super::dialect::{Call, Dialect, Payload};
use super::json::{object, reference, text};
use super::{Assessment, Failure, Question, SessionHeader};
use crate::decide::Verdict;

/// An application of an account.
pub struct Human {
    /// Where the risk service is, without a path.
    pub url: String,
    /// The application's id.
    pub app_id: String,
    /// The secret that questions are asked with.
    pub server_token: String,
    /// The score from which a call is not let through.
    pub blocks_from: u8,
}

impl Dialect for Human {
    fn session_header(&self) -> SessionHeader {
        SessionHeader::PxAuthorization
    }

    fn question(&self, question: &Question, _: Option<&str>) -> Result<Call, Failure> {
        let body = json!({
            "request": {
                "ip": question.address.to_string(),
                "uri": question.path,
                "headers": [{"name": "x-px-authorization", "value": question.session}],
            },
            "additional": {
                "s2s_call_reason": "mobile_sdk",
                "http_method": "POST",
                "risk_mode": "active_blocking",
                "module_version": concat!("doorstep-gate ", env!("CARGO_PKG_VERSION")),
            },
        });
        Ok(Call {
            url: format!("{}/api/v3/risk", self.url),
            bearer: Some(self.server_token.clone()),
            payload: Payload::Json(body),
        })
    }

    fn read(&self, _: &Question, status: u16, body: &[u8]) -> Result<Assessment, Failure> {
        let answer = object(status, body)?;
        if answer.get("status").is_none_or(|status| status != 0) {
            return Err(Failure::NotUnderstood);
        }
        let score = answer.get("score").ok_or(Failure::NoVerdict)?;
        let score = score.as_u64().filter(|score| *score <= 100);
        let (verdict, action) = match score.ok_or(Failure::UnknownWord)? {
            score if score < u64::from(self.blocks_from) => {
                return Ok(Assessment::of(Verdict::Pass));
            }
            _ => match text(&answer, "action") {
                Some("c") => (Verdict::Challenge, "captcha"),
                Some("j") => (Verdict::Challenge, "challenge"),
                Some("b") => (Verdict::Reject, "block"),
                Some("r") => (Verdict::RateLimit, "ratelimit"),
                Some(_) => return Err(Failure::UnknownWord),
                None => return Err(Failure::NoVerdict),
            },
        };
        let members = self.members(&answer, action);
        Ok(Assessment {
            reference: reference(&answer, "uuid"),
            payload: Some(Value::Object(members.clone())),
            members,
            ..Assessment::of(verdict)
        })
    }
}

impl Human {
    /// What the vendor's software in the app recognises its own refusal by.
    fn members(&self, answer: &Map<String, Value>, action: &str) -> Map<String, Value> {
        let mut members = Map::new();
        members.insert("action".to_owned(), action.into());
        members.insert("appId".to_owned(), self.app_id.as_str().into());
        for name in ["uuid", "vid"] {
            let value = text(answer, name).unwrap_or_default();
            members.insert(name.to_owned(), value.into());
        }
        let collector = format!(
            "https://collector-{}.perimeterx.net",
            self.app_id.to_lowercase()
        );
        members.insert("collectorUrl".to_owned(), collector.into());
        let page = answer.get("action_data").and_then(|data| data.get("body"));
        if let Some(page) = page.filter(|page| page.is_string()) {
            members.insert("page".to_owned(), page.clone());
        }
        members
    }
}
