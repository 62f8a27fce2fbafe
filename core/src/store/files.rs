//! Records and a data key in plain files, for hosts without a key store.

use std::fs::{self, OpenOptions};
use std::future::ready;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::ports::BoxFuture;
use crate::ports::records::{Records, RecordsFault};
use crate::ports::vault::{DataKey, Vault, VaultAnswer, VaultLocked};

/// Records as files of one folder, readable by their owner alone. Files are replaced in one
/// piece, so a process that dies while it writes leaves the former record.
#[derive(Debug)]
pub struct FileRecords {
    folder: PathBuf,
}

impl FileRecords {
    /// Keeps records in `folder`, which is made when it is not there.
    ///
    /// # Errors
    /// Those of making the folder.
    pub fn new(folder: impl Into<PathBuf>) -> io::Result<Self> {
        let folder = folder.into();
        make_private_folder(&folder)?;
        Ok(Self { folder })
    }

    fn path(&self, key: &str) -> PathBuf {
        self.folder.join(key)
    }
}

impl Records for FileRecords {
    fn save(&self, key: &str, bytes: Vec<u8>) -> BoxFuture<'_, Result<(), RecordsFault>> {
        Box::pin(ready(
            replace(&self.path(key), &bytes).map_err(|_| RecordsFault::Failed),
        ))
    }

    fn load(&self, key: &str) -> BoxFuture<'_, Result<Option<Vec<u8>>, RecordsFault>> {
        let found = match fs::read(self.path(key)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(_) => Err(RecordsFault::Failed),
        };
        Box::pin(ready(found))
    }

    fn delete(&self, key: &str) -> BoxFuture<'_, Result<(), RecordsFault>> {
        let gone = match fs::remove_file(self.path(key)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(RecordsFault::Failed),
            Ok(()) | Err(_) => Ok(()),
        };
        Box::pin(ready(gone))
    }

    fn list(&self, prefix: &str) -> BoxFuture<'_, Result<Vec<String>, RecordsFault>> {
        let found = fs::read_dir(&self.folder)
            .map_err(|_| RecordsFault::Failed)
            .map(|entries| {
                entries
                    .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
                    .filter(|name| name.starts_with(prefix) && !name.ends_with(UNFINISHED))
                    .collect()
            });
        Box::pin(ready(found))
    }
}

/// A vault that is a file with the key in clear, readable by its owner alone. It is as safe as
/// that account on that machine is, and no safer: where there is a key store, use it instead.
#[derive(Debug)]
pub struct KeyFile {
    path: PathBuf,
}

impl KeyFile {
    /// Keeps the key in the file at `path`, whose folder is made when it is not there.
    ///
    /// # Errors
    /// Those of making the folder.
    pub fn new(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        if let Some(folder) = path.parent() {
            make_private_folder(folder)?;
        }
        Ok(Self { path })
    }

    /// Where the key is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn read(&self) -> VaultAnswer {
        match fs::read(&self.path).map(Zeroizing::new) {
            Ok(bytes) => <[u8; 32]>::try_from(bytes.as_slice())
                .map_or(VaultAnswer::Invalidated, |key| {
                    VaultAnswer::Key(DataKey::from_bytes(key))
                }),
            Err(error) if error.kind() == ErrorKind::NotFound => VaultAnswer::Missing,
            Err(_) => VaultAnswer::Locked,
        }
    }
}

impl Vault for KeyFile {
    fn data_key(&self) -> BoxFuture<'_, VaultAnswer> {
        Box::pin(ready(self.read()))
    }

    fn store_data_key(&self, key: DataKey) -> BoxFuture<'_, Result<(), VaultLocked>> {
        Box::pin(ready(
            replace(&self.path, key.expose()).map_err(|_| VaultLocked),
        ))
    }
}

const UNFINISHED: &str = ".tmp";

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    static WRITES: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
    let write = WRITES.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(format!(".{}-{write}{UNFINISHED}", std::process::id()));
    // A file left over from a process that died may have been made by somebody else.
    if let Err(error) = fs::remove_file(&unfinished)
        && error.kind() != ErrorKind::NotFound
    {
        return Err(error);
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&unfinished)?.write_all(bytes)?;
    fs::rename(&unfinished, path)
}

fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    /// A folder that goes when the test ends.
    struct Folder(PathBuf);

    impl Folder {
        fn new(test: &str) -> Self {
            let name = format!("doorstep-{test}-{}", std::process::id());
            Self(std::env::temp_dir().join(name))
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _gone = fs::remove_dir_all(&self.0);
        }
    }

    fn ready<T>(future: impl Future<Output = T>) -> T {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(outcome) => outcome,
            Poll::Pending => panic!("files answer at once"),
        }
    }

    #[test]
    fn what_is_saved_comes_back_until_it_is_deleted() {
        let folder = Folder::new("records");
        let records = FileRecords::new(&folder.0).unwrap();
        ready(records.save("flow-1", b"first".to_vec())).unwrap();
        ready(records.save("flow-1", b"second".to_vec())).unwrap();
        ready(records.save("session-1", b"other".to_vec())).unwrap();

        let again = FileRecords::new(&folder.0).unwrap();
        assert_eq!(ready(again.load("flow-1")).unwrap().unwrap(), b"second");
        assert_eq!(ready(again.list("flow-")).unwrap(), ["flow-1"]);
        ready(again.delete("flow-1")).unwrap();
        ready(again.delete("flow-1")).unwrap();
        assert_eq!(ready(again.load("flow-1")).unwrap(), None);
    }

    #[test]
    fn a_file_that_a_dead_process_left_unfinished_is_not_listed_and_not_in_the_way() {
        let folder = Folder::new("unfinished");
        let records = FileRecords::new(&folder.0).unwrap();
        fs::write(folder.0.join("flow-1.tmp"), b"half").unwrap();
        assert_eq!(ready(records.list("flow-")).unwrap(), [""; 0]);
        ready(records.save("flow-1", b"whole".to_vec())).unwrap();
        assert_eq!(ready(records.load("flow-1")).unwrap().unwrap(), b"whole");
    }

    #[test]
    fn a_key_comes_back_and_a_file_that_is_none_is_told_from_one_that_is_not_there() {
        let folder = Folder::new("key");
        let vault = KeyFile::new(folder.0.join("data.key")).unwrap();
        assert!(matches!(ready(vault.data_key()), VaultAnswer::Missing));
        let key = DataKey::from_bytes([7; 32]);
        ready(vault.store_data_key(key.clone())).unwrap();
        assert!(matches!(ready(vault.data_key()), VaultAnswer::Key(kept) if kept == key));

        fs::write(vault.path(), b"short").unwrap();
        assert!(matches!(ready(vault.data_key()), VaultAnswer::Invalidated));
        fs::remove_file(vault.path()).unwrap();
        fs::create_dir(vault.path()).unwrap();
        assert!(matches!(ready(vault.data_key()), VaultAnswer::Locked));
    }

    #[cfg(unix)]
    #[test]
    fn files_and_folders_are_their_owners_alone() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = Folder::new("modes");
        let records = FileRecords::new(folder.0.join("records")).unwrap();
        ready(records.save("flow-1", b"sealed".to_vec())).unwrap();
        let vault = KeyFile::new(folder.0.join("data.key")).unwrap();
        ready(vault.store_data_key(DataKey::from_bytes([7; 32]))).unwrap();

        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder.0.join("records")), 0o700);
        assert_eq!(mode(&folder.0.join("records/flow-1")), 0o600);
        assert_eq!(mode(vault.path()), 0o600);
    }

    #[test]
    fn records_are_replaced_in_one_piece_however_many_write() {
        const SIZE: usize = 16 * 1024;
        let folder = Folder::new("pieces");
        let records = FileRecords::new(&folder.0).unwrap();
        ready(records.save("session-1", vec![0; SIZE])).unwrap();
        std::thread::scope(|scope| {
            for byte in 1..4 {
                let records = &records;
                scope.spawn(move || {
                    for _ in 0..200 {
                        ready(records.save("session-1", vec![byte; SIZE])).unwrap();
                    }
                });
            }
            for _ in 0..400 {
                let read = ready(records.load("session-1")).unwrap().unwrap();
                assert_eq!(read.len(), SIZE);
                assert!(read.iter().all(|byte| *byte == read[0]), "torn");
            }
        });
        let left = ready(records.list("")).unwrap();
        assert_eq!(left, ["session-1"]);
    }
}
