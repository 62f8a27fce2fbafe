//! What all requests share: the tenant behind its lock, the clock, the key, faults and the journal.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::clock::Clock;
use crate::edge::{FaultQueue, Journal, RateWindow};
use crate::key::{KeyError, SigningKey};
use crate::model::Seed;
use crate::risk::Desk;
use crate::tenant::Tenant;
use crate::webhook::Deliveries;

/// How the sandbox was set up, for as long as it runs.
#[derive(Debug)]
pub(crate) struct Settings {
    /// Whether browsers of other origins may call.
    pub(crate) cors: bool,
    /// The token that the admin API asks for.
    pub(crate) admin_token: Option<String>,
    /// Scheme, host and port under which it listens.
    pub(crate) origin: String,
    /// `http` or `https`.
    pub(crate) scheme: &'static str,
    /// Scheme, host and port of the risk provider, where there is one.
    pub(crate) risk: Option<String>,
}

impl Settings {
    /// Scheme, host and port of the risk provider; nothing where there is none, and so nobody to ask for it.
    pub(crate) fn risk_origin(&self) -> &str {
        self.risk.as_deref().unwrap_or_default()
    }
}

/// What all requests share.
pub(crate) struct Sandbox {
    pub(crate) settings: Settings,
    pub(crate) clock: Clock,
    pub(crate) key: SigningKey,
    seed: Seed,
    tenant: Mutex<Tenant>,
    faults: Mutex<FaultQueue>,
    journal: Mutex<Journal>,
    window: Mutex<RateWindow>,
    risk: Mutex<Desk>,
    deliveries: Mutex<Deliveries>,
}

impl Sandbox {
    /// What it began with.
    pub(crate) fn seed(&self) -> &Seed {
        &self.seed
    }

    /// A sandbox in the state of its seed.
    pub(crate) fn new(seed: Seed, settings: Settings) -> Result<Self, KeyError> {
        Ok(Self {
            settings,
            clock: Clock::default(),
            key: SigningKey::development()?,
            tenant: Mutex::new(Tenant::new(&seed)),
            risk: Mutex::new(Desk::new(&seed.risk)),
            seed,
            faults: Mutex::default(),
            journal: Mutex::default(),
            window: Mutex::default(),
            deliveries: Mutex::default(),
        })
    }

    /// Back to the seed: users, apps, policies, clock, mailbox, logs, faults and what the risk provider knows.
    pub(crate) fn reset(&self) {
        let mut tenant = self.tenant();
        self.clock.reset();
        *tenant = Tenant::new(&self.seed);
        *self.faults() = FaultQueue::default();
        *self.journal() = Journal::default();
        *self.window() = RateWindow::default();
        *self.risk() = Desk::new(&self.seed.risk);
        *self.deliveries() = Deliveries::default();
    }

    pub(crate) fn tenant(&self) -> MutexGuard<'_, Tenant> {
        open(&self.tenant)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, FaultQueue> {
        open(&self.faults)
    }

    pub(crate) fn journal(&self) -> MutexGuard<'_, Journal> {
        open(&self.journal)
    }

    pub(crate) fn risk(&self) -> MutexGuard<'_, Desk> {
        open(&self.risk)
    }

    pub(crate) fn deliveries(&self) -> MutexGuard<'_, Deliveries> {
        open(&self.deliveries)
    }

    pub(crate) fn window(&self) -> MutexGuard<'_, RateWindow> {
        open(&self.window)
    }
}

/// A lock that a failed thread left behind is used on: the state behind it is a test tenant.
fn open<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
