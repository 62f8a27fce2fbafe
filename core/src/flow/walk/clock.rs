//! A clock that is set by hand.

use std::future::{poll_fn, ready};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use crate::clock::{Clock, Timestamp};
use crate::ports::BoxFuture;

/// Stands still until it is set forward. A pause of a second or less passes by itself, unless
/// pauses are held, or longer ones are let pass, too.
pub(super) struct FakeClock {
    now: Arc<AtomicU64>,
    /// The longest pause that passes by itself, in seconds.
    passing: AtomicU64,
    holds_pauses: AtomicBool,
    /// The pauses that were asked for, in milliseconds.
    pauses: Mutex<Vec<u64>>,
}

impl Default for FakeClock {
    fn default() -> Self {
        Self {
            now: Arc::new(AtomicU64::new(1_700_000_000_000)),
            passing: AtomicU64::new(1),
            holds_pauses: AtomicBool::new(false),
            pauses: Mutex::default(),
        }
    }
}

impl FakeClock {
    pub(super) fn hold_pauses(&self) {
        self.holds_pauses.store(true, Ordering::SeqCst);
    }

    /// Lets pauses of so many seconds pass by themselves.
    pub(super) fn let_pass(&self, seconds: u64) {
        self.passing.store(seconds, Ordering::SeqCst);
        self.holds_pauses.store(false, Ordering::SeqCst);
    }

    /// The pauses that were asked for, in seconds. Limits for requests are none.
    pub(super) fn pauses(&self) -> Vec<u64> {
        let pauses = self.pauses.lock().unwrap();
        let asked = pauses.iter().map(|pause| pause / 1_000);
        asked.filter(|pause| *pause < 30).collect()
    }

    pub(super) fn forward(&self, duration: Duration) {
        let milliseconds = u64::try_from(duration.as_millis()).unwrap();
        self.now.fetch_add(milliseconds, Ordering::SeqCst);
    }

    pub(super) fn back(&self, duration: Duration) {
        let milliseconds = u64::try_from(duration.as_millis()).unwrap();
        self.now.fetch_sub(milliseconds, Ordering::SeqCst);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_millis(self.now.load(Ordering::SeqCst))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let held = self.holds_pauses.load(Ordering::SeqCst);
        let milliseconds = u64::try_from(duration.as_millis()).unwrap();
        self.pauses.lock().unwrap().push(milliseconds);
        if duration <= Duration::from_secs(self.passing.load(Ordering::SeqCst)) && !held {
            self.forward(duration);
            return Box::pin(ready(()));
        }
        let (clock, end) = (Arc::clone(&self.now), self.now().plus(duration));
        Box::pin(poll_fn(move |_| {
            if clock.load(Ordering::SeqCst) < end.unix_millis() {
                Poll::Pending
            } else {
                Poll::Ready(())
            }
        }))
    }
}
