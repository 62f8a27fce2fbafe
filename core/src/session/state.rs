//! What a session knows of itself in memory, and how it is saved.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_lock::Mutex as AsyncMutex;

use super::Tools;
use super::account::AccessToken;
use super::raise::holds;
use super::record::{CachedToken, SessionRecord};
use super::refresh::Refreshes;
use crate::archive;
use crate::exchange::Terms;
use crate::fault::Cause;
use crate::ids::AccountId;
use crate::secret::Secret;
use crate::terms::Scopes;

/// One account's session: its record in memory, and the gate for refreshes.
pub(super) struct Session {
    pub(super) tools: Arc<Tools>,
    pub(super) terms: Terms,
    state: Mutex<State>,
    pub(super) refreshing: AsyncMutex<Refreshes>,
    /// One save at a time, each of what is there when its turn comes.
    saving: AsyncMutex<()>,
}

pub(super) struct State {
    pub(super) record: SessionRecord,
    pub(super) signed_in: bool,
    pub(super) durable: bool,
    /// How many refreshes have ended.
    pub(super) refreshes: u64,
    /// How often the record has changed, and up to which change its saving was tried.
    changes: u64,
    settled: u64,
}

impl State {
    fn new(record: SessionRecord) -> Self {
        Self {
            record,
            signed_in: true,
            durable: false,
            refreshes: 0,
            changes: 1,
            settled: 0,
        }
    }

    /// Notes that the record is not what was saved.
    pub(super) fn change(&mut self) {
        self.durable = false;
        self.changes += 1;
    }

    /// Whether the saving of the record was tried. Until then its tokens are not handed out: a
    /// process that dies right after their use must not lose what came with them.
    pub(super) const fn is_settled(&self) -> bool {
        self.settled == self.changes
    }

    /// What new tokens are asked for with.
    ///
    /// # Errors
    /// `SignedOut` where the session has ended, `InteractionRequired` where the service gave none.
    pub(super) fn refresh_token(&self) -> Result<Secret, Cause> {
        if !self.signed_in {
            return Err(Cause::SignedOut);
        }
        let token = self.record.refresh_token.clone();
        token.ok_or(Cause::InteractionRequired)
    }

    pub(super) fn count_refresh(&mut self) -> u64 {
        self.refreshes += 1;
        self.refreshes
    }

    /// Forgets what the session could be used with.
    pub(super) fn end(&mut self) {
        self.signed_in = false;
        self.durable = false;
        self.record.refresh_token = None;
        self.record.tokens.clear();
    }
}

impl Session {
    pub(super) fn new(tools: Arc<Tools>, terms: Terms, record: SessionRecord) -> Self {
        Self {
            tools,
            terms,
            state: Mutex::new(State::new(record)),
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
        let mut state = self.state();
        state.durable = true;
        state.settled = state.changes;
    }

    /// Takes in what a sign-in was granted.
    ///
    /// # Errors
    /// `SignedOut` when it adds to a session that has ended.
    pub(super) fn take_in(&self, granted: SessionRecord, step_up: bool) -> Result<(), Cause> {
        let mut state = self.state();
        match (step_up, state.signed_in) {
            (true, true) => state.record.step_up(granted),
            (true, false) => return Err(Cause::SignedOut),
            (false, _) => state.record = granted,
        }
        state.signed_in = true;
        state.change();
        Ok(())
    }

    pub(super) fn record(&self) -> SessionRecord {
        self.state().record.clone()
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The freshest cached token for `scopes` that is `good`, and that holds all the claims with
    /// which tokens for them are asked for.
    pub(super) fn cached(
        &self,
        scopes: &Scopes,
        good: impl Fn(&CachedToken) -> bool,
    ) -> Option<AccessToken> {
        let state = self.state();
        let claims = state.record.claims_for(scopes);
        let usable = |token: &&CachedToken| {
            good(token) && token.fits(scopes) && holds(token.claims.as_ref(), claims.as_ref())
        };
        let tokens = state.record.tokens.iter();
        tokens
            .filter(usable)
            .max_by_key(|token| token.renew_at)
            .map(AccessToken::of)
    }

    /// Saves the session as it is now, and notes whether that worked.
    pub(super) async fn save(&self) {
        let _turn = self.saving.lock().await;
        let (name, plain, change) = {
            let state = self.state();
            if !state.signed_in {
                return;
            }
            (
                state.record.account.record_name(),
                archive::write(&state.record.as_saved(), state.record.room()),
                state.changes,
            )
        };
        let saved = match plain {
            Ok(plain) => self.tools.archive.save(&name, 0, plain).await,
            Err(cause) => Err(cause),
        };
        if let Err(cause) = saved {
            cause.log();
        }
        let signed_in = {
            let mut state = self.state();
            state.durable = saved.is_ok() && state.signed_in && change == state.changes;
            state.settled = change;
            state.signed_in
        };
        // A sign-out that came while the record was written must not find it there again.
        if !signed_in && let Err(cause) = self.tools.archive.delete(&name).await {
            cause.log();
        }
    }

    /// Saves what a call brought that was dropped before it could.
    pub(super) async fn settle(&self) {
        let is_settled = self.state().is_settled();
        if !is_settled {
            self.save().await;
        }
    }

    pub(super) async fn sign_out(&self) -> Result<(), Cause> {
        self.state().end();
        self.remove_record().await
    }

    /// Removes the record of a session that ended.
    pub(super) async fn remove_record(&self) -> Result<(), Cause> {
        let id = self.id();
        let forgotten = self.tools.forget(&id).await;
        self.tools.archive.delete(&id.record_name()).await?;
        // Who signed in again meanwhile may have been saved before that.
        if self.is_signed_in() {
            self.save().await;
        }
        forgotten
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_that_ended_says_so_and_not_that_a_sign_in_is_wanted() {
        let record = |refresh_token: Option<&str>| SessionRecord {
            account: AccountId {
                object_id: "o".to_owned(),
                tenant_id: "t".to_owned(),
            },
            scopes: Scopes::none(),
            id_token: Secret::new("i"),
            refresh_token: refresh_token.map(Secret::from),
            tokens: Vec::new(),
            username: None,
        };
        let mut state = State::new(record(Some("r")));
        assert_eq!(state.refresh_token(), Ok(Secret::new("r")));
        state.end();
        assert_eq!(state.refresh_token(), Err(Cause::SignedOut));
        let without = State::new(record(None));
        assert_eq!(without.refresh_token(), Err(Cause::InteractionRequired));
    }
}
