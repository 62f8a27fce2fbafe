//! Sealed continuation tokens: what the gate knows about a flow travels inside the flow's own token, so that the gate
//! keeps nothing that another instance would need (docs/gate.md, "The sealed token").
//!
//! `dg1.<key id>.<base64url of nonce, ciphertext and tag>`: AES-256-GCM over the envelope as JSON, with the text
//! `dg1.<key id>.<tenant id>` as additional data. A browser's cryptography can open it, and so can a Worker.

mod envelope;
mod key;
mod token;
#[cfg(test)]
mod vectors;

pub use self::envelope::{Envelope, Recovery, Reference, Stage};
pub use self::key::{InvalidKey, Key};
pub use self::token::{Seal, SealError, Unopened};
