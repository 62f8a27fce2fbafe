//! Whose HTTP a library uses.

use clap::ValueEnum;

/// The two flavours of every artifact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Transport {
    /// The platform's, through Kotlin or Swift
    Platform,
    /// Its own, on rustls
    Rustls,
}

impl Transport {
    pub(crate) const ALL: [Self; 2] = [Self::Platform, Self::Rustls];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::Rustls => "rustls",
        }
    }

    /// The features of `doorstep-ffi` that it is built with.
    pub(crate) fn features(self) -> &'static [&'static str] {
        match self {
            Self::Platform => &[],
            Self::Rustls => &["rustls"],
        }
    }
}
