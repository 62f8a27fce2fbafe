//! A folder as it is written, packed and checked: files, and links between them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::sh::{Outcome, named};

/// Paths are relative, with slashes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Bundle {
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// From where, and to what, relative to the folder that the link lies in.
    pub(crate) links: BTreeMap<String, String>,
}

impl Bundle {
    pub(crate) fn add(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.to_owned(), bytes.into());
    }

    pub(crate) fn link(&mut self, path: &str, to: &str) {
        self.links.insert(path.to_owned(), to.to_owned());
    }

    /// A file's bytes, links not followed.
    pub(crate) fn bytes(&self, path: &str) -> Result<&[u8], String> {
        let bytes = self.files.get(path).map(Vec::as_slice);
        bytes.ok_or_else(|| format!("{path} is missing"))
    }

    pub(crate) fn text(&self, path: &str) -> Result<&str, String> {
        std::str::from_utf8(self.bytes(path)?).map_err(|_| format!("{path} is not text"))
    }

    /// Replaces what `folder` holds.
    pub(crate) fn write(&self, folder: &Path) -> Outcome {
        if folder.exists() {
            std::fs::remove_dir_all(folder).map_err(named(folder))?;
        }
        for (path, bytes) in &self.files {
            let path = prepared(folder, path)?;
            std::fs::write(&path, bytes).map_err(named(&path))?;
        }
        for (path, to) in &self.links {
            let path = prepared(folder, path)?;
            std::os::unix::fs::symlink(to, &path).map_err(named(&path))?;
        }
        Ok(())
    }

    /// What lies in `folder`.
    pub(crate) fn read(folder: &Path) -> Result<Self, String> {
        let mut bundle = Self::default();
        bundle.read_below(folder, "")?;
        Ok(bundle)
    }

    fn read_below(&mut self, folder: &Path, prefix: &str) -> Outcome {
        for entry in std::fs::read_dir(folder).map_err(named(folder))? {
            let entry = entry.map_err(named(folder))?;
            let path = entry.path();
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type().map_err(named(&path))?;
            if kind.is_symlink() {
                let to = std::fs::read_link(&path).map_err(named(&path))?;
                self.link(&name, &to.to_string_lossy());
            } else if kind.is_dir() {
                self.read_below(&path, &format!("{name}/"))?;
            } else {
                self.add(&name, std::fs::read(&path).map_err(named(&path))?);
            }
        }
        Ok(())
    }
}

/// The path, in a folder that is there.
fn prepared(folder: &Path, path: &str) -> Result<PathBuf, String> {
    let path = folder.join(path);
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(named(parent))?;
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_holds_what_was_written_and_nothing_older() {
        let name = format!("doorstep-bundle-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let mut older = Bundle::default();
        older.add("older", "x");
        older.write(&folder).unwrap();
        let mut bundle = Bundle::default();
        bundle.add("a/b", "text");
        bundle.link("c", "a/b");
        bundle.write(&folder).unwrap();
        assert_eq!(Bundle::read(&folder).unwrap(), bundle);
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_missing_file_is_named() {
        assert_eq!(Bundle::default().text("a/b").unwrap_err(), "a/b is missing");
    }
}
