//! What clients and flows are set up with.

use std::time::Duration;

use doorstep::{Authority, Claims, Config, RedirectUri, Scopes};

use crate::data::{Attribute, RecoveryReason, attributes};
use crate::error::{Failure, Setting};
use crate::risk::RiskSettings;
use crate::secret::secret;

/// What a client is set up with.
#[derive(Clone, uniffi::Record)]
pub struct Settings {
    /// The tenant's address.
    pub authority: String,
    /// The application's id.
    pub client_id: String,
    /// Lets plain HTTP to this machine through, for a sandbox.
    pub development: bool,
    /// The first factors that the app has screens for.
    pub first_factors: FirstFactors,
    /// Whether the app has screens for a second factor.
    pub mfa: bool,
    /// Whether the app has screens to register a method.
    pub registration: bool,
    /// Where the browser comes back to.
    pub redirect_uri: Option<String>,
    /// The context that a step-up asks for where the gate names none.
    pub step_up_context: Option<u8>,
    /// The longest time that one request may take.
    pub request_timeout_millis: u64,
    /// How long a flow may wait for the person at one step.
    pub flow_lifetime_millis: u64,
    /// How long a hook of the host may take.
    pub hook_timeout_millis: u64,
    /// Certificates in PEM that the library's own transport trusts besides those of the system.
    pub extra_roots_pem: Option<String>,
    /// Risk signals; none unless they are set up.
    pub risk: Option<RiskSettings>,
}

/// The first factors that the app has screens for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum FirstFactors {
    /// Passwords and e-mail codes.
    PasswordAndCode,
    /// Passwords alone.
    Password,
    /// E-mail codes alone.
    Code,
}

impl Settings {
    pub(crate) fn patience(&self) -> Duration {
        Duration::from_millis(self.hook_timeout_millis)
    }

    pub(crate) fn config(&self) -> Result<Config, Failure> {
        let config = if self.development {
            let authority = Authority::for_development(&self.authority).map_err(|error| {
                Failure::setting(Setting::Authority, "authority_invalid", &error.to_string())
            })?;
            Config::with_authority(authority, &self.client_id)?
        } else {
            Config::new(&self.authority, &self.client_id)?
        };
        let config = config
            .first_factors(match self.first_factors {
                FirstFactors::PasswordAndCode => doorstep::FirstFactors::PasswordAndCode,
                FirstFactors::Password => doorstep::FirstFactors::Password,
                FirstFactors::Code => doorstep::FirstFactors::Code,
            })
            .mfa(self.mfa)
            .registration(self.registration)
            .request_timeout(Duration::from_millis(self.request_timeout_millis))
            .flow_lifetime(Duration::from_millis(self.flow_lifetime_millis));
        let config = match self.step_up_context {
            Some(context) => config.step_up_context(context)?,
            None => config,
        };
        match &self.redirect_uri {
            None => Ok(config),
            Some(address) => RedirectUri::parse(address)
                .map(|address| config.redirect_uri(address))
                .map_err(|error| {
                    let setting = Setting::RedirectUri;
                    Failure::setting(setting, "redirect_uri_invalid", &error.to_string())
                }),
        }
    }
}

/// What a sign-in is for.
#[derive(uniffi::Record)]
pub struct SignInRequest {
    /// Who signs in.
    pub username: String,
    /// The password, given ahead, as UTF-8.
    pub password: Option<Vec<u8>>,
    /// What the access token is for.
    pub scopes: Vec<String>,
    /// The authentication context to ask for, `c1` to `c99` by its number.
    pub context: Option<u8>,
}

impl SignInRequest {
    pub(crate) fn options(self) -> Result<doorstep::SignInOptions, Failure> {
        let mut options = doorstep::SignInOptions::new(self.username).scopes(scopes(&self.scopes)?);
        if let Some(password) = self.password {
            options = options.password(secret(password)?);
        }
        Ok(match self.context {
            Some(context) => options.claims(claims(context)?),
            None => options,
        })
    }
}

/// What a sign-up is for.
#[derive(uniffi::Record)]
pub struct SignUpRequest {
    /// The address of the new account.
    pub username: String,
    /// The password, given ahead, as UTF-8.
    pub password: Option<Vec<u8>>,
    /// Attributes, given ahead.
    pub attributes: Vec<Attribute>,
    /// What the access token is for.
    pub scopes: Vec<String>,
    /// The authentication context to ask for.
    pub context: Option<u8>,
}

impl SignUpRequest {
    pub(crate) fn options(self) -> Result<doorstep::SignUpOptions, Failure> {
        let mut options = doorstep::SignUpOptions::new(self.username)
            .scopes(scopes(&self.scopes)?)
            .attributes(attributes(self.attributes));
        if let Some(password) = self.password {
            options = options.password(secret(password)?);
        }
        Ok(match self.context {
            Some(context) => options.claims(claims(context)?),
            None => options,
        })
    }
}

/// What a password reset is for.
#[derive(uniffi::Record)]
pub struct ResetPasswordRequest {
    /// Whose password.
    pub username: String,
    /// What the access token of the sign-in after it is for.
    pub scopes: Vec<String>,
    /// The authentication context to ask for.
    pub context: Option<u8>,
    /// What it is for, beside a new password.
    pub recovery: Option<RecoveryReason>,
}

impl ResetPasswordRequest {
    pub(crate) fn options(self) -> Result<doorstep::ResetPasswordOptions, Failure> {
        let mut options =
            doorstep::ResetPasswordOptions::new(self.username).scopes(scopes(&self.scopes)?);
        if let Some(reason) = self.recovery {
            options = options.because(reason.into());
        }
        Ok(match self.context {
            Some(context) => options.claims(claims(context)?),
            None => options,
        })
    }
}

pub(crate) fn scopes(given: &[String]) -> Result<Scopes, Failure> {
    given
        .join(" ")
        .parse()
        .map_err(|error: doorstep::InvalidScopes| {
            Failure::setting(Setting::Scopes, "scopes_invalid", &error.to_string())
        })
}

fn claims(context: u8) -> Result<Claims, Failure> {
    Claims::authentication_context(context)
        .map_err(|error| Failure::setting(Setting::Scopes, "context_invalid", &error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Area;

    const TENANT: &str = "22222222-2222-4222-8222-222222222222";

    fn at(host: &str) -> Result<Config, Failure> {
        Settings {
            authority: format!("https://{host}/{TENANT}"),
            client_id: "11111111-1111-4111-8111-111111111111".to_owned(),
            development: false,
            first_factors: FirstFactors::PasswordAndCode,
            mfa: false,
            registration: false,
            redirect_uri: None,
            step_up_context: None,
            request_timeout_millis: 1,
            flow_lifetime_millis: 1,
            hook_timeout_millis: 1,
            extra_roots_pem: None,
            risk: None,
        }
        .config()
    }

    #[test]
    fn a_host_is_named_in_ascii() {
        assert!(at("login.xn--mller-kva.example").is_ok());
        let unicode = at("login.müller.example").unwrap_err();
        assert!(matches!(
            unicode,
            Failure::Broken {
                area: Area::Configuration {
                    setting: Setting::Authority,
                    ..
                },
                ..
            }
        ));
    }
}
