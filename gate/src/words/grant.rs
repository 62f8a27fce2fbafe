//! What a request to `/token` redeems (docs/protocol.md 5.4).

use serde::{Deserialize, Serialize};

/// The `grant_type` of a token request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grant {
    /// A password as first factor.
    Password,
    /// A code as first factor.
    Oob,
    /// A code as second factor.
    MfaOob,
    /// The end of a sign-up, a reset or a registration.
    ContinuationToken,
    /// A silent renewal.
    RefreshToken,
    /// The end of a sign-in in the browser.
    AuthorizationCode,
    /// Any other word, or none.
    Other,
}

impl Grant {
    /// Every grant.
    pub const ALL: [Self; 7] = [
        Self::Password,
        Self::Oob,
        Self::MfaOob,
        Self::ContinuationToken,
        Self::RefreshToken,
        Self::AuthorizationCode,
        Self::Other,
    ];

    /// Reads the parameter. It is written exactly so: a tenant that reads more generously must not be asked with what
    /// the gate took for something else.
    pub fn read(text: Option<&str>) -> Self {
        match text {
            Some("password") => Self::Password,
            Some("oob") => Self::Oob,
            Some("mfa_oob") => Self::MfaOob,
            Some("continuation_token") => Self::ContinuationToken,
            Some("refresh_token") => Self::RefreshToken,
            Some("authorization_code") => Self::AuthorizationCode,
            Some(_) | None => Self::Other,
        }
    }

    /// Whether the request goes on with a flow, so that it must carry a token that the gate sealed.
    pub fn continues_a_flow(self) -> bool {
        match self {
            Self::Password | Self::Oob | Self::MfaOob | Self::ContinuationToken => true,
            Self::RefreshToken | Self::AuthorizationCode | Self::Other => false,
        }
    }
}
