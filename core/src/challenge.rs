//! What the service asks of a person, as plain data: a code that was sent, a method to choose,
//! a reason to go to the browser.

mod risk;
mod security_code;

use std::fmt;
use std::time::Duration;

pub use self::risk::RiskChallenge;
pub use self::security_code::SecurityCode;

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::ids::MethodId;
use crate::part::part;

/// The way that a code travels.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// To a mailbox.
    Email,
    /// To a phone, as a text message.
    Sms,
    /// In a way that this version does not know, by the service's own word.
    Unknown(String),
}

part!(enum Channel { "email" => Email, "sms" => Sms, "unknown" => Unknown(_) });

/// A one-time code is on its way to the person.
///
/// `Debug` leaves out where to: a service may fail to mask it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeSent {
    /// Where it went, masked by the service, such as `c***r@co**o**o.com`.
    pub sent_to: String,
    /// How it went.
    pub channel: Channel,
    /// How many characters it has, when the service says so. Never assume a length.
    pub length: Option<u32>,
    /// When the answer came that said so.
    pub sent_at: Timestamp,
    /// How long to wait before another code may be asked for, when the service says so. An
    /// earlier `resend()` is refused with [`Reason::ResendTooSoon`](crate::Reason).
    pub resend_after: Option<Duration>,
    /// What an earlier code of this flow was for, when it went to the same place: the person may
    /// wonder why there is a second one. Tell them that this one is for something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeats: Option<CodePurpose>,
}

part!(struct CodeSent { sent_to, channel, length, sent_at, resend_after, repeats });

/// What a code is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CodePurpose {
    /// It is the first factor of a sign-in.
    FirstFactor,
    /// It is the second factor of a sign-in.
    SecondFactor,
    /// It proves the address of a new account.
    SignUp,
    /// It allows for a new password.
    PasswordReset,
    /// It proves a contact that is being registered.
    Registration,
}

part!(enum CodePurpose {
    "first_factor" => FirstFactor,
    "second_factor" => SecondFactor,
    "sign_up" => SignUp,
    "password_reset" => PasswordReset,
    "registration" => Registration,
});

impl CodeSent {
    /// How much of the wait for another code is left at `now`.
    pub fn resend_wait(&self, now: Timestamp) -> Duration {
        // A clock that was set back says nothing about the wait.
        if now < self.sent_at {
            return Duration::ZERO;
        }
        let wait = self.resend_after.unwrap_or_default();
        wait.saturating_sub(now.since(self.sent_at))
    }
}

impl fmt::Debug for CodeSent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("CodeSent")
            .field("channel", &self.channel)
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

/// A strong-auth method that the person has registered and may choose as second factor.
///
/// `Debug` leaves out the hint: a service may fail to mask it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthMethod {
    /// Names it in `choose()`.
    pub id: MethodId,
    /// How its code travels.
    pub channel: Channel,
    /// Where it goes, masked by the service.
    pub hint: String,
}

part!(struct AuthMethod { id, channel, hint });

impl fmt::Debug for AuthMethod {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AuthMethod")
            .field("id", &self.id)
            .field("channel", &self.channel)
            .finish_non_exhaustive()
    }
}

/// A kind of strong-auth method that the person may register.
///
/// `Debug` leaves out the known contact: it is not masked.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationMethod {
    /// Names it in `register()`.
    pub id: MethodId,
    /// How its codes travel.
    pub channel: Channel,
    /// The contact that the service knows already, to fill the field with: the account's e-mail
    /// address. There is none for a phone.
    pub known_contact: Option<String>,
}

part!(struct RegistrationMethod { id, channel, known_contact });

impl fmt::Debug for RegistrationMethod {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RegistrationMethod")
            .field("id", &self.id)
            .field("channel", &self.channel)
            .finish_non_exhaustive()
    }
}

/// Why the sign-in can't go on inside the app (docs/protocol.md 4).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrowserReason {
    kind: BrowserReasonKind,
    server_text: Option<String>,
}

part!(struct BrowserReason { kind, server_text });

/// The kinds of [`BrowserReason`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BrowserReasonKind {
    /// A second factor is due, and the app did not declare the capability `mfa_required`.
    MissingMfaCapability,
    /// A strong-auth method must be registered, and the app did not declare the capability
    /// `registration_required`.
    MissingRegistrationCapability,
    /// The account needs a password, which the app did not offer.
    PasswordNotOffered,
    /// The account needs a one-time code, which the app did not offer.
    CodeNotOffered,
    /// The account belongs to another identity provider.
    Federated,
    /// The service wants a challenge that this version does not know.
    UnknownChallenge,
    /// What stands in front of the service answered with a page that only a browser can pass.
    EdgeChallenge,
    /// The service gave no reason that this version knows.
    Unstated,
}

part!(enum BrowserReasonKind {
    "missing_mfa_capability" => MissingMfaCapability,
    "missing_registration_capability" => MissingRegistrationCapability,
    "password_not_offered" => PasswordNotOffered,
    "code_not_offered" => CodeNotOffered,
    "federated" => Federated,
    "unknown_challenge" => UnknownChallenge,
    "edge_challenge" => EdgeChallenge,
    "unstated" => Unstated,
});

impl BrowserReason {
    pub(crate) fn new(kind: BrowserReasonKind, server_text: Option<String>) -> Self {
        Self { kind, server_text }
    }

    /// The kind of reason, to decide by.
    pub const fn kind(&self) -> BrowserReasonKind {
        self.kind
    }

    /// The service's own sentence, for a developer's eyes: it is in no fixed language and form.
    pub fn server_text(&self) -> Option<&str> {
        self.server_text.as_deref()
    }
}

impl fmt::Debug for BrowserReason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "BrowserReason({:?})", self.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_for_another_code_runs_down_to_nothing() {
        let sent_at = Timestamp::from_unix_millis(1_000);
        let code = CodeSent {
            sent_to: "a***a@c***o.example".to_owned(),
            channel: Channel::Email,
            length: Some(8),
            sent_at,
            resend_after: Some(Duration::from_mins(5)),
            repeats: None,
        };
        let after = |seconds| code.resend_wait(sent_at.plus(Duration::from_secs(seconds)));
        assert_eq!(after(0).as_secs(), 300);
        assert_eq!(after(299).as_secs(), 1);
        assert_eq!(after(301), Duration::ZERO);
    }

    #[test]
    fn an_address_that_the_service_did_not_mask_stays_out_of_debug() {
        let code = CodeSent {
            sent_to: "ada@contoso.example".to_owned(),
            channel: Channel::Email,
            length: Some(8),
            sent_at: Timestamp::from_unix_millis(1_000),
            resend_after: None,
            repeats: None,
        };
        assert_eq!(
            format!("{code:?}"),
            "CodeSent { channel: Email, length: Some(8), .. }"
        );
        let method = AuthMethod {
            id: MethodId::new("m-sms"),
            channel: Channel::Sms,
            hint: "+15551234567".to_owned(),
        };
        assert_eq!(
            format!("{method:?}"),
            r#"AuthMethod { id: MethodId("m-sms"), channel: Sms, .. }"#
        );
    }

    #[test]
    fn the_services_sentence_stays_out_of_debug() {
        let text = Some("ada@contoso.example is social".to_owned());
        let reason = BrowserReason::new(BrowserReasonKind::Federated, text);
        assert_eq!(format!("{reason:?}"), "BrowserReason(Federated)");
    }
}
