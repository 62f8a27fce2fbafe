//! Changes to a user who is there.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{NewMethod, NewUser, Password};

/// What to change of a user. What is left out stays; lists are replaced as a whole. Tokens stay good.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UserChange {
    /// Another password; gives one to a user who had none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Password>,
    /// The groups that the user is in from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<String>>,
    /// The strong-authentication methods that the user has from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub methods: Option<Vec<NewMethod>>,
    /// Whether an administrator demands a new password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_change_required: Option<bool>,
}

impl UserChange {
    /// The user as it will be.
    pub(crate) fn applied_to(self, mut user: NewUser) -> NewUser {
        user.password = self.password.or(user.password);
        user.groups = self.groups.unwrap_or(user.groups);
        user.methods = self.methods.unwrap_or(user.methods);
        user.password_change_required = self
            .password_change_required
            .unwrap_or(user.password_change_required);
        user
    }
}
