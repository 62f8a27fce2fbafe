//! `/signup/v1.0/start` (docs/protocol.md 3.1).

use super::super::chain::{Chain, Flow, Point};
use super::super::directory::AccountId;
use super::super::lockout::Lockouts;
use super::super::{Call, Tenant, passwords};
use super::attributes::given;
use super::{Draft, SignUpPoint};
use crate::model::{App, Password, SignUpMethod, is_email};
use crate::wire::{Answer, Capabilities, ChallengeTypes, Param, WireError};

/// Starts a chain for a person who has no account yet.
pub(in crate::tenant) fn start(tenant: &mut Tenant, call: &Call<'_>) -> Result<Answer, WireError> {
    let app = tenant.native_app(call)?;
    let username = call.form.require(Param::Username)?.trim();
    if !is_email(username) {
        return Err(WireError::Parameter(Param::Username));
    }
    let types = ChallengeTypes::parse(call.form.require(Param::ChallengeType)?)?;
    let capabilities = Capabilities::parse(call.form.get(Param::Capabilities).unwrap_or_default());
    if tenant.directory.by_login(username).is_some() {
        return Err(WireError::UserExists);
    }
    if let Some(reason) = missing_type(&app, types) {
        return Ok(Answer::Redirect { reason });
    }
    let password = call.form.get(Param::Password);
    if let Some(password) = password {
        if !app.takes_password() {
            return Err(WireError::AuthMethod);
        }
        passwords::check(&tenant.policies.passwords, password)?;
    }
    let draft = Draft {
        username: username.to_owned(),
        password: password.map(Password::new),
        attributes: given(&app, call.form)?,
        lockouts: Lockouts::default(),
    };
    let mut chain = Chain::new(app.client_id, AccountId::NOBODY, types, capabilities);
    chain.flow = Flow::SignUp(Box::new(draft));
    let id = tenant.chains.start(chain);
    let expires = tenant.token_expiry(call);
    let point = Point::SignUp(SignUpPoint::Started);
    let token = tenant.chains.give(id, point, expires);
    Ok(Answer::Continue { token })
}

/// Why a client with these challenge types cannot go through the user flow, if it cannot.
pub(super) fn missing_type(app: &App, types: ChallengeTypes) -> Option<&'static str> {
    if types.only_redirect() {
        Some("The client supports no challenge type but redirect")
    } else if !types.oob {
        Some("The user flow needs a code, which the client does not support")
    } else if app.takes_password() && !types.password {
        Some("The user flow needs a password, which the client does not support")
    } else {
        None
    }
}

impl App {
    /// Whether accounts that the app creates have a password.
    pub(in crate::tenant) fn takes_password(&self) -> bool {
        self.user_flow
            .as_ref()
            .is_some_and(|flow| flow.sign_up == SignUpMethod::EmailPassword)
    }
}
