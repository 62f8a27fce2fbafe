//! Fields read with indulgence: what is not of the kind that a field should be counts as absent.
//!
//! One odd field must not make an answer useless whose other fields say what to do. Where a field
//! is needed, its absence is found out later, where it is known what was asked.

use super::body::{Attribute, Method, Number};
use crate::attributes::MOST;
use crate::json::Place;
use crate::secret::Secret;

/// A field of an answer.
pub(super) trait Field {
    /// Takes what there is of use in `value`.
    fn fill(&mut self, value: Place<'_>);
}

impl Field for Option<String> {
    fn fill(&mut self, value: Place<'_>) {
        *self = owned(value);
    }
}

/// The text is copied once: a secret leaves nothing behind in the clear.
impl Field for Option<Secret> {
    fn fill(&mut self, value: Place<'_>) {
        *self = value.text().map(Secret::new);
    }
}

impl Field for Number {
    fn fill(&mut self, value: Place<'_>) {
        *self = Self::from(value);
    }
}

/// A list of numbers. Something else that is there counts as a list of it alone.
impl Field for Vec<Number> {
    fn fill(&mut self, value: Place<'_>) {
        match value {
            Place::Word("null") => {}
            Place::List(_) => value.each_element(&mut |element| self.push(Number::from(element))),
            other => self.push(Number::from(other)),
        }
    }
}

/// A list of methods, without the elements that are none. Nobody chooses from more than are taken
/// in.
impl Field for Vec<Method> {
    fn fill(&mut self, value: Place<'_>) {
        fill(self, value, 64, method);
    }
}

/// A list of attributes, without the elements that have no name. More than the service allows for
/// (docs/protocol.md 3.4) are not taken in.
impl Field for Vec<Attribute> {
    fn fill(&mut self, value: Place<'_>) {
        fill(self, value, MOST, attribute);
    }
}

fn fill<T>(list: &mut Vec<T>, value: Place<'_>, most: usize, item: fn(Place<'_>) -> Option<T>) {
    value.each_element(&mut |element| {
        if list.len() < most {
            list.extend(item(element));
        }
    });
}

/// A method without an id can't be chosen.
fn method(element: Place<'_>) -> Option<Method> {
    let text = |name| owned(element.member(name)?);
    Some(Method {
        id: text("id").filter(|id| !id.is_empty())?,
        challenge_type: text("challenge_type"),
        challenge_channel: text("challenge_channel"),
        login_hint: text("login_hint"),
    })
}

fn attribute(element: Place<'_>) -> Option<Attribute> {
    let text = |name| owned(element.member(name)?);
    // Some answers name an attribute by a bare text.
    let name = owned(element).or_else(|| text("name"))?;
    if name.is_empty() {
        return None;
    }
    let pattern = element
        .member("options")
        .and_then(|options| options.member("regex"));
    Some(Attribute {
        name,
        kind: text("type"),
        required: element.member("required").is_none_or(is_not_false),
        pattern: pattern.and_then(owned),
    })
}

fn is_not_false(value: Place<'_>) -> bool {
    value != Place::Word("false") && value.text().as_deref() != Some("false")
}

fn owned(value: Place<'_>) -> Option<String> {
    value.text().map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    fn read<T: Field + Default>(json: &str) -> T {
        let mut field = T::default();
        let object = format!(r#"{{"field":{json}}}"#);
        json::read_object(object.as_bytes(), &mut |_, value| field.fill(value)).unwrap();
        field
    }

    #[test]
    fn only_a_text_is_a_text() {
        let text = read::<Option<Secret>>(r#""a\nb""#);
        assert_eq!(text, Some(Secret::new("a\nb")));
        for odd in ["null", "true", "7", "-7", "0.5", r#"["a"]"#, r#"{"a":"b"}"#] {
            assert_eq!(read::<Option<Secret>>(odd), None, "{odd}");
        }
    }

    #[test]
    fn what_is_no_list_of_numbers_is_one_number_or_an_odd_one() {
        let read = |json: &str| -> Vec<Option<u64>> {
            read::<Vec<Number>>(json)
                .iter()
                .map(Number::value)
                .collect()
        };
        assert_eq!(
            read(r#"[1, "2", [3], 4]"#),
            [Some(1), Some(2), None, Some(4)]
        );
        assert_eq!(read("50126"), [Some(50_126)]);
        assert_eq!(read(r#"{"code": 1}"#), [None]);
        assert_eq!(read("null"), []);
    }

    #[test]
    fn an_attribute_is_required_unless_it_says_that_it_is_not() {
        let json =
            r#"["a", {"name":"b","required":false}, {"name":"c","required":"false"}, 7, {}]"#;
        let attributes: Vec<Attribute> = read(json);
        let seen: Vec<_> = attributes
            .iter()
            .map(|a| (a.name.as_str(), a.required))
            .collect();
        assert_eq!(seen, [("a", true), ("b", false), ("c", false)]);
    }
}
