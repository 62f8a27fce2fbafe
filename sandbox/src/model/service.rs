//! Apps that call Microsoft Graph in their own name, and the groups and copies of the directory that they find there.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::field_error::{FieldError, at_most, each, range};
use super::text::{self, LONGEST, Password};

/// A confidential client: an app with a secret, which gets tokens by `client_credentials` and calls Graph with them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceApp {
    /// The application id.
    pub client_id: Uuid,
    /// What people call it.
    #[schemars(length(min = 1, max = 256))]
    pub name: String,
    /// Its secret. Published, as everything here: keep real ones out.
    pub secret: Password,
    /// What it may do, with an administrator's consent.
    #[serde(default)]
    pub permissions: Vec<GraphPermission>,
}

/// Makes the enum and its names out of one table.
macro_rules! permissions {
    ($($name:ident = $word:literal,)+) => {
        /// A permission for apps, by Graph's own name; other permissions of Graph are not known here.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[allow(missing_docs, reason = "the names are Graph's, and say it")]
        pub enum GraphPermission {
            $(#[serde(rename = $word)] $name,)+
        }

        impl GraphPermission {
            /// Graph's name for it, as `roles` of a token list it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }
        }
    };
}

permissions! {
    DirectoryReadAll = "Directory.Read.All",
    DirectoryReadWriteAll = "Directory.ReadWrite.All",
    GroupReadAll = "Group.Read.All",
    GroupReadWriteAll = "Group.ReadWrite.All",
    GroupMemberReadAll = "GroupMember.Read.All",
    GroupMemberReadWriteAll = "GroupMember.ReadWrite.All",
    UserReadAll = "User.Read.All",
    UserReadWriteAll = "User.ReadWrite.All",
    UserRevokeSessionsAll = "User.RevokeSessions.All",
    EmailMethodReadAll = "UserAuthMethod-Email.Read.All",
    EmailMethodReadWriteAll = "UserAuthMethod-Email.ReadWrite.All",
    PhoneMethodReadAll = "UserAuthMethod-Phone.Read.All",
    PhoneMethodReadWriteAll = "UserAuthMethod-Phone.ReadWrite.All",
    MethodReadAll = "UserAuthenticationMethod.Read.All",
    MethodReadWriteAll = "UserAuthenticationMethod.ReadWrite.All",
}

impl ServiceApp {
    pub(super) fn check(&self) -> Result<(), FieldError> {
        text::plain("name", &self.name, LONGEST)?;
        text::plain("secret", self.secret.as_str(), LONGEST)?;
        at_most("permissions", &self.permissions, 100)
    }
}

/// A group that has its object id from the seed; all others get one that is the same at every start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupSeed {
    /// The name, by which users and policies refer to it.
    #[schemars(length(min = 1, max = 256))]
    pub name: String,
    /// The object id; made from the name when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
}

impl GroupSeed {
    /// Checks the groups of a seed.
    pub(super) fn check_all(groups: &[Self]) -> Result<(), FieldError> {
        at_most("groups", groups, 1000)?;
        let (mut names, mut ids) = (BTreeSet::new(), BTreeSet::new());
        each("groups", groups, |group| {
            text::plain("name", &group.name, LONGEST)?;
            if !names.insert(&group.name) {
                return Err(FieldError::new("name", "is listed twice"));
            }
            match group.id {
                Some(id) if !ids.insert(id) => Err(FieldError::new("id", "is listed twice")),
                _ => Ok(()),
            }
        })
    }
}

/// A group, and who is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Group {
    /// The object id.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// The usernames of its members.
    pub members: Vec<String>,
}

/// How soon Graph finds an account that a sign-up made. It does once both have passed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DirectoryPolicy {
    /// So many calls that look for the account find nothing.
    #[schemars(range(min = 0, max = 1_000_000))]
    pub lag_lookups: u32,
    /// Nobody finds it for so many seconds.
    #[schemars(range(min = 0, max = 86_400))]
    pub lag_seconds: u32,
}

impl DirectoryPolicy {
    pub(super) fn check(self) -> Result<(), FieldError> {
        range("lag_lookups", self.lag_lookups, 0, 1_000_000)?;
        range("lag_seconds", self.lag_seconds, 0, 86_400)
    }
}
