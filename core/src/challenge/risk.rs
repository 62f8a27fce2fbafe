//! What a risk provider wants solved before a call goes on.

use std::fmt;
use std::sync::Arc;

use super::SecurityCode;

/// The longest name of a provider that is kept, in characters.
const LONGEST_NAME: usize = 64;
/// The largest payload taken in. It may hold a whole page, and a page of more is none for a phone.
const LARGEST_PAYLOAD: usize = 128 * 1024;

/// What a risk provider wants solved before a call goes on: for the provider's software in the
/// app, which shows it and gives a proof in return.
///
/// `Debug` leaves out the payload: nobody but the provider knows what is in it.
#[derive(Clone, PartialEq, Eq)]
pub struct RiskChallenge {
    provider: String,
    payload: Arc<str>,
    attempt: u32,
    security_code: Option<SecurityCode>,
}

/// A payload is too large to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the payload of a challenge has at most {LARGEST_PAYLOAD} bytes")]
pub(crate) struct PayloadTooLarge;

impl RiskChallenge {
    /// A challenge of `provider`, whether it came from in front of the service or from the
    /// provider's software in the app.
    ///
    /// # Errors
    /// [`PayloadTooLarge`].
    pub(crate) fn new(
        provider: &str,
        payload: impl Into<Arc<str>>,
    ) -> Result<Self, PayloadTooLarge> {
        let payload = payload.into();
        if payload.len() > LARGEST_PAYLOAD {
            return Err(PayloadTooLarge);
        }
        let plain = |sign: &char| sign.is_ascii_alphanumeric() || "-_.".contains(*sign);
        Ok(Self {
            provider: provider.chars().filter(plain).take(LONGEST_NAME).collect(),
            payload,
            attempt: 1,
            security_code: None,
        })
    }

    /// The same, which is a code to be typed.
    pub(crate) fn of_code(self, code: Option<SecurityCode>) -> Self {
        Self {
            security_code: code,
            ..self
        }
    }

    /// The same, asked for again because the proof of the one before it was not taken.
    pub(crate) fn after(self, attempt: u32) -> Self {
        Self {
            attempt: attempt.saturating_add(1),
            ..self
        }
    }

    /// Which provider it is, by the name that the gate has for it; empty where nothing says so.
    pub fn provider(&self) -> &str {
        &self.provider
    }

    /// What the provider's software needs: JSON text where it came from in front of the tenant, and
    /// what the provider's software itself gave where that wanted it. Hand it on, and rely on nothing
    /// in it.
    pub fn payload(&self) -> &str {
        &self.payload
    }

    /// The how many-th challenge of the same call it is. From the second on, the proof of the one
    /// before it was not taken; one that was asked for again is a first one.
    pub const fn attempt(&self) -> u32 {
        self.attempt
    }

    /// The code that the person was sent, where that is what is to be solved: the app needs no provider's
    /// software for it, and a field to type it into.
    pub const fn security_code(&self) -> Option<&SecurityCode> {
        self.security_code.as_ref()
    }
}

impl fmt::Debug for RiskChallenge {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RiskChallenge")
            .field("provider", &self.provider)
            .field("attempt", &self.attempt)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_payload_stays_out_of_debug_and_odd_signs_out_of_the_name() {
        let challenge = RiskChallenge::new("tmx\u{202e} 1\n", r#"{"page":"planted"}"#).unwrap();
        assert_eq!(challenge.provider(), "tmx1");
        assert_eq!(
            format!("{challenge:?}"),
            r#"RiskChallenge { provider: "tmx1", attempt: 1, .. }"#
        );
    }

    #[test]
    fn a_payload_of_any_size_up_to_the_limit_is_taken() {
        let of = |bytes: usize| RiskChallenge::new("tmx", "x".repeat(bytes));
        assert!(of(LARGEST_PAYLOAD).is_ok());
        assert_eq!(of(LARGEST_PAYLOAD + 1), Err(PayloadTooLarge));
    }
}
