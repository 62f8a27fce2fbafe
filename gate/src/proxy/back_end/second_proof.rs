//! The second proof of a reset: a code that reaches the person by another way, or a provider's verdict (docs/risk.md 8.1).

use std::time::Duration;

use serde_json::{Map, json};

use super::who::Who;
use super::{BackEnd, Done, blocked, failed, limited};
use crate::back_end::{Asked, Asking, Message, Tried, Undelivered};
use crate::config::{CodeSettings, Rule, SECURITY_CODE, SecondProof};
use crate::decide::{FailPolicy, SessionState, Verdict};
use crate::provider::{Failure, Purpose};
use crate::proxy::call::NativeCall;
use crate::proxy::gate::Gate;
use crate::proxy::judge::{Circumstances, ask};
use crate::proxy::record::Record;
use crate::proxy::refusal::{Challenge, Refusal};
use crate::proxy::session;
use crate::seal::{Envelope, Reference};

/// Refuses until the proof is there.
pub(super) async fn wanted(
    gate: &Gate,
    rules: &BackEnd,
    wanted: &SecondProof,
    call: &mut NativeCall,
    who: &mut Who<'_>,
    around: &Circumstances<'_>,
    record: &mut Record,
) -> Result<(), Refusal> {
    match (wanted, &call.flow) {
        (SecondProof::Code(settings), Some(flow)) => {
            let given = session::proof(around.headers);
            code(gate, rules, settings, flow, given, who, record).await
        }
        (SecondProof::Provider(name), Some(_)) => {
            verdict(gate, rules, name, call, around, record).await
        }
        (_, None) => Err(Refusal::Token),
    }
}

async fn code(
    gate: &Gate,
    rules: &BackEnd,
    settings: &CodeSettings,
    flow: &Envelope,
    given: Option<String>,
    who: &mut Who<'_>,
    record: &mut Record,
) -> Result<(), Refusal> {
    let (ledger, now) = (&rules.ledger, gate.clock.now());
    let mark = ledger.flow(&flow.token);
    match given.map(|given| ledger.tried(mark, &given, now)) {
        Some(Tried::Right) => return Ok(()),
        Some(Tried::Wrong(asking)) => return Err(challenge(record, Done::CodeWrong, &asking)),
        Some(Tried::Spent) => return Err(blocked(record, Done::Spent)),
        Some(Tried::Unknown) | None => {}
    }
    let person = who.person(record).await?;
    let until = Duration::from_secs(flow.expires);
    let asked = ledger.asked(mark, &person.id, settings, now, until);
    let new = match asked.map_err(|why| limited(record, why))? {
        Asked::Send(new) => new,
        Asked::Wait(asking) => return Err(challenge(record, Done::CodeAwaited, &asking)),
        Asked::Spent => return Err(blocked(record, Done::Spent)),
    };
    let phones = rules.directory.phones(&person, who.by).await;
    let phones = phones.map_err(|failure| {
        ledger.unsent(mark, &new, true);
        failed(record, Done::DirectoryFailed, failure)
    })?;
    let purpose = match flow.recovery {
        Some(_) => "device_lost",
        None => "reset_password",
    };
    let message = Message::of(&json!({
        "kind": "security_code",
        "purpose": purpose,
        "user": who.name,
        "user_id": person.id,
        "phones": phones,
        "code": new.code,
        "expires_in": settings.good_for.as_secs(),
    }));
    let delivered = match &rules.webhook {
        Some(webhook) => webhook.deliver(&message).await,
        None => Err(Undelivered::Failed(Failure::Unreachable)),
    };
    match delivered {
        Ok(way) => match ledger.sent(mark, way, gate.clock.now()) {
            Some(asking) => Err(challenge(record, Done::CodeSent, &asking)),
            None => Err(limited(record, crate::back_end::Limited::Full)),
        },
        Err(Undelivered::Nobody) => {
            ledger.unsent(mark, &new, false);
            Err(blocked(record, Done::Unreachable))
        }
        Err(Undelivered::Failed(failure)) => {
            ledger.unsent(mark, &new, true);
            Err(failed(record, Done::WebhookFailed, failure))
        }
        Err(Undelivered::InDoubt(failure)) => {
            ledger.unsent(mark, &new, false);
            Err(failed(record, Done::WebhookFailed, failure))
        }
    }
}

fn challenge(record: &mut Record, done: Done, asking: &Asking) -> Refusal {
    record.back_end = Some(done);
    Refusal::Challenge(Challenge {
        provider: SECURITY_CODE.to_owned(),
        payload: asking.payload(),
        members: Map::new(),
    })
}

async fn verdict(
    gate: &Gate,
    rules: &BackEnd,
    name: &str,
    call: &mut NativeCall,
    around: &Circumstances<'_>,
    record: &mut Record,
) -> Result<(), Refusal> {
    let rule = Rule {
        provider: name.to_owned(),
        fail: FailPolicy::Closed,
    };
    let (session, said) = ask(gate, call, around, Purpose::ResetPassword, &rule, record).await;
    record.back_end = Some(Done::Unproven);
    if session.state() != SessionState::Present {
        return Err(Refusal::FailClosed);
    }
    match said.verdict {
        Verdict::Pass => {}
        Verdict::Challenge | Verdict::Review => {
            return Err(Refusal::Challenge(Challenge {
                provider: rule.provider,
                payload: said.payload.unwrap_or_default(),
                members: said.members,
            }));
        }
        Verdict::Reject => return Err(Refusal::Block(said.members)),
        Verdict::RateLimit => return Err(Refusal::RateLimit(said.members, said.retry_after)),
        Verdict::UnknownSession | Verdict::Failed => return Err(Refusal::FailClosed),
    }
    let Some(flow) = &mut call.flow else {
        return Err(Refusal::Token);
    };
    let reference = said.reference.map(|id| Reference {
        provider: rule.provider,
        id,
    });
    flow.reference = reference.or(flow.reference.take());
    let (mark, until) = (
        rules.ledger.flow(&flow.token),
        Duration::from_secs(flow.expires),
    );
    let kept = rules.ledger.proven(mark, gate.clock.now(), until);
    kept.map_err(|why| limited(record, why))
}
