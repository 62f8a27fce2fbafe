//! How often something happened in the last hour, to many.

use std::collections::HashMap;
use std::time::Duration;

use super::ledger::{Limited, Mark};

/// The most that are counted.
const MOST: usize = 100_000;
const HOUR: Duration = Duration::from_hours(1);

/// Counts.
#[derive(Debug, Default)]
pub(super) struct Hourly(HashMap<Mark, Vec<Duration>>);

impl Hourly {
    /// Counts one more, unless there were `limit` of them. What is counted is never forgotten for somebody else.
    pub(super) fn count(&mut self, mark: Mark, limit: u8, now: Duration) -> Result<(), Limited> {
        if self.0.len() >= MOST && !self.0.contains_key(&mark) {
            self.0
                .retain(|_, times| times.iter().any(|time| is_recent(*time, now)));
        }
        if self.0.len() >= MOST && !self.0.contains_key(&mark) {
            return Err(Limited::Full);
        }
        let times = self.0.entry(mark).or_default();
        times.retain(|time| is_recent(*time, now));
        if times.len() < usize::from(limit) {
            times.push(now);
            return Ok(());
        }
        let first = times.iter().min().copied().unwrap_or(now);
        let left = (first + HOUR).saturating_sub(now);
        Err(Limited::TooMany(left))
    }

    /// Takes back one that came to nothing.
    pub(super) fn take_back(&mut self, mark: &Mark, at: Duration) {
        let Some(times) = self.0.get_mut(mark) else {
            return;
        };
        if let Some(place) = times.iter().position(|time| *time == at) {
            times.swap_remove(place);
        }
        // Names that lead to nothing take no room from others.
        if times.is_empty() {
            self.0.remove(mark);
        }
    }
}

fn is_recent(time: Duration, now: Duration) -> bool {
    now < time + HOUR
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn an_hour_after_the_first_there_is_room_for_another() {
        let mut hourly = Hourly::default();
        let ada = [1; 32];
        assert_eq!(hourly.count(ada, 2, at(0)), Ok(()));
        assert_eq!(hourly.count(ada, 2, at(10)), Ok(()));
        assert_eq!(
            hourly.count(ada, 2, at(20)),
            Err(Limited::TooMany(at(3580)))
        );
        assert_eq!(hourly.count([2; 32], 2, at(20)), Ok(()), "another person");
        assert_eq!(hourly.count(ada, 2, at(3599)), Err(Limited::TooMany(at(1))));
        assert_eq!(hourly.count(ada, 2, at(3600)), Ok(()));
        assert_eq!(
            hourly.count(ada, 2, at(3600)),
            Err(Limited::TooMany(at(10)))
        );
    }

    #[test]
    fn what_came_to_nothing_does_not_count() {
        let mut hourly = Hourly::default();
        hourly.count([1; 32], 1, at(5)).unwrap();
        hourly.take_back(&[1; 32], at(4));
        assert!(hourly.count([1; 32], 1, at(6)).is_err());
        hourly.take_back(&[1; 32], at(5));
        assert!(hourly.0.is_empty());
        assert_eq!(hourly.count([1; 32], 1, at(6)), Ok(()));
    }

    #[test]
    fn nobody_is_forgotten_for_another() {
        let mut hourly = Hourly::default();
        let mark = |number: usize| {
            let mut mark = Mark::default();
            mark[..8].copy_from_slice(&number.to_be_bytes());
            mark
        };
        for number in 0..MOST {
            hourly.count(mark(number), 1, at(0)).unwrap();
        }
        assert_eq!(hourly.count(mark(MOST), 1, at(5)), Err(Limited::Full));
        assert!(matches!(
            hourly.count(mark(0), 1, at(5)),
            Err(Limited::TooMany(_))
        ));
        assert_eq!(hourly.count(mark(MOST), 1, at(3600)), Ok(()));
    }
}
