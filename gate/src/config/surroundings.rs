//! Where secrets come from: the environment, and files beside the configuration. Never the configuration itself, which
//! people copy, print and commit.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::trust::check_certificates;

/// What a configuration may refer to.
#[derive(Debug, Clone)]
pub struct Surroundings {
    folder: PathBuf,
    variables: Option<BTreeMap<String, String>>,
}

impl Surroundings {
    /// The process's environment, and files beside `folder`.
    pub fn of_process(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            variables: None,
        }
    }

    /// These variables in place of the environment.
    pub fn with_variables(folder: &Path, variables: BTreeMap<String, String>) -> Self {
        Self {
            folder: folder.to_owned(),
            variables: Some(variables),
        }
    }

    pub(super) fn variable(&self, name: &str) -> Result<String, String> {
        let value = match &self.variables {
            Some(variables) => variables.get(name).cloned(),
            None => std::env::var(name).ok(),
        };
        value
            .filter(|value| !value.is_empty())
            .ok_or_else(|| format!("the variable {name} is not set"))
    }

    pub(super) fn file(&self, name: &str) -> Result<Vec<u8>, String> {
        std::fs::read(self.folder.join(name))
            .map_err(|error| format!("cannot be read: {}", error.kind()))
    }

    pub(super) fn certificates(&self, name: &str) -> Result<Vec<u8>, String> {
        let pem = self.file(name)?;
        check_certificates(&pem).map_err(|problem| problem.to_string())?;
        Ok(pem)
    }

    pub(super) fn text(&self, name: &str) -> Result<String, String> {
        let text = String::from_utf8(self.file(name)?).map_err(|_| "is no text".to_owned())?;
        let text = text.trim();
        if text.is_empty() {
            return Err("is empty".to_owned());
        }
        Ok(text.to_owned())
    }
}
