//! The library, compiled for one target.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::Options;
use super::sdk::Sdk;
use super::slice::Slice;
use super::tools;
use crate::artifact::shipped::FLAGS;
use crate::sh;
use crate::toolchain::std_source::StdSource;

/// Compiles for `target`, Rust's own library too, and gives back where the archive lies.
pub(crate) fn compile(
    options: &Options,
    slice: Slice,
    target: &str,
    std: &StdSource,
    sdk: &Sdk,
) -> Result<PathBuf, String> {
    println!("== {target}");
    let folder = sh::target_folder()?;
    let mut command = sh::cargo(["rustc", "--locked", "--package", "doorstep-ffi", "--lib"]);
    command.args(["--crate-type", "staticlib", "--profile", "small"]);
    command.args(["--target", target]);
    let features = options.transport.features();
    command.arg("--features").arg(features.join(","));
    std.build_too(&mut command);
    let oldest = slice.oldest();
    command.env(oldest.variable, oldest.version());
    // Nothing in the archive is to tell when it was made.
    command.env("SOURCE_DATE_EPOCH", "0");
    command.env("ZERO_AR_DATE", "1");
    sdk.compile_c(target, &mut command);
    set_flags(&folder, std, &mut command);
    sh::run(&mut command)?;
    let archive = folder.join(target).join("small/libdoorstep_ffi.a");
    let copy = folder.join("ios/archives").join(format!("{target}.a"));
    tools::without_debug(&archive, &copy)?;
    Ok(copy)
}

/// The folders of this machine that the compiler sees, and what they are called in what it writes: another folder, or
/// another user, builds the same bytes.
fn names(target: &Path, std: &StdSource) -> Vec<(PathBuf, String)> {
    let mut names = vec![
        (sh::root(), "doorstep".to_owned()),
        (target.to_path_buf(), "target".to_owned()),
        (std.library().to_path_buf(), std.public_name()),
    ];
    names.extend(cargo_home().map(|home| (home, "cargo".to_owned())));
    names
}

/// Those folders, for whoever looks whether one was named all the same.
pub(crate) fn folders(std: &StdSource) -> Result<Vec<PathBuf>, String> {
    let names = names(&sh::target_folder()?, std);
    Ok(names.into_iter().map(|(folder, _)| folder).collect())
}

fn set_flags(target: &Path, std: &StdSource, cargo: &mut Command) {
    let mut flags: Vec<String> = names(target, std)
        .into_iter()
        .map(|(folder, name)| format!("--remap-path-prefix={}={name}", folder.display()))
        .collect();
    flags.extend(FLAGS.map(str::to_owned));
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
}

fn cargo_home() -> Option<PathBuf> {
    let of = |name| std::env::var_os(name).map(PathBuf::from);
    of("CARGO_HOME").or_else(|| of("HOME").map(|home| home.join(".cargo")))
}
