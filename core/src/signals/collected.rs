//! What the app itself found out: a short list of things, each of a form of its own, and nothing that names a person.

mod key;

use std::fmt;

use serde_json::{Map, Value};

use self::key::KEYS;
use crate::json;
use crate::ports::risk::DataUse;

/// The version of the form, as a server reads it.
pub(super) const SCHEMA: u64 = 1;

/// The longest text, so that what the core adds fits in beside it (docs/risk.md 7).
const LONGEST: usize = 3 * 1024;

/// Signals that the app collected: sums and settings, under names that the core knows. It is read from JSON, so that
/// collectors of any language write the same.
///
/// `Debug` shows the names alone.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Collected(Map<String, Value>);

/// Signals that must not be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidCollected {
    /// It is no JSON object, or longer than 3 KiB.
    #[error("signals are a flat JSON object of 3072 bytes at most")]
    Form,
    /// A name is not among those that may be sent.
    #[error("a signal has a name that is not on the list")]
    UnknownKey,
    /// A value is not of its signal's form.
    #[error("the signal {0} has a value that is not of its form")]
    Value(&'static str),
    /// A value looks like an address or a phone number.
    #[error("the signal {0} looks like an address or a phone number")]
    Personal(&'static str),
}

impl Collected {
    /// Reads `text`, which is JSON.
    ///
    /// # Errors
    /// [`InvalidCollected`]; nothing of it is kept.
    pub fn parse(text: &str) -> Result<Self, InvalidCollected> {
        if text.len() > LONGEST {
            return Err(InvalidCollected::Form);
        }
        let read = json::object(text.as_bytes()).ok_or(InvalidCollected::Form)?;
        for (name, value) in &read {
            let key = KEYS.iter().find(|key| key.name == name);
            key.ok_or(InvalidCollected::UnknownKey)?.check(value)?;
        }
        Ok(Self(read))
    }

    /// Forgets those that the person does not consent to, by what they are used for.
    pub(super) fn keep(&mut self, covers: impl Fn(DataUse) -> bool) {
        let is_kept = |name: &str| {
            let key = KEYS.iter().find(|key| key.name == name);
            key.is_some_and(|key| covers(key.data_use))
        };
        self.0.retain(|name, _| is_kept(name));
    }

    /// The signals, by name.
    pub(super) fn values(&self) -> &Map<String, Value> {
        &self.0
    }
}

impl fmt::Debug for Collected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.0.keys().map(String::as_str).collect();
        write!(formatter, "Collected({})", names.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(json: &str) -> Result<Collected, InvalidCollected> {
        Collected::parse(json)
    }

    #[test]
    fn what_is_on_the_list_is_taken() {
        let json = r#"{"os":"android","os_version":"15","model":"Pixel 9 (a)","app_version":"2.1.0 (20251122)",
            "locale":"de-AT","utc_offset_minutes":-120,"network":"wifi","metered":false,"hints":["emulator"],
            "keystrokes":12,"keystroke_median_ms":180,"pastes":1,"obscured_touches":0}"#;
        assert!(parse(json).is_ok());
    }

    #[test]
    fn a_name_that_is_not_on_the_list_is_refused() {
        for json in [
            r#"{"clipboard":"x"}"#,
            r#"{"OS":"android"}"#,
            r#"{"schema":2}"#,
            r#"{"tries":0}"#,
        ] {
            assert_eq!(parse(json), Err(InvalidCollected::UnknownKey), "{json}");
        }
    }

    #[test]
    fn a_value_is_of_its_signals_form() {
        for (json, name) in [
            (r#"{"os":7}"#, "os"),
            (r#"{"os":"Windows Phone"}"#, "os"),
            (r#"{"metered":"no"}"#, "metered"),
            (r#"{"keystrokes":-1}"#, "keystrokes"),
            (r#"{"keystrokes":1.5}"#, "keystrokes"),
            (r#"{"keystrokes":[1,2]}"#, "keystrokes"),
            (r#"{"utc_offset_minutes":900}"#, "utc_offset_minutes"),
            (r#"{"hints":["com.example.bank"]}"#, "hints"),
            (r#"{"model":{"a":1}}"#, "model"),
            (r#"{"model":"a\r\nb"}"#, "model"),
            (r#"{"install":"short"}"#, "install"),
        ] {
            assert_eq!(parse(json), Err(InvalidCollected::Value(name)), "{json}");
        }
    }

    #[test]
    fn what_looks_like_an_address_or_a_number_is_refused() {
        for value in [
            "ada@contoso.example",
            "+1 (555) 010-0123",
            "15550100123",
            "0043/555 010 01",
        ] {
            let json = format!(r#"{{"model":"{value}"}}"#);
            let refused = parse(&json).unwrap_err();
            assert_eq!(refused, InvalidCollected::Personal("model"), "{value}");
            assert!(!refused.to_string().contains(value));
        }
    }

    #[test]
    fn what_is_no_object_and_what_is_too_long_is_refused() {
        let long = format!(r#"{{"model":"{}"}}"#, "x".repeat(LONGEST));
        for json in ["", "[]", "{", "null", &long] {
            assert_eq!(parse(json), Err(InvalidCollected::Form));
        }
    }

    #[test]
    fn only_what_is_consented_to_is_kept() {
        let mut all = parse(r#"{"os":"ios","pastes":2}"#).unwrap();
        assert_eq!(format!("{all:?}"), "Collected(os pastes)");
        all.keep(|wanted| wanted == DataUse::Device);
        assert_eq!(format!("{all:?}"), "Collected(os)");
    }
}
