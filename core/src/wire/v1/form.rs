//! Forms in the making.

use form_urlencoded::byte_serialize;
use zeroize::Zeroizing;

use crate::secret::wipe;

/// A form in the making. It holds secrets, so it is wiped; and it is never grown in place, which
/// would leave a copy behind.
pub(super) struct Fields(pub(super) Zeroizing<Vec<u8>>);

impl Fields {
    /// A form with a token of `length` bytes, and what most forms have beside it.
    pub(super) fn new(length: usize) -> Self {
        Self(Zeroizing::new(Vec::with_capacity(length + 512)))
    }

    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        // Most of a form is tokens, which stand for themselves.
        let is_plain = stands_for_itself(value);
        let most = if is_plain {
            value.len()
        } else {
            value.len() * 3
        };
        self.reserve(name.len() + 2 + most);
        if !self.0.is_empty() {
            self.0.push(b'&');
        }
        self.0.extend_from_slice(name.as_bytes());
        self.0.push(b'=');
        if is_plain {
            self.0.extend_from_slice(value.as_bytes());
        } else {
            let pieces = byte_serialize(value.as_bytes());
            pieces.for_each(|piece| self.0.extend_from_slice(piece.as_bytes()));
        }
        self
    }

    pub(super) fn with_some(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    fn reserve(&mut self, more: usize) {
        if self.0.capacity() - self.0.len() < more {
            let mut larger = Vec::with_capacity(self.0.len() + more + 512);
            larger.extend_from_slice(&self.0);
            wipe(&mut self.0);
            self.0 = Zeroizing::new(larger);
        }
    }
}

/// Whether a form escapes nothing of `value`. Every byte is looked at, with no way out early: that
/// is what lets the compiler look at many at once, and most values are long and pass.
fn stands_for_itself(value: &str) -> bool {
    let odd = |byte: u8| {
        let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        let digit = byte.wrapping_sub(b'0') < 10;
        let mark = [b'-', b'.', b'_', b'*'].map(|mark| byte == mark);
        let mark = mark.iter().fold(false, |any, is| any | is);
        u8::from(!(letter | digit | mark))
    };
    value.bytes().fold(0, |odds, byte| odds | odd(byte)) == 0
}
