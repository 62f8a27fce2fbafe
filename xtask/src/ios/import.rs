//! Whether Clang, as Swift's importer does, finds the module in each framework and reads its header.

use std::path::Path;

use super::slice::Slice;
use crate::sh::{self, Outcome};
use crate::toolchain::llvm;

/// Imports `module` from every slice below `folder`; says so where there is no Clang.
pub(crate) fn check(folder: &Path, slices: &[Slice], module: &str) -> Outcome {
    let clang = match llvm::clang_found() {
        Ok(clang) => clang,
        Err(reason) => {
            println!("the module was not imported: {reason}");
            return Ok(());
        }
    };
    let work = sh::target_folder()?.join("ios/import");
    let failed = |error: std::io::Error| format!("{}: {error}", work.display());
    std::fs::create_dir_all(&work).map_err(failed)?;
    let source = work.join("import.m");
    std::fs::write(&source, format!("@import {module};\n")).map_err(failed)?;
    for slice in slices {
        let mut command = sh::command(&clang.to_string_lossy(), ["-fsyntax-only", "-Werror"]);
        command.arg(format!("--target={}", target(*slice)));
        // The header asks for nothing but what the compiler brings.
        command.args(["-fmodules", "-ffreestanding", "-nostdlibinc"]);
        command.arg(format!("-fmodules-cache-path={}", work.display()));
        command.arg("-F").arg(folder.join(slice.identifier()));
        sh::run(command.arg(&source))?;
    }
    Ok(())
}

/// The first processor's, in Clang's words.
fn target(slice: Slice) -> String {
    let version = slice.oldest().version();
    match slice {
        Slice::Device => format!("arm64-apple-ios{version}"),
        Slice::Simulator => format!("arm64-apple-ios{version}-simulator"),
        Slice::Mac => format!("arm64-apple-macos{version}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clang_is_told_the_platform_and_its_oldest_version() {
        assert_eq!(target(Slice::Device), "arm64-apple-ios15.0");
        assert_eq!(target(Slice::Simulator), "arm64-apple-ios15.0-simulator");
        assert_eq!(target(Slice::Mac), "arm64-apple-macos12.0");
    }
}
