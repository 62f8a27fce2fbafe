//! Files that are written in one piece and are their owner's alone.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How the name of a file ends that is being written.
pub(super) const UNFINISHED: &str = ".tmp";

/// Puts `bytes` in place of what is at `path`, in one piece.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::rename(write_beside(path, bytes)?, path)
}

/// Puts `bytes` at `path` in one piece, unless something is there already.
pub(super) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let written = write_beside(path, bytes)?;
    let linked = fs::hard_link(&written, path);
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => fs::rename(&written, path),
        Ok(()) | Err(_) => fs::remove_file(&written),
    }
}

/// A new file beside `path` that nobody else writes to, readable by its owner alone.
fn write_beside(path: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    static WRITES: AtomicU64 = AtomicU64::new(0);
    let write = WRITES.fetch_add(1, Ordering::Relaxed);
    let mut written = path.as_os_str().to_owned();
    written.push(format!(".{}-{write}{UNFINISHED}", std::process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&written)?.write_all(bytes)?;
    Ok(written.into())
}

/// Removes what processes left that died while they wrote.
pub(super) fn sweep(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)?.flatten() {
        let unfinished = entry.file_name().to_string_lossy().ends_with(UNFINISHED);
        let age = entry
            .metadata()
            .and_then(|file| file.modified())
            .map(|time| time.elapsed());
        if unfinished && matches!(age, Ok(Ok(age)) if age > LONGEST_WRITE) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// No write takes longer.
pub(super) const LONGEST_WRITE: Duration = Duration::from_mins(1);

/// The file at `path`. One that others may read is closed to them first.
pub(super) fn read_private(path: &Path) -> io::Result<Vec<u8>> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let permissions = fs::metadata(path)?.permissions();
        if permissions.mode() & 0o077 != 0 {
            fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
        }
    }
    fs::read(path)
}

/// A folder that its owner alone may look into.
pub(super) fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
