//! Throttling: so many requests in a second of the sandbox's clock (docs/protocol.md 13 and 18).

use crate::clock::Timestamp;
use crate::model::{Throttle, ThrottleShape};
use crate::wire::WireError;

/// The requests of the present second.
#[derive(Debug, Default)]
pub(crate) struct RateWindow {
    second: i64,
    count: u32,
}

impl RateWindow {
    /// Counts a request; refuses it when the second is full.
    pub(crate) fn admit(&mut self, throttle: Throttle, now: Timestamp) -> Result<(), WireError> {
        let Some(most) = throttle.requests_per_second else {
            return Ok(());
        };
        if self.second != now.unix() {
            *self = Self {
                second: now.unix(),
                count: 0,
            };
        }
        if self.count >= most {
            return Err(match throttle.shape {
                ThrottleShape::TooManyRequests => WireError::TooManyRequests,
                ThrottleShape::SlowDown => WireError::SlowDown,
            });
        }
        self.count += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_second_refuses_and_the_next_admits() {
        let throttle = Throttle {
            requests_per_second: Some(2),
            ..Throttle::default()
        };
        let mut window = RateWindow::default();
        let second = Timestamp::from_unix(7);
        assert_eq!(window.admit(throttle, second), Ok(()));
        assert_eq!(window.admit(throttle, second), Ok(()));
        assert_eq!(
            window.admit(throttle, second),
            Err(WireError::TooManyRequests)
        );
        assert_eq!(window.admit(throttle, second.plus(1)), Ok(()));
        assert_eq!(window.admit(Throttle::default(), second), Ok(()));
    }
}
