//! JSON as a tree, for what is kept or changed, out of the one reader that there is: answers are read by it where they
//! lie.

mod place;

use serde_json::{Map, Number, Value};

pub(crate) use self::place::{Flaw, Place, read_object};

/// The members of the object that `bytes` are. Nothing where they are no JSON, another value, or nested more deeply than
/// the reader takes in.
pub(crate) fn object(bytes: &[u8]) -> Option<Map<String, Value>> {
    let mut members = Members::default();
    read_object(bytes, &mut |name, value| members.put(&name, value)).ok()?;
    members.whole()
}

/// The texts of that names in the object that `bytes` are, where they are there. Nothing where there is no object, or
/// something else than a text stands there.
pub(crate) fn texts<const N: usize>(bytes: &[u8], names: [&str; N]) -> Option<[Option<String>; N]> {
    let mut found = [const { None }; N];
    let mut are_texts = true;
    read_object(bytes, &mut |name, value| {
        let Some(at) = names.iter().position(|wanted| *wanted == name) else {
            return;
        };
        found[at] = value.text().map(Into::into);
        are_texts &= found[at].is_some() || value == Place::Word("null");
    })
    .ok()?;
    are_texts.then_some(found)
}

/// The members so far, and whether one could not be read.
#[derive(Default)]
struct Members(Map<String, Value>, bool);

impl Members {
    fn put(&mut self, name: &str, place: Place<'_>) {
        match value(place) {
            Some(value) => drop(self.0.insert(name.to_owned(), value)),
            None => self.1 = true,
        }
    }

    fn whole(self) -> Option<Map<String, Value>> {
        (!self.1).then_some(self.0)
    }
}

fn value(place: Place<'_>) -> Option<Value> {
    Some(match place {
        Place::Text(_) => Value::String(place.text()?.into_owned()),
        Place::Number(written) => Value::Number(number(written)?),
        Place::Word("null") => Value::Null,
        Place::Word(word) => Value::Bool(word == "true"),
        Place::List(_) => {
            let mut items = Some(Vec::new());
            place.each_element(&mut |item| match (value(item), &mut items) {
                (Some(item), Some(items)) => items.push(item),
                _ => items = None,
            });
            Value::Array(items?)
        }
        Place::Object(_) => {
            let mut members = Members::default();
            place.each_member(&mut |name, value| members.put(&name, value));
            Value::Object(members.whole()?)
        }
    })
}

fn number(written: &str) -> Option<Number> {
    if let Ok(number) = written.parse::<u64>() {
        return Some(number.into());
    }
    match written.parse::<i64>() {
        Ok(number) => Some(number.into()),
        Err(_) => Number::from_f64(fraction(written)?),
    }
}

/// A number that is not whole, as near as its digits come. The nearest there is would take more tables than the rest of
/// this library has.
fn fraction(written: &str) -> Option<f64> {
    let (digits, power) = written.split_once(['e', 'E']).unwrap_or((written, "0"));
    let behind = digits.split_once('.').map_or(0, |(_, behind)| behind.len());
    let power = power.parse::<i32>().ok()?;
    let power = power.checked_sub(i32::try_from(behind).ok()?)?;
    let value = digits
        .bytes()
        .filter(u8::is_ascii_digit)
        .fold(0.0, |value, digit| value * 10.0 + f64::from(digit - b'0'));
    let scale = 10.0_f64.powi(power.checked_abs()?);
    let value = if power < 0 {
        value / scale
    } else {
        value * scale
    };
    Some(if digits.starts_with('-') {
        -value
    } else {
        value
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_what_serde_json_reads() {
        let texts = [
            "{}",
            r#" {"a": "x\n\u00e9", "b": [1, -7, true, false, null, [], {}], "c": {"d": {"e": "f"}}} "#,
            r#"{"a": 0.3, "b": -1.5, "c": 12e3, "d": 2.5E-3, "e": 18446744073709551615, "f": -9223372036854775808}"#,
            r#"{"a": 1, "a": 2}"#,
        ];
        for text in texts {
            let expected: Map<String, Value> = serde_json::from_str(text).unwrap();
            assert_eq!(object(text.as_bytes()), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_object_has_no_members() {
        let texts = [
            "",
            "null",
            "[]",
            "7",
            r#"{"a"}"#,
            r#"{"a": 1e999}"#,
            r#"{"a": ["\ud800"]}"#,
            r#"{"a": 1}}"#,
        ];
        for text in texts {
            assert_eq!(object(text.as_bytes()), None, "{text}");
        }
        assert_eq!(object(b"{\"a\": \"\xff\"}"), None);
    }

    #[test]
    fn texts_are_found_by_their_names() {
        let found = |json: &str| texts(json.as_bytes(), ["a", "b"]);
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            found(r#"{"b": "2", "c": 3, "a": "1"}"#),
            Some([text("1"), text("2")])
        );
        assert_eq!(found(r#"{"a": null}"#), Some([None, None]));
        assert_eq!(found(r#"{"a": "1", "b": 2}"#), None);
        assert_eq!(found("[]"), None);
    }
}
