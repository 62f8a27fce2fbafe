//! The other files of a framework.

use std::collections::BTreeSet;
use std::path::PathBuf;

use memchr::memmem;

use crate::ios::bundle::Bundle;
use crate::ios::framework::{self, Contents, LIST, Places};
use crate::ios::slice::Slice;
use crate::sh::Outcome;

/// Header, module map, notices, and the links of a framework that has versions.
pub(super) fn texts(
    bundle: &Bundle,
    slice: Slice,
    places: &Places,
    contents: &Contents,
) -> Outcome {
    let module_map = framework::module_map(contents);
    for (path, meant) in [
        (&places.header, &contents.header),
        (&places.module_map, &module_map),
        (&places.notices, &contents.notices),
    ] {
        let text = bundle.text(path)?;
        if text.trim().is_empty() {
            return Err(format!("{path} is empty"));
        }
        if text != meant {
            return Err(format!("{path} is not what was generated"));
        }
    }
    if !slice.has_versions() {
        return Ok(());
    }
    for (name, to) in framework::version_links(&contents.module) {
        let path = format!("{}/{name}", places.root);
        if bundle.links.get(&path) != Some(&to) {
            return Err(format!("{path} does not lead to {to}"));
        }
    }
    Ok(())
}

/// The library does not tell where it was built, so that another folder builds the same.
pub(super) fn no_folder(bundle: &Bundle, places: &Places, folders: &[PathBuf]) -> Outcome {
    let library = bundle.bytes(&places.library)?;
    let named = folders
        .iter()
        .filter_map(|folder| folder.to_str())
        .find(|folder| memmem::find(library, folder.as_bytes()).is_some());
    match named {
        None => Ok(()),
        Some(folder) => Err(format!("{} names {folder}", places.library)),
    }
}

/// Nothing lies in the XCFramework that nobody asked for.
pub(super) fn nothing_else(bundle: &Bundle, slices: &[Slice], contents: &Contents) -> Outcome {
    let mut known = BTreeSet::from([LIST.to_owned()]);
    for slice in slices {
        let places = Places::of(*slice, &contents.module);
        let links = framework::version_links(&contents.module);
        let links = links.keys().map(|name| format!("{}/{name}", places.root));
        known.extend(links.filter(|_| slice.has_versions()));
        known.extend([
            places.library,
            places.header,
            places.module_map,
            places.properties,
            places.privacy,
            places.notices,
        ]);
    }
    let there = bundle.files.keys().chain(bundle.links.keys());
    match there.into_iter().find(|path| !known.contains(*path)) {
        None => Ok(()),
        Some(path) => Err(format!("{path} does not belong there")),
    }
}
