//! A code that the gate had sent, as a proof beside the one by e-mail.

use std::fmt;
use std::time::Duration;

use super::Channel;

/// A code that something in front of the service had sent to the person, as a second proof (docs/risk.md 7.1): ask for
/// it, and give it to the step's reply as the proof. Whatever it does not say is absent.
///
/// `Debug` leaves out where to: whoever sent it may have failed to mask it.
#[derive(Clone, PartialEq, Eq)]
pub struct SecurityCode {
    /// How it went.
    pub channel: Option<Channel>,
    /// Where it went, masked.
    pub hint: Option<String>,
    /// How many characters it has. Never assume a length.
    pub code_length: Option<u32>,
    /// How often the person may still try before the flow gets no further.
    pub tries_left: Option<u32>,
    /// How long to wait, from the arrival of this challenge, before `again()` has another code sent. Earlier, it leads to
    /// the same challenge once more.
    pub resend_after: Option<Duration>,
}

impl fmt::Debug for SecurityCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SecurityCode")
            .field("channel", &self.channel)
            .field("tries_left", &self.tries_left)
            .finish_non_exhaustive()
    }
}
