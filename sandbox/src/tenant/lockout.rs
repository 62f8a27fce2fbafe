//! Smart lockout (docs/protocol.md 13): failures in a row lock an account for a while that grows.

use crate::clock::Timestamp;
use crate::model::LockoutPolicy;
use crate::wire::WireError;

/// What a failure was about. Each kind is counted apart, so that a right password does not excuse wrong codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Secret {
    Password,
    Code,
}

/// The failures of an account.
#[derive(Debug, Default)]
pub(crate) struct Lockouts {
    passwords: Counter,
    codes: Counter,
}

#[derive(Debug, Default)]
struct Counter {
    failures: u32,
    until: Option<Timestamp>,
}

impl Lockouts {
    /// Until when the account is locked, if it is.
    pub(crate) fn locked_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.passwords
            .until
            .max(self.codes.until)
            .filter(|until| now < *until)
    }

    /// Refuses a locked account.
    pub(crate) fn check(&self, now: Timestamp) -> Result<(), WireError> {
        self.locked_until(now)
            .map_or(Ok(()), |_| Err(WireError::Locked))
    }

    /// Refuses an account that wrong codes locked, whatever wrong passwords did.
    pub(crate) fn check_codes(&self, now: Timestamp) -> Result<(), WireError> {
        match self.codes.until {
            Some(until) if now < until => Err(WireError::Locked),
            _ => Ok(()),
        }
    }

    /// Counts an attempt.
    pub(crate) fn count(
        &mut self,
        secret: Secret,
        right: bool,
        policy: LockoutPolicy,
        now: Timestamp,
    ) {
        if right {
            self.succeeded(secret);
        } else {
            self.failed(secret, policy, now);
        }
    }

    /// Counts a failure, and locks when there were too many.
    pub(crate) fn failed(&mut self, secret: Secret, policy: LockoutPolicy, now: Timestamp) {
        let counter = self.counter(secret);
        counter.failures = counter.failures.saturating_add(1);
        if let Some(beyond) = counter.failures.checked_sub(policy.threshold) {
            let grown = u64::from(policy.seconds) << beyond.min(16);
            let seconds = u32::try_from(grown).unwrap_or(u32::MAX);
            counter.until = Some(now.plus(seconds.min(policy.most_seconds)));
        }
    }

    /// Forgets the failures of one kind.
    pub(crate) fn succeeded(&mut self, secret: Secret) {
        *self.counter(secret) = Counter::default();
    }

    fn counter(&mut self, secret: Secret) -> &mut Counter {
        match secret {
            Secret::Password => &mut self.passwords,
            Secret::Code => &mut self.codes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_beyond_the_threshold_locks_for_twice_as_long() {
        let policy = LockoutPolicy::default();
        let mut lockouts = Lockouts::default();
        let mut now = Timestamp::from_unix(1_000_000);
        (1..10).for_each(|_| lockouts.failed(Secret::Password, policy, now));
        assert_eq!(lockouts.check(now), Ok(()));
        for seconds in [60, 120, 240, 480, 960, 1920, 3600, 3600] {
            lockouts.failed(Secret::Password, policy, now);
            assert_eq!(lockouts.locked_until(now), Some(now.plus(seconds)));
            now = now.plus(seconds);
            assert_eq!(lockouts.check(now), Ok(()));
        }
        (0..100).for_each(|_| lockouts.failed(Secret::Password, policy, now));
        assert_eq!(lockouts.locked_until(now), Some(now.plus(3600)));
    }

    #[test]
    fn a_right_password_does_not_excuse_wrong_codes() {
        let policy = LockoutPolicy {
            threshold: 2,
            ..LockoutPolicy::default()
        };
        let now = Timestamp::from_unix(0);
        let mut lockouts = Lockouts::default();
        lockouts.failed(Secret::Code, policy, now);
        lockouts.succeeded(Secret::Password);
        lockouts.failed(Secret::Code, policy, now);
        assert_eq!(lockouts.check(now), Err(WireError::Locked));
    }
}
