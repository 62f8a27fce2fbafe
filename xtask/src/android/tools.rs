//! What native libraries are compiled and linked with: the NDK, or what stands in for it where there is none.
//!
//! Without the NDK a library is linked against the names in `platform-symbols.toml` and a libunwind that is compiled here.
//! That shows whether it would load, and is not what is released.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::abi::Abi;
use super::stand_in::StandIn;
use crate::artifact::shipped::Exports;
use crate::sh;

/// The compiler and the linker for every ABI.
pub(crate) enum Tools {
    /// The folder of the NDK's programs.
    Ndk(PathBuf),
    StandIn(StandIn),
}

/// What is linked into one library.
pub(crate) struct Link<'a> {
    pub(crate) abi: Abi,
    pub(crate) archive: &'a Path,
    /// The functions to export.
    pub(crate) exports: &'a Exports,
    /// Whether relocations are packed as only Android reads them.
    pub(crate) packed: bool,
    pub(crate) out: &'a Path,
}

/// What the library is loaded as.
pub(crate) const SONAME: &str = "libdoorstep_ffi.so";

impl Tools {
    /// The NDK of this machine, or else what stands in for it.
    pub(crate) fn found(target: &Path) -> Result<Self, String> {
        let Some(home) = Self::ndk() else {
            return StandIn::found(target).map(Self::StandIn);
        };
        let programs = home.join("toolchains/llvm/prebuilt");
        let host = std::fs::read_dir(&programs)
            .ok()
            .and_then(|mut hosts| hosts.next()?.ok())
            .ok_or_else(|| format!("{}: not an NDK", programs.display()))?;
        Ok(Self::Ndk(host.path().join("bin")))
    }

    /// The folder that `ANDROID_NDK_HOME` names.
    pub(crate) fn ndk() -> Option<PathBuf> {
        ["ANDROID_NDK_HOME", "ANDROID_NDK_ROOT"]
            .into_iter()
            .find_map(std::env::var_os)
            .filter(|home| !home.is_empty())
            .map(PathBuf::from)
    }

    /// What it is, for a reader.
    pub(crate) fn describe(&self) -> &'static str {
        match self {
            Self::Ndk(_) => "the NDK",
            Self::StandIn(_) => {
                "no NDK: linked against names, with a libunwind of our own; not for release"
            }
        }
    }

    /// Tells the build scripts of crates with C in them how to compile it.
    pub(crate) fn compile_c(&self, abi: Abi, command: &mut Command) {
        let name = abi.triple().replace('-', "_");
        let target = format!("--target={}", abi.clang());
        let (clang, archiver, flags) = match self {
            Self::Ndk(bin) => (bin.join("clang"), bin.join("llvm-ar"), target),
            Self::StandIn(tools) => (
                tools.clang.clone(),
                PathBuf::from("ar"),
                // ring does without the C library's headers when told so.
                format!("{target} -nostdlibinc -ffreestanding -DRING_CORE_NOSTDLIBINC=1"),
            ),
        };
        command
            .env(format!("CC_{name}"), clang)
            .env(format!("AR_{name}"), archiver)
            .env(format!("CFLAGS_{name}"), flags);
    }

    /// Makes a shared library of the archive that cargo made.
    pub(crate) fn link(&self, link: &Link<'_>) -> sh::Outcome {
        let mut command = match self {
            Self::Ndk(bin) => {
                let mut command = sh::command(&bin.join("clang").to_string_lossy(), [""; 0]);
                command.arg(format!("--target={}", link.abi.clang()));
                command.arg("-shared");
                command.args(
                    arguments(link)
                        .iter()
                        .map(|argument| format!("-Wl,{argument}")),
                );
                command.arg(link.archive).args(["-lm", "-ldl"]);
                command
            }
            Self::StandIn(tools) => {
                let libraries = tools.libraries(link.abi)?;
                let mut command = sh::command(&tools.linker.to_string_lossy(), ["-flavor", "gnu"]);
                command.args(["-shared", "--eh-frame-hdr", "-z", "defs"]);
                command.args(arguments(link)).arg(link.archive);
                command.arg("-L").arg(libraries);
                command.args(["-lunwind", "-lc", "-lm", "-ldl"]);
                command
            }
        };
        sh::run(command.arg("-o").arg(link.out))
    }
}

/// What the linker is told in either case.
fn arguments(link: &Link<'_>) -> Vec<String> {
    let mut arguments = link.exports.arguments();
    arguments.push(format!("-soname={SONAME}"));
    arguments.push("--strip-all".to_owned());
    if link.packed {
        arguments.push("--pack-dyn-relocs=android".to_owned());
    }
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_library_for_android_alone_has_packed_relocations() {
        let folder = std::env::temp_dir().join(format!("packed-{}", std::process::id()));
        let exports = Exports::write(&["a".to_owned()].into(), &folder).unwrap();
        let link = |packed| Link {
            abi: Abi::Arm64,
            archive: Path::new("a.a"),
            exports: &exports,
            packed,
            out: Path::new("a.so"),
        };
        let is_packed =
            |link: &Link<'_>| arguments(link).contains(&"--pack-dyn-relocs=android".to_owned());
        assert!(is_packed(&link(true)));
        assert!(!is_packed(&link(false)));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
