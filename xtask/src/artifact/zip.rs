//! Archives whose bytes depend on nothing but what is in them: sorted names, one date, one mode, one way to compress.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::sh::Outcome;

/// Files by their path in the archive.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Symbolic links by their path in the archive, with what they lead to.
pub(crate) type Links = BTreeMap<String, String>;

/// Writes `files` as an archive.
pub(crate) fn write(path: &Path, files: &Files) -> Outcome {
    let bytes = pack(files).map_err(|error| format!("{}: {error}", path.display()))?;
    std::fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()))
}

/// Reads every file of an archive.
pub(crate) fn read(path: &Path) -> Result<Files, String> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    unpack(&bytes).map_err(|error| format!("{}: {error}", path.display()))
}

/// The bytes of an archive of `files`.
pub(crate) fn pack(files: &Files) -> zip::result::ZipResult<Vec<u8>> {
    pack_with_links(files, &Links::new())
}

/// The bytes of an archive of `files`, and of `links` behind them.
pub(crate) fn pack_with_links(files: &Files, links: &Links) -> zip::result::ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(name.as_str(), options)?;
        writer.write_all(bytes)?;
    }
    for (name, to) in links {
        writer.add_symlink(name.as_str(), to.as_str(), options)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// The files of an archive, folders left out.
pub(crate) fn unpack(bytes: &[u8]) -> zip::result::ZipResult<Files> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut files = Files::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index)?;
        if file.is_dir() {
            continue;
        }
        let name = file.name()?.into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        files.insert(name, bytes);
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Files {
        let text = "all work and no play ".repeat(40);
        Files::from([
            ("b/long.txt".to_owned(), text.into_bytes()),
            ("a.bin".to_owned(), vec![0, 255, 7]),
        ])
    }

    #[test]
    fn what_was_packed_comes_out_again() {
        let packed = pack(&files()).unwrap();
        assert!(packed.len() < 600, "{} bytes", packed.len());
        assert_eq!(unpack(&packed).unwrap(), files());
    }

    #[test]
    fn the_same_files_make_the_same_bytes_with_the_oldest_date() {
        let packed = pack(&files()).unwrap();
        assert_eq!(packed, pack(&files()).unwrap());
        let mut archive = ZipArchive::new(Cursor::new(packed)).unwrap();
        let file = archive.by_index(0).unwrap();
        assert_eq!(file.name().unwrap(), "a.bin");
        assert_eq!(file.last_modified().unwrap().year(), 1980);
        assert_eq!(file.unix_mode().unwrap() & 0o777, 0o644);
    }

    #[test]
    fn a_link_stays_a_link() {
        let links = Links::from([("c".to_owned(), "a.bin".to_owned())]);
        let packed = pack_with_links(&files(), &links).unwrap();
        let mut archive = ZipArchive::new(Cursor::new(packed)).unwrap();
        assert!(archive.by_name("c").unwrap().is_symlink());
        assert!(!archive.by_name("a.bin").unwrap().is_symlink());
    }

    #[test]
    fn what_is_no_archive_is_refused() {
        assert!(unpack(b"not an archive").is_err());
    }
}
