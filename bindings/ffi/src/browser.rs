//! The way through the browser.

use crate::mirror::mirror;

/// Why a flow can't go on inside the app.
#[derive(Clone, uniffi::Record)]
pub struct BrowserReason {
    /// The kind of reason.
    pub kind: BrowserReasonKind,
    /// The service's own sentence, for a developer's eyes.
    pub server_text: Option<String>,
}

impl From<doorstep::BrowserReason> for BrowserReason {
    fn from(reason: doorstep::BrowserReason) -> Self {
        Self {
            kind: reason.kind().into(),
            server_text: reason.server_text().map(str::to_owned),
        }
    }
}

mirror! {
    /// The kinds of reason to go to the browser.
    BrowserReasonKind of doorstep::BrowserReasonKind {
        /// A second factor is due, and the app has no screens for it.
        MissingMfaCapability,
        /// A method must be registered, and the app has no screens for it.
        MissingRegistrationCapability,
        /// The account needs a password, which the app did not offer.
        PasswordNotOffered,
        /// The account needs a code, which the app did not offer.
        CodeNotOffered,
        /// The account belongs to another identity provider.
        Federated,
        /// The service wants a challenge that this version does not know.
        UnknownChallenge,
        /// A page came that only a browser can pass.
        EdgeChallenge,
        /// The service gave no reason that this version knows.
        Unstated,
    } else Other
}
