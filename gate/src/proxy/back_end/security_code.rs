//! A flow that owes a security code: looks at the one that came, or has one sent.

use std::time::Duration;

use serde_json::{Map, json};

use super::who::Who;
use super::{BackEnd, Done, blocked, failed, limited};
use crate::back_end::{
    Asked, Asking, FlowMark, Limited, Message, NewCode, Person, Tried, Undelivered, Way,
};
use crate::config::{CodeSettings, SECURITY_CODE};
use crate::provider::Failure;
use crate::proxy::record::Record;
use crate::proxy::refusal::{Challenge, Refusal};
use crate::seal::Envelope;

/// A flow that owes a code.
pub(super) struct Debt<'a> {
    rules: &'a BackEnd,
    settings: &'a CodeSettings,
    flow: &'a Envelope,
    mark: FlowMark,
    now: Duration,
}

impl<'a> Debt<'a> {
    pub(super) fn of(
        rules: &'a BackEnd,
        settings: &'a CodeSettings,
        flow: &'a Envelope,
        now: Duration,
    ) -> Self {
        Self {
            mark: rules.ledger.flow(&flow.token),
            rules,
            settings,
            flow,
            now,
        }
    }

    /// Refuses unless `given` is the code.
    pub(super) async fn paid(
        &self,
        given: Option<&str>,
        who: &mut Who<'_>,
        record: &mut Record,
    ) -> Result<(), Refusal> {
        let ledger = &self.rules.ledger;
        match given.map(|given| ledger.tried(self.mark, given, self.now)) {
            Some(Tried::Right) => return Ok(()),
            Some(Tried::Wrong(asking)) => return Err(challenge(record, Done::CodeWrong, &asking)),
            Some(Tried::Spent) => return Err(blocked(record, Done::Spent)),
            Some(Tried::Unknown) | None => {}
        }
        let person = who.person(record).await?;
        let until = Duration::from_secs(self.flow.expires);
        let asked = ledger.asked(self.mark, &person.id, self.settings, self.now, until);
        Err(match asked {
            Ok(Asked::Send(new)) => self.sent(&new, &person, who, record).await,
            Ok(Asked::Wait(asking)) => challenge(record, Done::CodeAwaited, &asking),
            Ok(Asked::Spent) => blocked(record, Done::Spent),
            Err(why) => limited(record, why),
        })
    }

    /// What the app is told once the code went out, or did not.
    async fn sent(
        &self,
        new: &NewCode,
        person: &Person,
        who: &Who<'_>,
        record: &mut Record,
    ) -> Refusal {
        let ledger = &self.rules.ledger;
        match self.delivered(new, person, who).await {
            Ok(way) => match ledger.sent(self.mark, way, self.now) {
                Some(asking) => challenge(record, Done::CodeSent, &asking),
                None => limited(record, Limited::Full),
            },
            Err(Unsent::Directory(failure)) => {
                ledger.unsent(self.mark, new, true);
                failed(record, Done::DirectoryFailed, failure)
            }
            Err(Unsent::Webhook(Undelivered::Nobody)) => {
                ledger.unsent(self.mark, new, false);
                blocked(record, Done::Unreachable)
            }
            Err(Unsent::Webhook(Undelivered::Failed(failure))) => {
                ledger.unsent(self.mark, new, true);
                failed(record, Done::WebhookFailed, failure)
            }
            Err(Unsent::Webhook(Undelivered::InDoubt(failure))) => {
                ledger.unsent(self.mark, new, false);
                failed(record, Done::WebhookFailed, failure)
            }
        }
    }

    async fn delivered(
        &self,
        new: &NewCode,
        person: &Person,
        who: &Who<'_>,
    ) -> Result<Way, Unsent> {
        let phones = self.rules.directory.phones(person, who.by).await;
        let message = Message::of(&json!({
            "kind": "security_code",
            "purpose": match self.flow.recovery {
                Some(_) => "device_lost",
                None => "reset_password",
            },
            "user": who.name,
            "user_id": person.id,
            "phones": phones.map_err(Unsent::Directory)?,
            "code": new.code,
            "expires_in": self.settings.good_for.as_secs(),
        }));
        let Some(webhook) = &self.rules.webhook else {
            let nobody = Undelivered::Failed(Failure::Unreachable);
            return Err(Unsent::Webhook(nobody));
        };
        webhook.deliver(&message).await.map_err(Unsent::Webhook)
    }
}

/// Who kept a code from going out.
enum Unsent {
    Directory(Failure),
    Webhook(Undelivered),
}

fn challenge(record: &mut Record, done: Done, asking: &Asking) -> Refusal {
    record.back_end = Some(done);
    Refusal::Challenge(Challenge {
        provider: SECURITY_CODE.to_owned(),
        payload: asking.payload(),
        members: Map::new(),
    })
}
