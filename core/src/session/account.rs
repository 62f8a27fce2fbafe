//! An account that is signed in.

use std::fmt;
use std::sync::Arc;

use super::id_token::IdClaims;
use super::record::CachedToken;
use super::state::Session;
use crate::archive::SESSIONS;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::fault::Fault;
use crate::ids::AccountId;
use crate::outbox::Delivery;
use crate::secret::Secret;
use crate::terms::Scopes;

impl AccountId {
    /// The key that the account's session is saved under. The ids are random GUIDs; whatever
    /// else a service may send is written so that no file store takes it for a path.
    pub(super) fn record_name(&self) -> String {
        self.name_under(SESSIONS)
    }

    /// As [`AccountId::record_name`], for a record of the kind `prefix`.
    pub(super) fn name_under(&self, prefix: &str) -> String {
        let mut name = prefix.to_owned();
        for byte in self
            .tenant_id
            .bytes()
            .chain([b'-'])
            .chain(self.object_id.bytes())
        {
            match byte {
                b'a'..=b'z' | b'0'..=b'9' | b'-' => name.push(char::from(byte)),
                other => name.extend(['x', hex(other >> 4), hex(other & 15)]),
            }
        }
        name
    }
}

fn hex(digit: u8) -> char {
    char::from_digit(u32::from(digit), 16).unwrap_or('0')
}

/// An access token to call an API with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessToken {
    /// The token, for the `Authorization: Bearer` header.
    pub secret: Secret,
    /// The scopes it was granted with, or was asked for where the service does not say.
    pub scopes: Scopes,
    /// When it expires, by this device's clock.
    pub expires_at: Timestamp,
}

impl AccessToken {
    pub(super) fn of(token: &CachedToken) -> Self {
        Self {
            secret: token.secret.clone(),
            scopes: token.scopes.clone(),
            expires_at: token.expires_at,
        }
    }
}

/// Somebody who is signed in. Clones are the same account.
#[derive(Clone)]
pub struct Account {
    session: Arc<Session>,
}

impl Account {
    pub(super) fn new(session: Arc<Session>) -> Self {
        Self { session }
    }

    pub(super) fn session(&self) -> &Session {
        &self.session
    }

    /// See [`Outbox::delivery`](crate::outbox::Outbox::delivery).
    pub(crate) fn delivery(&self) -> Delivery<'_> {
        self.session.tools.outbox.delivery()
    }

    /// Saves the session. One that can't be saved now is kept in memory and says so.
    pub(crate) async fn save(&self) {
        self.session.save().await;
    }

    /// Names the account.
    pub fn id(&self) -> AccountId {
        self.session.id()
    }

    /// The id token's claims, for display.
    pub fn claims(&self) -> Option<IdClaims> {
        IdClaims::decode(&self.id_token())
    }

    /// The id token itself.
    pub fn id_token(&self) -> Secret {
        self.session.record().id_token.clone()
    }

    /// Whether the session survives the process. It does not while the device's storage is
    /// locked; each change tries again.
    pub fn is_durable(&self) -> bool {
        self.session.state().durable
    }

    /// A token for `scopes`, or for those of the sign-in where they are empty: from memory while
    /// it is fresh, else by a refresh, of which one runs at a time however many callers wait.
    ///
    /// # Errors
    /// [`Error::Later`] keeps the session. [`Error::Misuse`] with `SignedOut` is definitive: the
    /// service no longer accepts the session, and it is gone. [`Error::Fixable`] with
    /// `InteractionRequired` keeps the session: a policy wants a sign-in for that token.
    pub async fn access_token(&self, scopes: &Scopes) -> Result<AccessToken, Error> {
        let _delivery = self.delivery();
        self.session
            .access_token(scopes)
            .await
            .map_err(|fault| fault.into_error(None))
    }

    /// As [`Account::access_token`], always by a refresh: for an API that refused a token which
    /// should have been good.
    ///
    /// # Errors
    /// Those of [`Account::access_token`].
    pub async fn refreshed_access_token(&self, scopes: &Scopes) -> Result<AccessToken, Error> {
        let _delivery = self.delivery();
        self.session
            .refreshed_token(scopes)
            .await
            .map_err(|fault| fault.into_error(None))
    }

    /// Forgets the session on this device. The service is not told: its API has no call for it.
    ///
    /// # Errors
    /// [`Error::Later`] when the storage is locked: the account is signed out in memory, and its
    /// record is still there.
    pub async fn sign_out(&self) -> Result<(), Error> {
        let _delivery = self.delivery();
        self.session
            .sign_out()
            .await
            .map_err(|cause| Fault::from(cause).into_error(None))
    }
}

impl PartialEq for Account {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("Account")
            .field(&self.id().object_id)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_saved_under_a_harmless_name() {
        let id = AccountId {
            object_id: "../Ab".to_owned(),
            tenant_id: "t-1".to_owned(),
        };
        assert_eq!(id.record_name(), "session-t-1-x2ex2ex2fx41b");
    }
}
