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

#[cfg(any(not(feature = "reqwest"), test))]
mod cipher;
#[cfg(feature = "reqwest")]
mod cipher_on_ring;

use zeroize::Zeroizing;

#[cfg(not(feature = "reqwest"))]
use self::cipher::{decrypt, encrypt};
#[cfg(feature = "reqwest")]
use self::cipher_on_ring::{decrypt, encrypt};
use crate::ports::vault::DataKey;

const FORMAT: u8 = 1;
const NONCE_BYTES: usize = 24;
const HEADER_BYTES: usize = 1 + 8 + NONCE_BYTES;
const TAG_BYTES: usize = 16;

type Key = [u8; 32];
type Nonce = [u8; NONCE_BYTES];
type Tag = [u8; TAG_BYTES];

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
    let (header, body) = draft.0.split_at_mut(HEADER_BYTES);
    let tag = encrypt(key.expose(), nonce, &aad, body).ok_or(NoRandomness)?;
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
    let nonce: Nonce = nonce.try_into().map_err(|_| Damaged)?;
    let (body, tag) = sealed.split_last_chunk::<TAG_BYTES>().ok_or(Damaged)?;
    let aad = associated_data(label, u64::from_be_bytes(*revision));
    let mut plain = Zeroizing::new(body.to_vec());
    decrypt(key.expose(), nonce, &aad, &mut plain, *tag).ok_or(Damaged)?;
    Ok(plain)
}

/// Each part is preceded by its length, so that no two labels give the same bytes.
fn associated_data(label: Label<'_>, revision: u64) -> Vec<u8> {
    let parts = label.name.len() + label.owner.len();
    let mut bytes = Vec::with_capacity(1 + 3 * 8 + parts);
    bytes.push(FORMAT);
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

    fn counting_from<const N: usize>(first: u8) -> [u8; N] {
        let mut next = first..;
        [(); N].map(|()| next.next().unwrap())
    }

    /// The example of draft-irtf-cfrg-xchacha, appendix A.3.1.
    #[test]
    fn the_cipher_is_the_one_that_is_written_down() {
        let key: Key = counting_from(0x80);
        let nonce: Nonce = counting_from(0x40);
        let aad = *b"PQRS\xc0\xc1\xc2\xc3\xc4\xc5\xc6\xc7";
        let plain = *b"Ladies and Gentlemen of the class of '99: If I could offer you only one \
            tip for the future, sunscreen would be it.";
        let mut body = plain;
        let tag = encrypt(&key, nonce, &aad, &mut body).unwrap();
        assert_eq!(body[..8], [0xbd, 0x6d, 0x17, 0x9d, 0x3e, 0x83, 0xd4, 0x3b]);
        let expected: u128 = 0xc087_5924_c1c7_9879_47de_afd8_780a_cf49;
        assert_eq!(u128::from_be_bytes(tag), expected);
        decrypt(&key, nonce, &aad, &mut body, tag).unwrap();
        assert_eq!(body, plain);
    }

    #[cfg(feature = "reqwest")]
    #[test]
    fn a_record_sealed_with_ring_opens_without_it_and_the_other_way_round() {
        let (key, nonce) = ([7; 32], [9; NONCE_BYTES]);
        for length in [0, 1, 15, 16, 17, 63, 64, 65, 1000, 5000] {
            let plain: Vec<u8> = (0..=255).cycle().take(length).collect();
            let (mut one, mut other) = (plain.clone(), plain.clone());
            let tag = cipher::encrypt(&key, nonce, b"aad", &mut one).unwrap();
            let same = encrypt(&key, nonce, b"aad", &mut other);
            assert_eq!((&one, Some(tag)), (&other, same), "{length}");
            decrypt(&key, nonce, b"aad", &mut one, tag).unwrap();
            cipher::decrypt(&key, nonce, b"aad", &mut other, tag).unwrap();
            assert_eq!((&one, &other), (&plain, &plain), "{length}");
        }
    }
}
