//! What is saved of a session. Versioned like the records of flows: a field that is added has a
//! default, and is not written while it has it.

use serde::Serialize;

use super::id_token::IdClaims;
use crate::archive::Saved;
use crate::clock::Timestamp;
use crate::ids::{AccountId, Username};
use crate::part::{Damaged, Part as _, Tree, part};
use crate::secret::Secret;
use crate::terms::{Claims, Scopes};

/// A saved session of any schema.
pub(super) enum SavedSession {
    V1(SessionRecord),
}

impl Saved for SavedSession {
    fn read(schema: &str, record: Tree) -> Result<Option<Self>, Damaged> {
        match schema {
            "1" => SessionRecord::read(record).map(|record| Some(Self::V1(record))),
            _ => Ok(None),
        }
    }
}

/// As [`SavedSession`], of a record that stays where it is: nothing is copied to be written.
#[derive(Serialize)]
#[serde(tag = "schema")]
pub(super) enum SavedSessionRef<'a> {
    #[serde(rename = "1")]
    V1(&'a SessionRecord),
}

impl SessionRecord {
    pub(super) const fn as_saved(&self) -> SavedSessionRef<'_> {
        SavedSessionRef::V1(self)
    }

    /// Whether the id token has `nonce` (OpenID Connect Core, section 3.1.3.7, rule 11).
    pub(super) fn repeats(&self, nonce: &Secret) -> bool {
        let claims = IdClaims::decode(&self.id_token);
        let found = claims
            .as_ref()
            .and_then(|claims| claims.get("nonce")?.as_str());
        found == Some(nonce.expose())
    }

    /// Whether the session is of whoever signs in as `name`, as far as that is known.
    pub(super) fn is_of(&self, name: &Username) -> bool {
        let claims = IdClaims::decode(&self.id_token);
        let claim = |name| claims.as_ref()?.get(name)?.as_str();
        let names = [
            self.username.as_ref().map(Username::as_str),
            claim("preferred_username"),
            claim("email"),
        ];
        let is_same = |known: &str| known.eq_ignore_ascii_case(name.as_str().trim());
        names.into_iter().flatten().map(str::trim).any(is_same)
    }

    /// About how many bytes the record takes, and rather more than fewer.
    pub(super) fn room(&self) -> usize {
        let length = |secret: &Secret| secret.expose().len();
        let tokens: usize = self
            .tokens
            .iter()
            .map(|token| {
                let claims = token
                    .claims
                    .as_ref()
                    .map_or(0, |claims| claims.as_json().len());
                length(&token.secret) + 2 * claims + 512
            })
            .sum();
        512 + length(&self.id_token) + self.refresh_token.as_ref().map_or(0, length) + tokens
    }
}

/// A saved session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct SessionRecord {
    pub(super) account: AccountId,
    /// The scopes that the sign-in asked for.
    pub(super) scopes: Scopes,
    #[serde(with = "crate::secret::token_in_sealed_record")]
    pub(super) id_token: Secret,
    #[serde(with = "crate::secret::token_in_sealed_record_if_any")]
    pub(super) refresh_token: Option<Secret>,
    pub(super) tokens: Vec<CachedToken>,
    /// The name that the person signed in with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) username: Option<Username>,
}

part!(struct SessionRecord { account, scopes, id_token, refresh_token, tokens, username });

/// An access token with what it is good for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct CachedToken {
    /// The scopes granted, or those asked for where the service does not say.
    pub(super) scopes: Scopes,
    /// The scopes asked for that name a resource.
    pub(super) asked: Scopes,
    #[serde(with = "crate::secret::token_in_sealed_record")]
    pub(super) secret: Secret,
    pub(super) received_at: Timestamp,
    /// When it is no longer handed out: shortly before it expires.
    pub(super) renew_at: Timestamp,
    pub(super) expires_at: Timestamp,
    /// The claims that it was asked for with, and that its renewal asks for again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) claims: Option<Claims>,
}

part!(struct CachedToken { scopes, asked, secret, received_at, renew_at, expires_at, claims });

impl CachedToken {
    /// Whether the token is what a request for `wanted` would bring. Without a resource named,
    /// only a token that was asked for in the same way is.
    pub(super) fn fits(&self, wanted: &Scopes) -> bool {
        self.asked == *wanted || (*wanted != Scopes::none() && self.scopes.cover(wanted))
    }

    /// Whether an API still takes the token at `now`.
    pub(super) fn is_alive(&self, now: Timestamp) -> bool {
        self.received_at <= now && now < self.expires_at
    }

    /// Whether the token may be handed out at `now`. A clock that was set back to before the
    /// token came says nothing about its age, so the token counts as old.
    pub(super) fn is_fresh(&self, now: Timestamp) -> bool {
        self.received_at <= now && now < self.renew_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive;

    /// Never change this text: records like it lie on devices.
    const FROZEN: &str = r#"{"schema":"1","account":{"object_id":"o","tenant_id":"t"},"scopes":["openid"],"id_token":"i","refresh_token":"r","tokens":[{"scopes":["a"],"asked":["a"],"secret":"s","received_at":1,"renew_at":2,"expires_at":3}]}"#;

    #[test]
    fn a_record_of_schema_1_can_be_read_for_ever() {
        let SavedSession::V1(record) = archive::read(FROZEN.as_bytes()).unwrap();
        let draft = archive::write(&record.as_saved(), 0).unwrap();
        assert_eq!(draft.plain(), FROZEN.as_bytes());
    }

    #[test]
    fn what_came_later_is_written_where_there_is_any() {
        let SavedSession::V1(mut record) = archive::read(FROZEN.as_bytes()).unwrap();
        record.username = Some("ada".parse().unwrap());
        record.tokens[0].claims = Some("{}".parse().unwrap());
        let draft = archive::write(&record.as_saved(), 0).unwrap();
        let text = std::str::from_utf8(draft.plain()).unwrap();
        assert!(text.contains(r#","expires_at":3,"claims":"{}"}],"username":"ada"}"#));
        let SavedSession::V1(again) = archive::read(text.as_bytes()).unwrap();
        assert_eq!(again, record);
    }

    #[test]
    fn a_clock_set_back_makes_a_token_old() {
        let SavedSession::V1(record) = archive::read(FROZEN.as_bytes()).unwrap();
        let fresh_at = |millis| record.tokens[0].is_fresh(Timestamp::from_unix_millis(millis));
        assert!(fresh_at(1));
        assert!(!fresh_at(0));
        assert!(!fresh_at(2));
    }
}
