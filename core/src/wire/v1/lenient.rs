//! Fields read with indulgence: what is not of the kind that a field should be counts as absent.
//!
//! One odd field must not make an answer useless whose other fields say what to do. Where a field
//! is needed, its absence is found out later, where it is known what was asked.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::body::{Attribute, Method, Number};
use crate::attributes::MOST;

/// A text. It is copied once, into a `T`: a secret leaves nothing behind in the clear.
pub(super) fn text<'de, T, D>(from: D) -> Result<Option<T>, D::Error>
where
    T: for<'a> From<&'a str>,
    D: Deserializer<'de>,
{
    from.deserialize_any(Text(PhantomData))
}

struct Text<T>(PhantomData<T>);

impl<'de, T: for<'a> From<&'a str>> Visitor<'de> for Text<T> {
    type Value = Option<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("anything")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(T::from(text)))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        IgnoredAny.visit_seq(list).map(|_| None)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        IgnoredAny.visit_map(map).map(|_| None)
    }
}

/// A list of numbers. Something else that is there counts as a list of it alone.
pub(super) fn numbers<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Number>, D::Error> {
    let numbers = match Value::deserialize(from)? {
        Value::Null => Vec::new(),
        Value::Array(elements) => elements.into_iter().map(Number::from).collect(),
        other => vec![Number::from(other)],
    };
    Ok(numbers)
}

/// A list of methods, without the elements that are none. Nobody chooses from more than are taken
/// in.
pub(super) fn methods<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Method>, D::Error> {
    let Value::Array(elements) = Value::deserialize(from)? else {
        return Ok(Vec::new());
    };
    Ok(elements.iter().filter_map(method).take(64).collect())
}

/// A method without an id can't be chosen.
fn method(element: &Value) -> Option<Method> {
    let text = |name| element.get(name)?.as_str().map(str::to_owned);
    Some(Method {
        id: text("id").filter(|id| !id.is_empty())?,
        challenge_type: text("challenge_type"),
        challenge_channel: text("challenge_channel"),
        login_hint: text("login_hint"),
    })
}

/// A list of attributes, without the elements that have no name. More than the service allows for
/// (docs/protocol.md 3.4) are not taken in.
pub(super) fn attributes<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Attribute>, D::Error> {
    let Value::Array(elements) = Value::deserialize(from)? else {
        return Ok(Vec::new());
    };
    Ok(elements.iter().filter_map(attribute).take(MOST).collect())
}

fn attribute(element: &Value) -> Option<Attribute> {
    let text = |value: Option<&Value>| value?.as_str().map(str::to_owned);
    // Some answers name an attribute by a bare text.
    let name = text(Some(element)).or_else(|| text(element.get("name")))?;
    if name.is_empty() {
        return None;
    }
    let pattern = element
        .get("options")
        .and_then(|options| options.get("regex"));
    Some(Attribute {
        name,
        kind: text(element.get("type")),
        required: element
            .get("required")
            .is_none_or(|required| *required != false && *required != "false"),
        pattern: text(pattern),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;

    #[test]
    fn only_a_text_is_a_text_and_nothing_else_is_an_error() {
        let read = |json: &str| text::<Secret, _>(&mut serde_json::Deserializer::from_str(json));
        assert_eq!(read(r#""a\nb""#).unwrap(), Some(Secret::new("a\nb")));
        for odd in ["null", "true", "7", "-7", "0.5", r#"["a"]"#, r#"{"a":"b"}"#] {
            assert_eq!(read(odd).unwrap(), None, "{odd}");
        }
        assert!(read(r#"["a""#).is_err());
    }

    #[test]
    fn what_is_no_list_of_numbers_is_one_number_or_an_odd_one() {
        let read = |json: &str| -> Vec<Option<u64>> {
            let numbers = numbers(&mut serde_json::Deserializer::from_str(json)).unwrap();
            numbers.iter().map(Number::value).collect()
        };
        assert_eq!(
            read(r#"[1, "2", [3], 4]"#),
            [Some(1), Some(2), None, Some(4)]
        );
        assert_eq!(read("50126"), [Some(50_126)]);
        assert_eq!(read(r#"{"code": 1}"#), [None]);
        assert_eq!(read("null"), []);
    }
}
