//! The way through the browser.

use doorstep::BrowserOptions;

use crate::error::Failure;
use crate::mirror::mirror;
use crate::runtime::run;
use crate::secret::secret;
use crate::sign_in::SignInStep;

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
        /// The service gave no reason that this version knows.
        Unstated,
    } else Other
}

/// Answers `BrowserRequired` of any flow.
#[derive(uniffi::Object)]
pub struct BrowserReply(pub(crate) doorstep::BrowserReply);

/// The address, for the browser alone.
struct Address(String);

impl From<doorstep::AuthorizationUrl> for Address {
    fn from(url: doorstep::AuthorizationUrl) -> Self {
        Self(url.as_str().to_owned())
    }
}

#[uniffi::export]
impl BrowserReply {
    /// The address of the service's sign-in page.
    pub async fn authorization_url(
        &self,
        domain_hint: Option<String>,
        prompt: Option<String>,
    ) -> Result<String, Failure> {
        let mut options = BrowserOptions::new();
        if let Some(hint) = domain_hint {
            options = options.domain_hint(hint);
        }
        if let Some(prompt) = prompt {
            options = options.prompt(prompt);
        }
        let reply = self.0.clone();
        let address: Address = run(Box::pin(
            async move { reply.authorization_url(&options).await },
        ))
        .await?;
        Ok(address.0)
    }

    /// Takes the whole address that the browser came back with, as UTF-8, and signs in.
    pub async fn complete(&self, callback: Vec<u8>) -> Result<SignInStep, Failure> {
        let (reply, callback) = (self.0.clone(), secret(callback)?);
        run(Box::pin(
            async move { reply.complete(callback.expose()).await },
        ))
        .await
    }
}
