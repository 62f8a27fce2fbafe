//! Keys of the seal, each with an id, so that they can be changed while flows go on.

use std::fmt;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use ring::aead::{AES_256_GCM, LessSafeKey, UnboundKey};

/// The length of a key.
const BYTES: usize = 32;
/// The longest id.
const LONGEST_ID: usize = 32;

/// A key with its id. Its bytes cannot be had back.
pub struct Key {
    id: String,
    key: LessSafeKey,
}

/// A key or its id is of no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidKey {
    /// The id would not fit into a token.
    #[error("a key's id must be 1 to 32 of a-z, 0-9 and -")]
    Id,
    /// The secret is no key.
    #[error("a key must be 32 bytes in base64")]
    Secret,
}

impl Key {
    /// A key of 32 bytes.
    ///
    /// # Errors
    /// [`InvalidKey`] when the id or the length is wrong.
    pub fn new(id: &str, secret: &[u8]) -> Result<Self, InvalidKey> {
        let fits =
            |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'-';
        if id.is_empty() || id.len() > LONGEST_ID || !id.bytes().all(fits) {
            return Err(InvalidKey::Id);
        }
        if secret.len() != BYTES {
            return Err(InvalidKey::Secret);
        }
        let key = UnboundKey::new(&AES_256_GCM, secret).map_err(|_| InvalidKey::Secret)?;
        Ok(Self {
            id: id.to_owned(),
            key: LessSafeKey::new(key),
        })
    }

    /// A key written in base64, white space around it left away.
    ///
    /// # Errors
    /// As [`Key::new`].
    pub fn from_base64(id: &str, text: &str) -> Result<Self, InvalidKey> {
        let secret = BASE64_STANDARD.decode(text.trim());
        Self::new(id, &secret.map_err(|_| InvalidKey::Secret)?)
    }

    /// The id.
    pub fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn aead(&self) -> &LessSafeKey {
        &self.key
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Key")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}
