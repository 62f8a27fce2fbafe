//! What must hold of the artifact. Every check gives back what it found; nothing found is good.

pub(crate) mod jna;
pub(crate) mod library;
pub(crate) mod listing;
pub(crate) mod manifest;
pub(crate) mod rules;

use std::collections::BTreeSet;

use super::aar;
use super::abi::Abi;
use super::platform::Symbols;
use super::tools::SONAME;
use crate::artifact::elf::Elf;
use crate::artifact::zip::{self, Files};

/// Everything about an AAR as it was read back from the disk.
pub(crate) fn aar(
    files: &Files,
    abis: &[Abi],
    functions: &BTreeSet<String>,
) -> Result<Vec<String>, String> {
    let text = |name: &str| {
        let bytes = files.get(name).map(Vec::as_slice).unwrap_or_default();
        String::from_utf8_lossy(bytes).into_owned()
    };
    let mut found = listing::check(files, abis);
    found.extend(manifest::check(&text("AndroidManifest.xml")));
    found.extend(rules::check(&text("proguard.txt")));
    match files.get("classes.jar").map(|jar| zip::unpack(jar)) {
        Some(Ok(classes)) => found.extend(listing::check_classes(&classes)),
        Some(Err(error)) => found.push(format!("classes.jar: {error}")),
        None => {}
    }
    let platform = Symbols::allowed()?;
    for abi in abis {
        let path = aar::library_path(*abi);
        let Some(bytes) = files.get(&path) else {
            continue;
        };
        let found_here = match Elf::read(bytes) {
            Ok(elf) => {
                let mut found = library::loads(*abi, &elf);
                found.extend(library::is_ours(&elf, SONAME, functions, &platform));
                found
            }
            Err(reason) => vec![reason],
        };
        found.extend(found_here.iter().map(|reason| format!("{path} {reason}")));
    }
    Ok(found)
}
