//! Reading the answers of providers.

use serde_json::{Map, Value};

use super::Failure;

/// The answer's object.
pub(super) fn object(status: u16, body: &[u8]) -> Result<Map<String, Value>, Failure> {
    if status != 200 {
        return Err(Failure::Status);
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(answer)) => Ok(answer),
        Ok(_) | Err(_) => Err(Failure::Garbage),
    }
}

/// A member that is a text.
pub(super) fn text<'a>(answer: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    answer.get(name)?.as_str()
}

/// A reference that is short enough to be carried in a token.
pub(super) fn reference(answer: &Map<String, Value>, name: &str) -> Option<String> {
    const LONGEST: usize = 256;
    let text = text(answer, name)?;
    (!text.is_empty() && text.len() <= LONGEST).then(|| text.to_owned())
}
