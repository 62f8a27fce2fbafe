//! A risk provider that does what a test tells it to.

use std::collections::VecDeque;
use std::future::{pending, ready};
use std::sync::Mutex;

use std::time::Duration;

use crate::ports::BoxFuture;
use crate::ports::risk::*;

/// What a call does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Does {
    /// What it should.
    Well,
    /// Nothing, ever.
    Hangs,
    Panics,
    /// Panics before it gives a future.
    PanicsAtOnce,
    Fails,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Told {
    Begin(RiskSession, RiskJourney),
    Ready(RiskSession),
    Attach(RiskSession, RiskRoute),
    Check(RiskSession, RiskPurpose),
    Report(RiskDecision, RiskResult, Option<crate::Channel>),
    End(RiskSession, RiskEnd),
}

pub(super) struct TestProvider {
    pub(super) begin: Mutex<Does>,
    pub(super) ready: Mutex<Does>,
    pub(super) attach: Mutex<Does>,
    pub(super) check: Mutex<Does>,
    /// Profiles under a session of its own making.
    pub(super) own_session: Mutex<bool>,
    /// What the next checks say, before all others are allowed.
    pub(super) verdicts: Mutex<VecDeque<RiskVerdict>>,
    pub(super) headers: Mutex<Vec<(String, String)>>,
    told: Mutex<Vec<Told>>,
}

impl Default for TestProvider {
    fn default() -> Self {
        Self {
            begin: Mutex::new(Does::Well),
            ready: Mutex::new(Does::Well),
            attach: Mutex::new(Does::Well),
            check: Mutex::new(Does::Well),
            own_session: Mutex::default(),
            verdicts: Mutex::default(),
            headers: Mutex::new(vec![(
                "X-Px-Authorization".to_owned(),
                "3:token".to_owned(),
            )]),
            told: Mutex::default(),
        }
    }
}

impl TestProvider {
    pub(super) fn take(&self) -> Vec<Told> {
        std::mem::take(&mut self.told.lock().unwrap())
    }

    /// What it was asked to judge so far.
    pub(super) fn checks(&self) -> Vec<RiskPurpose> {
        let told = self.told.lock().unwrap();
        let purpose = |told: &Told| match told {
            Told::Check(_, purpose) => Some(purpose.clone()),
            _ => None,
        };
        told.iter().filter_map(purpose).collect()
    }

    pub(super) fn says(&self, verdicts: impl IntoIterator<Item = RiskVerdict>) {
        *self.verdicts.lock().unwrap() = verdicts.into_iter().collect();
    }

    fn note(&self, told: Told) {
        self.told.lock().unwrap().push(told);
    }
}

fn does<T: Send + 'static>(
    what: &Mutex<Does>,
    well: T,
) -> BoxFuture<'static, Result<T, RiskFault>> {
    let what = *what.lock().unwrap();
    assert!(what != Does::PanicsAtOnce, "on purpose");
    match what {
        Does::Well => Box::pin(ready(Ok(well))),
        Does::Hangs => Box::pin(pending()),
        Does::Fails => Box::pin(ready(Err(RiskFault))),
        Does::Panics | Does::PanicsAtOnce => Box::pin(async { panic!("on purpose") }),
    }
}

impl RiskProvider for TestProvider {
    fn descriptor(&self) -> RiskDescriptor {
        RiskDescriptor {
            id: "tmx".to_owned(),
            headers: vec!["x-px-authorization".to_owned()],
            uses: vec![DataUse::Device],
        }
    }

    fn begin(
        &self,
        session: RiskSession,
        journey: RiskJourney,
    ) -> BoxFuture<'_, Result<String, RiskFault>> {
        self.note(Told::Begin(session, journey));
        let used = if *self.own_session.lock().unwrap() {
            "0".repeat(32)
        } else {
            session.to_string()
        };
        does(&self.begin, used)
    }

    fn ready(
        &self,
        session: RiskSession,
        _: Duration,
    ) -> BoxFuture<'_, Result<RiskProfile, RiskFault>> {
        self.note(Told::Ready(session));
        does(&self.ready, RiskProfile::Partial)
    }

    fn attach(
        &self,
        session: RiskSession,
        route: RiskRoute,
    ) -> BoxFuture<'_, Result<Vec<(String, String)>, RiskFault>> {
        self.note(Told::Attach(session, route));
        let headers = self.headers.lock().unwrap().clone();
        does(&self.attach, headers)
    }

    fn check(
        &self,
        session: RiskSession,
        purpose: RiskPurpose,
        _: Duration,
    ) -> BoxFuture<'_, Result<RiskVerdict, RiskFault>> {
        self.note(Told::Check(session, purpose));
        let verdict = self.verdicts.lock().unwrap().pop_front();
        does(&self.check, verdict.unwrap_or(RiskVerdict::Allow))
    }

    fn report(&self, _: RiskSession, outcome: &RiskOutcome) {
        self.note(Told::Report(
            outcome.decision,
            outcome.result,
            outcome.channel.clone(),
        ));
    }

    fn end(&self, session: RiskSession, why: RiskEnd) {
        self.note(Told::End(session, why));
    }
}
