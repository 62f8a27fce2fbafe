//! Programs for object files that come with Rust's own toolchain.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::sh::{self, Outcome};

/// The linker, in its form for Apple's files.
pub(crate) fn linker() -> Result<Command, String> {
    program("gcc-ld/ld64.lld")
}

/// Copies an archive without what only a debugger reads: build scripts of C code add that whatever the profile says,
/// and it names folders of this machine.
pub(crate) fn without_debug(archive: &Path, copy: &Path) -> Outcome {
    if let Some(folder) = copy.parent() {
        std::fs::create_dir_all(folder)
            .map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    let mut command = program("rust-objcopy")?;
    command.args(["--strip-debug", "--enable-deterministic-archives"]);
    sh::run(command.arg(archive).arg(copy))
}

fn program(name: &str) -> Result<Command, String> {
    let root = sh::read(&mut sh::command("rustc", ["--print", "sysroot"]))?;
    let host = sh::read(&mut sh::command("rustc", ["--print", "host-tuple"]))?;
    let root = PathBuf::from(root.trim());
    let program = root.join("lib/rustlib").join(host.trim());
    let program = program.join("bin").join(name);
    if !program.is_file() {
        return Err(format!("{} is missing", program.display()));
    }
    let mut command = sh::command(&program.to_string_lossy(), [""; 0]);
    // They find the toolchain's LLVM there.
    for variable in ["LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"] {
        command.env(variable, root.join("lib"));
    }
    Ok(command)
}
