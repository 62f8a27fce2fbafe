use std::fs;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use super::private_file::{LONGEST_WRITE, create};
use super::{FileRecords, KeyFile};
use crate::ports::records::Records as _;
use crate::ports::vault::{DataKey, Vault as _, VaultAnswer};

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

#[test]
fn of_two_that_make_a_key_at_once_the_first_wins() {
    let folder = Folder::new("first-key");
    let (one, other) = (
        KeyFile::new(folder.0.join("key")),
        KeyFile::new(folder.0.join("key")),
    );
    let (one, other) = (one.unwrap(), other.unwrap());
    assert!(matches!(ready(one.data_key()), VaultAnswer::Missing));
    assert!(matches!(ready(other.data_key()), VaultAnswer::Missing));
    ready(one.store_data_key(DataKey::from_bytes([1; 32]))).unwrap();
    create(other.path(), &[2; 32]).unwrap();
    ready(other.store_data_key(DataKey::from_bytes([3; 32]))).unwrap();
    let VaultAnswer::Key(key) = ready(other.data_key()) else {
        panic!()
    };
    assert_eq!(key.expose(), &[1; 32]);
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_key_that_others_may_read_is_closed_to_them() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new("open-key");
    let file = KeyFile::new(folder.0.join("key")).unwrap();
    ready(file.store_data_key(DataKey::from_bytes([1; 32]))).unwrap();
    fs::set_permissions(file.path(), fs::Permissions::from_mode(0o644)).unwrap();
    assert!(matches!(ready(file.data_key()), VaultAnswer::Key(_)));
    assert_eq!(
        fs::metadata(file.path()).unwrap().permissions().mode() & 0o777,
        0o600
    );
}

#[test]
fn what_a_process_left_that_died_while_it_wrote_is_removed() {
    let folder = Folder::new("left");
    let records = FileRecords::new(&folder.0).unwrap();
    ready(records.save("flow-1", vec![1])).unwrap();
    let (old, new) = (
        folder.0.join("flow-1.1-1.tmp"),
        folder.0.join("flow-1.1-2.tmp"),
    );
    fs::write(&new, [2]).unwrap();
    let long_ago = std::time::SystemTime::now() - LONGEST_WRITE * 2;
    fs::File::create(&old)
        .unwrap()
        .set_modified(long_ago)
        .unwrap();
    FileRecords::new(&folder.0).unwrap();
    assert!(!old.exists() && new.exists());
    assert_eq!(ready(records.list("")).unwrap(), ["flow-1"]);
}
