//! Reading the answers of providers.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::{Map, Value};

use super::Failure;

/// An object whose members stand once. Of two verdicts nobody knows which one is meant.
struct Plain(Map<String, Value>);

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members)
    }
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Plain;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object whose members stand once")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Plain, A::Error> {
        let mut read = Map::new();
        while let Some((name, value)) = members.next_entry::<String, Value>()? {
            if read.insert(name, value).is_some() {
                return Err(A::Error::custom("a member stands twice"));
            }
        }
        Ok(Plain(read))
    }
}

/// The answer's object. A status of 400 to 499 blames the question, but for those that speak of the secret or of too
/// many questions.
pub(super) fn object(status: u16, body: &[u8]) -> Result<Map<String, Value>, Failure> {
    match status {
        200 => {}
        401 | 403 | 429 => return Err(Failure::Status),
        400..=499 => return Err(Failure::NotUnderstood),
        _ => return Err(Failure::Status),
    }
    let read: Result<Plain, _> = serde_json::from_slice(body);
    read.map(|answer| answer.0).map_err(|_| Failure::Garbage)
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
