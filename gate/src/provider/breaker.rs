//! A rest for a provider that fails: while it rests nobody waits for it, and its calls have no verdict at once.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// When a provider rests, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BreakerSettings {
    /// So many outages in a row.
    pub after: u32,
    /// So long. Then one call tries, and the others go on without a verdict until it is back.
    pub rest: Duration,
}

#[derive(Debug, Default)]
struct State {
    outages: u32,
    rests_until: Option<Duration>,
}

/// Counts outages.
#[derive(Debug)]
pub(super) struct Breaker {
    settings: BreakerSettings,
    state: Mutex<State>,
}

impl Breaker {
    pub(super) fn new(settings: BreakerSettings) -> Self {
        Self {
            settings,
            state: Mutex::default(),
        }
    }

    /// Whether a call may be made at `now`. After a rest the first one may, and those beside it only after another.
    pub(super) fn admits(&self, now: Duration) -> bool {
        let mut state = self.state();
        match state.rests_until {
            None => true,
            Some(until) if now < until => false,
            Some(_) => {
                state.rests_until = Some(now + self.settings.rest);
                true
            }
        }
    }

    /// Notes how a call went.
    pub(super) fn note(&self, is_outage: bool, now: Duration) {
        let mut state = self.state();
        if !is_outage {
            *state = State::default();
            return;
        }
        state.outages = state.outages.saturating_add(1);
        if state.outages >= self.settings.after {
            state.rests_until = Some(now + self.settings.rest);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn breaker() -> Breaker {
        Breaker::new(BreakerSettings {
            after: 3,
            rest: at(10),
        })
    }

    #[test]
    fn it_rests_after_so_many_outages_in_a_row() {
        let breaker = breaker();
        for outage in [true, true, false, true, true] {
            breaker.note(outage, at(1));
            assert!(breaker.admits(at(1)));
        }
        breaker.note(true, at(1));
        assert!(!breaker.admits(at(1)));
        assert!(!breaker.admits(at(10)));
    }

    #[test]
    fn after_a_rest_one_call_tries_for_all() {
        let breaker = breaker();
        for _ in 0..3 {
            breaker.note(true, at(1));
        }
        assert!(breaker.admits(at(11)));
        assert!(!breaker.admits(at(11)), "one tries");
        breaker.note(true, at(12));
        assert!(!breaker.admits(at(21)), "it failed again");
        assert!(breaker.admits(at(22)));
        breaker.note(false, at(22));
        assert!(breaker.admits(at(22)) && breaker.admits(at(22)));
    }

    #[test]
    fn a_try_that_never_came_back_does_not_stop_the_next() {
        let breaker = breaker();
        for _ in 0..3 {
            breaker.note(true, at(1));
        }
        assert!(breaker.admits(at(11)));
        assert!(breaker.admits(at(21)));
    }
}
