//! Risk signals: what a client with them does beside the flows.

use super::{Client, Ports};
use crate::config::Config;
use crate::ports::risk::DataUse;
use crate::signals::{Collected, Signals};

impl Client {
    /// A client whose flows send risk signals and ask a risk provider, once the person consented
    /// ([`Client::set_consent`]).
    pub fn with_signals(config: &Config, ports: Ports, signals: Signals) -> Self {
        Self::assembled(config, ports, Some(signals))
    }

    /// Says what the person consents to from now on, in place of what was said before. Nothing is
    /// collected, asked or sent before that, and a provider is called only where all that it does is
    /// consented to. It is for this process: where the person consented earlier, say so again.
    ///
    /// Withdrawn, it ends what runs: the provider is told so, sessions are given up, and what was
    /// collected is forgotten. Flows go on without.
    pub fn set_consent(&self, uses: &[DataUse]) {
        if let Some(signals) = &self.tools.signals {
            signals.set_consent(uses);
        }
    }

    /// Tells what the app found out, in place of what it told before: it goes along with the next
    /// requests, as far as the person consents to it.
    pub fn set_collected(&self, collected: Collected) {
        if let Some(signals) = &self.tools.signals {
            signals.set_collected(collected);
        }
    }
}
