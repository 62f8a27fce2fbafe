//! Flows in the archive.

use super::record::{FlowRecord, SavedFlow};
use crate::archive::{self, Archive, FLOWS, Saved};
use crate::clock::Timestamp;
use crate::fault::Cause;
use crate::ids::FlowId;
use crate::part::{Damaged, Part as _, Tree};

/// A continuation token of a kilobyte or two, and the rest of a record.
const ROOM: usize = 4 * 1024;

impl Saved for SavedFlow {
    fn read(schema: &str, record: Tree) -> Result<Option<Self>, Damaged> {
        match schema {
            "1" => FlowRecord::read(record).map(|record| Some(Self::V1(record))),
            _ => Ok(None),
        }
    }
}

fn name(id: FlowId) -> String {
    format!("{FLOWS}{id}")
}

/// Saves `record`; says whether that worked. A flow goes on without: a locked store must not
/// stop a sign-in.
pub(super) async fn save(archive: &Archive, record: FlowRecord) -> bool {
    let (id, revision) = (record.id, record.revision);
    let saved = match archive::write(&SavedFlow::V1(record), ROOM) {
        Ok(plain) => archive.save(&name(id), revision.number(), plain).await,
        Err(cause) => Err(cause),
    };
    logged(saved)
}

/// Removes the record of the flow `id`; says whether that worked.
pub(crate) async fn delete(archive: &Archive, id: FlowId) -> bool {
    logged(archive.delete(&name(id)).await)
}

/// The record of the flow `id`.
///
/// # Errors
/// `Finished` when there is none, `FlowExpired` once when it waited too long, and what the
/// archive says.
pub(crate) async fn load(
    archive: &Archive,
    id: FlowId,
    now: Timestamp,
) -> Result<FlowRecord, Cause> {
    let SavedFlow::V1(record) = archive.load(&name(id)).await?.ok_or(Cause::Finished)?;
    if record.expires_at <= now {
        delete(archive, id).await;
        return Err(Cause::FlowExpired);
    }
    Ok(record)
}

/// The records of every flow that still waits.
///
/// # Errors
/// What the archive says.
pub(crate) async fn load_all(archive: &Archive, now: Timestamp) -> Result<Vec<FlowRecord>, Cause> {
    let saved: Vec<SavedFlow> = archive.load_all(FLOWS).await?;
    let records = saved.into_iter().map(|SavedFlow::V1(record)| record);
    let (waiting, expired): (Vec<_>, Vec<_>) = records.partition(|record| record.expires_at > now);
    for record in expired {
        delete(archive, record.id).await;
    }
    Ok(waiting)
}

fn logged(outcome: Result<(), Cause>) -> bool {
    if let Err(cause) = outcome {
        cause.log();
    }
    outcome.is_ok()
}
