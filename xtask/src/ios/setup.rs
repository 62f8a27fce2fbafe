//! What `cargo xtask ios` needs and a plain machine does not have.

use crate::toolchain::llvm;
use crate::toolchain::std_source::StdSource;

/// Fetches it; what can't be fetched is named, and fails the build later.
pub(crate) fn run() {
    match StdSource::fetched() {
        Ok(source) => println!("source of the standard library: {}", source.release()),
        Err(reason) => println!("source of the standard library: {reason}"),
    }
    match llvm::clang_fetched() {
        Ok(clang) => println!("clang: {}", clang.display()),
        Err(reason) => println!("clang: {reason}"),
    }
    if let Err(reason) = super::tools::linker() {
        println!("linker: {reason}");
    }
}
