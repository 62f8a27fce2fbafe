//! Who is signed in.

use std::sync::Arc;

use crate::call::{Answer, Call};
use crate::data::moment;
use crate::error::Failure;
use crate::flow::Flow;
use crate::settings::scopes;

/// Names an account.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct AccountId {
    /// The person's object id in the tenant.
    pub object_id: String,
    /// The tenant's id.
    pub tenant_id: String,
}

/// An access token to call an API with.
#[derive(uniffi::Record)]
pub struct AccessToken {
    /// The token. The host keeps it as text, which can't be wiped there.
    pub token: String,
    /// The scopes it was granted with.
    pub scopes: Vec<String>,
    /// When it expires, in milliseconds since 1970.
    pub expires_at_millis: u64,
}

impl From<doorstep::AccessToken> for AccessToken {
    fn from(token: doorstep::AccessToken) -> Self {
        Self {
            token: token.secret.expose().to_owned(),
            scopes: token.scopes.iter().map(str::to_owned).collect(),
            expires_at_millis: moment(token.expires_at),
        }
    }
}

/// Somebody who is signed in.
#[derive(uniffi::Object)]
pub struct Account(pub(crate) doorstep::Account);

impl Account {
    pub(crate) fn new(account: doorstep::Account) -> Arc<Self> {
        Arc::new(Self(account))
    }
}

#[uniffi::export]
impl Account {
    /// Names the account.
    pub fn id(&self) -> AccountId {
        let id = self.0.id();
        AccountId {
            object_id: id.object_id,
            tenant_id: id.tenant_id,
        }
    }

    /// The person's display name.
    pub fn name(&self) -> Option<String> {
        self.0.claims()?.name().map(str::to_owned)
    }

    /// The name that the person signs in with.
    pub fn username(&self) -> Option<String> {
        self.0.claims()?.username().map(str::to_owned)
    }

    /// Any claim of the id token, as JSON.
    pub fn claim(&self, name: &str) -> Option<String> {
        self.0.claims()?.get(name).map(ToString::to_string)
    }

    /// Whether the session survives the process.
    pub fn is_durable(&self) -> bool {
        self.0.is_durable()
    }

    /// A token for `wanted`, or for the scopes of the sign-in where there are none: from memory while it is fresh
    /// and `fresh` does not ask for another one, else by a refresh.
    pub fn access_token(&self, wanted: &[String], fresh: bool) -> Result<Arc<Call>, Failure> {
        let (account, wanted) = (self.0.clone(), scopes(wanted)?);
        Call::begin(async move {
            let token = if fresh {
                account.refreshed_access_token(&wanted).await?
            } else {
                account.access_token(&wanted).await?
            };
            let token = token.into();
            Ok(Answer::Token { token })
        })
    }

    /// Forgets the session on this device.
    pub fn sign_out(&self) -> Result<Arc<Call>, Failure> {
        let account = self.0.clone();
        Call::begin(async move {
            account.sign_out().await?;
            Ok(Answer::Done)
        })
    }
}

/// What answers an API's challenge.
#[derive(uniffi::Enum)]
pub enum StepUp {
    /// A token that the API should take.
    Token {
        /// The token.
        token: AccessToken,
    },
    /// The person must prove more.
    SignIn {
        /// The sign-in.
        flow: Arc<Flow>,
    },
}

impl From<doorstep::StepUp> for StepUp {
    fn from(step_up: doorstep::StepUp) -> Self {
        match step_up {
            doorstep::StepUp::Token(token) => Self::Token {
                token: token.into(),
            },
            doorstep::StepUp::SignIn(flow) => Self::SignIn {
                flow: Arc::new(flow.into()),
            },
        }
    }
}
