//! Values that nobody can guess.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use uuid::Uuid;

/// An opaque token of 244 random bits.
pub(crate) fn token() -> String {
    let bytes = [Uuid::new_v4().into_bytes(), Uuid::new_v4().into_bytes()].concat();
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// A code of `length` digits.
pub(crate) fn digits(length: u8) -> String {
    let width = usize::from(length.min(18));
    // The two top bits of the second half are fixed, the sixty-two below them random.
    let random = Uuid::new_v4().as_u64_pair().1 & (u64::MAX >> 2);
    let number = random % 10_u64.pow(u32::from(length.min(18)));
    format!("{number:0width$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_their_length_and_differ() {
        for length in 4..=12 {
            let code = digits(length);
            assert_eq!(code.len(), usize::from(length));
            assert!(code.bytes().all(|byte| byte.is_ascii_digit()));
        }
        assert_ne!(digits(12), digits(12));
        assert_ne!(token(), token());
    }
}
