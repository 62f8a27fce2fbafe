//! Checksums, as registries want them beside their files.

use std::fmt::Write as _;

use sha2::Digest;

/// The checksums that a Maven repository has beside each file, by the end of the file's name.
pub(crate) fn of_maven(bytes: &[u8]) -> [(&'static str, String); 4] {
    [
        ("md5", hex(&md5::Md5::digest(bytes))),
        ("sha1", hex(&sha1::Sha1::digest(bytes))),
        ("sha256", sha256(bytes)),
        ("sha512", hex(&sha2::Sha512::digest(bytes))),
    ]
}

/// SHA-256, in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&sha2::Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksums_of_nothing_are_the_published_ones() {
        let [md5, sha1, sha256, sha512] = of_maven(b"");
        assert_eq!(md5.1, "d41d8cd98f00b204e9800998ecf8427e");
        assert_eq!(sha1.1, "da39a3ee5e6b4b0d3255bfef95601890afd80709");
        assert!(sha256.1.starts_with("e3b0c44298fc1c149afbf4c8996fb924"));
        assert!(sha512.1.starts_with("cf83e1357eefb8bdf1542850d66d8007"));
    }
}
