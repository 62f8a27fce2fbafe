//! The table of sizes.

use std::path::Path;

use super::slice::{Arch, Slice};

/// One library.
pub(crate) struct Row {
    slice: Slice,
    arch: Arch,
    archive: u64,
    linked: u64,
}

pub(crate) fn row(slice: Slice, arch: Arch, archive: &Path, linked: u64) -> Result<Row, String> {
    Ok(Row {
        slice,
        arch,
        archive: bytes(archive)?,
        linked,
    })
}

/// The table of these libraries and of the archive that holds them all.
pub(crate) fn table(rows: &[Row], zip: &Path) -> Result<String, String> {
    Ok(lines(rows, bytes(zip)?))
}

fn lines(rows: &[Row], zip: u64) -> String {
    let mut lines = vec![line("slice", "processor", "archive", "in an app")];
    lines.extend(rows.iter().map(|row| {
        let (archive, linked) = (row.archive.to_string(), row.linked.to_string());
        line(row.slice.identifier(), row.arch.name(), &archive, &linked)
    }));
    lines.push(line("all, packed", "", &zip.to_string(), ""));
    lines.concat()
}

fn line(slice: &str, arch: &str, archive: &str, linked: &str) -> String {
    let line = format!("{slice:<28}{arch:<10}{archive:>12}{linked:>12}");
    line.trim_end().to_owned() + "\n"
}

fn bytes(path: &Path) -> Result<u64, String> {
    let found = std::fs::metadata(path).map(|file| file.len());
    found.map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_library_has_a_line_and_the_archive_the_last() {
        let row = Row {
            slice: Slice::Device,
            arch: Arch::Arm64,
            archive: 200,
            linked: 100,
        };
        let table = lines(&[row], 50);
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines.len(), 3);
        assert!(lines[1].starts_with("ios-arm64 ") && lines[1].ends_with(" 100"));
        assert!(lines[2].starts_with("all, packed") && lines[2].ends_with(" 50"));
    }
}
