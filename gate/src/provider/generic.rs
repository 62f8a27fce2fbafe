//! A provider of one's own: JSON there and back, in the gate's words (docs/gate.md, "A provider of your own").

use serde_json::{Map, Value, json};

use super::dialect::{Call, Dialect, Payload};
use super::json::{object, reference, text};
use super::{Assessment, Failure, Outcome, Question};
use crate::decide::Verdict;

/// A service that speaks the gate's own words.
pub struct Generic {
    /// Where questions go.
    pub url: String,
    /// Where outcomes go.
    pub report_url: Option<String>,
    /// The secret that it is called with.
    pub token: Option<String>,
}

impl Generic {
    fn call(&self, url: &str, body: Value) -> Call {
        Call {
            url: url.to_owned(),
            bearer: self.token.clone(),
            payload: Payload::Json(body),
        }
    }
}

impl Dialect for Generic {
    fn question(&self, question: &Question, _: Option<&str>) -> Result<Call, Failure> {
        let body = json!({
            "purpose": question.purpose,
            "session": question.session,
            "user": question.user,
            "phone": question.phone,
            "address": question.address,
            "signals": question.signals,
            "proof": question.proof,
        });
        Ok(self.call(&self.url, body))
    }

    fn read(&self, _: &Question, status: u16, body: &[u8]) -> Result<Assessment, Failure> {
        let answer = object(status, body)?;
        let verdict = match text(&answer, "verdict") {
            Some("pass") => Verdict::Pass,
            Some("challenge") => Verdict::Challenge,
            Some("review") => Verdict::Review,
            Some("reject") => Verdict::Reject,
            Some("unknown_session") => Verdict::UnknownSession,
            Some("rate_limit") => Verdict::RateLimit,
            Some(_) => return Err(Failure::UnknownWord),
            None if answer.contains_key("verdict") => return Err(Failure::UnknownWord),
            None => return Err(Failure::NoVerdict),
        };
        Ok(Assessment {
            reference: reference(&answer, "reference"),
            payload: answer
                .get("challenge")
                .cloned()
                .filter(|challenge| !challenge.is_null()),
            retry_after: retry_after(&answer),
            ..Assessment::of(verdict)
        })
    }

    fn report(&self, reference: &str, outcome: Outcome) -> Option<Call> {
        let body = json!({"reference": reference, "outcome": outcome});
        Some(self.call(self.report_url.as_deref()?, body))
    }
}

fn retry_after(answer: &Map<String, Value>) -> Option<u32> {
    u32::try_from(answer.get("retry_after")?.as_u64()?).ok()
}
