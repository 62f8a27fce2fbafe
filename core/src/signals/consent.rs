//! What the person consented to.

use std::sync::atomic::{AtomicU8, Ordering};

use crate::ports::risk::DataUse;

/// What the person consented to, at present. Nothing at first: the app asks, and says so in each process.
#[derive(Debug, Default)]
pub(super) struct Consent(AtomicU8);

impl Consent {
    /// Takes `uses` for all that the person consents to from now on.
    pub(super) fn set(&self, uses: &[DataUse]) {
        let granted = uses.iter().fold(0, |all, one| all | bit(*one));
        self.0.store(granted, Ordering::SeqCst);
    }

    /// Whether the person consents to `wanted`.
    pub(super) fn covers(&self, wanted: DataUse) -> bool {
        self.0.load(Ordering::SeqCst) & bit(wanted) != 0
    }

    /// Whether the person consents to anything at all.
    pub(super) fn is_given(&self) -> bool {
        self.0.load(Ordering::SeqCst) != 0
    }
}

const fn bit(data_use: DataUse) -> u8 {
    match data_use {
        DataUse::Device => 1,
        DataUse::Behaviour => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consent_is_to_what_was_named_last_and_to_nothing_at_first() {
        let consent = Consent::default();
        assert!(!consent.is_given());
        consent.set(&[DataUse::Device, DataUse::Behaviour]);
        assert!(consent.covers(DataUse::Behaviour));
        consent.set(&[DataUse::Device]);
        assert!(consent.covers(DataUse::Device) && !consent.covers(DataUse::Behaviour));
        consent.set(&[]);
        assert!(!consent.is_given());
    }
}
