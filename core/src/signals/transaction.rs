//! One transaction: from the screen where it begins to its last answer, under one session.

mod hooks;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::engine::Engine;

use super::hook::{HookFault, caught};
use super::own::{self, Own};
use super::policy::FailPolicy;
use super::watch::{purpose, route};
use crate::challenge::Channel;
use crate::clock::Timestamp;
use crate::exchange::Ask;
use crate::ids::CorrelationId;
use crate::ports::http::Header;
use crate::ports::risk::{
    DataUse, RiskEnd, RiskJourney, RiskOutcome, RiskPurpose, RiskRoute, RiskSession, RiskVerdict,
};

/// One transaction.
pub(crate) struct Transaction {
    session: RiskSession,
    since: Timestamp,
    /// One call of `begin` at a time: the screen's may still run when the flow begins.
    beginning: async_lock::Mutex<()>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    begun: Begun,
    is_ready: bool,
    is_over: bool,
    own: Own,
}

/// Whether the provider profiles under the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Begun {
    #[default]
    Not,
    /// It was asked to; it may have begun.
    Asked,
    Confirmed,
    /// It profiles under another one.
    OtherSession,
}

/// What is known where a request is about to be sent.
pub(crate) struct Scene<'a> {
    /// What the flow is for.
    pub(crate) journey: RiskJourney,
    pub(crate) correlation_id: CorrelationId,
    /// The way of the method that a code is asked by.
    pub(crate) channel: Option<&'a Channel>,
    /// How long the person has seen the step.
    pub(crate) on_step: Duration,
    /// Whether the request carries the proof that was asked for: what lies in front of the service judges it.
    pub(crate) is_verified: bool,
}

/// Why a request is not sent.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The provider decided against it.
    Blocked,
    /// The provider did not answer, and the policy is closed.
    Unavailable,
    /// The person has to solve something first.
    Challenged {
        /// Whose it is.
        provider: String,
        /// What its software needs; `null` where it did not say.
        payload: String,
    },
}

/// What the provider says.
enum Judged {
    Allowed(Vec<Header>),
    Blocked,
    Challenged(String),
}

impl Transaction {
    /// A transaction that began at `since`, or earlier, under `session`.
    pub(super) fn new(since: Timestamp, session: Option<RiskSession>) -> Self {
        Self {
            session: session.unwrap_or_else(RiskSession::make_random),
            since,
            beginning: async_lock::Mutex::default(),
            state: Mutex::default(),
        }
    }

    /// The session, as long as there is something under it.
    pub(crate) fn session(&self) -> Option<RiskSession> {
        let state = self.state();
        (state.begun != Begun::Not && !state.is_over).then_some(self.session)
    }

    pub(super) fn is_fresh(&self, now: Timestamp, lifetime: Duration) -> bool {
        now >= self.since && now.since(self.since) < lifetime && !self.state().is_over
    }

    /// What goes along with `ask`, or why it must not be sent.
    pub(crate) async fn before(
        &self,
        engine: &Engine,
        ask: &Ask,
        scene: &Scene<'_>,
    ) -> Result<Vec<Header>, Refusal> {
        let Some(route) = route(ask) else {
            return Ok(Vec::new());
        };
        let mut headers = engine.added(route);
        if !self.may_tell(engine) {
            return Ok(headers);
        }
        let purpose = purpose(ask, scene.channel).filter(|_| !scene.is_verified);
        let judged = self.judged(engine, route, purpose.as_ref(), scene).await;
        // The consent may have been withdrawn meanwhile.
        if !self.may_tell(engine) {
            return Ok(headers);
        }
        match judged {
            Ok(Judged::Allowed(attached)) => headers.extend(attached),
            Ok(Judged::Blocked) => return Err(Refusal::Blocked),
            Ok(Judged::Challenged(payload)) => return Err(challenged(engine, payload)),
            Err(_) => stopped(engine, purpose.as_ref())?,
        }
        if engine.setup.routes.contains(&route) && self.state().begun == Begun::Confirmed {
            self.tell(engine, scene, &mut headers);
        }
        Ok(headers)
    }

    async fn judged(
        &self,
        engine: &Engine,
        route: RiskRoute,
        purpose: Option<&RiskPurpose>,
        scene: &Scene<'_>,
    ) -> Result<Judged, HookFault> {
        let correlation = Some(scene.correlation_id);
        self.begin(engine, scene.journey, correlation).await?;
        if let Some(purpose) = purpose {
            self.ready(engine, correlation).await?;
            match self.check(engine, purpose, correlation).await? {
                RiskVerdict::Allow | RiskVerdict::Unavailable => {}
                RiskVerdict::Block => return Ok(Judged::Blocked),
                RiskVerdict::Challenge { payload } => return Ok(Judged::Challenged(payload)),
            }
        }
        let attached = self.attached(engine, route, correlation).await?;
        Ok(Judged::Allowed(attached))
    }

    /// Adds the session and the signals.
    fn tell(&self, engine: &Engine, scene: &Scene<'_>, headers: &mut Vec<Header>) {
        let session = self.session.to_string();
        if engine.setup.is_legacy {
            headers.push(("session_id".into(), session.clone().into()));
        }
        headers.push(("x-risk-session".into(), session.into()));
        if let Some(provider) = engine.provider() {
            headers.push(("x-risk-provider".into(), provider.id.clone().into()));
        }
        let mut signals = engine.told();
        if engine.consent.covers(DataUse::Behaviour) {
            let own = &self.state().own;
            own.tell(&mut signals, scene.on_step, scene.journey.resumed);
        }
        if let Some(signals) = own::encoded(signals) {
            headers.push(("x-risk-signals".into(), signals.into()));
        }
    }

    /// Notes a step that the person came to.
    pub(crate) fn note_step(&self, name: &str) {
        self.state().own.note_step(name);
    }

    /// Notes that something was refused.
    pub(crate) fn note_refusal(&self) {
        self.state().own.note_refusal();
    }

    /// Tells the provider what came of a decision.
    pub(crate) fn report(&self, engine: &Engine, outcome: &RiskOutcome) {
        let is_known = self.state().begun == Begun::Confirmed;
        if let Some(provider) = engine
            .provider()
            .filter(|_| is_known && self.may_tell(engine))
        {
            // A provider that panics learns less.
            let _ = caught(|| provider.host.report(self.session, outcome));
        }
    }

    /// The transaction is over, whatever comes of the flow.
    pub(crate) fn end(&self, engine: &Engine, why: RiskEnd) {
        let was_begun = {
            let mut state = self.state();
            !std::mem::replace(&mut state.is_over, true) && state.begun != Begun::Not
        };
        if let Some(provider) = engine.provider().filter(|_| was_begun) {
            let _ = caught(|| provider.host.end(self.session, why));
        }
    }

    fn may_tell(&self, engine: &Engine) -> bool {
        engine.may_tell() && !self.state().is_over
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the policy says where the provider did not answer and `purpose` depends on it.
fn stopped(engine: &Engine, purpose: Option<&RiskPurpose>) -> Result<(), Refusal> {
    match purpose.map(|purpose| engine.setup.policies.of(purpose)) {
        None | Some(FailPolicy::Open) => Ok(()),
        Some(FailPolicy::Closed) => Err(Refusal::Unavailable),
        Some(FailPolicy::Challenge) => Err(challenged(engine, "null".to_owned())),
    }
}

fn challenged(engine: &Engine, payload: String) -> Refusal {
    let provider = engine.provider().map(|provider| provider.id.clone());
    Refusal::Challenged {
        provider: provider.unwrap_or_default(),
        payload,
    }
}
