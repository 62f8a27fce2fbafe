//! User flows: what people pass through who create an account.

use std::collections::BTreeSet;

use regex_lite::Regex;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field_error::{FieldError, at_most, each, range};
use super::text::{self, LONGEST};

/// The longest regular expression that an attribute may have.
const LONGEST_REGEX: usize = 1024;

/// What people pass through who create an account with the app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UserFlow {
    /// The kind of account that the flow creates.
    pub sign_up: SignUpMethod,
    /// The attributes that it collects.
    #[serde(default)]
    pub attributes: Vec<Attribute>,
}

/// The kind of local account that a user flow creates (docs/protocol.md 2.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignUpMethod {
    /// E-mail address and password.
    EmailPassword,
    /// E-mail address and one-time code.
    EmailCode,
}

/// An attribute that a user flow collects (docs/protocol.md 3.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attribute {
    /// The attribute's name on the wire.
    #[schemars(length(min = 1, max = 256))]
    pub name: String,
    /// The type that the service reports.
    #[serde(rename = "type", default)]
    pub kind: AttributeType,
    /// Whether sign-up ends only when it is given.
    #[serde(default)]
    pub required: bool,
    /// The screen that asks for it. Screens are asked for one after the other, each by its own `attributes_required`;
    /// one on which nothing required is missing is left out.
    #[serde(default = "first")]
    #[schemars(range(min = 1, max = 20))]
    pub page: u8,
    /// A regular expression that a text must match somewhere; `^` and `$` tie it to the ends. Reported to the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 1024))]
    pub regex: Option<String>,
    /// The values to choose from, for a radio button or a list of check boxes. None: any value.
    #[serde(default)]
    pub choices: Vec<String>,
    /// Whether several of `choices` can be given, joined by commas.
    #[serde(default)]
    pub multiple: bool,
}

/// The type of an attribute.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AttributeType {
    /// Any text.
    #[default]
    String,
    /// A whole number, also as text.
    Number,
    /// `true` or `false`, also as text.
    Boolean,
}

fn first() -> u8 {
    1
}

impl Default for Attribute {
    fn default() -> Self {
        Self {
            name: String::new(),
            kind: AttributeType::default(),
            required: false,
            page: first(),
            regex: None,
            choices: Vec::new(),
            multiple: false,
        }
    }
}

impl AttributeType {
    /// The service's word for the type.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Number => "number",
            Self::Boolean => "boolean",
        }
    }
}

impl UserFlow {
    /// Checks the flow.
    pub(super) fn check(&self) -> Result<(), FieldError> {
        at_most("attributes", &self.attributes, 100)?;
        let mut names = BTreeSet::new();
        each("attributes", &self.attributes, |attribute| {
            if !names.insert(attribute.name.as_str()) {
                return Err(FieldError::new("name", "is listed twice"));
            }
            attribute.check()
        })
    }
}

impl Attribute {
    fn check(&self) -> Result<(), FieldError> {
        text::plain("name", &self.name, LONGEST)?;
        range("page", self.page, 1, 20)?;
        let is_text = self.kind == AttributeType::String;
        if let Some(regex) = &self.regex {
            text::plain("regex", regex, LONGEST_REGEX)?;
            if !is_text || !self.choices.is_empty() {
                return Err(FieldError::new(
                    "regex",
                    "fits only a text that is not chosen from a list",
                ));
            }
            Regex::new(regex).map_err(|error| {
                FieldError::new("regex", format!("is no regular expression: {error}"))
            })?;
        }
        if !is_text && !self.choices.is_empty() {
            return Err(FieldError::new("choices", "fit only the type string"));
        }
        if self.multiple && self.choices.is_empty() {
            return Err(FieldError::new("multiple", "needs choices"));
        }
        at_most("choices", &self.choices, 100)?;
        for (index, choice) in self.choices.iter().enumerate() {
            let field = format!("choices[{index}]");
            text::plain(&field, choice, LONGEST)?;
            if choice.contains(',') {
                return Err(FieldError::new(field, "must hold no comma"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(attribute: &Attribute) -> String {
        attribute.check().expect_err("must be refused").field
    }

    #[test]
    fn an_attribute_that_contradicts_itself_is_refused() {
        let text = Attribute {
            name: "city".into(),
            ..Attribute::default()
        };
        assert_eq!(text.check(), Ok(()));
        let with_regex = |regex: &str| Attribute {
            regex: Some(regex.into()),
            ..text.clone()
        };
        assert_eq!(with_regex("^[A-Z]").check(), Ok(()));
        assert_eq!(refused(&with_regex("[")), "regex");
        let number = AttributeType::Number;
        assert_eq!(
            refused(&Attribute {
                kind: number,
                ..with_regex("1")
            }),
            "regex"
        );
        let chosen = Attribute {
            choices: vec!["Dancing".into()],
            multiple: true,
            ..text.clone()
        };
        assert_eq!(chosen.check(), Ok(()));
        assert_eq!(
            refused(&Attribute {
                kind: number,
                ..chosen
            }),
            "choices"
        );
        assert_eq!(
            refused(&Attribute {
                choices: vec!["x".into(), "a,b".into()],
                ..text.clone()
            }),
            "choices[1]"
        );
        assert_eq!(
            refused(&Attribute {
                multiple: true,
                ..text.clone()
            }),
            "multiple"
        );
        assert_eq!(refused(&Attribute { page: 0, ..text }), "page");
    }
}
