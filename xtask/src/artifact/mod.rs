//! What the artifacts of the platforms have in common.

pub(crate) mod checksum;
pub(crate) mod elf;
pub(crate) mod figures;
pub(crate) mod licences;
pub(crate) mod shipped;
pub(crate) mod transport;
#[allow(dead_code, reason = "the platforms need different parts of it")]
pub(crate) mod zip;
