//! What must hold of a native library that an app ships.

use std::collections::BTreeSet;

use crate::android::abi::Abi;
use crate::android::platform::Symbols;
use crate::artifact::elf::{Elf, Fault};

/// Devices of Android 15 and later may have pages of 16 KiB.
const PAGE: u64 = 16 * 1024;

/// What every native library has to fit, also those that others made: the machine, and its pages.
pub(crate) fn loads(abi: Abi, elf: &Elf) -> Vec<String> {
    let mut found = Vec::new();
    if elf.machine != abi.machine() {
        found.push(format!(
            "is for machine {}, not for {}",
            elf.machine.0,
            abi.name()
        ));
    }
    if elf.alignments.is_empty() {
        found.push("has no segment to load".to_owned());
    }
    for alignment in elf.alignments.iter().filter(|found| **found < PAGE) {
        found.push(format!(
            "a segment is aligned to {alignment} bytes, not to pages of {PAGE}"
        ));
    }
    found
}

/// What our own library has to be besides: what it gives, what it takes, and how it is protected.
pub(crate) fn is_ours(
    elf: &Elf,
    soname: &str,
    functions: &BTreeSet<String>,
    platform: &Symbols,
) -> Vec<String> {
    let mut found = symbols(elf, functions, platform);
    if elf.soname.as_deref() != Some(soname) {
        found.push(format!("calls itself {:?}, not {soname}", elf.soname));
    }
    let debug = elf.sections.iter().filter(|name| is_debug(name));
    found.extend(debug.map(|name| format!("has a section for debuggers: {name}")));
    found.extend(elf.faults.iter().map(|fault| {
        match fault {
            Fault::WritesCode => "writes to its own code when loaded",
            Fault::BindsLate => "looks symbols up late",
            Fault::WritableTables => "leaves its tables writable",
            Fault::ExecutableStack => "has a stack that may hold code",
        }
        .to_owned()
    }));
    found
}

fn symbols(elf: &Elf, functions: &BTreeSet<String>, platform: &Symbols) -> Vec<String> {
    let missing = functions.difference(&elf.exported);
    let needless = elf.exported.difference(functions);
    let foreign = elf
        .wanted
        .iter()
        .filter(|(name, weak)| !(platform.has(name) || **weak && platform.may_lack(name)));
    let others = elf.needed.iter().filter(|name| !platform.has_library(name));
    missing
        .map(|name| format!("lacks the function {name}"))
        .chain(needless.map(|name| format!("exports {name}, which nobody calls")))
        .chain(foreign.map(|(name, _)| format!("wants {name}, which Android 7 does not have")))
        .chain(others.map(|name| format!("needs {name}, which is not Android's")))
        .collect()
}

fn is_debug(section: &str) -> bool {
    section.starts_with(".debug") || section.starts_with(".zdebug") || section == ".symtab"
}

#[cfg(test)]
mod tests;
