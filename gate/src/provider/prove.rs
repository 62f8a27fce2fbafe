//! Prove: verification of a number before a text goes to it (docs/risk.md 3.3). It judges numbers, so it fits calls
//! that name one: the registration of a method.

use serde_json::{Map, Value, json};

use super::dialect::{Call, Dialect, Payload};
use super::json::{object, reference, text};
use super::{Assessment, Failure, Question};
use crate::decide::Verdict;

/// A client of the service.
pub struct Prove {
    /// Where the service is, without a path.
    pub url: String,
    /// The client's id.
    pub client_id: String,
    /// The client's secret.
    pub client_secret: String,
}

/// For how long a pass is good that says nothing about it.
const USUAL_SECONDS: u64 = 60;

impl Dialect for Prove {
    fn question(&self, question: &Question, pass: Option<&str>) -> Result<Call, Failure> {
        let phone = question.phone.as_ref().ok_or(Failure::NothingToAsk)?;
        let (path, body) = match &question.proof {
            Some(correlation) => ("validate", json!({"correlationId": correlation})),
            None => (
                "verify",
                json!({
                    "verificationType": "bot",
                    "phoneNumber": phone,
                    "clientRequestId": question.session,
                }),
            ),
        };
        Ok(Call {
            url: format!("{}/v3/{path}", self.url),
            bearer: pass.map(str::to_owned),
            payload: Payload::Json(body),
        })
    }

    /// What was not verified and leaves no further call to make is refused; where the provider names one, the person
    /// may still prove that the number is theirs.
    fn read(&self, question: &Question, status: u16, body: &[u8]) -> Result<Assessment, Failure> {
        let answer = object(status, body)?;
        if question.proof.is_some() {
            is_of_this_number(&answer, question)?;
        }
        let next = answer.get("next").and_then(Value::as_object);
        let verdict = match answer.get("success") {
            Some(Value::Bool(true)) => Verdict::Pass,
            Some(Value::Bool(false)) => match next {
                Some(next) if !next.is_empty() => Verdict::Challenge,
                Some(_) | None => Verdict::Reject,
            },
            Some(_) => return Err(Failure::UnknownWord),
            None => return Err(Failure::NoVerdict),
        };
        let correlation = reference(&answer, "correlationId");
        Ok(Assessment {
            payload: correlation.as_ref().map(|id| json!({"correlationId": id})),
            reference: correlation,
            ..Assessment::of(verdict)
        })
    }

    fn sign_in(&self) -> Option<Call> {
        Some(Call {
            url: format!("{}/token", self.url),
            bearer: None,
            payload: Payload::Form(vec![
                ("grant_type", "client_credentials".to_owned()),
                ("client_id", self.client_id.clone()),
                ("client_secret", self.client_secret.clone()),
            ]),
        })
    }

    fn read_sign_in(&self, status: u16, body: &[u8]) -> Result<(String, u64), Failure> {
        let answer = object(status, body)?;
        let pass = text(&answer, "access_token").filter(|pass| !pass.is_empty());
        let seconds = answer.get("expires_in").and_then(Value::as_u64);
        let pass = pass.ok_or(Failure::NotUnderstood)?;
        Ok((pass.to_owned(), seconds.unwrap_or(USUAL_SECONDS)))
    }
}

/// What was proved of one number says nothing of another one.
fn is_of_this_number(answer: &Map<String, Value>, question: &Question) -> Result<(), Failure> {
    match text(answer, "phoneNumber") {
        Some(proved) if Some(proved) == question.phone.as_deref() => Ok(()),
        Some(_) => Err(Failure::OtherSession),
        None => Err(Failure::NoVerdict),
    }
}
