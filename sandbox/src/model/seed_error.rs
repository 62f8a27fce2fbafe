//! Why a seed cannot be used.

use std::path::PathBuf;

/// A seed file that cannot be used. It names file, line and member, so that the person who wrote it finds the place.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// The file cannot be read.
    #[error("{}: cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file says something that a seed cannot say.
    #[error("{origin}:{line}: {field}: {problem}")]
    Wrong {
        /// The file, or another name for where the text came from.
        origin: String,
        /// The line, counted from 1.
        line: usize,
        /// The member, for example `users[0].username`.
        field: String,
        /// What is wrong with it.
        problem: String,
    },
}
