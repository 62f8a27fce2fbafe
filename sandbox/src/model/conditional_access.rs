//! Conditional Access policies: whom they cover, and what they demand (docs/protocol.md 6).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field_error::{FieldError, at_most};
use super::text::{self, AuthContext, LONGEST};

/// The word that stands for everybody or everything in a [`Selection`].
pub(crate) const ALL: &str = "all";

/// One Conditional Access policy. It applies when every condition holds and no exclusion matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionalAccessPolicy {
    /// The name that the sign-in log shows.
    #[schemars(length(min = 1, max = 256))]
    pub name: String,
    /// Whether it is in force.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// Users by username, or `all`. A policy covers whom `users` or `groups` includes.
    #[serde(default)]
    pub users: Selection,
    /// Groups by name.
    #[serde(default)]
    pub groups: Selection,
    /// Apps by client id, or `all`.
    #[serde(default = "Selection::everything")]
    pub apps: Selection,
    /// Resource scopes as `<resource>/<scope>`, whole resources as `<resource>`, or `all`.
    #[serde(default = "Selection::everything")]
    pub scopes: Selection,
    /// When not empty, the policy applies only to requests that ask for one of these contexts by `claims`.
    #[serde(default)]
    pub contexts: Vec<AuthContext>,
    /// What the policy demands.
    pub require: Requirement,
}

/// What a Conditional Access policy demands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Requirement {
    /// A second factor.
    Mfa,
}

/// What a condition covers, less what it leaves out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Selection {
    /// What is covered; `all` covers everything.
    pub include: Vec<String>,
    /// What is left out, even when it is covered.
    pub exclude: Vec<String>,
}

impl Selection {
    /// Covers everything.
    pub fn everything() -> Self {
        Self {
            include: vec![ALL.to_owned()],
            exclude: Vec::new(),
        }
    }

    /// Refuses lists that are too long.
    pub(super) fn check(&self, name: &str) -> Result<(), FieldError> {
        at_most(&format!("{name}.include"), &self.include, 1000)?;
        at_most(&format!("{name}.exclude"), &self.exclude, 1000)
    }

    /// Whether `all` is covered, or something of that name.
    pub(crate) fn includes(&self, name: &str) -> bool {
        names(&self.include, &[ALL, name])
    }

    /// Whether `all` is left out, or something of that name.
    pub(crate) fn excludes(&self, name: &str) -> bool {
        names(&self.exclude, &[ALL, name])
    }

    /// Whether a member of these groups is covered and not left out. `all` covers those who are in no group, too.
    pub(crate) fn covers_member_of(&self, groups: &[String]) -> bool {
        let covered = self.includes(ALL) || groups.iter().any(|group| self.includes(group));
        let left_out = self.excludes(ALL) || groups.iter().any(|group| self.excludes(group));
        covered && !left_out
    }

    /// Covers what is named.
    pub fn only<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Self {
        Self {
            include: names.into_iter().map(Into::into).collect(),
            exclude: Vec::new(),
        }
    }

    /// The same, less what is named.
    #[must_use]
    pub fn except<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.exclude.extend(names.into_iter().map(Into::into));
        self
    }
}

fn names(list: &[String], wanted: &[&str]) -> bool {
    list.iter()
        .any(|listed| wanted.iter().any(|name| listed.eq_ignore_ascii_case(name)))
}

fn yes() -> bool {
    true
}

impl ConditionalAccessPolicy {
    /// Checks the policy by itself.
    pub(super) fn check(&self) -> Result<(), FieldError> {
        text::plain("name", &self.name, LONGEST)?;
        for (name, selection) in [
            ("users", &self.users),
            ("groups", &self.groups),
            ("apps", &self.apps),
            ("scopes", &self.scopes),
        ] {
            selection.check(name)?;
        }
        if self.users.include.is_empty() && self.groups.include.is_empty() {
            return Err(FieldError::new(
                "users.include",
                "the policy covers nobody: name users, groups or \"all\"",
            ));
        }
        if self.apps.include.is_empty() {
            return Err(FieldError::new(
                "apps.include",
                "the policy covers no app: name apps or \"all\"",
            ));
        }
        if self.scopes.include.is_empty() {
            return Err(FieldError::new(
                "scopes.include",
                "the policy covers no scope: name scopes or \"all\"",
            ));
        }
        Ok(())
    }
}
