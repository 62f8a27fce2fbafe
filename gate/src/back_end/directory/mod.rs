//! The tenant's directory: the few calls of Microsoft Graph that the rules make (docs/risk.md 8.5).

mod ask;
mod pass;

use std::time::Duration;

use axum::http::Method;
use serde_json::{Value, json};
use tokio::sync::Mutex;
use tokio::time::Instant;

use self::ask::{Ask, Said, fits_a_path, in_query};
use self::pass::Pass;
use super::moment;
use crate::clock::Clock;
use crate::config::DirectorySettings;
use crate::provider::{Failure, Http};

/// The most phones or addresses that are read.
const MOST: usize = 16;

/// The directory.
pub(crate) struct Directory {
    http: Http,
    clock: Clock,
    settings: DirectorySettings,
    pass: Mutex<Option<Pass>>,
}

/// Somebody in the directory.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Person {
    /// The object id.
    pub(crate) id: String,
    /// Since when sessions are good, if they were ever revoked.
    pub(crate) valid_from: Option<Duration>,
}

impl Directory {
    /// A directory.
    pub(crate) fn new(http: Http, clock: Clock, settings: DirectorySettings) -> Self {
        Self {
            http,
            clock,
            settings,
            pass: Mutex::new(None),
        }
    }

    /// Until when a call that begins now may wait for the directory.
    pub(crate) fn by(&self) -> Instant {
        Instant::now() + self.settings.deadline
    }

    /// Who signs in by this name, of whatever kind.
    pub(crate) async fn find(&self, name: &str, by: Instant) -> Result<Option<Person>, Failure> {
        let quoted = |text: &str| in_query(&text.replace('\'', "''"));
        let (name, issuer) = (quoted(name), quoted(&self.settings.issuer));
        let path = format!(
            "users?$filter=identities/any(c:c/issuerAssignedId%20eq%20%27{name}%27%20and%20c/issuer%20eq%20%27{issuer}%27)&$select=id,signInSessionsValidFromDateTime"
        );
        let said = self.ask(&Ask::get(path), by).await?.of(&[200])?;
        match said.list()? {
            [] => Ok(None),
            [person] => read_person(person).map(Some),
            [_, _, ..] => Err(Failure::Garbage),
        }
    }

    /// Whether somebody is in a group.
    pub(crate) async fn is_member(
        &self,
        person: &Person,
        group: &str,
        by: Instant,
    ) -> Result<bool, Failure> {
        let path = format!("users/{}/checkMemberGroups", person.id);
        let ask = Ask::post(path, json!({"groupIds": [group]}));
        let said = self.ask(&ask, by).await?.of(&[200])?;
        let is_it = |id: &Value| id.as_str().is_some_and(|id| id.eq_ignore_ascii_case(group));
        Ok(said.list()?.iter().any(is_it))
    }

    /// Puts somebody into a group; who is there already stays. The directory may not know a new account yet.
    pub(crate) async fn add(
        &self,
        person: &Person,
        group: &str,
        by: Instant,
    ) -> Result<(), Failure> {
        let base = self.settings.url.as_str().trim_end_matches('/');
        let member = format!("{base}/v1.0/directoryObjects/{}", person.id);
        let path = format!("groups/{group}/members/$ref");
        let ask = Ask::post(path, json!({"@odata.id": member}));
        let said = self.ask(&ask.once_it_is_known(), by).await?;
        if said.status == 400 && said.message_has("already exist") {
            return Ok(());
        }
        said.of(&[200, 204]).map(drop)
    }

    /// Takes somebody out of a group.
    pub(crate) async fn remove(
        &self,
        person: &Person,
        group: &str,
        by: Instant,
    ) -> Result<(), Failure> {
        let path = format!("groups/{group}/members/{}/$ref", person.id);
        let said = self.ask(&Ask::delete(path), by).await?;
        said.of(&[200, 204, 404]).map(drop)
    }

    /// Ends all sessions: refresh tokens that were given before are good no more.
    pub(crate) async fn revoke(&self, person: &Person, by: Instant) -> Result<(), Failure> {
        let path = format!("users/{}/revokeSignInSessions", person.id);
        let said = self.ask(&Ask::post(path, json!({})), by).await?;
        let said = said.of(&[200, 204])?;
        let is_undone = said.body.get("value") == Some(&Value::Bool(false));
        if is_undone {
            return Err(Failure::Status);
        }
        Ok(())
    }

    /// The numbers on record, without spaces.
    pub(crate) async fn phones(
        &self,
        person: &Person,
        by: Instant,
    ) -> Result<Vec<String>, Failure> {
        let phones = self.methods(person, "phoneMethods", "phoneNumber", by);
        let phones = phones.await?.into_iter();
        Ok(phones.map(|phone| phone.replace(' ', "")).collect())
    }

    /// The addresses on record.
    pub(crate) async fn emails(
        &self,
        person: &Person,
        by: Instant,
    ) -> Result<Vec<String>, Failure> {
        self.methods(person, "emailMethods", "emailAddress", by)
            .await
    }

    async fn methods(
        &self,
        person: &Person,
        kind: &str,
        member: &str,
        by: Instant,
    ) -> Result<Vec<String>, Failure> {
        let path = format!("users/{}/authentication/{kind}", person.id);
        let said = self.ask(&Ask::get(path), by).await?.of(&[200])?;
        let contact = |method: &Value| Some(method.get(member)?.as_str()?.to_owned());
        Ok(said.list()?.iter().filter_map(contact).take(MOST).collect())
    }
}

fn read_person(person: &Value) -> Result<Person, Failure> {
    let id = person.get("id").and_then(Value::as_str);
    let id = id.filter(|id| fits_a_path(id)).ok_or(Failure::Garbage)?;
    let valid_from = match person.get("signInSessionsValidFromDateTime") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(moment::read(text).ok_or(Failure::Garbage)?),
        Some(Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
            return Err(Failure::Garbage);
        }
    };
    Ok(Person {
        id: id.to_owned(),
        valid_from,
    })
}

impl Said {
    fn of(self, statuses: &[u16]) -> Result<Self, Failure> {
        if statuses.contains(&self.status) {
            Ok(self)
        } else {
            tracing::warn!(status = self.status, "the directory refused");
            Err(Failure::Status)
        }
    }

    fn list(&self) -> Result<&[Value], Failure> {
        let list = self.body.get("value").and_then(Value::as_array);
        list.map(Vec::as_slice).ok_or(Failure::Garbage)
    }

    fn message_has(&self, words: &str) -> bool {
        let message = self.body.pointer("/error/message").and_then(Value::as_str);
        message.is_some_and(|message| message.to_lowercase().contains(words))
    }
}
