//! The C compiler for other processors: that of this machine, or Debian's in a folder of its own.

use std::path::{Path, PathBuf};

use super::debian::{Recipe, Take};
use crate::sh;

/// Clang 22, of the same LLVM as rustc 1.95.
const CLANG: Recipe<'_> = Recipe {
    name: "llvm-22",
    suites: &["bookworm", "bookworm-security"],
    packages: &[
        "clang-22",
        "libclang-common-22-dev",
        "libclang-cpp22",
        "libllvm22",
    ],
    take: Take::Named,
    excludes: &["*/share/doc", "*/share/man"],
};

/// The oldest clang that is used where the machine has one.
const OLDEST: u32 = 17;

/// The clang to use, without fetching one, or why there is none.
pub(crate) fn clang_found() -> Result<PathBuf, String> {
    let of_machine = sh::version(&mut sh::command("clang", ["--version"]));
    if of_machine.as_deref().and_then(major) >= Some(OLDEST) {
        return Ok(PathBuf::from("clang"));
    }
    let folder = CLANG.found().ok_or("no clang, and none fetched")?;
    Ok(program(&folder))
}

/// The clang to use, fetched where there is none.
pub(crate) fn clang_fetched() -> Result<PathBuf, String> {
    if let Ok(found) = clang_found() {
        return Ok(found);
    }
    if std::env::consts::ARCH != "x86_64" {
        return Err(format!("not tried on {}", std::env::consts::ARCH));
    }
    let folder = CLANG.unpack()?;
    beside(&folder)?;
    Ok(program(&folder))
}

fn program(folder: &Path) -> PathBuf {
    folder.join("usr/lib/llvm-22/bin/clang")
}

/// The program looks for its libraries beside itself; the packages lay them with the system's.
fn beside(folder: &Path) -> sh::Outcome {
    let system = folder.join("usr/lib").join("x86_64-linux-gnu");
    let own = folder.join("usr/lib/llvm-22/lib");
    let failed = |error: std::io::Error| format!("{}: {error}", own.display());
    std::fs::create_dir_all(&own).map_err(failed)?;
    for entry in std::fs::read_dir(&system).map_err(failed)?.flatten() {
        let link = own.join(entry.file_name());
        if !link.exists() {
            std::os::unix::fs::symlink(entry.path(), &link).map_err(failed)?;
        }
    }
    Ok(())
}

/// `Debian clang version 22.1.8 (1~deb12u1)`
fn major(line: &str) -> Option<u32> {
    let (_, version) = line.split_once("version ")?;
    version.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_first_number_after_the_word() {
        assert_eq!(major("Debian clang version 22.1.8 (1~deb12u1)"), Some(22));
        assert_eq!(major("Apple clang version 17.0.0"), Some(17));
        assert_eq!(major("something else"), None);
    }
}
