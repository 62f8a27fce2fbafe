//! Sealing and opening.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use ring::aead::{Aad, NONCE_LEN, Nonce};
use ring::rand::{SecureRandom as _, SystemRandom};

use super::{Envelope, InvalidKey, Key};

/// The first part of every sealed token: this format.
const FORMAT: &str = "dg1";
/// The longest sealed token that is made or opened.
const LONGEST: usize = 16 * 1024;

/// For what mostly stands around a tenant's token.
const ROOM: usize = 256;

/// Seals with its first key, and opens with any.
#[derive(Debug)]
pub struct Seal {
    tenant: String,
    keys: Vec<Key>,
    random: SystemRandom,
}

/// Nothing was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The tenant's token is too long to be carried.
    #[error("the token is too long to be sealed")]
    TooLong,
    /// The machine gave no random number, or the cipher failed.
    #[error("the token could not be sealed")]
    Failed,
}

/// Why a token was not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unopened {
    /// It was not sealed by a gate with one of these keys for this tenant.
    #[error("the token was not sealed here")]
    Foreign,
    /// It is too old.
    #[error("the token has expired")]
    Expired,
}

impl Seal {
    /// For the tenant of that id. Two gates with the same keys and tenant open each other's tokens.
    ///
    /// # Errors
    /// [`InvalidKey::Secret`] without a key, [`InvalidKey::Id`] when two have the same id.
    pub fn new(tenant: &str, keys: Vec<Key>) -> Result<Self, InvalidKey> {
        let is_double =
            |(at, key): (usize, &Key)| keys.iter().take(at).any(|earlier| earlier.id() == key.id());
        if keys.is_empty() {
            return Err(InvalidKey::Secret);
        }
        if keys.iter().enumerate().any(is_double) {
            return Err(InvalidKey::Id);
        }
        Ok(Self {
            tenant: tenant.to_ascii_lowercase(),
            keys,
            random: SystemRandom::new(),
        })
    }

    /// The envelope as a token.
    ///
    /// # Errors
    /// [`SealError`] when it would be too long, or without a random number.
    pub fn seal(&self, envelope: &Envelope) -> Result<String, SealError> {
        let mut nonce = [0; NONCE_LEN];
        self.random
            .fill(&mut nonce)
            .map_err(|_| SealError::Failed)?;
        self.seal_with(envelope, nonce)
    }

    pub(super) fn seal_with(
        &self,
        envelope: &Envelope,
        nonce: [u8; NONCE_LEN],
    ) -> Result<String, SealError> {
        let key = self.keys.first().ok_or(SealError::Failed)?;
        let mut sealed = Vec::with_capacity(envelope.token.len() + ROOM);
        sealed.extend_from_slice(&nonce);
        serde_json::to_writer(&mut sealed, envelope).map_err(|_| SealError::Failed)?;
        let bound = self.bound(key);
        let text = &mut sealed[NONCE_LEN..];
        let tag = key
            .aead()
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(bound.as_bytes()),
                text,
            )
            .map_err(|_| SealError::Failed)?;
        sealed.extend_from_slice(tag.as_ref());
        let mut token = String::with_capacity(sealed.len() * 4 / 3 + ROOM);
        token.extend([FORMAT, ".", key.id(), "."]);
        BASE64_URL_SAFE_NO_PAD.encode_string(sealed, &mut token);
        if token.len() > LONGEST {
            return Err(SealError::TooLong);
        }
        Ok(token)
    }

    /// What was sealed, unless it is too old at `now`, in seconds since 1970.
    ///
    /// # Errors
    /// [`Unopened`] for any other text.
    pub fn open(&self, token: &str, now: u64) -> Result<Envelope, Unopened> {
        let envelope = self.opened(token).ok_or(Unopened::Foreign)?;
        if envelope.expires <= now {
            return Err(Unopened::Expired);
        }
        Ok(envelope)
    }

    fn opened(&self, token: &str) -> Option<Envelope> {
        if token.len() > LONGEST {
            return None;
        }
        let (id, body) = token
            .strip_prefix(FORMAT)?
            .strip_prefix('.')?
            .split_once('.')?;
        let key = self.keys.iter().find(|key| key.id() == id)?;
        let mut sealed = BASE64_URL_SAFE_NO_PAD.decode(body).ok()?;
        let (nonce, sealed) = sealed.split_at_mut_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let bound = self.bound(key);
        let opened = key
            .aead()
            .open_in_place(nonce, Aad::from(bound.as_bytes()), sealed);
        serde_json::from_slice(opened.ok()?).ok()
    }

    /// What is authenticated beside the envelope: a token serves one format, one key, one tenant.
    fn bound(&self, key: &Key) -> String {
        format!("{FORMAT}.{}.{}", key.id(), self.tenant)
    }
}
