//! Text that must not be seen: passwords, codes, tokens.

use std::fmt;
use std::sync::Arc;

/// A password, a one-time code or a token.
///
/// It cannot be printed: `Debug` shows a placeholder, and there is no `Display` and no
/// serialisation. Its memory is wiped when the last clone is dropped. Code that needs the text says so by
/// calling [`Secret::expose`]. Clones share that memory, so a secret lies in one place however
/// many hold it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Arc<Text>);

/// A text that is wiped when it is dropped.
#[derive(PartialEq, Eq)]
struct Text(String);

impl Drop for Text {
    fn drop(&mut self) {
        wipe(&mut std::mem::take(&mut self.0).into_bytes());
    }
}

/// Overwrites `bytes` with zeros, whatever room is left behind them included, and leaves nothing.
///
/// `zeroize` writes byte by byte, because each write is to be one that the compiler can't leave
/// out. Here the zeros are written all at once, and the barrier behind them says that they are
/// looked at.
pub(crate) fn wipe(bytes: &mut Vec<u8>) {
    overwrite(bytes);
    zeroize::optimization_barrier(bytes.as_slice());
    *bytes = Vec::new();
}

fn overwrite(bytes: &mut Vec<u8>) {
    bytes.clear();
    bytes.resize(bytes.capacity(), 0);
}

impl Secret {
    /// Wraps `text`. Copies of it that the caller made before are the caller's to wipe.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Arc::new(Text(text.into())))
    }

    /// The text itself, for the one place that sends or checks it.
    pub fn expose(&self) -> &str {
        &self.0.0
    }

    /// True when there is nothing but white space, which no service would take for a secret.
    pub fn is_blank(&self) -> bool {
        self.expose().trim().is_empty()
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

/// Serialisation for fields of records that are sealed before they leave memory.
///
/// A module to be named in `#[serde(with = …)]` rather than an implementation on [`Secret`], so
/// that each place where a secret is written down can be found by its name.
pub(crate) mod in_sealed_record {
    use serde::Serializer;

    use super::Secret;

    pub(crate) fn serialize<S: Serializer>(secret: &Secret, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(secret.expose())
    }
}

/// As [`in_sealed_record`], for tokens of some length: they go as bytes, which the archive writes
/// as a text.
pub(crate) mod token_in_sealed_record {
    use serde::Serializer;

    use super::Secret;

    pub(crate) fn serialize<S: Serializer>(token: &Secret, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(token.expose().as_bytes())
    }
}

/// As [`token_in_sealed_record`], for a token that may be absent.
pub(crate) mod token_in_sealed_record_if_any {
    use serde::Serializer;

    use super::Secret;

    #[expect(
        clippy::ref_option,
        reason = "serde calls it with a reference to the field"
    )]
    pub(crate) fn serialize<S: Serializer>(
        token: &Option<Secret>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        match token {
            Some(token) => super::token_in_sealed_record::serialize(token, to),
            None => to.serialize_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_does_not_print_itself() {
        let secret = Secret::new("hunter2");
        assert_eq!(format!("{secret:?}"), "[redacted]");
        assert_eq!(format!("{:?}", Some(secret.clone())), "Some([redacted])");
        assert_eq!(secret.expose(), "hunter2");
    }

    #[test]
    fn zeros_are_written_in_place_and_into_the_room_behind() {
        let mut bytes = Vec::with_capacity(100);
        bytes.extend_from_slice(b"hunter2");
        let place = bytes.as_ptr();
        overwrite(&mut bytes);
        assert_eq!(bytes, vec![0; bytes.capacity()]);
        assert_eq!(bytes.as_ptr(), place);
        wipe(&mut bytes);
        assert_eq!(bytes.capacity(), 0);
    }

    #[test]
    fn white_space_alone_is_blank() {
        assert!(Secret::new(" \t").is_blank());
        assert!(!Secret::new(" a ").is_blank());
    }
}
