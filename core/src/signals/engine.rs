//! The signals of one client: what holds for all of its flows.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use serde_json::{Map, Value};

use super::collected::Collected;
use super::consent::Consent;

use super::hook::{HookFault, bounded};
use super::setup::{Provider, Signals};
use super::transaction::Transaction;
use crate::clock::{Clock, Timestamp};
use crate::ids::CorrelationId;
use crate::outbox::Outbox;
use crate::ports::BoxFuture;
use crate::ports::events::Event;
use crate::ports::http::Header;
use crate::ports::risk::{DataUse, RiskEnd, RiskJourney, RiskRoute, RiskSession};

/// The signals of one client.
pub(crate) struct Engine {
    pub(super) setup: Signals,
    pub(super) consent: Consent,
    collected: Mutex<Collected>,
    transactions: Mutex<Transactions>,
    rest: Mutex<Rest>,
    pub(super) clock: Arc<dyn Clock>,
    outbox: Arc<Outbox>,
}

#[derive(Default)]
struct Transactions {
    /// One that began at a screen, for the flow that begins next.
    waiting: Option<Arc<Transaction>>,
    open: Vec<Weak<Transaction>>,
}

/// How a provider behaved: one that was late twice in a row is left alone for a while, so that a person does not wait
/// for it at every step.
#[derive(Default)]
struct Rest {
    late: u32,
    until: Option<Timestamp>,
}

const LATE_TOO_OFTEN: u32 = 2;
const REST: Duration = Duration::from_secs(30);

/// How long a transaction that began at a screen waits for its flow. After that the profile is not of this visit.
const WAITS: Duration = Duration::from_mins(15);

impl Engine {
    pub(crate) fn new(setup: Signals, clock: Arc<dyn Clock>, outbox: Arc<Outbox>) -> Arc<Self> {
        Arc::new(Self {
            setup,
            consent: Consent::default(),
            collected: Mutex::default(),
            transactions: Mutex::default(),
            rest: Mutex::default(),
            clock,
            outbox,
        })
    }

    /// What the person consents to from now on. Transactions whose provider may no longer be called are over, and what
    /// was collected and may no longer be sent is forgotten.
    pub(crate) fn set_consent(&self, uses: &[DataUse]) {
        self.consent.set(uses);
        self.collected().keep(|wanted| self.consent.covers(wanted));
        if self.may_tell() {
            return;
        }
        let (waiting, open) = {
            let mut transactions = self.transactions();
            (
                transactions.waiting.take(),
                std::mem::take(&mut transactions.open),
            )
        };
        for transaction in open.iter().filter_map(Weak::upgrade) {
            transaction.end(self, RiskEnd::ConsentWithdrawn);
        }
        drop(waiting);
    }

    /// What the app found out, in place of what it told before.
    pub(crate) fn set_collected(&self, mut collected: Collected) {
        collected.keep(|wanted| self.consent.covers(wanted));
        *self.collected() = collected;
    }

    /// Whether the person consents to what has to be: all that the provider does, or anything where there is none.
    pub(crate) fn may_tell(&self) -> bool {
        match &self.setup.provider {
            Some(provider) if !provider.uses.is_empty() => provider
                .uses
                .iter()
                .all(|wanted| self.consent.covers(*wanted)),
            Some(_) | None => self.consent.is_given(),
        }
    }

    /// Begins a transaction ahead, at the screen where a flow is going to begin.
    pub(crate) async fn begin_ahead(&self) {
        if !self.may_tell() {
            return;
        }
        let now = self.clock.now();
        let transaction = {
            let mut transactions = self.transactions();
            let fresh = transactions
                .waiting
                .take()
                .filter(|one| one.is_fresh(now, WAITS));
            let transaction = fresh.unwrap_or_else(|| self.open(&mut transactions, None));
            transactions.waiting = Some(Arc::clone(&transaction));
            transaction
        };
        let journey = RiskJourney {
            flow: None,
            resumed: false,
        };
        // What fails now is tried again by the flow.
        let _ = transaction.begin(self, journey, None).await;
    }

    /// The transaction of a flow that begins: the one that waits for it, or a new one. A flow that goes on in another
    /// process has its own `session` already.
    pub(crate) fn transaction(&self, session: Option<RiskSession>) -> Arc<Transaction> {
        let mut transactions = self.transactions();
        if session.is_some() {
            return self.open(&mut transactions, session);
        }
        let now = self.clock.now();
        let waiting = transactions.waiting.take();
        let fresh = waiting.filter(|one| one.is_fresh(now, WAITS));
        fresh.unwrap_or_else(|| self.open(&mut transactions, None))
    }

    fn open(
        &self,
        transactions: &mut Transactions,
        session: Option<RiskSession>,
    ) -> Arc<Transaction> {
        let transaction = Arc::new(Transaction::new(self.clock.now(), session));
        transactions.open.retain(|one| one.strong_count() > 0);
        transactions.open.push(Arc::downgrade(&transaction));
        transaction
    }

    /// The headers that the app adds to requests of `route`.
    pub(super) fn added(&self, route: RiskRoute) -> Vec<Header> {
        let added = self.setup.headers.iter();
        added
            .filter(|header| header.routes.contains(&route))
            .map(|header| (header.name.clone().into(), header.value.clone().into()))
            .collect()
    }

    /// What was collected. Nothing of it is kept without consent.
    pub(super) fn told(&self) -> Map<String, Value> {
        self.collected().values().clone()
    }

    /// Calls the provider, unless it rests, and tells how that went.
    pub(super) async fn ask<'a, T>(
        &self,
        hook: &'static str,
        budget: Duration,
        correlation_id: Option<CorrelationId>,
        word: impl Fn(&T) -> &'static str,
        call: impl FnOnce() -> BoxFuture<'a, Result<T, HookFault>>,
    ) -> Result<T, HookFault> {
        let started = self.clock.now();
        let answer = if self.rests(started) {
            Err(HookFault::Resting)
        } else {
            let answer = bounded(&*self.clock, budget, call).await;
            self.note(matches!(answer, Err(HookFault::Late)));
            answer.and_then(|answer| answer)
        };
        self.outbox.put(Event::RiskHookCalled {
            hook,
            outcome: answer.as_ref().map_or_else(|fault| fault.word(), word),
            latency: self.clock.now().since(started),
            correlation_id,
        });
        answer
    }

    fn rests(&self, now: Timestamp) -> bool {
        let rest = self.rest.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was set back does not prolong the rest.
        rest.until
            .is_some_and(|until| now < until && until.since(now) <= REST)
    }

    fn note(&self, is_late: bool) {
        let now = self.clock.now();
        let mut rest = self.rest.lock().unwrap_or_else(PoisonError::into_inner);
        rest.late = if is_late { rest.late + 1 } else { 0 };
        if rest.late >= LATE_TOO_OFTEN {
            *rest = Rest {
                late: 0,
                until: Some(now.plus(REST)),
            };
        }
    }

    pub(super) fn provider(&self) -> Option<&Provider> {
        self.setup.provider.as_ref()
    }

    fn collected(&self) -> MutexGuard<'_, Collected> {
        self.collected
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn transactions(&self) -> MutexGuard<'_, Transactions> {
        self.transactions
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
