//! The attributes of a new account: read, checked, asked for (docs/protocol.md 3.4).

use std::collections::BTreeMap;

use regex_lite::Regex;
use serde_json::{Map, Value};

use crate::model::{App, Attribute, AttributeType, AttributeValue};
use crate::wire::{AttributeOptions, Form, Param, RequiredAttribute, WireError, most_characters};

/// The attributes that a form gives, as far as the app's user flow collects them. Fails when one has a value that it
/// cannot have.
pub(super) fn given(app: &App, form: &Form) -> Result<BTreeMap<String, AttributeValue>, WireError> {
    let Some(text) = form.get(Param::Attributes) else {
        return Ok(BTreeMap::new());
    };
    let mut members: Map<String, Value> =
        serde_json::from_str(text).map_err(|_| WireError::Parameter(Param::Attributes))?;
    let mut values = BTreeMap::new();
    let mut wrong = Vec::new();
    for attribute in collected(app) {
        match members.remove(&attribute.name) {
            None | Some(Value::Null) => {}
            Some(value) => match accepted(attribute, value) {
                Some(value) => {
                    values.insert(attribute.name.clone(), value);
                }
                None => wrong.push(attribute.name.clone()),
            },
        }
    }
    if wrong.is_empty() {
        Ok(values)
    } else {
        Err(WireError::InvalidAttributes(wrong))
    }
}

/// What the next screen asks for: of the first page on which a required attribute is missing, everything that is missing.
/// Nothing, when no required attribute is missing.
pub(super) fn missing(
    app: &App,
    known: &BTreeMap<String, AttributeValue>,
) -> Vec<RequiredAttribute> {
    let missing = || collected(app).filter(|attribute| !known.contains_key(&attribute.name));
    let page = missing()
        .filter(|attribute| attribute.required)
        .map(|attribute| attribute.page)
        .min();
    missing()
        .filter(|attribute| Some(attribute.page) == page)
        .map(|attribute| RequiredAttribute {
            name: attribute.name.clone(),
            kind: attribute.kind.as_str(),
            required: attribute.required,
            options: attribute
                .regex
                .clone()
                .map(|regex| AttributeOptions { regex }),
        })
        .collect()
}

fn collected(app: &App) -> impl Iterator<Item = &Attribute> {
    app.user_flow.iter().flat_map(|flow| &flow.attributes)
}

/// The value as it is kept, if the attribute can have it.
fn accepted(attribute: &Attribute, value: Value) -> Option<AttributeValue> {
    let value: AttributeValue = serde_json::from_value(value).ok()?;
    let fits = match (attribute.kind, &value) {
        (AttributeType::String, AttributeValue::Text(text)) => is_text_of(attribute, text),
        (AttributeType::Number, AttributeValue::Text(text)) => text.parse::<i64>().is_ok(),
        (AttributeType::Number, AttributeValue::Number(number)) => number.is_i64(),
        (AttributeType::Boolean, AttributeValue::Text(text)) => text.parse::<bool>().is_ok(),
        (AttributeType::Boolean, AttributeValue::Boolean(_)) => true,
        _ => false,
    };
    fits.then_some(value)
}

fn is_text_of(attribute: &Attribute, text: &str) -> bool {
    let matches = |regex: &String| Regex::new(regex).is_ok_and(|regex| regex.is_match(text));
    !text.trim().is_empty()
        && text.chars().count() <= most_characters(&attribute.name)
        && !text.chars().any(char::is_control)
        && is_choice_of(attribute, text)
        && attribute.regex.as_ref().is_none_or(matches)
}

fn is_choice_of(attribute: &Attribute, text: &str) -> bool {
    let listed = |value: &str| attribute.choices.iter().any(|choice| choice == value);
    match (attribute.choices.is_empty(), attribute.multiple) {
        (true, _) => true,
        (false, false) => listed(text),
        (false, true) => text.split(',').all(|part| listed(part.trim())),
    }
}
