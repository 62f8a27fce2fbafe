//! LexisNexis ThreatMetrix: session query and update (docs/risk.md 3.1).

use super::dialect::{Call, Dialect, Payload};
use super::json::{object, reference, text};
use super::{Assessment, Failure, Outcome, Purpose, Question, SessionHeader};
use crate::decide::Verdict;

/// An organisation's account.
pub struct ThreatMetrix {
    /// Where the service is, without a path.
    pub url: String,
    /// The organisation's id.
    pub org_id: String,
    /// The secret that questions are asked with.
    pub api_key: String,
    /// The policy that judges.
    pub policy: String,
}

impl ThreatMetrix {
    fn call(&self, path: &str, mut members: Vec<(&'static str, String)>) -> Call {
        members.push(("org_id", self.org_id.clone()));
        members.push(("api_key", self.api_key.clone()));
        Call {
            url: format!("{}/api/{path}?output_format=json", self.url),
            bearer: None,
            payload: Payload::Form(members),
        }
    }
}

impl Dialect for ThreatMetrix {
    fn takes(&self, _: SessionHeader, session: &str) -> bool {
        let fits = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'-';
        (10..=64).contains(&session.len()) && session.bytes().all(fits)
    }

    fn question(&self, question: &Question, _: Option<&str>) -> Result<Call, Failure> {
        let event = match question.purpose {
            Purpose::Token => "LOGIN",
            Purpose::Sms => "AUTH_TOKEN",
            Purpose::SignUp => "ACCOUNT_CREATION",
            Purpose::ResetPassword => "PASSWORD_RESET",
        };
        let mut members = vec![
            ("session_id", question.session.clone()),
            ("service_type", "session-policy".to_owned()),
            ("event_type", event.to_owned()),
            ("policy", self.policy.clone()),
            ("input_ip_address", question.address.to_string()),
        ];
        if let Some(user) = &question.user {
            let name = if user.contains('@') {
                "account_email"
            } else {
                "account_login"
            };
            members.push((name, user.clone()));
        }
        if let Some(phone) = &question.phone {
            members.push(("account_telephone", phone.clone()));
        }
        Ok(self.call("session-query", members))
    }

    fn read(&self, question: &Question, status: u16, body: &[u8]) -> Result<Assessment, Failure> {
        let answer = object(status, body)?;
        match text(&answer, "request_result") {
            Some("success") => {}
            Some(_) => return Err(Failure::NotUnderstood),
            None => return Err(Failure::NoVerdict),
        }
        match text(&answer, "session_id") {
            Some(session) if session == question.session => {}
            Some(_) => return Err(Failure::OtherSession),
            None => return Err(Failure::NoVerdict),
        }
        let is_unknown = match answer.get("unknown_session").map(serde_json::Value::as_str) {
            None | Some(Some("no")) => false,
            Some(Some("yes")) => true,
            Some(Some(_) | None) => return Err(Failure::NotUnderstood),
        };
        let verdict = match text(&answer, "review_status") {
            _ if is_unknown => Verdict::UnknownSession,
            Some("pass") => Verdict::Pass,
            Some("challenge") => Verdict::Challenge,
            Some("review") => Verdict::Review,
            Some("reject") => Verdict::Reject,
            Some(_) => return Err(Failure::UnknownWord),
            None => return Err(Failure::NoVerdict),
        };
        Ok(Assessment {
            reference: reference(&answer, "request_id"),
            ..Assessment::of(verdict)
        })
    }

    fn report(&self, reference: &str, outcome: Outcome) -> Option<Call> {
        let event = |tag| vec![("action", "update_event_tag"), ("event_tag", tag)];
        let said = match outcome {
            Outcome::ChallengeBegun => event("challenge_init"),
            Outcome::ChallengePassed => event("challenge_pass"),
            Outcome::ChallengeFailed => event("challenge_fail"),
            // The mailbox's code is what the person surely gave.
            Outcome::Compromised => vec![
                ("action", "update_tag"),
                ("tag_name", "_COMPROMISED"),
                ("tag_context", "_A_EMAIL"),
            ],
        };
        let said = said.into_iter();
        let members = std::iter::once(("request_id", reference.to_owned()))
            .chain(said.map(|(name, value)| (name, value.to_owned())));
        Some(self.call("update", members.collect()))
    }
}
