//! The account that the app shows, among several.

use super::{Client, told};
use crate::error::Error;
use crate::session::Account;

impl Client {
    /// The account that was chosen with [`Client::set_current`], while it is signed in. Nothing
    /// else makes an account current, and no other takes its place when it signs out: who is
    /// shown next is for the app to ask or to decide.
    ///
    /// # Errors
    /// Those of [`Client::pending`].
    pub async fn current_account(&self) -> Result<Option<Account>, Error> {
        let _delivery = self.tools.base.outbox.delivery();
        self.tools.sessions.current().await.map_err(told)
    }

    /// Makes `account` the current one, across the end of the process. A sign-out forgets that,
    /// also for when the same person signs in again.
    ///
    /// # Errors
    /// [`Error::Misuse`] with `SignedOut` when the account is not signed in. [`Error::Later`]
    /// while the device's storage is locked: it is the current one until the process ends.
    pub async fn set_current(&self, account: &Account) -> Result<(), Error> {
        let _delivery = self.tools.base.outbox.delivery();
        self.tools.sessions.choose(account).await.map_err(told)
    }
}
