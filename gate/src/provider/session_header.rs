//! In which header a provider's sessions travel (docs/risk.md 3.1, 3.2, 7).

/// The header of a provider's sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionHeader {
    /// `x-risk-session`: an id that the app made, or was given.
    RiskSession,
    /// `session_id`: the same id, as Microsoft's sample sends it.
    SessionId,
    /// `x-px-authorization`: what HUMAN's software in the app adds to requests.
    PxAuthorization,
}

impl SessionHeader {
    /// The header's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::RiskSession => "x-risk-session",
            Self::SessionId => "session_id",
            Self::PxAuthorization => "x-px-authorization",
        }
    }

    /// Whether the text can be a session.
    pub fn fits(self, text: &str) -> bool {
        match self {
            Self::RiskSession | Self::SessionId => {
                (16..=128).contains(&text.len())
                    && text
                        .bytes()
                        .all(|letter| letter.is_ascii_alphanumeric() || b"-_".contains(&letter))
            }
            // A single letter is the number of an error.
            Self::PxAuthorization => {
                (2..=8192).contains(&text.len())
                    && text.bytes().all(|letter| letter.is_ascii_graphic())
            }
        }
    }
}
