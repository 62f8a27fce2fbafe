//! The seed: what the tenant holds when the sandbox starts, and again after a reset.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::de::{DeTable, DeValue};
use uuid::Uuid;

use super::field_error::{FieldError, each};
use super::seed_error::SeedError;
use super::text::{self, LONGEST};
use super::{Apps, GateSeed, GroupSeed, NewUser, Policies, RiskSeed, unreadable};

const CONTOSO: &str = include_str!("../../seed.toml");

/// What the tenant holds when the sandbox starts. A seed file is this document in TOML.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    /// The tenant itself.
    pub tenant: TenantSeed,
    /// App registrations and resources.
    #[serde(default)]
    pub registrations: Apps,
    /// Policies.
    #[serde(default)]
    pub policies: Policies,
    /// Groups that have a certain object id, or that nobody else names.
    #[serde(default)]
    pub groups: Vec<GroupSeed>,
    /// The gate in front of the tenant.
    #[serde(default)]
    pub gate: GateSeed,
    /// The risk provider that it asks.
    #[serde(default)]
    pub risk: RiskSeed,
    /// Users.
    #[serde(default)]
    pub users: Vec<NewUser>,
}

/// The names of the tenant (docs/protocol.md 1.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TenantSeed {
    /// The tenant's id.
    pub id: Uuid,
    /// The first part of its onmicrosoft name: `contoso` for `contoso.onmicrosoft.com`.
    #[schemars(length(min = 1, max = 63))]
    pub subdomain: String,
    /// Host names under which only the tenant id works as path, as with a custom URL domain.
    #[serde(default)]
    pub custom_domains: Vec<String>,
}

impl Default for Seed {
    fn default() -> Self {
        Self::contoso()
    }
}

impl Seed {
    /// The built-in seed: the tenant `contoso.onmicrosoft.com` with the users ada, bob and cleo.
    ///
    /// A test reads the embedded text; should it ever not be readable, the tenant is empty.
    pub fn contoso() -> Self {
        Self::from_toml("seed.toml", CONTOSO).unwrap_or_else(|error| {
            tracing::error!(%error, "the built-in seed cannot be read");
            Self::empty()
        })
    }

    fn empty() -> Self {
        let tenant = TenantSeed {
            id: Uuid::nil(),
            subdomain: "contoso".to_owned(),
            custom_domains: Vec::new(),
        };
        Self {
            tenant,
            registrations: Apps::default(),
            policies: Policies::default(),
            groups: Vec::new(),
            gate: GateSeed::default(),
            risk: RiskSeed::default(),
            users: Vec::new(),
        }
    }

    /// Reads a seed file. Fails with file, line and member.
    pub fn from_file(path: &Path) -> Result<Self, SeedError> {
        let text = std::fs::read_to_string(path).map_err(|source| SeedError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        Self::from_toml(&path.display().to_string(), &text)
    }

    /// Reads a seed from TOML text; `origin` names the text in errors.
    pub fn from_toml(origin: &str, text: &str) -> Result<Self, SeedError> {
        let wrong = |line, field: String, problem: String| SeedError::Wrong {
            origin: origin.to_owned(),
            line,
            field,
            problem,
        };
        let deserializer = toml::Deserializer::parse(text).map_err(|error| {
            wrong(
                line_of(text, error.span()),
                "the file".to_owned(),
                error.message().to_owned(),
            )
        })?;
        let seed: Self = serde_path_to_error::deserialize(deserializer).map_err(|error| {
            let line = line_of(text, error.inner().span());
            let path = error.path().to_string();
            let refusal = unreadable(&path, error.inner().message(), "the seed");
            wrong(line, refusal.field, refusal.problem)
        })?;
        seed.check().map_err(|error| {
            wrong(
                line_of(text, span_of(text, &error.field)),
                error.field,
                error.problem,
            )
        })?;
        Ok(seed)
    }

    /// Checks the whole seed, names that must not be given twice included.
    pub(crate) fn check(&self) -> Result<(), FieldError> {
        self.tenant
            .check()
            .map_err(|error| error.inside("tenant"))?;
        self.registrations
            .check()
            .map_err(|error| error.inside("registrations"))?;
        self.policies
            .check()
            .map_err(|error| error.inside("policies"))?;
        GroupSeed::check_all(&self.groups)?;
        self.gate.check().map_err(|error| error.inside("gate"))?;
        self.risk.check().map_err(|error| error.inside("risk"))?;
        let mut taken = BTreeSet::new();
        each("users", &self.users, |user| {
            user.check()?;
            if !taken.insert(user.username.to_lowercase()) {
                return Err(FieldError::new("username", "is taken by another user"));
            }
            match &user.alias {
                Some(alias) if !taken.insert(alias.to_lowercase()) => {
                    Err(FieldError::new("alias", "is taken by another user"))
                }
                _ => Ok(()),
            }
        })
    }
}

impl TenantSeed {
    /// The onmicrosoft name.
    pub fn name(&self) -> String {
        format!("{}.onmicrosoft.com", self.subdomain)
    }

