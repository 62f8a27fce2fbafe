//! A new password is submitted: nobody's whose account is frozen, and after the second proof (docs/risk.md 8.1, 8.2).

use super::who::Who;
use super::{BackEnd, Done, device_lost, frozen, second_proof};
use crate::proxy::call::NativeCall;
use crate::proxy::gate::Gate;
use crate::proxy::judge::Circumstances;
use crate::proxy::record::Record;
use crate::proxy::refusal::Refusal;

pub(super) async fn submitted(
    gate: &Gate,
    rules: &BackEnd,
    call: &mut NativeCall,
    around: &Circumstances<'_>,
    record: &mut Record,
) -> Result<(), Refusal> {
    let Some(flow) = call.flow.clone() else {
        return Err(Refusal::Token);
    };
    let is_recovery = flow.recovery.is_some();
    let wanted = match (&rules.device_lost, is_recovery) {
        (Some(lost), true) => Some(&lost.second_proof),
        (None, true) => return Err(Refusal::FailClosed),
        (_, false) => rules.reset.as_ref(),
    };
    if wanted.is_none() && rules.device_lost.is_none() {
        return Ok(());
    }
    let mark = rules.ledger.flow(&flow.token);
    let is_proven = flow.proven || rules.ledger.is_proven(mark);
    let is_acted = flow.proven || rules.ledger.is_acted(mark);
    if is_recovery && is_acted {
        call.remember_proof();
        return Ok(());
    }
    let mut who = Who::of(rules, &flow)?;
    // A recovery that is proven may have frozen the account itself, and not have come to its end.
    if let Some(lost) = rules
        .device_lost
        .as_ref()
        .filter(|_| !(is_recovery && is_proven))
    {
        frozen::check(gate, rules, lost, &mut who, record).await?;
    }
    let Some(wanted) = wanted else {
        return Ok(());
    };
    if !is_proven {
        second_proof::wanted(gate, rules, wanted, call, &mut who, around, record).await?;
        record.back_end = Some(Done::Proven);
    }
    if let Some(lost) = rules.device_lost.as_ref().filter(|_| is_recovery) {
        device_lost::acted(gate, rules, lost, call, &mut who, record).await?;
        record.back_end = Some(Done::Acted);
    }
    call.remember_proof();
    Ok(())
}

impl NativeCall {
    /// From here on the flow itself says that it gave its second proof.
    fn remember_proof(&mut self) {
        if let Some(flow) = &mut self.flow {
            flow.proven = true;
        }
    }
}
