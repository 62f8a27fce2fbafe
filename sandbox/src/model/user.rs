//! Users as they are given back, and the channels that reach them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::AttributeValue;

/// The way a one-time code travels (docs/protocol.md 2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// By e-mail.
    Email,
    /// By text message.
    Sms,
}

impl Channel {
    /// The service's word for the channel.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
        }
    }

    /// Reads the service's word.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "email" => Some(Self::Email),
            "sms" => Some(Self::Sms),
            _ => None,
        }
    }
}

/// A strong-authentication method of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Method {
    /// The id by which `/oauth2/v2.0/introspect` lists it.
    pub id: Uuid,
    /// How its codes travel.
    pub channel: Channel,
    /// Where its codes go.
    pub target: String,
}

/// A user as the admin API gives it back: all but the password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct User {
    /// The `oid` claim.
    pub id: Uuid,
    /// The e-mail address that names the user.
    pub username: String,
    /// Whether the user has a password, and so signs in with it.
    pub has_password: bool,
    /// Another name to sign in with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// The `name` claim.
    pub display_name: String,
    /// The groups that the user is in.
    pub groups: Vec<String>,
    /// Whether the user signs in at another identity provider.
    pub federated: bool,
    /// Strong-authentication methods.
    pub methods: Vec<Method>,
    /// Attributes by name.
    pub attributes: BTreeMap<String, AttributeValue>,
    /// Whether an administrator demands a new password.
    pub password_change_required: bool,
    /// Until when the account is locked, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locked_until: Option<String>,
}
