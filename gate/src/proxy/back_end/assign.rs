//! Whoever signs up is put into a group before the first tokens of that flow (docs/risk.md 8.4).

use std::sync::Arc;

use serde_json::Value;
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::{BackEnd, Done};
use crate::back_end::{Directory, insist};
use crate::provider::Failure;
use crate::proxy::call::NativeCall;
use crate::proxy::record::Record;
use crate::proxy::refusal::Refusal;
use crate::seal::Envelope;

/// Begins to put a new account into the group, and notes in the flow when that takes longer than the client waits.
pub(super) async fn signed_up(
    rules: &BackEnd,
    flow: &mut Envelope,
    answer: &[u8],
    record: &mut Record,
) {
    let (Some(group), true) = (&rules.sign_up_group, leads_to_tokens(answer)) else {
        return;
    };
    flow.unassigned = true;
    let (directory, group) = (Arc::clone(&rules.directory), group.clone());
    let (name, wait) = (flow.user.clone().unwrap_or_default(), rules.wait);
    let due = Arc::clone(&rules.due);
    due.begin(&name);
    let (tell, told) = oneshot::channel();
    let work = async move {
        let outcome = insist(wait, || assigned(&directory, &name, &group)).await;
        if outcome.is_ok() {
            due.done(&name);
        } else {
            tracing::error!("a new account was not put into its group");
        }
        // Whoever asked may be gone.
        let _ = tell.send(outcome);
    };
    if rules.background.begin(work).is_ok()
        && let Ok(Ok(Ok(()))) = timeout(rules.patience, told).await
    {
        flow.unassigned = false;
    }
    record.back_end = Some(if flow.unassigned {
        Done::Unassigned
    } else {
        Done::Assigned
    });
}

/// Makes up for what is still to be done before tokens, in the flow of the sign-up or in another one of that person.
pub(super) async fn made_up_for(
    rules: &BackEnd,
    call: &mut NativeCall,
    record: &mut Record,
) -> Result<(), Refusal> {
    let is_due = |flow: &Envelope| {
        let name = flow.user.as_ref();
        flow.unassigned || name.is_some_and(|name| rules.due.has(name))
    };
    let Some(flow) = call.flow.as_mut().filter(|flow| is_due(flow)) else {
        return Ok(());
    };
    record.back_end = Some(Done::Unassigned);
    let (Some(group), Some(name)) = (&rules.sign_up_group, &flow.user) else {
        return Err(Refusal::FailClosed);
    };
    let work = insist(rules.wait, || assigned(&rules.directory, name, group));
    match timeout(rules.patience, work).await {
        Ok(Ok(())) => {
            flow.unassigned = false;
            rules.due.done(name);
            record.back_end = Some(Done::Assigned);
            Ok(())
        }
        Ok(Err(_)) | Err(_) => Err(Refusal::FailClosed),
    }
}

/// An answer with a token after a sign-up's last step: the account is there.
fn leads_to_tokens(answer: &[u8]) -> bool {
    let answer: Option<Value> = serde_json::from_slice(answer).ok();
    answer.is_some_and(|answer| {
        answer
            .get("continuation_token")
            .is_some_and(Value::is_string)
    })
}

async fn assigned(directory: &Directory, name: &str, group: &str) -> Result<(), Failure> {
    let by = directory.by();
    let person = directory.find(name, by).await?;
    // The directory may not know of the account yet.
    let person = person.ok_or(Failure::NoVerdict)?;
    directory.add(&person, group, by).await
}
