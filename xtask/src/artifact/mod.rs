//! What the artifacts of the platforms have in common.

pub(crate) mod licences;
pub(crate) mod zip;
