//! The reply to a step that goes on in the browser.

use std::fmt;

use crate::browser::BrowserOptions;
use crate::error::Error;
use crate::flow::driver::Flow;
use crate::flow::machine::Input;
use crate::flow::step::SignInStep;
use crate::ids::Revision;
use crate::secret::Secret;

reply!(
    /// Answers `BrowserRequired` of any flow.
    BrowserReply -> SignInStep
);

impl BrowserReply {
    /// The address of the service's sign-in page, to be opened in a browser tab or session of the
    /// system. Each call begins a new journey, and the one before it is void. The journey is saved
    /// with the flow, so that the app may die while the browser is in front.
    ///
    /// # Errors
    /// [`Error::Broken`] when the client was set up without
    /// [`redirect_uri`](crate::Config::redirect_uri); see [`Error`] for the rest. Nothing is sent.
    pub async fn authorization_url(
        &self,
        options: &BrowserOptions,
    ) -> Result<AuthorizationUrl, Error> {
        let url = self.flow.begin_journey(self.at, options).await?;
        Ok(AuthorizationUrl(url))
    }

    /// Takes the whole address that the browser came back with, and signs in.
    ///
    /// # Errors
    /// [`Error::Misuse`] with `StaleStep` when the address does not belong to the journey:
    /// nothing was sent, and the right one may still come. [`Error::Fixable`] with
    /// `BrowserCancelled` or `BrowserCodeRejected` keeps the step: begin another journey. See
    /// [`Error`] for the rest.
    pub async fn complete(&self, callback: &str) -> Result<SignInStep, Error> {
        self.send(Input::Callback(Secret::new(callback))).await
    }
}

/// The address of the service's sign-in page. `Debug` does not show it: it names the person.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthorizationUrl(String);

impl AuthorizationUrl {
    /// The address, for the browser alone.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for AuthorizationUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AuthorizationUrl")
    }
}
