//! The list of what an app may tell, with the form of each (docs/signals.md).

use serde_json::Value;

use super::InvalidCollected;
use crate::ports::risk::DataUse;

/// A signal.
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) data_use: DataUse,
    form: Form,
}

/// What its value is.
enum Form {
    /// Yes or no.
    Flag,
    /// A number up to a day in milliseconds.
    Count,
    /// Minutes that a zone is ahead or behind.
    Offset,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Some of these words.
    SomeOf(&'static [&'static str]),
    /// A short text of letters, digits and a few signs, so many at most.
    Text(usize),
    /// 32 hexadecimal digits.
    Random,
}

const MOST: u64 = 24 * 60 * 60 * 1000;

/// A phone number has so many digits at least; builds and dates have fewer.
const DIGITS_OF_A_NUMBER: usize = 10;

const SYSTEMS: &[&str] = &["android", "ios", "macos", "linux", "windows", "other"];
const NETWORKS: &[&str] = &["wifi", "cellular", "ethernet", "other", "none"];
const HINTS: &[&str] = &[
    "emulator",
    "debugger",
    "debuggable",
    "root",
    "jailbreak",
    "hook",
];

const fn device(name: &'static str, form: Form) -> Key {
    Key {
        name,
        data_use: DataUse::Device,
        form,
    }
}

const fn behaviour(name: &'static str, form: Form) -> Key {
    Key {
        name,
        data_use: DataUse::Behaviour,
        form,
    }
}

pub(super) const KEYS: [Key; 22] = [
    device("os", Form::OneOf(SYSTEMS)),
    device("os_version", Form::Text(16)),
    device("model", Form::Text(40)),
    device("app_version", Form::Text(32)),
    device("locale", Form::Text(35)),
    device("utc_offset_minutes", Form::Offset),
    device("clock_24h", Form::Flag),
    device("network", Form::OneOf(NETWORKS)),
    device("metered", Form::Flag),
    device("vpn", Form::Flag),
    device("hints", Form::SomeOf(HINTS)),
    device("install", Form::Random),
    behaviour("keystrokes", Form::Count),
    behaviour("keystroke_median_ms", Form::Count),
    behaviour("keystroke_spread_ms", Form::Count),
    behaviour("erasures", Form::Count),
    behaviour("pastes", Form::Count),
    behaviour("autofills", Form::Count),
    behaviour("focus_changes", Form::Count),
    behaviour("field_ms", Form::Count),
    behaviour("touches", Form::Count),
    behaviour("obscured_touches", Form::Count),
];

impl Key {
    /// # Errors
    /// `Value` where `value` is not of the signal's form, `Personal` where it looks like an address or a number.
    pub(super) fn check(&self, value: &Value) -> Result<(), InvalidCollected> {
        if value.as_str().is_some_and(is_personal) {
            return Err(InvalidCollected::Personal(self.name));
        }
        if self.form.takes(value) {
            Ok(())
        } else {
            Err(InvalidCollected::Value(self.name))
        }
    }
}

impl Form {
    fn takes(&self, value: &Value) -> bool {
        match self {
            Self::Flag => value.is_boolean(),
            Self::Count => value.as_u64().is_some_and(|number| number <= MOST),
            Self::Offset => value
                .as_i64()
                .is_some_and(|minutes| minutes.abs() <= 14 * 60),
            Self::OneOf(words) => value.as_str().is_some_and(|word| words.contains(&word)),
            Self::SomeOf(words) => value.as_array().is_some_and(|some| {
                let is_known = |one: &Value| one.as_str().is_some_and(|word| words.contains(&word));
                some.len() <= words.len() && some.iter().all(is_known)
            }),
            Self::Text(longest) => value.as_str().is_some_and(|text| is_text(text, *longest)),
            Self::Random => value.as_str().is_some_and(is_random),
        }
    }
}

fn is_text(text: &str, longest: usize) -> bool {
    let is_plain = |sign: u8| sign.is_ascii_alphanumeric() || b" ._-+(),/".contains(&sign);
    !text.is_empty() && text.len() <= longest && text.bytes().all(is_plain)
}

fn is_random(text: &str) -> bool {
    let is_digit = |sign: u8| matches!(sign, b'0'..=b'9' | b'a'..=b'f');
    text.len() == 32 && text.bytes().all(is_digit)
}

/// Whether there is an address in `text`, or digits like those of a phone number, with or without what separates them.
fn is_personal(text: &str) -> bool {
    text.contains('@') || has_number(text)
}

fn has_number(text: &str) -> bool {
    let in_numbers = |sign: char| sign.is_ascii_digit() || " +()-/".contains(sign);
    let mut runs = text.split(|sign: char| !in_numbers(sign));
    let digits = |run: &str| run.bytes().filter(u8::is_ascii_digit).count();
    !is_random(text) && runs.any(|run| digits(run) >= DIGITS_OF_A_NUMBER)
}
