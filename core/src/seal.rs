//! The one sealed form of every saved record: XChaCha20-Poly1305 with a random nonce.
//!
//! ```text
//! 1 byte   format, 1
//! 8 bytes  revision, big endian
//! 24 bytes nonce
//! rest     ciphertext and tag
//! ```
//!
//! The format, the record's name, its revision and the client are authenticated, so a record
//! can't be passed off as another one's, or as a later state of itself.

use chacha20poly1305::aead::{Aead, AeadInOut, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::ports::vault::DataKey;

const FORMAT: u8 = 1;
const NONCE_BYTES: usize = 24;
const HEADER_BYTES: usize = 1 + 8 + NONCE_BYTES;
const TAG_BYTES: usize = 16;

/// What a sealed record belongs to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Label<'a> {
    /// Its name among the client's records.
    pub(crate) name: &'a str,
    /// The client and tenant it was made for.
    pub(crate) owner: &'a str,
}

/// A record could not be sealed: the system gave no random bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoRandomness;

/// A record can't be opened: it was damaged, sealed with another key, or belongs elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Damaged;

pub(crate) fn make_key() -> Result<DataKey, NoRandomness> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(DataKey::from_bytes(bytes))
}

/// A record's plain form with room for its header, so that it is encrypted where it lies and no
/// copy of it has to be wiped. It is wiped itself when it is dropped instead of sealed.
pub(crate) struct Draft(Zeroizing<Vec<u8>>);

impl Draft {
    /// Has `fill` write the plain form, of about `room` bytes.
    pub(crate) fn write<E>(
        room: usize,
        fill: impl FnOnce(&mut Vec<u8>) -> Result<(), E>,
    ) -> Result<Self, E> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(HEADER_BYTES + room + TAG_BYTES));
        bytes.resize(HEADER_BYTES, 0);
        fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// The plain form.
    #[cfg(test)]
    pub(crate) fn plain(&self) -> &[u8] {
        &self.0[HEADER_BYTES..]
    }
}

pub(crate) fn seal(
    key: &DataKey,
    label: Label<'_>,
    revision: u64,
    mut draft: Draft,
) -> Result<Vec<u8>, NoRandomness> {
    let mut nonce = [0; NONCE_BYTES];
    getrandom::fill(&mut nonce).map_err(|_| NoRandomness)?;
    let aad = associated_data(label, revision);
    let cipher = XChaCha20Poly1305::new(&(*key.expose()).into());
    let (header, body) = draft.0.split_at_mut(HEADER_BYTES);
    // It fails for messages of 256 GiB alone, which no record is.
    let tag = cipher
        .encrypt_inout_detached(&XNonce::from(nonce), &aad, body.into())
        .map_err(|_| NoRandomness)?;
    let revision = revision.to_be_bytes();
    let parts = [FORMAT].iter().chain(&revision).chain(&nonce);
    header
        .iter_mut()
        .zip(parts)
        .for_each(|(place, byte)| *place = *byte);
    draft.0.extend_from_slice(&tag);
    Ok(std::mem::take(&mut *draft.0))
}

/// The revision in the header of a sealed record, as it stands there: not yet authenticated.
pub(crate) fn claimed_revision(bytes: &[u8]) -> Option<u64> {
    let [FORMAT, rest @ ..] = bytes else {
        return None;
    };
    rest.first_chunk::<8>()
        .map(|revision| u64::from_be_bytes(*revision))
}

pub(crate) fn open(
    key: &DataKey,
    label: Label<'_>,
    bytes: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Damaged> {
    let (header, sealed) = bytes.split_at_checked(HEADER_BYTES).ok_or(Damaged)?;
    let [FORMAT, rest @ ..] = header else {
        return Err(Damaged);
    };
    let (revision, nonce) = rest.split_first_chunk::<8>().ok_or(Damaged)?;
    let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| Damaged)?;
    let aad = associated_data(label, u64::from_be_bytes(*revision));
    let cipher = XChaCha20Poly1305::new(&(*key.expose()).into());
    let payload = Payload {
        msg: sealed,
        aad: &aad,
    };
    let plain = cipher
        .decrypt(&XNonce::from(nonce), payload)
        .map_err(|_| Damaged)?;
    Ok(Zeroizing::new(plain))
}

/// Each part is preceded by its length, so that no two labels give the same bytes.
fn associated_data(label: Label<'_>, revision: u64) -> Vec<u8> {
    let mut bytes = vec![FORMAT];
    bytes.extend_from_slice(&revision.to_be_bytes());
    for part in [label.name, label.owner] {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part.as_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    const LABEL: Label<'_> = Label {
        name: "flow-1",
        owner: "client",
    };

    fn draft(plain: &[u8]) -> Draft {
        Draft::write(plain.len(), |bytes| {
            bytes.extend_from_slice(plain);
            Ok::<(), ()>(())
        })
        .unwrap()
    }

    #[test]
    fn what_was_sealed_opens_again_and_shows_nothing_meanwhile() {
        let key = make_key().unwrap();
        let sealed = seal(&key, LABEL, 7, draft(b"ada@contoso.example")).unwrap();
        assert!(!sealed.windows(3).any(|window| window == b"ada"));
        assert_eq!(
            &**open(&key, LABEL, &sealed).unwrap(),
            b"ada@contoso.example"
        );
    }

    #[test]
    fn any_changed_byte_is_noticed() {
        let key = make_key().unwrap();
        let sealed = seal(&key, LABEL, 7, draft(b"x")).unwrap();
        for index in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[index] ^= 1;
            assert_eq!(open(&key, LABEL, &changed), Err(Damaged), "byte {index}");
        }
        for length in 0..sealed.len() {
            assert_eq!(
                open(&key, LABEL, &sealed[..length]),
                Err(Damaged),
                "length {length}"
            );
        }
    }

    #[test]
    fn a_record_opens_under_its_own_label_and_key_alone() {
        let key = make_key().unwrap();
        let sealed = seal(&key, LABEL, 7, draft(b"x")).unwrap();
        let other_name = Label {
            name: "flow-2",
            ..LABEL
        };
        let other_owner = Label {
            owner: "other",
            ..LABEL
        };
        assert_eq!(open(&key, other_name, &sealed), Err(Damaged));
        assert_eq!(open(&key, other_owner, &sealed), Err(Damaged));
        assert_eq!(open(&make_key().unwrap(), LABEL, &sealed), Err(Damaged));
    }
}
