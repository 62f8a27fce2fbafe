//! Android's library for `x86_64` in a process of this machine, so that the Kotlin tests run on it: the code that only
//! Android has, its unwinding, and the very link that an app gets. What differs between the C libraries beyond names stays
//! untested: a device is no less needed.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::abi::Abi;
use super::native;
use super::tools::Tools;
use crate::artifact::transport::Transport;
use crate::bindings::{self, Built};
use crate::sh;

/// What bionic calls otherwise than the C library of this machine does.
const SHIM: &str =
    "int *__errno_location(void);\nint *__errno(void) { return __errno_location(); }\n";

/// The Kotlin tests on that library, with both transports in it. `command_line` is the `doorstep` command.
pub(crate) fn tests(command_line: &Path) -> Result<Command, String> {
    let built = bindings::build()?;
    let folder = library(&built)?;
    let built = Built {
        library: folder.clone(),
        ..built
    };
    let mut command = bindings::maven(&built, command_line, &["test"]);
    command
        .env("LD_PRELOAD", folder.join("libshim.so"))
        .env("LD_LIBRARY_PATH", &folder);
    Ok(command)
}

/// A folder with the library and what it is loaded with.
fn library(built: &Built) -> Result<PathBuf, String> {
    let target = sh::target_folder()?;
    let tools = Tools::found(&target)?;
    let Tools::StandIn(stand_in) = &tools else {
        return Err("the tests on Android's library link it without the NDK".to_owned());
    };
    let abi = Abi::X86;
    let functions = native::functions(&super::kotlin(built)?);
    let archive = native::compile(&tools, abi, Transport::Rustls, &target)?;
    let folder = target.join("android/host");
    native::link(&tools, abi, &archive, &functions, &folder, false)?;
    stand_in.hollow(abi, &folder)?;
    shim(&folder)?;
    Ok(folder)
}

/// Why the tests can't run on Android's library here, or nothing where they can.
pub(crate) fn missing() -> Option<String> {
    if std::env::consts::OS != "linux" || std::env::consts::ARCH != "x86_64" {
        return Some("only Linux on x86_64 loads it".to_owned());
    }
    super::missing()
}

fn shim(folder: &Path) -> sh::Outcome {
    let source = folder.join("shim.c");
    std::fs::write(&source, SHIM).map_err(|error| format!("{}: {error}", source.display()))?;
    let mut compile = sh::command("cc", ["-shared", "-fPIC", "-o"]);
    compile.arg(folder.join("libshim.so")).arg(&source);
    sh::run(&mut compile)
}
