//! XChaCha20-Poly1305, in Rust alone.

use chacha20poly1305::{AeadInOut as _, KeyInit as _, XChaCha20Poly1305};

use super::{Key, Nonce, Tag};

/// Encrypts `body` where it lies, and gives its tag. Fails for messages of 256 GiB alone, which no
/// record is.
pub(super) fn encrypt(key: &Key, nonce: Nonce, aad: &[u8], body: &mut [u8]) -> Option<Tag> {
    let cipher = XChaCha20Poly1305::new(&(*key).into());
    let tag = cipher.encrypt_inout_detached(&nonce.into(), aad, body.into());
    tag.ok().map(Tag::from)
}

/// Decrypts `body` where it lies, if `tag` is its own.
pub(super) fn decrypt(
    key: &Key,
    nonce: Nonce,
    aad: &[u8],
    body: &mut [u8],
    tag: Tag,
) -> Option<()> {
    let cipher = XChaCha20Poly1305::new(&(*key).into());
    let opened = cipher.decrypt_inout_detached(&nonce.into(), aad, body.into(), &tag.into());
    opened.ok()
}
