//! Users to be added, by the seed or by an administrator.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field_error::{FieldError, at_most, each};
use super::text::{self, LONGEST, Password};
use super::{AttributeValue, Channel};

/// A strong-authentication method of a user to be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMethod {
    /// How its codes travel.
    pub channel: Channel,
    /// The e-mail address or the phone number (`+<country code><number>`) that gets the codes.
    #[schemars(length(min = 1, max = 256))]
    pub target: String,
}

/// A user to be added.
///
/// With a password the user signs in by password, without one by e-mail code, and a federated user only in the
/// browser (docs/protocol.md 2.5).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// The e-mail address that names the user; also where e-mail codes of the first factor go.
    #[schemars(length(min = 3, max = 256))]
    pub username: String,
    /// The password; left out for a user who signs in by e-mail code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Password>,
    /// Another name to sign in with; only for users with a password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 64))]
    pub alias: Option<String>,
    /// The `name` claim; the username when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 256))]
    pub display_name: Option<String>,
    /// The groups that the user is in. A group exists as soon as a user or a policy names it.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Whether the user signs in at another identity provider, which native authentication cannot do.
    #[serde(default)]
    pub federated: bool,
    /// Strong-authentication methods, used as second factor.
    #[serde(default)]
    pub methods: Vec<NewMethod>,
    /// Attributes by name.
    #[serde(default)]
    pub attributes: BTreeMap<String, AttributeValue>,
    /// Whether an administrator demands a new password, which makes the right password answer 50142.
    #[serde(default)]
    pub password_change_required: bool,
}

impl NewUser {
    /// A user who signs in by password.
    pub fn with_password(username: impl Into<String>, password: impl Into<String>) -> Self {
        Self {
            username: username.into(),
            password: Some(Password::new(password)),
            ..Self::default()
        }
    }

    /// A user who signs in by e-mail code.
    pub fn with_email_code(username: impl Into<String>) -> Self {
        Self {
            username: username.into(),
            ..Self::default()
        }
    }

    /// The same user with one more strong-authentication method.
    #[must_use]
    pub fn method(mut self, channel: Channel, target: impl Into<String>) -> Self {
        self.methods.push(NewMethod {
            channel,
            target: target.into(),
        });
        self
    }

    /// The same user as a member of one more group.
    #[must_use]
    pub fn group(mut self, group: impl Into<String>) -> Self {
        self.groups.push(group.into());
        self
    }

    /// Checks everything that can be said about the user alone.
    pub(crate) fn check(&self) -> Result<(), FieldError> {
        text::email("username", &self.username)?;
        if let Some(password) = &self.password {
            text::plain("password", password.as_str(), LONGEST)?;
        }
        if let Some(alias) = &self.alias {
            check_alias(alias)?;
        }
        if let Some(name) = &self.display_name {
            text::plain("display_name", name, LONGEST)?;
        }
        if self.federated && self.password.is_some() {
            return Err(FieldError::new(
                "password",
                "a federated user has no password here",
            ));
        }
        if self.password.is_none() && self.alias.is_some() {
            return Err(FieldError::new(
                "alias",
                "only a user with a password can have an alias",
            ));
        }
        if self.password.is_none() && self.password_change_required {
            return Err(FieldError::new(
                "password_change_required",
                "the user has no password to change",
            ));
        }
        at_most("groups", &self.groups, 100)?;
        for (index, group) in self.groups.iter().enumerate() {
            text::plain(&format!("groups[{index}]"), group, LONGEST)?;
        }
        at_most("methods", &self.methods, 20)?;
        each("methods", &self.methods, |method| match method.channel {
            Channel::Email => text::email("target", &method.target),
            Channel::Sms => text::phone("target", &method.target),
        })?;
        if self.attributes.len() > 100 {
            return Err(FieldError::new(
                "attributes",
                "must hold at most 100 members",
            ));
        }
        self.attributes.iter().try_for_each(|(name, value)| {
            text::plain("attributes", name, LONGEST)?;
            if value.len() > 1024 {
                return Err(FieldError::new(
                    format!("attributes.{name}"),
                    "must be at most 1024 bytes long",
                ));
            }
            Ok(())
        })
    }
}

fn check_alias(alias: &str) -> Result<(), FieldError> {
    text::plain("alias", alias, 64)?;
    if alias.contains('@') || alias.chars().any(char::is_whitespace) {
        return Err(FieldError::new("alias", "must hold no blank and no @"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(user: &NewUser) -> String {
        user.check().expect_err("must be refused").field
    }

    #[test]
    fn a_refusal_names_the_member() {
        let ada = NewUser::with_password("ada@contoso.example", "Tulip-42!");
        assert_eq!(ada.check(), Ok(()));
        assert_eq!(
            refused(&NewUser {
                username: "ada".into(),
                ..ada.clone()
            }),
            "username"
        );
        assert_eq!(
            refused(&NewUser {
                federated: true,
                ..ada.clone()
            }),
            "password"
        );
        assert_eq!(
            refused(&NewUser {
                alias: Some("a b".into()),
                ..ada.clone()
            }),
            "alias"
        );
        assert_eq!(
            refused(&NewUser {
                groups: vec!["x".into(), " ".into()],
                ..ada.clone()
            }),
            "groups[1]"
        );
        assert_eq!(
            refused(&ada.clone().method(Channel::Sms, "12")),
            "methods[0].target"
        );
        assert_eq!(
            refused(&ada.method(Channel::Email, "+15550100123")),
            "methods[0].target"
        );
    }

    #[test]
    fn what_needs_a_password_is_refused_without_one() {
        let cleo = NewUser::with_email_code("cleo@contoso.example");
        assert_eq!(cleo.check(), Ok(()));
        assert_eq!(
            refused(&NewUser {
                alias: Some("cleo7".into()),
                ..cleo.clone()
            }),
            "alias"
        );
        assert_eq!(
            refused(&NewUser {
                password_change_required: true,
                ..cleo
            }),
            "password_change_required"
        );
    }
}
