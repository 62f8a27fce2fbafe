//! The source of the standard library that the installed compiler belongs to: for building it with the crate, and for
//! naming what is in it.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::debian::{Recipe, Take};
use crate::sh;

/// What cargo reads the place from that is not the toolchain's own.
const PLACE: &str = "__CARGO_TESTS_ONLY_SRC_ROOT";

/// The suite that follows the compiler's releases.
const SUITE: &str = "trixie-backports";

/// What comes in Debian's package beside the library.
const LEFT_PACKED: [&str; 4] = ["compiler", "src", "tests", "library/vendor"];

/// The source, of the very version of the compiler.
#[derive(Debug)]
pub(crate) struct StdSource {
    library: PathBuf,
    compiler: Compiler,
}

/// What the compiler says of itself.
#[derive(Debug, PartialEq, Eq)]
struct Compiler {
    release: String,
    commit: String,
}

impl StdSource {
    /// What is here without fetching anything, or why there is nothing.
    pub(crate) fn found() -> Result<Self, String> {
        let compiler = Compiler::installed()?;
        if let Some(library) = of_the_toolchain() {
            return Ok(Self { library, compiler });
        }
        #[expect(
            clippy::redundant_closure_for_method_calls,
            reason = "the method alone is of one lifetime"
        )]
        let library = debian(&compiler.release, |recipe| recipe.found());
        match library {
            Some(library) => Ok(Self { library, compiler }),
            None => Err(format!(
                "no source of the standard library {}: `cargo xtask setup` fetches it",
                compiler.release
            )),
        }
    }

    /// What is here, fetched where it was not: from rustup, else from Debian.
    pub(crate) fn fetched() -> Result<Self, String> {
        if let Ok(source) = Self::found() {
            return Ok(source);
        }
        let mut rustup = sh::command("rustup", ["component", "add", "rust-src"]);
        if sh::read(&mut rustup).is_ok()
            && let Ok(source) = Self::found()
        {
            return Ok(source);
        }
        let compiler = Compiler::installed()?;
        let mut reason = String::new();
        let library = debian(&compiler.release, |recipe| {
            recipe.unpack().map_err(|error| reason = error).ok()
        });
        match library {
            Some(library) => Ok(Self { library, compiler }),
            None => Err(format!(
                "rust-src {}: rustup has none, nor has Debian: {reason}",
                compiler.release
            )),
        }
    }

    /// The folder of the library's own workspace.
    pub(crate) fn library(&self) -> &Path {
        &self.library
    }

    /// The release, such as `1.95.0`.
    pub(crate) fn release(&self) -> &str {
        &self.compiler.release
    }

    /// Where the paths of the shipped library point to: what this source is called in what is built.
    pub(crate) fn public_name(&self) -> String {
        format!("/rustc/{}/library", self.compiler.commit)
    }

    /// Lets a cargo of the stable channel read this source with its unstable settings.
    pub(crate) fn open(&self, cargo: &mut Command) {
        cargo.env("RUSTC_BOOTSTRAP", "1").env(PLACE, &self.library);
    }

    /// Makes `cargo build` build the library too, as part of the program.
    pub(crate) fn build_too(&self, cargo: &mut Command) {
        self.open(cargo);
        cargo.arg("-Zbuild-std=std,panic_unwind");
    }
}

impl Compiler {
    fn installed() -> Result<Self, String> {
        let said = sh::read(&mut sh::command("rustc", ["-vV"]))?;
        Self::of(&said).ok_or_else(|| "rustc does not say its release".to_owned())
    }

    fn of(said: &str) -> Option<Self> {
        let value = |name: &str| {
            said.lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
        };
        Some(Self {
            release: value("release")?.to_owned(),
            commit: value("commit-hash")?.to_owned(),
        })
    }
}

fn of_the_toolchain() -> Option<PathBuf> {
    let root = sh::read(&mut sh::command("rustc", ["--print", "sysroot"])).ok()?;
    whole(Path::new(root.trim()).join("lib/rustlib/src/rust/library"))
}

fn debian(release: &str, fill: impl FnOnce(&Recipe<'_>) -> Option<PathBuf>) -> Option<PathBuf> {
    let package = format!("rust-src={release}+*");
    let root = format!("./usr/src/rustc-{release}");
    let excludes = LEFT_PACKED.map(|folder| format!("{root}/{folder}"));
    let recipe = Recipe {
        name: "rust-src",
        suites: &[SUITE],
        packages: &[&package],
        take: Take::Named,
        excludes: &excludes.each_ref().map(String::as_str),
    };
    let folder = fill(&recipe)?;
    whole(folder.join(root).join("library"))
}

/// A folder that cargo can build from: rustup leaves an empty one behind when the source is removed.
fn whole(library: PathBuf) -> Option<PathBuf> {
    let is_whole = library.join("Cargo.lock").is_file() && library.join("std").is_dir();
    is_whole.then_some(library)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compilers_release_and_commit_are_read() {
        let said =
            "rustc 1.2.3 (abc 2026-01-01)\nbinary: rustc\ncommit-hash: abcdef\nrelease: 1.2.3\n";
        let compiler = Compiler::of(said).unwrap();
        assert_eq!(compiler.release, "1.2.3");
        assert_eq!(compiler.commit, "abcdef");
        assert_eq!(Compiler::of("rustc 1.2.3\n"), None);
    }

    #[test]
    fn an_empty_folder_is_no_source() {
        assert_eq!(whole(std::env::temp_dir().join("no-such-library")), None);
    }

    #[test]
    fn debians_package_is_of_the_compilers_release() {
        let mut asked = String::new();
        debian("1.2.3", |recipe| {
            asked = recipe.packages.join(" ");
            None
        });
        assert_eq!(asked, "rust-src=1.2.3+*");
    }

    #[test]
    fn cargo_is_told_the_place_of_the_source() {
        let source = StdSource {
            library: PathBuf::from("/a/library"),
            compiler: Compiler {
                release: "1.2.3".to_owned(),
                commit: "abc".to_owned(),
            },
        };
        let mut cargo = Command::new("cargo");
        source.build_too(&mut cargo);
        let place = cargo.get_envs().find(|(name, _)| *name == PLACE);
        assert_eq!(place.unwrap().1.unwrap(), "/a/library");
        assert_eq!(source.public_name(), "/rustc/abc/library");
    }
}
