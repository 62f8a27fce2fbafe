//! What the AAR is built with, as far as it can be fetched.

use super::abi::Abi;
use super::tools::Tools;
use crate::sh;
use crate::toolchain::llvm;

/// Fetches what is missing, and says what could not be had: the AAR alone needs it.
pub(crate) fn run() {
    for abi in Abi::ALL {
        report(abi.triple(), rust(abi));
    }
    if Tools::ndk().is_some() {
        println!("android: found an NDK");
        return;
    }
    report("clang", llvm::clang_fetched().map(drop));
}

/// Rust's own library, as rustup has it; quick where it is there.
fn rust(abi: Abi) -> sh::Outcome {
    sh::read(&mut sh::command("rustup", ["target", "add", abi.triple()])).map(drop)
}

fn report(what: &str, fetched: sh::Outcome) {
    match fetched {
        Ok(()) => println!("android: {what} found"),
        Err(reason) => println!("android: {what} missing, no AAR can be built: {reason}"),
    }
}
