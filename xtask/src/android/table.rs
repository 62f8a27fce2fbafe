//! What the artifact weighs.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};
use std::path::Path;

use crate::artifact::figures::grouped;
use crate::artifact::zip::{self, Files};
use crate::sh::Outcome;

/// Files with their size, and what an archive makes of it.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: BTreeMap<(String, String), (usize, Option<usize>)>,
}

impl Table {
    /// A file on the disk, which is packed already.
    pub(super) fn add_file(&mut self, path: &Path) -> Outcome {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let size = super::read(path)?.len();
        self.rows
            .insert((String::new(), name.into_owned()), (size, None));
        Ok(())
    }

    pub(super) fn add_files(&mut self, files: &Files, owner: &str) {
        for (name, bytes) in files {
            self.add(owner, name, Some(bytes));
        }
    }

    pub(super) fn add(&mut self, owner: &str, name: &str, bytes: Option<&[u8]>) {
        let Some(bytes) = bytes.filter(|bytes| !bytes.is_empty()) else {
            return;
        };
        let alone = Files::from([(name.to_owned(), bytes.to_vec())]);
        let packed = zip::pack(&alone).ok().map(|packed| packed.len());
        self.rows
            .insert((owner.to_owned(), name.to_owned()), (bytes.len(), packed));
    }
}

impl Display for Table {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "| file | bytes | packed |\n|---|---|---|")?;
        for ((owner, name), (size, packed)) in &self.rows {
            let packed = packed.map(grouped).unwrap_or_default();
            writeln!(
                formatter,
                "| {owner}{name} | {} | {packed} |",
                grouped(*size)
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_says_what_a_file_weighs_and_what_it_packs_to() {
        let mut table = Table::default();
        table.add("JNA's ", "a.so", Some(&vec![0; 123_456]));
        table.add("", "missing", None);
        let text = table.to_string();
        assert!(text.contains("| JNA's a.so | 123,456 | 2"), "{text}");
        assert!(!text.contains("missing"));
    }
}
