//! What Android's own libraries give: `platform-symbols.toml`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

const PAGE: &str = include_str!("platform-symbols.toml");

/// Names by the library that has them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Symbols {
    libraries: BTreeMap<String, BTreeSet<String>>,
    optional: Optional,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Optional {
    names: BTreeSet<String>,
}

impl Symbols {
    /// Those that our library may take.
    pub(crate) fn allowed() -> Result<Self, String> {
        Self::read(PAGE)
    }

    pub(crate) fn read(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| format!("platform-symbols.toml: {error}"))
    }

    pub(crate) fn libraries(&self) -> &BTreeMap<String, BTreeSet<String>> {
        &self.libraries
    }

    pub(crate) fn has(&self, symbol: &str) -> bool {
        self.libraries.values().any(|names| names.contains(symbol))
    }

    /// Whether a library may ask for it, if it does without where it isn't.
    pub(crate) fn may_lack(&self, symbol: &str) -> bool {
        self.optional.names.contains(symbol)
    }

    pub(crate) fn has_library(&self, name: &str) -> bool {
        self.libraries.contains_key(name)
    }
}
