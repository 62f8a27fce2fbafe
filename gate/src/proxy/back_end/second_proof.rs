//! The second proof of a reset: a code that reaches the person by another way (`security_code`), or a provider's verdict
//! (docs/risk.md 8.1).

use std::time::Duration;

use super::security_code::Debt;
use super::who::Who;
use super::{BackEnd, Done, limited};
use crate::config::{Rule, SecondProof};
use crate::decide::{FailPolicy, SessionState, Verdict};
use crate::provider::Purpose;
use crate::proxy::call::NativeCall;
use crate::proxy::gate::Gate;
use crate::proxy::judge::{Circumstances, ask};
use crate::proxy::record::Record;
use crate::proxy::refusal::{Challenge, Refusal};
use crate::proxy::session;
use crate::seal::Reference;

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
            let debt = Debt::of(rules, settings, flow, gate.clock.now());
            let given = session::proof(around.headers);
            debt.paid(given.as_deref(), who, record).await
        }
        (SecondProof::Provider(name), Some(_)) => {
            verdict(gate, rules, name, call, around, record).await
        }
        (_, None) => Err(Refusal::Token),
    }
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
