//! Apple's headers and libraries where Xcode is installed, and what does in their place where it is not.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::Transport;
use super::slice::Slice;
use crate::sh;
use crate::toolchain::llvm;

/// Where C code finds what it includes and is linked with.
#[derive(Debug)]
pub(crate) enum Sdk {
    /// Xcode's: compilers ask it themselves.
    Xcode,
    /// None. The one dependency with C code then does without headers, by a setting of its own.
    None {
        /// A folder without headers, which keeps build scripts from asking for Xcode.
        empty: PathBuf,
        /// Not needed where nothing is written in C.
        clang: Option<PathBuf>,
    },
}

impl Sdk {
    pub(crate) fn found(transport: Transport) -> Result<Self, String> {
        if xcode("iphoneos").is_some() {
            return Ok(Self::Xcode);
        }
        let empty = sh::target_folder()?.join("ios/no-sdk");
        std::fs::create_dir_all(&empty).map_err(|error| format!("{}: {error}", empty.display()))?;
        let clang = match transport {
            Transport::Platform => None,
            Transport::Rustls => Some(llvm::clang_found()?),
        };
        Ok(Self::None { empty, clang })
    }

    /// Tells the build scripts of a target how C is compiled.
    pub(crate) fn compile_c(&self, target: &str, cargo: &mut Command) {
        let Self::None { empty, clang } = self else {
            return;
        };
        cargo.env("SDKROOT", empty);
        if let Some(clang) = clang {
            let target = target.replace('-', "_");
            cargo.env(format!("CC_{target}"), clang);
            let headers = "-nostdlibinc -DRING_CORE_NOSTDLIBINC=1";
            cargo.env(format!("CFLAGS_{target}"), headers);
        }
    }

    /// Xcode's libraries for a slice.
    pub(crate) fn libraries(&self, slice: Slice) -> Option<PathBuf> {
        let name = match slice {
            Slice::Device => "iphoneos",
            Slice::Simulator => "iphonesimulator",
            Slice::Mac => "macosx",
        };
        matches!(self, Self::Xcode).then(|| xcode(name)).flatten()
    }

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Xcode => "Xcode's SDK",
            Self::None { .. } => "no SDK of Apple's: good for checks, not for a release",
        }
    }
}

fn xcode(name: &str) -> Option<PathBuf> {
    let mut command = sh::command("xcrun", ["--sdk", name, "--show-sdk-path"]);
    let path = sh::version(&mut command)?;
    Path::new(&path).is_dir().then(|| PathBuf::from(path))
}
