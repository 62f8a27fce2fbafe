//! Secrets, from bytes.

use doorstep::Secret;
use zeroize::Zeroize;

use crate::error::Failure;

/// Takes over the bytes of a text, without a copy: the secret wipes them when it is dropped.
pub(crate) fn secret(bytes: Vec<u8>) -> Result<Secret, Failure> {
    String::from_utf8(bytes).map(Secret::new).map_err(|error| {
        error.into_bytes().zeroize();
        Failure::not_text()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_of_a_text_become_the_secret_where_they_lie() {
        let bytes = b"hunter2".to_vec();
        let place = bytes.as_ptr();
        let secret = secret(bytes).unwrap();
        assert_eq!(secret.expose().as_ptr(), place);
        assert_eq!(secret.expose(), "hunter2");
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        assert!(matches!(secret(vec![0xff]), Err(Failure::Broken { .. })));
    }
}
