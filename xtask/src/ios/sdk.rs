//! Apple's headers and libraries where Xcode is installed, and what does in their place where it is not.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::slice::Slice;
use crate::artifact::transport::Transport;
use crate::sh;
use crate::toolchain::llvm;

/// It only defines what Clang defines without it.
const HEADER: &str = "TargetConditionals.h";

/// Where C code finds what it includes and is linked with.
#[derive(Debug)]
pub(crate) enum Sdk {
    /// Xcode's: compilers ask it themselves.
    Xcode,
    /// None. The one dependency with C code then does without headers, by a setting of its own.
    None {
        /// A folder that keeps build scripts from asking for Xcode. It has one header with nothing in it.
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
        let header = empty.join(HEADER);
        std::fs::create_dir_all(&empty)
            .and_then(|()| std::fs::write(&header, ""))
            .map_err(|error| format!("{}: {error}", header.display()))?;
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
            cargo.env("CC_SHELL_ESCAPED_FLAGS", "1");
            let empty = empty.display();
            // Clang's header of Intel's instructions takes in another one, of memory, which wants the C library's.
            // Notes for debuggers would name folders of this machine, and shift what stays when they are taken out.
            let flags = format!(
                "-g0 -nostdlibinc -D__MM_MALLOC_H -DRING_CORE_NOSTDLIBINC=1 -fdefine-target-os-macros -I'{empty}'"
            );
            cargo.env(format!("CFLAGS_{target}"), flags);
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
