//! A provider behind HTTP: deadline, rest after outages, and the pass that some want.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::breaker::{Breaker, BreakerSettings};
use super::{
    Assessment, BoxFuture, Dialect, Failure, Http, Outcome, Provider, Question, SessionHeader,
};
use crate::clock::Clock;

/// How long a provider may take, and when it rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RemoteSettings {
    /// The time that a question may take in all.
    pub deadline: Duration,
    /// When it rests.
    pub breaker: BreakerSettings,
    /// In which header a call brings its session, where that is not the provider's usual one.
    pub session_header: Option<SessionHeader>,
}

/// A provider behind HTTP.
pub struct Remote<D> {
    dialect: D,
    http: Http,
    clock: Clock,
    deadline: Duration,
    breaker: Breaker,
    session_header: SessionHeader,
    pass: Mutex<Option<Pass>>,
}

/// What the provider gave for signing in, and until when it is good.
#[derive(Clone)]
struct Pass {
    text: String,
    until: Duration,
}

/// A pass is not used in its last seconds, when it might end on the way.
const MARGIN: Duration = Duration::from_secs(5);

impl<D: Dialect> Remote<D> {
    /// A provider that speaks `dialect`.
    pub fn new(dialect: D, http: Http, clock: Clock, settings: RemoteSettings) -> Self {
        let usual = dialect.session_header();
        Self {
            session_header: settings.session_header.unwrap_or(usual),
            dialect,
            http,
            clock,
            deadline: settings.deadline,
            breaker: Breaker::new(settings.breaker),
            pass: Mutex::new(None),
        }
    }

    async fn within_the_deadline<T>(
        &self,
        work: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        match tokio::time::timeout(self.deadline, work).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Failure::Late),
        }
    }

    async fn judged(&self, question: &Question) -> Result<Assessment, Failure> {
        // What cannot be asked needs no pass, and is not the one call that tries after a rest.
        self.dialect.question(question, None)?;
        if !self.breaker.admits(self.clock.now()) {
            return Err(Failure::Resting);
        }
        let outcome = self.within_the_deadline(self.asked(question)).await;
        match &outcome {
            Ok(_) => self.breaker.note(false, self.clock.now()),
            Err(failure) if failure.is_an_outage() => self.breaker.note(true, self.clock.now()),
            Err(_) => {}
        }
        outcome
    }

    async fn asked(&self, question: &Question) -> Result<Assessment, Failure> {
        let pass = self.pass().await?;
        let call = self.dialect.question(question, pass.as_deref())?;
        let (status, body) = self.http.post(call).await?;
        if status == 401 {
            *self.held() = None;
        }
        self.dialect.read(question, status, &body)
    }

    async fn pass(&self) -> Result<Option<String>, Failure> {
        let Some(call) = self.dialect.sign_in() else {
            return Ok(None);
        };
        let held = self.held().clone();
        if let Some(pass) = held.filter(|pass| self.clock.now() + MARGIN < pass.until) {
            return Ok(Some(pass.text));
        }
        let (status, body) = self.http.post(call).await?;
        let (text, seconds) = self
            .dialect
            .read_sign_in(status, &body)
            .map_err(of_the_provider)?;
        let until = self.clock.now() + Duration::from_secs(seconds);
        *self.held() = Some(Pass {
            text: text.clone(),
            until,
        });
        Ok(Some(text))
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Option<Pass>> {
        self.pass.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn told(&self, reference: &str, outcome: Outcome) -> Result<(), Failure> {
        let Some(call) = self.dialect.report(reference, outcome) else {
            return Ok(());
        };
        match self.http.post(call).await? {
            (200..=299, _) => Ok(()),
            _ => Err(Failure::Status),
        }
    }
}

/// A sign-in says nothing of the call's own, so that whatever is wrong with it is wrong for all.
fn of_the_provider(failure: Failure) -> Failure {
    if failure.is_an_outage() {
        failure
    } else {
        Failure::Status
    }
}

impl<D: Dialect> Provider for Remote<D> {
    fn session_header(&self) -> SessionHeader {
        self.session_header
    }

    fn takes(&self, session: &str) -> bool {
        self.dialect.takes(self.session_header, session)
    }

    fn assess<'a>(&'a self, question: &'a Question) -> BoxFuture<'a, Assessment> {
        Box::pin(async move {
            self.judged(question)
                .await
                .unwrap_or_else(Assessment::failed)
        })
    }

    fn report<'a>(
        &'a self,
        reference: &'a str,
        outcome: Outcome,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(self.within_the_deadline(self.told(reference, outcome)))
    }
}
