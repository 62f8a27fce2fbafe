//! The vault port: the key that seals records.

use std::fmt;

use zeroize::Zeroizing;

use super::BoxFuture;

/// Keeps the one data key with which the core seals its records. On a phone it wraps the key
/// with the platform's key store; a client asks for it once, and again
/// as long as the answer was [`VaultAnswer::Locked`].
pub trait Vault: Send + Sync {
    /// The data key, or why there is none. A vault that can't be reached answers
    /// [`VaultAnswer::Locked`]: a wrong [`VaultAnswer::Missing`] costs every record.
    fn data_key(&self) -> BoxFuture<'_, VaultAnswer>;

    /// Keeps `key` from now on, in place of one that is gone. Where somebody else stored one since
    /// the core asked, that one stays: the core asks again to learn which it is.
    fn store_data_key(&self, key: DataKey) -> BoxFuture<'_, Result<(), VaultLocked>>;
}

/// What a vault says when it is asked for the data key.
#[derive(Debug)]
pub enum VaultAnswer {
    /// Here it is.
    Key(DataKey),
    /// There has never been one: the core makes one and stores it.
    Missing,
    /// There may be one, but not now: the device is locked. Nothing is deleted or replaced.
    Locked,
    /// There was one, and it is gone for good (a changed screen lock, a restored backup).
    Invalidated,
}

/// The vault could not take a key now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the vault is locked")]
pub struct VaultLocked;

/// A 256-bit key. It is wiped when dropped and does not print.
#[derive(Clone, PartialEq, Eq)]
pub struct DataKey(Zeroizing<[u8; 32]>);

impl DataKey {
    /// Takes over a key that the vault kept.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes, for the vault that wraps them.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}
