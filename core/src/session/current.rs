//! Which of the accounts the app shows: remembered across the process, forgotten on sign-out.

use async_lock::Mutex;
use serde::Serialize;

use super::account::Account;
use super::{Sessions, Tools};
use crate::archive::{self, CURRENT, Saved};
use crate::fault::Cause;
use crate::ids::AccountId;
use crate::part::{Damaged, Part as _, Tree, part};

/// The account that was chosen last, once the archive was asked.
#[derive(Default)]
pub(crate) struct Current(Mutex<Option<Choice>>);

#[derive(Clone)]
struct Choice(Option<AccountId>);

/// A saved choice of any schema.
#[derive(Serialize)]
#[serde(tag = "schema")]
enum SavedChoice {
    #[serde(rename = "1")]
    V1(Chosen),
}

#[derive(Serialize)]
struct Chosen {
    account: AccountId,
}

part!(struct Chosen { account });

impl Saved for SavedChoice {
    fn read(schema: &str, record: Tree) -> Result<Option<Self>, Damaged> {
        match schema {
            "1" => Chosen::read(record).map(|chosen| Some(Self::V1(chosen))),
            _ => Ok(None),
        }
    }
}

impl Tools {
    async fn chosen(&self, known: &mut Option<Choice>) -> Result<Option<AccountId>, Cause> {
        if let Some(Choice(id)) = known {
            return Ok(id.clone());
        }
        let mut saved: Vec<SavedChoice> = self.archive.load_all(CURRENT).await?;
        let id = saved.pop().map(|SavedChoice::V1(chosen)| chosen.account);
        *known = Some(Choice(id.clone()));
        Ok(id)
    }

    /// The former choice goes first: a process that dies in between leaves nobody chosen, and
    /// never two.
    async fn choose(&self, id: AccountId) -> Result<(), Cause> {
        let mut known = self.current.0.lock().await;
        *known = Some(Choice(Some(id.clone())));
        // What lies there, not what is known: a choice that could not be saved is known alone.
        let former: Vec<SavedChoice> = self.archive.load_all(CURRENT).await?;
        for SavedChoice::V1(Chosen { account }) in former {
            if account != id {
                self.archive.delete(&account.name_under(CURRENT)).await?;
            }
        }
        let name = id.name_under(CURRENT);
        let draft = archive::write(&SavedChoice::V1(Chosen { account: id }), 256)?;
        self.archive.save(&name, 0, draft).await
    }

    /// Forgets the choice if it is `id`. That takes no key: the record's name says whose it is.
    pub(super) async fn forget(&self, id: &AccountId) -> Result<(), Cause> {
        let mut known = self.current.0.lock().await;
        if matches!(&*known, Some(Choice(Some(chosen))) if chosen == id) {
            *known = Some(Choice(None));
        }
        self.archive.delete(&id.name_under(CURRENT)).await
    }
}

impl Sessions {
    /// The account that was chosen last, while it is signed in.
    ///
    /// # Errors
    /// `StoreLocked` or `StoreFailed`, or, once, `RecordDamaged` or `KeyInvalidated`.
    pub(crate) async fn current(&self) -> Result<Option<Account>, Cause> {
        let chosen = {
            let mut known = self.tools.current.0.lock().await;
            self.tools.chosen(&mut known).await?
        };
        let Some(id) = chosen else { return Ok(None) };
        let accounts = self.accounts().await?;
        Ok(accounts.into_iter().find(|account| account.id() == id))
    }

    /// Chooses `account`.
    ///
    /// # Errors
    /// `SignedOut` where it is not signed in. What a save meets; the choice holds in memory then.
    pub(crate) async fn choose(&self, account: &Account) -> Result<(), Cause> {
        let session = account.session();
        if !session.is_signed_in() {
            return Err(Cause::SignedOut);
        }
        let saved = self.tools.choose(account.id()).await;
        // A sign-out that came meanwhile must not leave the choice behind.
        if !session.is_signed_in() {
            self.tools.forget(&account.id()).await?;
            return Err(Cause::SignedOut);
        }
        saved
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Never change this text: records like it lie on devices.
    const FROZEN: &str = r#"{"schema":"1","account":{"object_id":"o","tenant_id":"t"}}"#;

    #[test]
    fn a_choice_of_schema_1_can_be_read_for_ever() {
        let saved: SavedChoice = archive::read(FROZEN.as_bytes()).unwrap();
        assert_eq!(serde_json::to_string(&saved).unwrap(), FROZEN);
    }
}
