//! A client's configuration: parsed once, correct from then on.

use std::time::Duration;

use crate::authority::Authority;
use crate::browser::RedirectUri;
use crate::error::Error;
use crate::fault::{Cause, Fault};
use crate::ids::ClientId;
use crate::terms::Claims;

/// What a client is set up with. Anything wrong is found here, not at the first request.
///
/// ```
/// use doorstep::Config;
///
/// let config = Config::new("https://contoso.ciamlogin.com/", "11111111-1111-4111-8111-111111111111")?;
/// # Ok::<(), doorstep::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Config {
    pub(crate) authority: Authority,
    pub(crate) client_id: ClientId,
    pub(crate) offer: Offer,
    pub(crate) request_timeout: Duration,
    pub(crate) flow_lifetime: Duration,
    pub(crate) redirect_uri: Option<RedirectUri>,
    pub(crate) step_up: Option<Claims>,
}

/// What the app tells the service it can do: the first factors that it has screens for, and its
/// capabilities (docs/protocol.md 2.2 and 2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Offer {
    pub(crate) first_factors: FirstFactors,
    pub(crate) mfa: bool,
    pub(crate) registration: bool,
}

/// The first factors that the app has screens for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FirstFactors {
    /// Passwords and e-mail codes.
    #[default]
    PasswordAndCode,
    /// Passwords alone. Accounts that sign in by code are sent to the browser.
    Password,
    /// E-mail codes alone. Accounts with a password are sent to the browser.
    Code,
}

impl FirstFactors {
    pub(crate) const fn password(self) -> bool {
        matches!(self, Self::PasswordAndCode | Self::Password)
    }

    pub(crate) const fn code(self) -> bool {
        matches!(self, Self::PasswordAndCode | Self::Code)
    }
}

impl Config {
    /// Reads the authority (see [`Authority::parse`] for its forms) and the application's client
    /// id.
    ///
    /// # Errors
    /// [`Error::Broken`] with the area `Configuration`, naming the setting and what is wrong.
    pub fn new(authority: &str, client_id: &str) -> Result<Self, Error> {
        let authority = Authority::parse(authority)
            .map_err(|error| Fault::from(Cause::AuthorityInvalid(error)).into_error(None))?;
        Self::with_authority(authority, client_id)
    }

    /// As [`Config::new`], with an authority that was parsed before, such as one
    /// [`for_development`](Authority::for_development).
    ///
    /// # Errors
    /// [`Error::Broken`] when `client_id` is not a GUID.
    pub fn with_authority(authority: Authority, client_id: &str) -> Result<Self, Error> {
        let client_id = client_id
            .parse()
            .map_err(|_| Fault::from(Cause::ClientIdInvalid).into_error(None))?;
        Ok(Self {
            authority,
            client_id,
            offer: Offer {
                first_factors: FirstFactors::default(),
                mfa: true,
                registration: true,
            },
            request_timeout: Duration::from_secs(30),
            flow_lifetime: Duration::from_mins(30),
            redirect_uri: None,
            step_up: None,
        })
    }

    /// Says which first factors the app has screens for. Both, unless said otherwise.
    #[must_use]
    pub fn first_factors(mut self, first_factors: FirstFactors) -> Self {
        self.offer.first_factors = first_factors;
        self
    }

    /// Says whether the app has screens for a second factor (the capability `mfa_required`). It
    /// has, unless said otherwise; without them a sign-in that needs one goes to the browser.
    #[must_use]
    pub fn mfa(mut self, supported: bool) -> Self {
        self.offer.mfa = supported;
        self
    }

    /// Says whether the app has screens to register a strong-auth method (the capability
    /// `registration_required`). It has, unless said otherwise; without them a sign-in that needs
    /// one goes to the browser.
    #[must_use]
    pub fn registration(mut self, supported: bool) -> Self {
        self.offer.registration = supported;
        self
    }

    /// Says where the browser comes back to, as the app registration has it. Without it, a flow
    /// that the service sends to the browser ends there.
    #[must_use]
    pub fn redirect_uri(mut self, address: RedirectUri) -> Self {
        self.redirect_uri = Some(address);
        self
    }

    /// Says which authentication context a step-up asks for where the gate in front of the tenant
    /// names none (an answer of 202 without a body): the number of `c1` to `c99`. Without it such an
    /// answer is an error.
    ///
    /// # Errors
    /// [`Error::Broken`] when `context` is not between 1 and 99.
    pub fn step_up_context(mut self, context: u8) -> Result<Self, Error> {
        let claims = Claims::authentication_context(context)
            .map_err(|_| Fault::from(Cause::StepUpContext).into_error(None))?;
        self.step_up = Some(claims);
        Ok(self)
    }

    /// The longest time that one request may take: 30 seconds, unless said otherwise.
    #[must_use]
    pub fn request_timeout(mut self, timeout: Duration) -> Self {
        self.request_timeout = timeout;
        self
    }

    /// How long a flow may wait for the person at one step: 30 minutes, unless said otherwise.
    /// The service's own limit is not documented and may be shorter.
    #[must_use]
    pub fn flow_lifetime(mut self, lifetime: Duration) -> Self {
        self.flow_lifetime = lifetime;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Area, Setting};

    #[test]
    fn the_setting_that_is_wrong_is_named() {
        let area = |result: Result<Config, Error>| match result {
            Err(Error::Broken { area, .. }) => area,
            other => panic!("{other:?}"),
        };
        let id = "11111111-1111-4111-8111-111111111111";
        let wrong = Config::new("http://contoso.ciamlogin.com/", id);
        assert_eq!(area(wrong), Area::Configuration(Setting::Authority));
        let wrong = Config::new("https://contoso.ciamlogin.com/", "app");
        assert_eq!(area(wrong), Area::Configuration(Setting::ClientId));
        let right = Config::new("https://contoso.ciamlogin.com/", id).unwrap();
        let wrong = right.step_up_context(100);
        assert_eq!(area(wrong), Area::Configuration(Setting::StepUpContext));
    }
}
