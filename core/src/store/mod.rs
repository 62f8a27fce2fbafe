//! Ready-made stores for hosts that need none of their own: in memory, and in plain files.

mod files;
mod memory;
mod private_file;
#[cfg(test)]
mod tests;

pub use files::{FileRecords, KeyFile};
pub use memory::{MemoryRecords, MemoryVault};
