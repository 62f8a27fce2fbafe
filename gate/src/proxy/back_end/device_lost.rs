//! The recovery of an account whose device is lost: begun by a header at the start of a reset, and acted on once both
//! proofs are there, before the new password goes on (docs/risk.md 8.2).

use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderMap;
use serde_json::json;
use tokio::sync::oneshot;

use super::who::Who;
use super::{BackEnd, Done, failed, limited};
use crate::back_end::{Directory, Limited, Message, Person, Undelivered, Webhook, insist};
use crate::config::DeviceLost;
use crate::provider::{Failure, Outcome, Provider};
use crate::proxy::call::NativeCall;
use crate::proxy::gate::Gate;
use crate::proxy::record::Record;
use crate::proxy::refusal::Refusal;
use crate::seal::{Envelope, Recovery};

const HEADER: &str = "x-recovery";
const WORD: &[u8] = b"device_lost";

/// Notes in a flow that it is a recovery, where the client asks for one.
pub(super) fn begun(
    rules: &BackEnd,
    call: &mut NativeCall,
    headers: &HeaderMap,
    record: &mut Record,
) -> Result<(), Refusal> {
    let mut asked = headers.get_all(HEADER).iter();
    let is_asked = asked.next().is_some_and(|word| word.as_bytes() == WORD);
    let is_plain = is_asked && asked.next().is_none();
    let (Some(lost), Some(flow), true) = (&rules.device_lost, &mut call.flow, is_plain) else {
        return Ok(());
    };
    let Some(name) = &flow.user else {
        return Ok(());
    };
    let now = Duration::from_secs(record.at);
    let started = rules.ledger.started(name, lost.starts_per_hour, now);
    started.map_err(|why| limited(record, why))?;
    flow.recovery = Some(Recovery::DeviceLost);
    record.back_end = Some(Done::RecoveryBegun);
    Ok(())
}

/// A start that the tenant refused was none: strangers who make names up take no room from people.
pub(super) fn refused(rules: &BackEnd, flow: &Envelope, record: &Record) {
    if let (Some(name), Some(_)) = (&flow.user, flow.recovery) {
        let at = Duration::from_secs(record.at);
        rules.ledger.not_started(name, at);
    }
}

/// Ends the sessions and freezes the account. A client that leaves does not break it off.
pub(super) async fn acted(
    gate: &Gate,
    rules: &BackEnd,
    lost: &DeviceLost,
    call: &NativeCall,
    who: &mut Who<'_>,
    record: &mut Record,
) -> Result<(), Refusal> {
    let person = who.person(record).await?;
    let until = gate.clock.now() + lost.cool_down;
    let (directory, group) = (Arc::clone(&rules.directory), lost.frozen_group.clone());
    let aftermath = Aftermath {
        wait: rules.wait,
        directory: Arc::clone(&directory),
        webhook: rules.webhook.clone(),
        judged: judged(gate, call),
        name: who.name.clone(),
        frozen_until: until.as_secs(),
        person: person.clone(),
    };
    let ledger = Arc::clone(&rules.ledger);
    let mark = call.flow.as_ref().map(|flow| ledger.flow(&flow.token));
    let (tell, told) = oneshot::channel();
    let work = async move {
        let outcome = froze(&directory, &person, &group).await;
        if let Some(mark) = mark.filter(|_| outcome.is_ok()) {
            ledger.acted(mark);
        }
        // Whoever asked may be gone.
        let _ = tell.send(outcome);
        if outcome.is_ok() {
            aftermath.told().await;
        }
    };
    let begun = rules.background.begin(work);
    begun.map_err(|_| limited(record, Limited::Full))?;
    let outcome = told.await.unwrap_or(Err(Failure::Unreachable));
    outcome.map_err(|failure| failed(record, Done::DirectoryFailed, failure))
}

async fn froze(directory: &Directory, person: &Person, group: &str) -> Result<(), Failure> {
    let by = directory.by();
    directory.revoke(person, by).await?;
    directory.add(person, group, by).await
}

/// The provider that judged a call of the flow, and its name for it.
fn judged(gate: &Gate, call: &NativeCall) -> Option<(Arc<dyn Provider>, String)> {
    let reference = call.flow.as_ref()?.reference.as_ref()?;
    let provider = gate.providers.get(&reference.provider)?;
    Some((Arc::clone(provider), reference.id.clone()))
}

/// What is done beside the answer: the person hears of it in every way on record, and the provider too.
struct Aftermath {
    wait: Duration,
    directory: Arc<Directory>,
    webhook: Option<Arc<Webhook>>,
    judged: Option<(Arc<dyn Provider>, String)>,
    name: String,
    person: Person,
    frozen_until: u64,
}

impl Aftermath {
    async fn told(self) {
        tokio::join!(self.person_told(), self.provider_told());
    }

    async fn person_told(&self) {
        let Some(webhook) = &self.webhook else {
            return;
        };
        let notice = self.notice().await;
        let notified = insist(self.wait, || async {
            match webhook.deliver(&notice).await {
                Err(Undelivered::Failed(failure) | Undelivered::InDoubt(failure)) => Err(failure),
                Ok(_) | Err(Undelivered::Nobody) => Ok(()),
            }
        });
        if notified.await.is_err() {
            tracing::error!("a person was not told that the account was frozen");
        }
    }

    async fn provider_told(&self) {
        let Some((provider, reference)) = &self.judged else {
            return;
        };
        let report = || provider.report(reference, Outcome::Compromised);
        if insist(self.wait, report).await.is_err() {
            tracing::error!("a provider was not told of a lost device");
        }
    }

    /// The notice, with every contact that was on record. Without the directory's answer it goes out with none: the
    /// service may know others.
    async fn notice(&self) -> Message {
        let contacts = insist(self.wait, || self.contacts()).await;
        let (phones, emails) = contacts.unwrap_or_default();
        Message::of(&json!({
            "kind": "device_lost",
            "user": self.name,
            "user_id": self.person.id,
            "phones": phones,
            "emails": emails,
            "frozen_until": self.frozen_until,
        }))
    }

    async fn contacts(&self) -> Result<(Vec<String>, Vec<String>), Failure> {
        let by = self.directory.by();
        let phones = self.directory.phones(&self.person, by).await?;
        let emails = self.directory.emails(&self.person, by).await?;
        Ok((phones, emails))
    }
}