    fn check(&self) -> Result<(), FieldError> {
        text::plain("subdomain", &self.subdomain, 63)?;
        if !self
            .subdomain
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        {
            return Err(FieldError::new(
                "subdomain",
                "must hold lower-case letters and digits only",
            ));
        }
        self.custom_domains
            .iter()
            .enumerate()
            .try_for_each(|(index, domain)| {
                text::plain(&format!("custom_domains[{index}]"), domain, LONGEST)
            })
    }
}

/// The line of a place in the text, counted from 1.
fn line_of(text: &str, span: Option<Range<usize>>) -> usize {
    let start = span.map_or(0, |span| span.start.min(text.len()));
    text.as_bytes()
        .iter()
        .take(start)
        .filter(|byte| **byte == b'\n')
        .count()
        + 1
}

/// The place of the member that `field` names, or of the closest one around it.
fn span_of(text: &str, field: &str) -> Option<Range<usize>> {
    let table = DeTable::parse(text).ok()?;
    let mut span = table.span();
    let members: BTreeMap<_, _> = table
        .get_ref()
        .iter()
        .map(|(key, value)| (key.get_ref().to_string(), value))
        .collect();
    let mut steps = field
        .split(['.', '['])
        .map(|step| step.trim_end_matches(']'));
    let mut value = *members.get(steps.next()?)?;
    span.clone_from(&value.span());
    for step in steps {
        let inner = match value.get_ref() {
            DeValue::Table(table) => table.get(step),
            DeValue::Array(items) => step
                .parse::<usize>()
                .ok()
                .and_then(|index| items.get(index)),
            _ => None,
        };
        let Some(inner) = inner else { break };
        value = inner;
        span = value.span();
    }
    Some(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TENANT: &str =
        "[tenant]\nid = \"7d0c5a3e-5b1f-4c8e-9a52-3f1d2b6c8e90\"\nsubdomain = \"contoso\"\n";

    fn refusal(rest: &str) -> String {
        Seed::from_toml("my.toml", &format!("{TENANT}{rest}"))
            .expect_err("must be refused")
            .to_string()
    }

    #[test]
    fn the_built_in_seed_holds_what_the_documents_promise() {
        let seed = Seed::contoso();
        assert_eq!(seed.tenant.name(), "contoso.onmicrosoft.com");
        let names: Vec<_> = seed
            .users
            .iter()
            .map(|user| user.username.as_str())
            .collect();
        assert_eq!(
            names,
            [
                "ada@contoso.example",
                "bob@contoso.example",
                "cleo@contoso.example"
            ]
        );
        assert_eq!(seed.registrations.apps.len(), 3);
    }

    #[test]
    fn a_refused_seed_names_file_line_and_member() {
        assert_eq!(
            refusal("[[users]]\nusername = \"dora\"\n"),
            "my.toml:5: users[0].username: must be an e-mail address such as casey@farm.example"
        );
        assert!(
            refusal("[policies.codes]\nlength = \"x\"\n")
                .starts_with("my.toml:5: policies.codes.length: ")
        );
        assert!(
            refusal("[policies.codes]\nlength = 3\n")
                .starts_with("my.toml:5: policies.codes.length: must be")
        );
        assert!(
            refusal("[[users]]\nusernam = \"d@e.example\"\n")
                .starts_with("my.toml:5: users[0].usernam: is unknown")
        );
        assert!(refusal("[[users]\n").starts_with("my.toml:4: the file: "));
    }

    #[test]
    fn the_same_name_twice_is_refused() {
        let twice =
            "[[users]]\nusername = \"d@e.example\"\n[[users]]\nusername = \"D@e.example\"\n";
        assert_eq!(
            refusal(twice),
            "my.toml:7: users[1].username: is taken by another user"
        );
    }
}
