//! What the core itself knows of how a flow goes, for nothing: how long a step took, how often something was refused, in
//! which order the steps came.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::collected::SCHEMA;

/// How a flow went so far, in this process.
#[derive(Debug, Default)]
pub(super) struct Own {
    steps: Vec<String>,
    refusals: u64,
}

/// The steps beyond these are left out.
const MOST_STEPS: usize = 16;

/// The longest signals that a server takes, before they are encoded (docs/risk.md 7).
const LONGEST: usize = 4 * 1024;

impl Own {
    pub(super) fn note_step(&mut self, name: &str) {
        if self.steps.len() < MOST_STEPS {
            self.steps.push(name.replace(' ', "_").to_ascii_lowercase());
        }
    }

    pub(super) fn note_refusal(&mut self) {
        self.refusals += 1;
    }

    /// Adds it to `signals`.
    pub(super) fn tell(&self, signals: &mut Map<String, Value>, on_step: Duration, resumed: bool) {
        let millis = u64::try_from(on_step.as_millis()).unwrap_or(u64::MAX);
        signals.insert("step_ms".to_owned(), millis.into());
        signals.insert("refusals".to_owned(), self.refusals.into());
        signals.insert("steps".to_owned(), self.steps.clone().into());
        signals.insert("resumed".to_owned(), resumed.into());
    }
}

/// The value of the header, if there is anything to tell.
pub(super) fn encoded(mut signals: Map<String, Value>) -> Option<String> {
    if signals.is_empty() {
        return None;
    }
    signals.insert("schema".to_owned(), SCHEMA.into());
    let json = Value::Object(signals).to_string();
    (json.len() <= LONGEST).then(|| URL_SAFE_NO_PAD.encode(json))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str) -> Value {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap()
    }

    #[test]
    fn a_flow_is_told_in_numbers_and_names_of_steps() {
        let mut own = Own::default();
        (0..20).for_each(|_| own.note_step("MFA code required"));
        own.note_refusal();
        let mut signals = Map::new();
        own.tell(&mut signals, Duration::from_millis(1234), false);
        let told = decoded(&encoded(signals).unwrap());
        assert_eq!(told["schema"], 1);
        assert_eq!(told["step_ms"], 1234);
        assert_eq!(told["refusals"], 1);
        assert_eq!(told["steps"].as_array().unwrap().len(), MOST_STEPS);
        assert_eq!(told["steps"][0], "mfa_code_required");
    }

    #[test]
    fn nothing_is_told_where_there_is_nothing_or_too_much() {
        assert_eq!(encoded(Map::new()), None);
        let mut long = Map::new();
        long.insert("a".to_owned(), "x".repeat(LONGEST).into());
        assert_eq!(encoded(long), None);
    }
}
