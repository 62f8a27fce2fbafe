//! Where text messages go, and how many: regions, reputation and limits (docs/protocol.md 7.2 and 13).

use std::collections::VecDeque;
use std::net::IpAddr;

use crate::bounded::BoundedMap;
use crate::clock::Timestamp;
use crate::model::{RiskyNumber, SmsLimits, SmsPolicy, phone_digits};
use crate::wire::{Answer, WireError};

const MINUTES_15: u32 = 15 * 60;
const HOUR: u32 = 3600;
const DAY: u32 = 24 * HOUR;
const WEEK: u32 = 7 * DAY;

/// Seconds, and the most messages in them.
type Limit = (u32, usize);

const PER_ADDRESS: [Limit; 3] = [(MINUTES_15, 100), (HOUR, 300), (DAY, 500)];
const PER_NUMBER: [Limit; 4] = [(MINUTES_15, 15), (HOUR, 20), (DAY, 30), (WEEK, 50)];
const PER_TENANT: [Limit; 3] = [(MINUTES_15, 500), (HOUR, 1500), (DAY, 5000)];

/// The most messages that are remembered for one address, one number or the tenant.
const MOST: usize = 5000;
/// The most addresses and numbers that are remembered.
const MOST_PARTIES: usize = 2000;

/// Refuses a number whose region is closed, and one that is risky. Gives the answer that sends a risky one to the
/// browser, where policy wants that instead.
pub(super) fn admit(policy: &SmsPolicy, number: &str) -> Result<Option<Answer>, WireError> {
    let number = phone_digits(number);
    let starts = |list: &[String]| {
        list.iter()
            .any(|start| number.starts_with(&phone_digits(start)))
    };
    if starts(&policy.closed_regions) {
        return Err(WireError::RegionClosed);
    }
    match policy.risky {
        _ if !starts(&policy.blocked_prefixes) => Ok(None),
        RiskyNumber::Refuse => Err(WireError::ContactBlocked),
        RiskyNumber::Redirect => Ok(Some(Answer::Redirect {
            reason: "The phone number was judged risky",
        })),
    }
}

/// The messages that were sent, by each party that they count for.
#[derive(Debug)]
pub(super) struct SentMessages {
    addresses: BoundedMap<IpAddr, Sent>,
    numbers: BoundedMap<String, Sent>,
    tenant: Sent,
}

/// When messages were sent, oldest first.
#[derive(Debug, Default)]
struct Sent(VecDeque<Timestamp>);

impl Default for SentMessages {
    fn default() -> Self {
        Self {
            addresses: BoundedMap::new(MOST_PARTIES),
            numbers: BoundedMap::new(MOST_PARTIES),
            tenant: Sent::default(),
        }
    }
}

impl SentMessages {
    /// Refuses a message that is over a limit in force.
    pub(super) fn check(
        &self,
        limits: SmsLimits,
        caller: IpAddr,
        number: &str,
        now: Timestamp,
    ) -> Result<(), WireError> {
        let full = |sent: Option<&Sent>, limits: &[Limit]| {
            sent.is_some_and(|sent| sent.is_full(limits, now))
        };
        let number = phone_digits(number);
        if (limits.per_address && full(self.addresses.get(&caller), &PER_ADDRESS))
            || (limits.per_number && full(self.numbers.get(&number), &PER_NUMBER))
            || (limits.per_tenant && full(Some(&self.tenant), &PER_TENANT))
        {
            return Err(WireError::TooManyCodes);
        }
        Ok(())
    }

    /// Counts a message.
    pub(super) fn count(&mut self, caller: IpAddr, number: &str, now: Timestamp) {
        self.addresses.entry(caller).add(now);
        self.numbers.entry(phone_digits(number)).add(now);
        self.tenant.add(now);
    }
}

impl Sent {
    fn is_full(&self, limits: &[Limit], now: Timestamp) -> bool {
        limits.iter().any(|(seconds, most)| {
            let since = self.0.iter().filter(|at| now < at.plus(*seconds));
            since.count() >= *most
        })
    }

    fn add(&mut self, now: Timestamp) {
        self.0.retain(|at| now < at.plus(WEEK));
        if self.0.len() >= MOST {
            self.0.pop_front();
        }
        self.0.push_back(now);
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    const THERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7));

    /// How many messages pass at once, each to a number of its own unless `number` is given.
    fn passing(
        messages: &mut SentMessages,
        limits: SmsLimits,
        number: Option<&str>,
        at: u32,
    ) -> usize {
        let now = Timestamp::from_unix(0).plus(at);
        (0..600)
            .take_while(|n| {
                let own = format!("+1555{n}");
                let number = number.unwrap_or(&own);
                let passes = messages.check(limits, HERE, number, now).is_ok();
                if passes {
                    messages.count(HERE, number, now);
                }
                passes
            })
            .count()
    }

    #[test]
    fn the_windows_of_each_party_fill_and_empty_by_the_clock() {
        let number = SmsLimits {
            per_number: true,
            ..SmsLimits::default()
        };
        let mut sent = SentMessages::default();
        for (at, passes) in [
            (0, 15),
            (899, 0),
            (900, 5),
            (3600, 10),
            (DAY, 15),
            (DAY + 3600, 5),
            (WEEK, 15),
        ] {
            assert_eq!(
                passing(&mut sent, number, Some("+15550100"), at),
                passes,
                "at {at}"
            );
        }
        let address = SmsLimits {
            per_address: true,
            ..SmsLimits::default()
        };
        let mut sent = SentMessages::default();
        for (at, passes) in [
            (0, 100),
            (900, 100),
            (1800, 100),
            (2700, 0),
            (3600, 100),
            (4500, 100),
            (5400, 0),
        ] {
            assert_eq!(passing(&mut sent, address, None, at), passes, "at {at}");
        }
        let later = Timestamp::from_unix(5400);
        assert_eq!(sent.check(address, THERE, "+15550100", later), Ok(()));
        let tenant = SmsLimits {
            per_tenant: true,
            ..SmsLimits::default()
        };
        let mut sent = SentMessages::default();
        for (at, passes) in [(0, 500), (900, 500), (1800, 500), (2700, 0), (3600, 500)] {
            assert_eq!(passing(&mut sent, tenant, None, at), passes, "at {at}");
        }
    }

    #[test]
    fn without_a_switch_nothing_is_limited() {
        let mut sent = SentMessages::default();
        let off = SmsLimits::default();
        assert_eq!(passing(&mut sent, off, Some("+15550100"), 0), 600);
    }
}
