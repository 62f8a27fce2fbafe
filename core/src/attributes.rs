//! What a user flow asks of a new account: its attributes (docs/protocol.md 3.4).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ids::ClientId;
use crate::part::part;

/// Values for the attributes of a new account, each under the service's name for it.
///
/// They do not print: they are personal data. The service says which it wants, and which of them it
/// does not take.
///
/// ```
/// use doorstep::Attributes;
///
/// let attributes = Attributes::new()
///     .display_name("Ada")
///     .city("London")
///     .custom("age", 36);
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Attributes(Vec<(String, String)>);

/// The most attributes that are sent or taken in.
pub(crate) const MOST: usize = 120;

/// The longest name that is sent, in bytes.
const LONGEST_NAME: usize = 256;

/// The longest value that is sent, in bytes: the longest one has 1024 characters.
const LONGEST_VALUE: usize = 4096;

macro_rules! built_in {
    ($($(#[$doc:meta])* $method:ident = $name:literal;)*) => {
        impl Attributes {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $method(self, value: impl Into<String>) -> Self {
                    self.custom($name, value.into())
                }
            )*
        }
    };
}

built_in! {
    /// The name that is shown, of at most 256 characters.
    display_name = "displayName";
    /// The first name, of at most 64 characters.
    given_name = "givenName";
    /// The last name, of at most 64 characters.
    surname = "surname";
    /// The job title, of at most 128 characters.
    job_title = "jobTitle";
    /// The street and house number, of at most 1024 characters.
    street_address = "streetAddress";
    /// The postal code, of at most 40 characters.
    postal_code = "postalCode";
    /// The city, of at most 128 characters.
    city = "city";
    /// The state or province, of at most 128 characters.
    state = "state";
    /// The country, of at most 128 characters.
    country = "country";
}

impl Attributes {
    /// No attribute yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The attribute called `name`, such as one that [`RequiredAttribute::name`] gave. A value
    /// that is given again replaces the one before.
    #[must_use]
    pub fn custom(mut self, name: impl Into<String>, value: impl Into<AttributeValue>) -> Self {
        let (name, value) = (name.into(), value.into().0);
        // In the order of their names, so that what is given in another order is the same.
        match self.0.binary_search_by(|(known, _)| known.cmp(&name)) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => self.0.insert(at, (name, value)),
        }
        self
    }

    /// The custom attribute `name` of the tenant. Its full name holds the client id of the
    /// tenant's application `b2c-extensions-app`.
    #[must_use]
    pub fn extension(
        self,
        extensions_app: ClientId,
        name: &str,
        value: impl Into<AttributeValue>,
    ) -> Self {
        let app = extensions_app.to_string().replace('-', "");
        self.custom(format!("extension_{app}_{name}"), value)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a user flow may have that much: the limits leave room beyond its own
    /// (docs/protocol.md 3.4).
    pub(crate) fn fit(&self) -> bool {
        let fits = |(name, value): &(String, String)| {
            name.len() <= LONGEST_NAME && value.len() <= LONGEST_VALUE
        };
        self.0.len() <= MOST && self.0.iter().all(fits)
    }

    /// As the service takes them: one JSON object of texts.
    pub(crate) fn to_json(&self) -> String {
        let mut members = serde_json::Map::new();
        for (name, value) in &self.0 {
            members.insert(name.clone(), value.as_str().into());
        }
        serde_json::Value::Object(members).to_string()
    }
}

impl fmt::Debug for Attributes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Attributes({})", self.0.len())
    }
}

/// The value of an attribute, of any type that a user flow has.
pub struct AttributeValue(String);

impl AttributeValue {
    /// The choices of a multiple selection.
    pub fn choices<T: AsRef<str>>(chosen: impl IntoIterator<Item = T>) -> Self {
        let chosen: Vec<_> = chosen.into_iter().collect();
        let texts: Vec<&str> = chosen.iter().map(AsRef::as_ref).collect();
        Self(texts.join(","))
    }
}

impl From<&str> for AttributeValue {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for AttributeValue {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<bool> for AttributeValue {
    fn from(ticked: bool) -> Self {
        Self(ticked.to_string())
    }
}

impl From<i64> for AttributeValue {
    fn from(number: i64) -> Self {
        Self(number.to_string())
    }
}

impl From<i32> for AttributeValue {
    fn from(number: i32) -> Self {
        Self(number.to_string())
    }
}

impl fmt::Debug for AttributeValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

/// An attribute that the service asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequiredAttribute {
    /// The service's name for it, to be given to [`Attributes::custom`].
    pub name: String,
    /// What its values are.
    pub kind: AttributeKind,
    /// Whether the account can't be made without it.
    pub required: bool,
    /// The regular expression that a text must match, when the service says so. It is in the
    /// service's dialect: use it as a hint, and let the service decide.
    pub pattern: Option<String>,
}

part!(struct RequiredAttribute { name, kind, required, pattern });

/// What the values of an attribute are.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttributeKind {
    /// A text, or choices from a list.
    Text,
    /// Yes or no.
    Boolean,
    /// A whole number.
    Number,
    /// Something that this version does not know, by the service's own word.
    Unknown(String),
}

part!(enum AttributeKind {
    "text" => Text,
    "boolean" => Boolean,
    "number" => Number,
    "unknown" => Unknown(_),
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_every_type_travel_as_texts_under_the_services_names() {
        let app = "01234567-89ab-cdef-0123-456789abcdef".parse().unwrap();
        let attributes = Attributes::new()
            .display_name("Ada \"L\"")
            .custom("age", 36)
            .custom("newsletter", true)
            .custom("sports", AttributeValue::choices(["Dancing", "Swimming"]))
            .extension(app, "Tier", "gold")
            .display_name("Ada");
        assert_eq!(
            attributes.to_json(),
            r#"{"age":"36","displayName":"Ada","extension_0123456789abcdef0123456789abcdef_Tier":"gold","newsletter":"true","sports":"Dancing,Swimming"}"#
        );
        assert_eq!(format!("{attributes:?}"), "Attributes(5)");
    }
}
