//! Ready-made stores for hosts that need none of their own: in memory, and in plain files.

mod files;
mod memory;

pub use files::{FileRecords, KeyFile};
pub use memory::{MemoryRecords, MemoryVault};
