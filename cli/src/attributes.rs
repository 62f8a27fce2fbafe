//! Asking for the attributes of a new account.

use std::collections::BTreeMap;

use doorstep::{AttributeKind, Attributes, RequiredAttribute};

use crate::exit::Failure;
use crate::{out, prompt};

/// What was typed so far, so that nobody types again what the service did not complain of.
#[derive(Debug, Default)]
pub(crate) struct Answers(BTreeMap<String, String>);

impl Answers {
    /// Asks for those of `wanted` that are not there yet.
    pub(crate) async fn ask_for(&mut self, wanted: &[RequiredAttribute]) -> Result<(), Failure> {
        for attribute in wanted {
            if !self.0.contains_key(&attribute.name) {
                let value = ask(attribute).await?;
                self.0.insert(attribute.name.clone(), value);
            }
        }
        Ok(())
    }

    /// What was typed for `wanted`. What was left out is not there.
    pub(crate) fn to_attributes(&self, wanted: &[RequiredAttribute]) -> Attributes {
        let typed = wanted.iter().filter_map(|attribute| {
            let value = self.0.get(&attribute.name)?;
            (!value.is_empty()).then_some((&attribute.name, value))
        });
        typed.fold(Attributes::new(), |attributes, (name, value)| {
            attributes.custom(name, value.as_str())
        })
    }

    /// Has those asked for again that the service did not take; all where it does not say which.
    pub(crate) fn forget(&mut self, rejected: &[String]) {
        if rejected.is_empty() {
            self.0.clear();
        }
        self.0.retain(|name, _| !rejected.contains(name));
    }
}

async fn ask(attribute: &RequiredAttribute) -> Result<String, Failure> {
    let question = question(attribute);
    loop {
        let typed = prompt::line(&question).await?;
        match read(typed.trim(), attribute) {
            Ok(value) => return Ok(value),
            Err(wrong) => out::note(wrong),
        }
    }
}

/// Such as `postalCode (required, matching ^[0-9]{4}$)`.
fn question(attribute: &RequiredAttribute) -> String {
    let mut about = Vec::new();
    match &attribute.kind {
        AttributeKind::Text => {}
        AttributeKind::Boolean => about.push("yes or no".to_owned()),
        AttributeKind::Number => about.push("a whole number".to_owned()),
        AttributeKind::Unknown(word) => about.push(word.clone()),
    }
    let need = if attribute.required {
        "required"
    } else {
        "may be empty"
    };
    about.push(need.to_owned());
    if let Some(pattern) = &attribute.pattern {
        about.push(format!("matching {pattern}"));
    }
    format!("{} ({})", attribute.name, about.join(", "))
}

/// The value as the service takes it. Whether a text matches its pattern is the service's to say.
fn read(typed: &str, attribute: &RequiredAttribute) -> Result<String, &'static str> {
    if typed.is_empty() {
        return if attribute.required {
            Err("This one is required.")
        } else {
            Ok(String::new())
        };
    }
    match &attribute.kind {
        AttributeKind::Text | AttributeKind::Unknown(_) => Ok(typed.to_owned()),
        AttributeKind::Number => match typed.parse::<i64>() {
            Ok(number) => Ok(number.to_string()),
            Err(_) => Err("Type a whole number."),
        },
        AttributeKind::Boolean => match typed.to_ascii_lowercase().as_str() {
            "y" | "yes" | "true" => Ok("true".to_owned()),
            "n" | "no" | "false" => Ok("false".to_owned()),
            _ => Err("Type yes or no."),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(kind: AttributeKind, required: bool) -> RequiredAttribute {
        RequiredAttribute {
            name: "postalCode".to_owned(),
            kind,
            required,
            pattern: Some("^[0-9]{4}$".to_owned()),
        }
    }

    #[test]
    fn the_question_says_what_is_taken() {
        assert_eq!(
            question(&attribute(AttributeKind::Text, true)),
            "postalCode (required, matching ^[0-9]{4}$)"
        );
        assert_eq!(
            question(&attribute(AttributeKind::Number, false)),
            "postalCode (a whole number, may be empty, matching ^[0-9]{4}$)"
        );
    }

    #[test]
    fn values_are_read_by_their_kind() {
        let boolean = attribute(AttributeKind::Boolean, true);
        assert_eq!(read("Yes", &boolean), Ok("true".to_owned()));
        assert_eq!(read("no", &boolean), Ok("false".to_owned()));
        assert!(read("perhaps", &boolean).is_err() && read("", &boolean).is_err());
        let number = attribute(AttributeKind::Number, false);
        assert_eq!(read("36", &number), Ok("36".to_owned()));
        assert_eq!(read("", &number), Ok(String::new()));
        assert!(read("3.5", &number).is_err());
    }

    #[test]
    fn only_what_was_rejected_is_forgotten() {
        let mut answers = Answers::default();
        for name in ["a", "b"] {
            answers.0.insert(name.to_owned(), "1".to_owned());
        }
        answers.forget(&["a".to_owned()]);
        assert!(answers.0.contains_key("b") && !answers.0.contains_key("a"));
        answers.forget(&[]);
        assert!(answers.0.is_empty());
    }
}
