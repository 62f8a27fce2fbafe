//! Sessions: who is signed in, and their tokens. Kept apart from the flows, so that neither can
//! disturb the other.

mod account;
mod claims_challenge;
mod current;
mod grant;
mod id_token;
mod raise;
mod record;
mod refresh;
mod state;
mod step_up;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use account::{AccessToken, Account};
pub use claims_challenge::{ClaimsChallenge, InvalidChallenge};
pub(crate) use current::Current;
pub use id_token::IdClaims;
pub(crate) use raise::demanded;

use self::record::{SavedSession, SessionRecord};
use self::state::Session;
use crate::archive::{Archive, SESSIONS};
use crate::clock::{Clock, Timestamp};
use crate::exchange::{Terms, TokenGrant};
use crate::fault::Cause;
use crate::ids::{AccountId, Username};
use crate::outbox::Outbox;
use crate::secret::Secret;
use crate::service::Service;

/// What a session works with.
pub(crate) struct Tools {
    pub(crate) service: Service,
    pub(crate) archive: Archive,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) outbox: Arc<Outbox>,
    pub(crate) current: Current,
}

/// The sessions of one client.
pub(crate) struct Sessions {
    tools: Arc<Tools>,
    terms: Terms,
    /// The sessions that were handed out: one object per account, so that its refreshes are one.
    open: Mutex<Vec<Arc<Session>>>,
}

impl Sessions {
    /// `terms` are those that every request of the client shares.
    pub(crate) fn new(tools: Arc<Tools>, terms: Terms) -> Self {
        Self {
            tools,
            terms,
            open: Mutex::default(),
        }
    }

    /// Takes in what a flow was granted, as the new session of that account. It is to be saved
    /// yet.
    ///
    /// # Errors
    /// `FieldMissing` when the grant does not say whose it is, `UnexpectedReply` when its id token
    /// does not repeat the `nonce`, or when it is somebody else's than was `asked` for. `SignedOut`
    /// when it adds to a session that is no more.
    pub(crate) fn take_in(
        &self,
        grant: TokenGrant,
        asked: &Terms,
        nonce: Option<&Secret>,
        now: Timestamp,
    ) -> Result<Account, Cause> {
        let mut record = grant::to_record(grant, asked, now)?;
        let is_theirs = asked
            .account
            .as_ref()
            .is_none_or(|id| *id == record.account);
        if !is_theirs || nonce.is_some_and(|nonce| !record.repeats(nonce)) {
            return Err(Cause::UnexpectedReply);
        }
        if nonce.is_some() {
            // The browser's page lets in whoever signs in there: the name asked for may be
            // another one's.
            record.username = None;
        }
        self.place(record, asked.step_up).map(Account::new)
    }

    /// Every account that is signed in.
    ///
    /// # Errors
    /// `StoreLocked` or `StoreFailed`, or, once, `KeyInvalidated`.
    pub(crate) async fn accounts(&self) -> Result<Vec<Account>, Cause> {
        let saved: Vec<SavedSession> = self.tools.archive.load_all(SESSIONS).await?;
        for SavedSession::V1(record) in saved {
            self.place_saved(record);
        }
        let open = self.open();
        let signed_in = open
            .iter()
            .filter(|session| session.is_signed_in())
            .cloned();
        Ok(signed_in.map(Account::new).collect())
    }

    /// Takes in the saved session of `account`, if there is one: a flow that adds to it is about
    /// to go on, and would take its place otherwise.
    ///
    /// # Errors
    /// `SignedOut` when there is none. `StoreLocked` or `StoreFailed`, or, once, `RecordDamaged` or
    /// `KeyInvalidated`.
    pub(crate) async fn recall(&self, account: &AccountId) -> Result<(), Cause> {
        let saved = self.tools.archive.load(&account.record_name()).await?;
        if let Some(SavedSession::V1(record)) = saved {
            self.place_saved(record);
        }
        self.expect(account)
    }

    /// # Errors
    /// `SignedOut` when `account` is not signed in, as far as is known.
    pub(crate) fn expect(&self, account: &AccountId) -> Result<(), Cause> {
        let is_there = |session: &Arc<Session>| session.is_signed_in() && session.id() == *account;
        if self.open().iter().any(is_there) {
            Ok(())
        } else {
            Err(Cause::SignedOut)
        }
    }

    /// Ends and removes the sessions of whoever signs in as `name`.
    ///
    /// # Errors
    /// What kept a saved one from being looked at, or from being removed. Those at hand have ended all the same.
    pub(crate) async fn sign_out(&self, name: &Username) -> Result<(), Cause> {
        let mut outcome = self.accounts().await.map(drop);
        let open = self.open().clone();
        for session in open {
            if session.is_signed_in() && session.record().is_of(name) {
                outcome = session.sign_out().await.and(outcome);
            }
        }
        outcome
    }

    /// Saves what calls brought that were dropped before they could.
    pub(crate) async fn settle(&self) {
        let open = self.open().clone();
        for session in open {
            session.settle().await;
        }
    }

    /// Puts a new grant's record in place of the account's former one, or adds it where the
    /// account stepped up. A step-up signs nobody in who has signed out.
    fn place(&self, record: SessionRecord, step_up: bool) -> Result<Arc<Session>, Cause> {
        let mut open = self.open();
        if let Some(session) = open.iter().find(|session| session.id() == record.account) {
            session.take_in(record, step_up)?;
            return Ok(Arc::clone(session));
        }
        if step_up {
            return Err(Cause::SignedOut);
        }
        let session = Arc::new(Session::new(
            Arc::clone(&self.tools),
            self.terms.clone(),
            record,
        ));
        open.push(Arc::clone(&session));
        Ok(session)
    }

    /// Takes in a saved record, unless the account is open already: what is in memory is newer.
    fn place_saved(&self, record: SessionRecord) {
        let mut open = self.open();
        if !open.iter().any(|session| session.id() == record.account) {
            let tools = Arc::clone(&self.tools);
            let session = Session::new(tools, self.terms.clone(), record);
            session.mark_saved();
            open.push(Arc::new(session));
        }
    }

    fn open(&self) -> MutexGuard<'_, Vec<Arc<Session>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
