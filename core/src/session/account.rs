//! An account that is signed in.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_lock::Mutex as AsyncMutex;
use serde::{Deserialize, Serialize};

use super::Tools;
use super::id_token::IdClaims;
use super::record::{CachedToken, SessionRecord};
use super::refresh::Refresh;
use crate::archive::{self, SESSIONS};
use crate::clock::Timestamp;
use crate::error::Error;
use crate::exchange::Terms;
use crate::fault::{Cause, Fault};
use crate::secret::Secret;
use crate::terms::Scopes;

/// Names an account across sign-ins and applications of one tenant.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AccountId {
    /// The person's object id in the tenant.
    pub object_id: String,
    /// The tenant's id.
    pub tenant_id: String,
}

impl AccountId {
    /// The key that the account's session is saved under. The ids are random GUIDs; whatever
    /// else a service may send is written so that no file store takes it for a path.
    fn record_name(&self) -> String {
        let mut name = SESSIONS.to_owned();
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
    /// The scopes it was asked for and granted with.
    pub scopes: Scopes,
    /// When it expires, by this device's clock.
    pub expires_at: Timestamp,
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
        self.session
            .access_token(scopes, false)
            .await
            .map_err(|fault| fault.into_error(None))
    }

    /// As [`Account::access_token`], always by a refresh: for an API that refused a token which
    /// should have been good.
    ///
    /// # Errors
    /// Those of [`Account::access_token`].
    pub async fn refreshed_access_token(&self, scopes: &Scopes) -> Result<AccessToken, Error> {
        self.session
            .access_token(scopes, true)
            .await
            .map_err(|fault| fault.into_error(None))
    }

    /// Forgets the session on this device. The service is not told: its API has no call for it.
    ///
    /// # Errors
    /// [`Error::Later`] when the storage is locked: the account is signed out in memory, and its
    /// record is still there.
    pub async fn sign_out(&self) -> Result<(), Error> {
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

/// One account's session: its record in memory, and the gate for refreshes.
pub(super) struct Session {
    pub(super) tools: Arc<Tools>,
    pub(super) terms: Terms,
    state: Mutex<State>,
    pub(super) refreshing: AsyncMutex<Refresh>,
    /// One save at a time, each of what is there when its turn comes.
    saving: AsyncMutex<()>,
}

pub(super) struct State {
    pub(super) record: SessionRecord,
    pub(super) signed_in: bool,
    pub(super) durable: bool,
    /// How many refreshes have ended.
    pub(super) refreshes: u64,
}

impl Session {
    pub(super) fn new(tools: Arc<Tools>, terms: Terms, record: SessionRecord) -> Self {
        let state = State {
            record,
            signed_in: true,
            durable: false,
            refreshes: 0,
        };
        Self {
            tools,
            terms,
            state: Mutex::new(state),
            refreshing: AsyncMutex::default(),
            saving: AsyncMutex::default(),
        }
    }

    pub(super) fn id(&self) -> AccountId {
        self.state().record.account.clone()
    }

    pub(super) fn is_signed_in(&self) -> bool {
        self.state().signed_in
    }

    pub(super) fn mark_saved(&self) {
        self.state().durable = true;
    }

    pub(super) fn replace(&self, record: SessionRecord) {
        let mut state = self.state();
        state.record = record;
        state.signed_in = true;
        state.durable = false;
    }

    pub(super) fn record(&self) -> SessionRecord {
        self.state().record.clone()
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The freshest cached token that covers `scopes`.
    pub(super) fn cached(&self, scopes: &Scopes, now: Timestamp) -> Option<AccessToken> {
        let state = self.state();
        let usable = |token: &&CachedToken| token.is_fresh(now) && token.fits(scopes);
        let found = state
            .record
            .tokens
            .iter()
            .filter(usable)
            .max_by_key(|token| token.renew_at);
        found.map(|token| AccessToken {
            secret: token.secret.clone(),
            scopes: token.scopes.clone(),
            expires_at: token.expires_at,
        })
    }

    /// Saves the session as it is now, and notes whether that worked.
    pub(super) async fn save(&self) {
        let _turn = self.saving.lock().await;
        let (name, plain) = {
            let state = self.state();
            if !state.signed_in {
                return;
            }
            (
                state.record.account.record_name(),
                archive::write(&state.record.as_saved(), state.record.room()),
            )
        };
        let saved = match plain {
            Ok(plain) => self.tools.archive.save(&name, 0, plain).await,
            Err(cause) => Err(cause),
        };
        if let Err(cause) = saved {
            let _logged = Fault::from(cause).into_error(None);
        }
        let signed_in = {
            let mut state = self.state();
            state.durable = saved.is_ok() && state.signed_in;
            state.signed_in
        };
        // A sign-out that came while the record was written must not find it there again.
        if !signed_in && let Err(cause) = self.tools.archive.delete(&name).await {
            let _logged = Fault::from(cause).into_error(None);
        }
    }

    pub(super) async fn sign_out(&self) -> Result<(), Cause> {
        let name = self.id().record_name();
        {
            let mut state = self.state();
            state.signed_in = false;
            state.durable = false;
            state.record.refresh_token = None;
            state.record.tokens.clear();
        }
        self.tools.archive.delete(&name).await?;
        // Who signed in again meanwhile may have been saved before that.
        if self.is_signed_in() {
            self.save().await;
        }
        Ok(())
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
