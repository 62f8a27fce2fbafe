//! Accounts that are frozen after a recovery: in the group, and within the time since sessions were ended (docs/risk.md
//! 8.3). Both stand in the directory, so that every gate knows, and an administrator ends it by taking somebody out.

use super::who::Who;
use super::{BackEnd, Done, blocked, failed};
use crate::config::DeviceLost;
use crate::proxy::call::NativeCall;
use crate::proxy::gate::Gate;
use crate::proxy::record::Record;
use crate::proxy::refusal::Refusal;

/// No text goes out for an account that is frozen.
pub(super) async fn text(
    gate: &Gate,
    rules: &BackEnd,
    call: &NativeCall,
    record: &mut Record,
) -> Result<(), Refusal> {
    match (&rules.device_lost, &call.flow) {
        (Some(lost), Some(flow)) => {
            check(gate, rules, lost, &mut Who::of(rules, flow)?, record).await
        }
        (None, _) | (_, None) => Ok(()),
    }
}

/// Refuses what an account that is frozen must not do.
pub(super) async fn check(
    gate: &Gate,
    rules: &BackEnd,
    lost: &DeviceLost,
    who: &mut Who<'_>,
    record: &mut Record,
) -> Result<(), Refusal> {
    let person = who.person(record).await?;
    let Some(valid_from) = person.valid_from else {
        return Ok(());
    };
    let directory = &rules.directory;
    let is_member = directory.is_member(&person, &lost.frozen_group, who.by);
    let is_member = is_member
        .await
        .map_err(|failure| failed(record, Done::DirectoryFailed, failure))?;
    if !is_member {
        return Ok(());
    }
    if gate.clock.now() < valid_from + lost.cool_down {
        return Err(blocked(record, Done::Frozen));
    }
    // It is over: whoever stayed in the group would be frozen again as soon as sessions are ended for another reason.
    let removed = directory.remove(&person, &lost.frozen_group, who.by).await;
    if let Err(failure) = removed {
        tracing::warn!(?failure, "an account stays in the group of the frozen");
    }
    Ok(())
}
