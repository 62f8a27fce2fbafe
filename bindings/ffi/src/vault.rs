//! The data key, kept by the host.

use std::sync::Arc;
use std::time::Duration;

use doorstep::ports::BoxFuture;
use doorstep::ports::vault::{self, DataKey, VaultLocked};
use zeroize::Zeroizing;

use crate::hook::{Hook, HookError};

/// Keeps the one data key with which the core seals its records.
#[uniffi::export(callback_interface)]
pub trait Vault: Send + Sync {
    /// The data key, or why there is none. A vault that can't be reached answers `Locked`, or throws.
    fn data_key(&self) -> Result<VaultAnswer, HookError>;

    /// Keeps `key` from now on, in place of one that is gone. Where there is one by now, that one stays.
    fn store_data_key(&self, key: Vec<u8>) -> Result<(), HookError>;
}

/// What a vault says when it is asked for the data key.
#[derive(uniffi::Enum)]
pub enum VaultAnswer {
    /// Here it is.
    Key {
        /// 32 bytes.
        bytes: Vec<u8>,
    },
    /// There has never been one.
    Missing,
    /// There may be one, but not now.
    Locked,
    /// There was one, and it is gone for good.
    Invalidated,
}

impl From<VaultAnswer> for vault::VaultAnswer {
    fn from(answer: VaultAnswer) -> Self {
        match answer {
            VaultAnswer::Key { bytes } => {
                let bytes = Zeroizing::new(bytes);
                match <[u8; 32]>::try_from(bytes.as_slice()) {
                    Ok(key) => Self::Key(DataKey::from_bytes(key)),
                    Err(_) => Self::Invalidated,
                }
            }
            VaultAnswer::Missing => Self::Missing,
            VaultAnswer::Locked => Self::Locked,
            VaultAnswer::Invalidated => Self::Invalidated,
        }
    }
}

/// The host's vault, as the core's port. One that fails counts as locked: nothing is given up.
pub(crate) struct HostVault {
    host: Arc<dyn Vault>,
    hook: Arc<Hook>,
}

impl HostVault {
    pub(crate) fn new(host: Box<dyn Vault>, patience: Duration) -> Self {
        let (host, hook) = (Arc::from(host), Hook::new("vault", patience));
        Self { host, hook }
    }
}

impl vault::Vault for HostVault {
    fn data_key(&self) -> BoxFuture<'_, vault::VaultAnswer> {
        let host = Arc::clone(&self.host);
        Box::pin(async move {
            match self.hook.ask(move || host.data_key()).await {
                Ok(answer) => answer.into(),
                Err(_) => vault::VaultAnswer::Locked,
            }
        })
    }

    fn store_data_key(&self, key: DataKey) -> BoxFuture<'_, Result<(), VaultLocked>> {
        let host = Arc::clone(&self.host);
        Box::pin(async move {
            let stored = self
                .hook
                .ask(move || host.store_data_key(key.expose().to_vec()));
            stored.await.map_err(|_| VaultLocked)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_of_another_length_is_no_key() {
        let answer = |length| {
            vault::VaultAnswer::from(VaultAnswer::Key {
                bytes: vec![7; length],
            })
        };
        assert!(matches!(answer(32), vault::VaultAnswer::Key(key) if key.expose() == &[7; 32]));
        assert!(matches!(answer(31), vault::VaultAnswer::Invalidated));
    }
}
