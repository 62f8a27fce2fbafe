//! Throttling: so many requests in a second of the sandbox's clock (docs/protocol.md 13 and 18).

use std::collections::HashMap;
use std::net::IpAddr;

use crate::clock::Timestamp;
use crate::model::{Throttle, ThrottleShape};
use crate::wire::WireError;

/// The requests of the present second.
#[derive(Debug, Default)]
pub(crate) struct RateWindow {
    second: i64,
    count: u32,
    by_address: HashMap<IpAddr, u32>,
}

impl RateWindow {
    /// Counts a request; refuses it when the second is full, for all or for the one who calls.
    pub(crate) fn admit(
        &mut self,
        throttle: Throttle,
        caller: IpAddr,
        now: Timestamp,
    ) -> Result<(), WireError> {
        if self.second != now.unix() {
            *self = Self {
                second: now.unix(),
                ..Self::default()
            };
        }
        let by_caller = self.by_address.entry(caller).or_default();
        let full = |most: Option<u32>, count: u32| most.is_some_and(|most| count >= most);
        if full(throttle.requests_per_second, self.count)
            || full(throttle.requests_per_second_per_address, *by_caller)
        {
            return Err(match throttle.shape {
                ThrottleShape::TooManyRequests => WireError::TooManyRequests,
                ThrottleShape::SlowDown => WireError::SlowDown,
            });
        }
        self.count = self.count.saturating_add(1);
        *by_caller = by_caller.saturating_add(1);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    const THERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7));

    #[test]
    fn a_full_second_refuses_and_the_next_admits() {
        let throttle = Throttle {
            requests_per_second: Some(2),
            ..Throttle::default()
        };
        let mut window = RateWindow::default();
        let second = Timestamp::from_unix(7);
        assert_eq!(window.admit(throttle, HERE, second), Ok(()));
        assert_eq!(window.admit(throttle, HERE, second), Ok(()));
        assert_eq!(
            window.admit(throttle, HERE, second),
            Err(WireError::TooManyRequests)
        );
        assert_eq!(window.admit(throttle, HERE, second.plus(1)), Ok(()));
        assert_eq!(window.admit(Throttle::default(), HERE, second), Ok(()));
    }

    #[test]
    fn one_address_can_be_throttled_while_others_go_on() {
        let throttle = Throttle {
            requests_per_second_per_address: Some(1),
            ..Throttle::default()
        };
        let mut window = RateWindow::default();
        let second = Timestamp::from_unix(7);
        assert_eq!(window.admit(throttle, HERE, second), Ok(()));
        let refused = window.admit(throttle, HERE, second);
        assert_eq!(refused, Err(WireError::TooManyRequests));
        assert_eq!(window.admit(throttle, THERE, second), Ok(()));
        assert_eq!(window.admit(throttle, HERE, second.plus(1)), Ok(()));
    }
}
