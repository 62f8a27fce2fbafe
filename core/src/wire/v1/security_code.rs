//! A code that the gate had sent, and wants as a proof (docs/risk.md 7.1).

use serde_json::Value;

use super::decode::{channel, code_length, seconds};
use super::shown::place;
use crate::challenge::SecurityCode;

/// What the gate calls itself where the proof is a code that it had sent.
const PROVIDER: &str = "security_code";

/// The code that `payload` tells of, if it comes from there. One odd member takes nothing from the others.
pub(super) fn read(provider: Option<&str>, payload: &Value) -> Option<SecurityCode> {
    if provider != Some(PROVIDER) {
        return None;
    }
    let text = |name| payload.get(name).and_then(Value::as_str);
    let number = |name| payload.get(name).and_then(number);
    Some(SecurityCode {
        channel: text("channel").map(|word| channel(Some(word))),
        hint: text("hint").map(place).filter(|hint| !hint.is_empty()),
        code_length: number("code_length").and_then(code_length),
        tries_left: number("tries_left").and_then(|tries| tries.try_into().ok()),
        resend_after: number("resend_after").map(seconds),
    })
}

/// A number, or the same written as text.
fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}
