//! Time, injected: the flows never read the system's clock themselves.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::part::part;
use crate::ports::BoxFuture;

/// A moment: milliseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(u64);

part!(newtype Timestamp);

impl Timestamp {
    /// The moment `milliseconds` after 1970-01-01 UTC.
    pub const fn from_unix_millis(milliseconds: u64) -> Self {
        Self(milliseconds)
    }

    /// Milliseconds since 1970-01-01 UTC.
    pub const fn unix_millis(self) -> u64 {
        self.0
    }

    /// This moment and `later`, stopping at the end of time instead of wrapping.
    #[must_use]
    pub fn plus(self, later: Duration) -> Self {
        let millis = u64::try_from(later.as_millis()).unwrap_or(u64::MAX);
        Self(self.0.saturating_add(millis))
    }

    /// How long it is from `earlier` to this moment; zero when `earlier` lies after it.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }
}

impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let since_epoch = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        Self(u64::try_from(since_epoch.as_millis()).unwrap_or(u64::MAX))
    }
}

/// The clock and the timer that a client works by.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;

    /// A future that is ready once `duration` has passed.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// The system's clock, with tokio's timers: its [`Clock::sleep`] must be polled inside a tokio
/// runtime whose timer is enabled.
#[cfg(feature = "tokio")]
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

#[cfg(feature = "tokio")]
impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        SystemTime::now().into()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(async move { tokio::time::sleep(duration).await })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_neither_wraps_nor_runs_backwards() {
        let end = Timestamp::from_unix_millis(u64::MAX);
        assert_eq!(end.plus(Duration::from_secs(1)), end);
        let start = Timestamp::from_unix_millis(0);
        assert_eq!(start.since(end), Duration::ZERO);
        assert_eq!(
            start
                .plus(Duration::from_millis(5))
                .since(start)
                .as_millis(),
            5
        );
    }
}
