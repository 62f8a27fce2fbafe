//! As [`cipher`](super::cipher), by ring, which the transport brings along: in half the
//! time. ring knows the cipher with short nonces alone; with long ones it is the same under a key
//! that `HChaCha20` makes of the key and most of the nonce (draft-irtf-cfrg-xchacha, section 2.3).

use chacha20::{R20, hchacha};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce as ShortNonce, UnboundKey};
use zeroize::Zeroizing;

use super::{Key, Nonce, Tag};

/// As [`cipher::encrypt`](super::cipher::encrypt).
pub(super) fn encrypt(key: &Key, nonce: Nonce, aad: &[u8], body: &mut [u8]) -> Option<Tag> {
    let (key, nonce) = short(key, nonce)?;
    let tag = key.seal_in_place_separate_tag(nonce, Aad::from(aad), body);
    tag.ok()?.as_ref().try_into().ok()
}

/// As [`cipher::decrypt`](super::cipher::decrypt).
pub(super) fn decrypt(
    key: &Key,
    nonce: Nonce,
    aad: &[u8],
    body: &mut [u8],
    tag: Tag,
) -> Option<()> {
    let (key, nonce) = short(key, nonce)?;
    let opened = key.open_in_place_separate_tag(nonce, Aad::from(aad), tag.into(), body, 0..);
    opened.ok().map(|_| ())
}

/// The key and the nonce of the cipher with short nonces.
fn short(key: &Key, nonce: Nonce) -> Option<(LessSafeKey, ShortNonce)> {
    let (most, rest) = nonce.split_first_chunk::<16>()?;
    let made: Key = hchacha::<R20>(&(*key).into(), &(*most).into()).into();
    let made = Zeroizing::new(made);
    let mut short = [0; 12];
    let (_, last) = short.split_last_chunk_mut::<8>()?;
    last.copy_from_slice(rest);
    let key = UnboundKey::new(&CHACHA20_POLY1305, &*made).ok()?;
    Some((
        LessSafeKey::new(key),
        ShortNonce::assume_unique_for_key(short),
    ))
}
