//! Masked labels of addresses and numbers (docs/protocol.md 15.2).

use crate::model::{Channel, phone_digits};

/// The label that stands for a target in answers.
pub(crate) fn masked(channel: Channel, target: &str) -> String {
    match channel {
        Channel::Email => masked_email(target),
        Channel::Sms => masked_phone(target),
    }
}

/// First and last letter of the local part and of the domain's first part; the rest of the domain stays.
fn masked_email(address: &str) -> String {
    let (local, domain) = address.split_once('@').unwrap_or((address, ""));
    let (name, rest) = domain.split_once('.').unwrap_or((domain, ""));
    format!("{}@{}.{rest}", ends(local), ends(name))
}

fn ends(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.next_back()) {
        (Some(first), Some(last)) => format!("{first}***{last}"),
        (Some(only), None) => format!("{only}***"),
        (None, _) => "***".to_owned(),
    }
}

/// The plus sign with the first digit, and the last digit, around eight stars.
fn masked_phone(number: &str) -> String {
    let digits = phone_digits(number);
    let first: String = digits.chars().take(2).collect();
    let last: String = digits.chars().next_back().into_iter().collect();
    format!("{first}********{last}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_show_the_ends_only() {
        assert_eq!(
            masked(Channel::Email, "casey@farm.example"),
            "c***y@f***m.example"
        );
        assert_eq!(masked(Channel::Email, "a@b.example"), "a***@b***.example");
        assert_eq!(masked(Channel::Sms, "+1 555 010 0123"), "+1********3");
    }
}
