//! Records and a data key in plain files, for hosts without a key store.

use std::fs;
use std::future::ready;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::private_file::{UNFINISHED, create, make_private_folder, read_private, replace, sweep};
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
        sweep(&folder)?;
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
        match read_private(&self.path).map(Zeroizing::new) {
            Ok(bytes) => <[u8; 32]>::try_from(bytes.as_slice())
                .map_or(VaultAnswer::Invalidated, |key| {
                    VaultAnswer::Key(DataKey::from_bytes(key))
                }),
            Err(error) if error.kind() == ErrorKind::NotFound => VaultAnswer::Missing,
            Err(_) => VaultAnswer::Locked,
        }
    }

    fn store(&self, key: &DataKey) -> io::Result<()> {
        match self.read() {
            VaultAnswer::Missing => create(&self.path, key.expose()),
            VaultAnswer::Invalidated => replace(&self.path, key.expose()),
            VaultAnswer::Key(_) => Ok(()),
            VaultAnswer::Locked => Err(ErrorKind::PermissionDenied.into()),
        }
    }
}

impl Vault for KeyFile {
    fn data_key(&self) -> BoxFuture<'_, VaultAnswer> {
        Box::pin(ready(self.read()))
    }

    fn store_data_key(&self, key: DataKey) -> BoxFuture<'_, Result<(), VaultLocked>> {
        Box::pin(ready(self.store(&key).map_err(|_| VaultLocked)))
    }
}
