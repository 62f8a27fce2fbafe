//! How the libraries that are shipped are compiled and linked, whatever they are shipped in. `cargo xtask size` weighs
//! what comes of the same.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Flags for rustc.
///
/// Sealing and hashing by their small code: it is handed a few kilobytes at a time, on which the code for each kind of
/// processor saves microseconds and takes 27 KB. And frame pointers, with which the tables for unwinding are shorter:
/// 37 KB on x86-64. Crash reports read stacks by them, too.
pub(crate) const FLAGS: [&str; 5] = [
    "-Cforce-frame-pointers=yes",
    "--cfg=chacha20_backend=\"soft\"",
    "--cfg=poly1305_backend=\"soft\"",
    "--cfg=sha2_backend=\"soft\"",
    "--cfg=sha2_backend_soft=\"compact\"",
];

/// The linker's lists of what a library exports, and of what it must have.
pub(crate) struct Exports {
    list: PathBuf,
    wanted: PathBuf,
}

impl Exports {
    /// Writes the lists for `functions` into `folder`.
    pub(crate) fn write(functions: &BTreeSet<String>, folder: &Path) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
        std::fs::create_dir_all(folder).map_err(failed)?;
        let exports = Self {
            list: folder.join("exports"),
            wanted: folder.join("wanted"),
        };
        let (mut list, mut wanted) = (String::from("{ global:\n"), String::new());
        for name in functions {
            let _ = writeln!(list, "{name};");
            let _ = writeln!(wanted, "--undefined={name}");
        }
        list.push_str("local: *; };\n");
        std::fs::write(&exports.list, list).map_err(failed)?;
        std::fs::write(&exports.wanted, wanted).map_err(failed)?;
        Ok(exports)
    }

    /// What lld is told for an ELF library that exports them and nothing else.
    pub(crate) fn arguments(&self) -> Vec<String> {
        let mut arguments = vec![
            format!("@{}", self.wanted.display()),
            format!("--version-script={}", self.list.display()),
            "--gc-sections".to_owned(),
            "--hash-style=both".to_owned(),
            "--build-id=sha1".to_owned(),
        ];
        let settings = ["max-page-size=16384", "relro", "now", "noexecstack"];
        arguments.extend(settings.map(|setting| format!("-z{setting}")));
        arguments
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_exported_is_wanted_too() {
        let folder = std::env::temp_dir().join(format!("exports-{}", std::process::id()));
        let functions = ["a", "b"].map(str::to_owned).into();
        let exports = Exports::write(&functions, &folder).unwrap();
        let read = |path: &Path| std::fs::read_to_string(path).unwrap();
        assert_eq!(read(&exports.list), "{ global:\na;\nb;\nlocal: *; };\n");
        assert_eq!(read(&exports.wanted), "--undefined=a\n--undefined=b\n");
        let arguments = exports.arguments();
        assert!(arguments.contains(&"-zmax-page-size=16384".to_owned()));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
