//! The sandbox's clock: the machine's time, plus what was added by hand.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// A clock that can be set forward, so that tests need not wait for anything to expire.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    ahead: AtomicI64,
}

impl Clock {
    /// The present time.
    pub(crate) fn now(&self) -> Timestamp {
        let machine = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs());
        Timestamp(
            i64::try_from(machine)
                .unwrap_or(i64::MAX)
                .saturating_add(self.ahead.load(Ordering::Acquire)),
        )
    }

    /// Sets the clock forward.
    pub(crate) fn advance(&self, seconds: u32) {
        self.ahead.fetch_add(i64::from(seconds), Ordering::AcqRel);
    }

    /// Takes back everything that was added.
    pub(crate) fn reset(&self) {
        self.ahead.store(0, Ordering::Release);
    }
}

/// A point in time, in whole seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Timestamp(i64);

impl Timestamp {
    /// Seconds since 1970.
    pub(crate) fn unix(self) -> i64 {
        self.0
    }

    /// A time from seconds since 1970.
    #[cfg(test)]
    pub(crate) fn from_unix(seconds: i64) -> Self {
        Self(seconds)
    }

    /// A later time.
    pub(crate) fn plus(self, seconds: u32) -> Self {
        Self(self.0.saturating_add(i64::from(seconds)))
    }

    /// As `2026-01-15T10:20:30Z`.
    pub(crate) fn rfc3339(self) -> String {
        let (date, time) = self.parts();
        format!("{date}T{time}Z")
    }

    /// As `2026-01-15 10:20:30Z`, the form of protocol errors.
    pub(crate) fn spaced(self) -> String {
        let (date, time) = self.parts();
        format!("{date} {time}Z")
    }

    fn parts(self) -> (String, String) {
        let (days, second) = (self.0.div_euclid(86_400), self.0.rem_euclid(86_400));
        let (year, month, day) = civil(days);
        (
            format!("{year:04}-{month:02}-{day:02}"),
            format!(
                "{:02}:{:02}:{:02}",
                second / 3600,
                second / 60 % 60,
                second % 60
            ),
        )
    }
}

/// The date of a day counted from 1970-01-01, in the proleptic Gregorian calendar. Years are counted from March, so
/// that the leap day is the last of its year.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_dates() {
        for (unix, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_768_472_430, "2026-01-15T10:20:30Z"),
            (4_107_542_399, "2100-02-28T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(Timestamp::from_unix(unix).rfc3339(), text);
        }
        assert_eq!(
            Timestamp::from_unix(1_768_472_430).spaced(),
            "2026-01-15 10:20:30Z"
        );
    }

    #[test]
    fn a_clock_set_forward_stays_ahead_until_it_is_reset() {
        let clock = Clock::default();
        let before = clock.now();
        clock.advance(3600);
        assert!(clock.now() >= before.plus(3600));
        clock.reset();
        assert!(clock.now() < before.plus(3600));
    }
}
