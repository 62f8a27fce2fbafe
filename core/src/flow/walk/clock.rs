//! A clock that is set by hand.

use std::future::{poll_fn, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::Poll;
use std::time::Duration;

use crate::clock::{Clock, Timestamp};
use crate::ports::BoxFuture;

/// Stands still until it is set forward. A pause of a second or less passes by itself, unless
/// pauses are held.
pub(super) struct FakeClock {
    now: Arc<AtomicU64>,
    holds_pauses: AtomicBool,
}

impl Default for FakeClock {
    fn default() -> Self {
        Self {
            now: Arc::new(AtomicU64::new(1_700_000_000_000)),
            holds_pauses: AtomicBool::new(false),
        }
    }
}

impl FakeClock {
    pub(super) fn hold_pauses(&self) {
        self.holds_pauses.store(true, Ordering::SeqCst);
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
        if duration <= Duration::from_secs(1) && !held {
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
