//! By which channel a code would be sent (docs/protocol.md 2.4, 5.3, 7.2).

use serde::{Deserialize, Serialize};

/// Where a code goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A text message.
    Sms,
    /// An e-mail, or a password that needs no message.
    Email,
    /// Nobody told the gate: it is treated as a text message.
    Unknown,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 3] = [Self::Sms, Self::Email, Self::Unknown];

    /// Reads the word of an answer; a channel that the gate does not know may be anything.
    pub fn read(text: &str) -> Self {
        match text {
            "sms" => Self::Sms,
            "email" => Self::Email,
            _ => Self::Unknown,
        }
    }

    /// The channel to a contact that is being registered. The target decides, and the word only where it agrees: a
    /// request that says `email` and names a number is a text message.
    pub fn to_contact(word: Option<&str>, target: Option<&str>) -> Self {
        let is_address = target.is_some_and(|target| target.contains('@'));
        match (word, is_address) {
            (Some("email") | None, true) => Self::Email,
            (Some("sms"), _) | (None, false) => Self::Sms,
            (Some(_), true | false) => Self::Unknown,
        }
    }
}

/// Whether a code can be sent there: a number as `+` and digits, or an address (docs/protocol.md 7.2). Anything else
/// might be read as a number by one server and as an address by another.
pub fn is_contact(target: &str) -> bool {
    match target.strip_prefix('+') {
        Some(number) => {
            (4..=15).contains(&number.len()) && number.bytes().all(|digit| digit.is_ascii_digit())
        }
        None => is_address(target),
    }
}

fn is_address(target: &str) -> bool {
    let is_odd = |letter: char| {
        letter.is_control() || letter.is_whitespace() || ",;:<>()[]\"\\".contains(letter)
    };
    match target.split_once('@') {
        Some((name, host)) => {
            let is_whole = !name.is_empty() && !host.is_empty() && !host.contains('@');
            is_whole && target.len() <= 320 && !target.contains(is_odd)
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_is_a_number_or_an_address_and_plainly_so() {
        for target in [
            "+15550100123",
            "casey+b@farm.example",
            "ad\u{e9}@contoso.example",
        ] {
            assert!(is_contact(target), "{target}");
        }
        for target in [
            "",
            "+",
            "15550100123",
            "+1 555 010 0123",
            "+1-555",
            "+1555010x",
            "+15550100123@a.example",
            "@",
            "a@",
            "@a.example",
            "a@b@c.example",
            "a@b.example,+15550100123",
            "a@b .example",
            "tel:+1555@b.example",
            "+\u{661}\u{662}\u{663}\u{664}",
            "+1234567890123456",
        ] {
            assert!(!is_contact(target), "{target}");
        }
    }

    #[test]
    fn a_number_is_a_text_message_whatever_the_request_calls_it() {
        let number = Some("+15550100123");
        assert_eq!(Channel::to_contact(Some("sms"), number), Channel::Sms);
        assert_eq!(Channel::to_contact(None, number), Channel::Sms);
        assert_eq!(Channel::to_contact(Some("email"), number), Channel::Unknown);
        assert_eq!(Channel::to_contact(Some("voice"), number), Channel::Unknown);
        let address = Some("ada@contoso.example");
        assert_eq!(Channel::to_contact(Some("email"), address), Channel::Email);
        assert_eq!(Channel::to_contact(None, address), Channel::Email);
        assert_eq!(Channel::to_contact(Some("sms"), address), Channel::Sms);
        assert_eq!(Channel::to_contact(None, None), Channel::Sms);
    }
}
