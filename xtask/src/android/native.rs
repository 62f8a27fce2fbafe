//! The native library of one ABI.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::abi::Abi;
use super::tools::{Link, SONAME, Tools};
use crate::artifact::shipped::{Exports, FLAGS};
use crate::artifact::transport::Transport;
use crate::sh;
use crate::toolchain::std_source::StdSource;

/// The functions that the generated Kotlin calls.
pub(crate) fn functions(kotlin: &str) -> BTreeSet<String> {
    kotlin
        .lines()
        .filter_map(|line| {
            let (_, rest) = line.split_once("external fun ")?;
            let name = rest.split('(').next()?;
            Some(name.trim().trim_matches('`').to_owned())
        })
        .collect()
}

/// Where cargo puts the archive.
pub(crate) fn compile(
    tools: &Tools,
    abi: Abi,
    transport: Transport,
    target: &Path,
) -> Result<PathBuf, String> {
    let mut command = sh::cargo(["rustc", "--locked", "--package", "doorstep-ffi", "--lib"]);
    command.args(["--crate-type", "staticlib", "--profile", "small"]);
    command.args(["--target", abi.triple()]);
    command.args(["--features", &transport.features().join(",")]);
    let mut flags = remapped(target);
    flags.extend(FLAGS.map(str::to_owned));
    if !is_installed(abi)? {
        let std = StdSource::found()?;
        std.build_too(&mut command);
        flags.push(remap(std.library(), &std.public_name()));
    }
    tools.compile_c(abi, &mut command);
    command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    sh::run(&mut command)?;
    Ok(target.join(abi.triple()).join("small/libdoorstep_ffi.a"))
}

/// Links the archive into `folder`, with nothing exported but `functions`.
pub(crate) fn link(
    tools: &Tools,
    abi: Abi,
    archive: &Path,
    functions: &BTreeSet<String>,
    folder: &Path,
    packed: bool,
) -> Result<PathBuf, String> {
    let exports = Exports::write(functions, folder)?;
    let out = folder.join(SONAME);
    tools.link(&Link {
        abi,
        archive,
        exports: &exports,
        packed,
        out: &out,
    })?;
    Ok(out)
}

/// Whether rustup has brought Rust's own library for the ABI.
fn is_installed(abi: Abi) -> Result<bool, String> {
    let mut command = sh::command("rustc", ["--print", "target-libdir", "--target"]);
    let folder = sh::read(command.arg(abi.triple()))?;
    Ok(Path::new(folder.trim()).is_dir())
}

/// Names no folder of this machine in what is built, so that another one builds the same.
fn remapped(target: &Path) -> Vec<String> {
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| {
            let home = PathBuf::from(std::env::var_os("HOME")?);
            Some(home.join(".cargo"))
        });
    let mut flags = vec![remap(&sh::root(), "doorstep"), remap(target, "target")];
    flags.extend(home.map(|home| remap(&home, "cargo")));
    flags
}

fn remap(folder: &Path, name: &str) -> String {
    format!("--remap-path-prefix={}={name}", folder.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_functions_are_those_that_kotlin_declares_as_native() {
        let kotlin = "    external fun ffi_b(\n        `a`: Int,\n    ): Int\n\
                      fun other()\n external fun ffi_a(): Unit\n external fun ffi_b(\n";
        let found: Vec<_> = functions(kotlin).into_iter().collect();
        assert_eq!(found, ["ffi_a", "ffi_b"]);
    }
}
