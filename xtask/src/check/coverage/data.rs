//! The file that the page is made from.

use serde::Deserialize;

use super::DATA;

/// All of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Coverage {
    #[serde(rename = "row")]
    pub(super) rows: Vec<Row>,
    #[serde(rename = "conflict")]
    pub(super) conflicts: Vec<Conflict>,
}

/// Something that must hold.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    pub(super) number: u32,
    pub(super) rule: String,
    pub(super) whose: Vec<Place>,
    /// As `path/to/file.rs::name_of_the_test`.
    #[serde(default)]
    pub(super) tests: Vec<String>,
    /// A section of the documentation that says it, as `docs/page.md#heading`.
    pub(super) page: Option<String>,
    /// What it waits for.
    pub(super) later: Option<String>,
}

/// Who has to do something for a rule to hold.
#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
pub(super) enum Place {
    Core,
    Gate,
    Provider,
    Tenant,
    App,
    Backend,
    Documentation,
}

/// Two sources that do not agree, and what was made of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Conflict {
    pub(super) about: String,
    pub(super) settled: String,
    pub(super) tests: Vec<String>,
}

impl Coverage {
    /// What `text` says.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| format!("{DATA}: {error}"))
    }
}

impl Place {
    /// As the page says it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Gate => "gate",
            Self::Provider => "provider",
            Self::Tenant => "tenant",
            Self::App => "app",
            Self::Backend => "back end",
            Self::Documentation => "documentation",
        }
    }
}
