//! What Graph finds: a new account comes into view after a while, or after some calls that looked for it in vain.

use uuid::Uuid;

use super::directory::{AccountId, Directory};
use crate::clock::Timestamp;
use crate::model::DirectoryPolicy;

/// How far the copies of the directory lag behind with one account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Replica {
    lookups: u32,
    until: Option<Timestamp>,
}

impl Replica {
    /// An account that was made now.
    pub(super) fn behind(policy: DirectoryPolicy, now: Timestamp) -> Self {
        Self {
            lookups: policy.lag_lookups,
            until: Some(now.plus(policy.lag_seconds)),
        }
    }

    /// Somebody looks; says whether the account is found.
    fn is_seen(&mut self, now: Timestamp) -> bool {
        let due = self.until.is_none_or(|until| until <= now);
        if self.lookups > 0 {
            self.lookups -= 1;
            return false;
        }
        due
    }
}

impl Directory {
    /// The account that Graph finds by an object id.
    pub(crate) fn seen_by_oid(&mut self, oid: Uuid, now: Timestamp) -> Option<AccountId> {
        let id = self.iter().find(|account| account.oid == oid)?.id;
        self.seen(id, now)
    }

    /// The account that Graph finds by a username or an alias.
    pub(crate) fn seen_by_login(&mut self, login: &str, now: Timestamp) -> Option<AccountId> {
        let id = self.by_login(login)?.id;
        self.seen(id, now)
    }

    fn seen(&mut self, id: AccountId, now: Timestamp) -> Option<AccountId> {
        self.get_mut(id)?.replica.is_seen(now).then_some(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_comes_into_view_when_lookups_and_seconds_have_passed() {
        let start = Timestamp::from_unix(100);
        let lag = |lag_lookups, lag_seconds| DirectoryPolicy {
            lag_lookups,
            lag_seconds,
        };
        let mut by_lookups = Replica::behind(lag(2, 0), start);
        let seen: Vec<_> = (0..4).map(|_| by_lookups.is_seen(start)).collect();
        assert_eq!(seen, [false, false, true, true]);
        let mut by_time = Replica::behind(lag(0, 30), start);
        assert!(!by_time.is_seen(start.plus(29)) && by_time.is_seen(start.plus(30)));
        let mut by_both = Replica::behind(lag(1, 30), start);
        assert!(!by_both.is_seen(start.plus(40)) && by_both.is_seen(start.plus(40)));
        assert!(Replica::default().is_seen(start));
    }
}
