//! Risk providers: one trait, and behind it one way to call a service by HTTP in four dialects (docs/risk.md 3).

mod breaker;
mod dialect;
mod generic;
mod http;
mod human;
mod json;
mod prove;
mod question;
mod remote;
mod session_header;
mod threat_metrix;
#[cfg(test)]
mod vectors;

use std::pin::Pin;

pub use self::breaker::BreakerSettings;
pub use self::dialect::{Call, Dialect, Payload};
pub use self::generic::Generic;
pub use self::http::Http;
pub(crate) use self::http::{Unread, read};
pub use self::human::Human;
pub use self::prove::Prove;
pub use self::question::{Assessment, Failure, Outcome, Purpose, Question};
pub use self::remote::{Remote, RemoteSettings};
pub use self::session_header::SessionHeader;
pub use self::threat_metrix::ThreatMetrix;

/// A future that can be sent.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Who judges calls.
pub trait Provider: Send + Sync {
    /// In which header a call brings its session.
    fn session_header(&self) -> SessionHeader;

    /// Whether it can be asked about this session.
    fn takes(&self, session: &str) -> bool;

    /// Judges a call. Always answers, and in bounded time: what goes wrong is an [`Assessment::failed`].
    fn assess<'a>(&'a self, question: &'a Question) -> BoxFuture<'a, Assessment>;

    /// Tells how a call ended that was judged under `reference`.
    fn report<'a>(
        &'a self,
        reference: &'a str,
        outcome: Outcome,
    ) -> BoxFuture<'a, Result<(), Failure>>;
}
