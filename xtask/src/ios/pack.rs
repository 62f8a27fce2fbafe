//! The XCFramework in one file, as Swift's package manager takes it, and the checksum that it asks for.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::bundle::Bundle;
use crate::artifact::zip;
use crate::sh::Outcome;

/// Writes both beside `folder` and gives back where the archive lies.
pub(crate) fn pack(bundle: &Bundle, folder: &Path) -> Result<PathBuf, String> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let archive = folder.with_file_name(format!("{name}.zip"));
    let failed = |error: std::io::Error| format!("{}: {error}", archive.display());
    let bytes = packed(bundle, &name).map_err(|error| format!("{}: {error}", archive.display()))?;
    std::fs::write(&archive, &bytes).map_err(failed)?;
    whole(bundle, &name, &archive)?;
    let line = format!("{}  {name}.zip\n", checksum(&bytes));
    std::fs::write(folder.with_file_name(format!("{name}.zip.sha256")), line).map_err(failed)?;
    Ok(archive)
}

/// What the archive holds is what was looked at.
fn whole(bundle: &Bundle, name: &str, archive: &Path) -> Outcome {
    let mut packed = zip::read(archive)?;
    for (path, bytes) in &bundle.files {
        let path = format!("{name}/{path}");
        if packed.remove(&path).as_ref() != Some(bytes) {
            return Err(format!("{}: {path} came out otherwise", archive.display()));
        }
    }
    if packed.len() == bundle.links.len() {
        return Ok(());
    }
    Err(format!("{} holds something else too", archive.display()))
}

/// Everything in one folder of that name.
fn packed(bundle: &Bundle, name: &str) -> ::zip::result::ZipResult<Vec<u8>> {
    let within = |path: &String| format!("{name}/{path}");
    let files = bundle.files.iter();
    let files = files.map(|(path, bytes)| (within(path), bytes.clone()));
    let links = bundle.links.iter();
    let links = links.map(|(path, to)| (within(path), to.clone()));
    zip::pack_with_links(&files.collect(), &links.collect())
}

fn checksum(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bundle_makes_the_same_archive() {
        let mut bundle = Bundle::default();
        bundle.add("b", "text");
        bundle.link("a", "b");
        let first = packed(&bundle, "Thing.xcframework").unwrap();
        assert_eq!(first, packed(&bundle, "Thing.xcframework").unwrap());
        let files = zip::unpack(&first).unwrap();
        let names: Vec<_> = files.keys().map(String::as_str).collect();
        assert_eq!(names, ["Thing.xcframework/a", "Thing.xcframework/b"]);
    }

    #[test]
    fn the_checksum_is_that_of_other_tools() {
        assert_eq!(
            checksum(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
