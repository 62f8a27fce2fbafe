//! What differs between providers: how a question is written, and what an answer means. Pure, so that every odd answer
//! can be tried.

use super::{Assessment, Failure, Outcome, Question, SessionHeader};

/// A request to a provider; always a POST.
pub struct Call {
    /// The whole address.
    pub url: String,
    /// A bearer token, or a header of the provider's own.
    pub bearer: Option<String>,
    /// What is sent.
    pub payload: Payload,
}

/// A request's body.
pub enum Payload {
    /// `application/x-www-form-urlencoded`
    Form(Vec<(&'static str, String)>),
    /// `application/json`
    Json(serde_json::Value),
}

/// One provider's language.
pub trait Dialect: Send + Sync {
    /// In which header a call brings its session.
    fn session_header(&self) -> SessionHeader {
        SessionHeader::RiskSession
    }

    /// Whether the provider can be asked about this session, which came in `header`. One that it would not understand
    /// must not be asked about: whoever makes one up could have the provider rest.
    fn takes(&self, header: SessionHeader, session: &str) -> bool {
        header.fits(session)
    }

    /// The request that asks about a call. `pass` is what [`Dialect::sign_in`] brought, if that is needed.
    ///
    /// # Errors
    /// [`Failure::NothingToAsk`] when the call does not have what it takes.
    fn question(&self, question: &Question, pass: Option<&str>) -> Result<Call, Failure>;

    /// What the answer says.
    ///
    /// # Errors
    /// A [`Failure`] when it says nothing.
    fn read(&self, question: &Question, status: u16, body: &[u8]) -> Result<Assessment, Failure>;

    /// The request that tells how a call ended, where the provider wants to know.
    fn report(&self, reference: &str, outcome: Outcome) -> Option<Call> {
        let _ = (reference, outcome);
        None
    }

    /// The request for a pass that questions need, where they do.
    fn sign_in(&self) -> Option<Call> {
        None
    }

    /// The pass, and for how many seconds it is good.
    ///
    /// # Errors
    /// A [`Failure`] when the answer holds none.
    fn read_sign_in(&self, status: u16, body: &[u8]) -> Result<(String, u64), Failure> {
        let _ = (status, body);
        Err(Failure::NotUnderstood)
    }
}
