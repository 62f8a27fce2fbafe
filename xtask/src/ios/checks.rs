//! What is looked at in an XCFramework that was written, before anybody gets it. Everything is read again from the
//! files, and compared with what the slices are meant to be.

mod contents;
mod library;
mod lists;
mod privacy;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::bundle::Bundle;
use super::framework::{Contents, Places};
use super::library::Library;
use super::platform::Allowed;
use super::slice::Slice;

/// All findings, each a sentence that begins with the slice or the file. `folders` are those of this machine that no
/// library may name.
pub(crate) fn findings(
    bundle: &Bundle,
    slices: &[Slice],
    contents: &Contents,
    allowed: &Allowed,
    folders: &[PathBuf],
) -> Vec<String> {
    let mut found = Vec::new();
    note(&mut found, "", lists::xcframework(bundle, slices, contents));
    note(
        &mut found,
        "",
        contents::nothing_else(bundle, slices, contents),
    );
    for slice in slices {
        let name = slice.identifier();
        let places = Places::of(*slice, &contents.module);
        note(
            &mut found,
            name,
            lists::framework(bundle, *slice, &places, contents),
        );
        note(
            &mut found,
            name,
            contents::texts(bundle, *slice, &places, contents),
        );
        let read = bundle.bytes(&places.library).and_then(super::library::read);
        let libraries = match read {
            Ok(libraries) => libraries,
            Err(reason) => {
                found.push(format!("{name}: {reason}"));
                continue;
            }
        };
        note(
            &mut found,
            name,
            contents::no_folder(bundle, &places, folders),
        );
        let of_library = library::check(*slice, &libraries, contents, allowed);
        found.extend(of_library.iter().map(|reason| format!("{name}: {reason}")));
        let privacy = privacy::check(bundle, &places, &libraries);
        found.extend(privacy.iter().map(|reason| format!("{name}: {reason}")));
    }
    found
}

fn note(found: &mut Vec<String>, name: &str, outcome: Result<(), String>) {
    if let Err(reason) = outcome {
        let of = if name.is_empty() { "" } else { ": " };
        found.push(format!("{name}{of}{reason}"));
    }
}

/// The names, the first few of them.
fn some<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    match names.get(..8) {
        Some(first) if names.len() > 8 => {
            format!("{} and {} more", first.join(", "), names.len() - 8)
        }
        _ => names.join(", "),
    }
}

/// What `nm` and other tools of libraries would be asked for.
fn undefined(libraries: &[Library]) -> BTreeSet<&str> {
    libraries.iter().flat_map(Library::undefined).collect()
}
