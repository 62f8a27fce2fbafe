//! Flows that wait for the person.

use super::StepKind;
use crate::clock::Timestamp;
use crate::flow::record::{FlowKind, FlowRecord};
use crate::ids::FlowId;

/// A flow that waits for the person, by its saved record.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WaitingFlow {
    /// Resumes it.
    pub id: FlowId,
    /// What it is for.
    pub kind: FlowKind,
    /// The step it waits at.
    pub step: StepKind,
    /// Since when.
    pub since: Timestamp,
    /// Until when, at most.
    pub until: Timestamp,
}

impl WaitingFlow {
    /// Nothing, when the record is of a flow that has shown no step.
    pub(crate) fn of(record: &FlowRecord) -> Option<Self> {
        Some(Self {
            id: record.id,
            kind: record.kind,
            step: record.stage.kind()?,
            since: record.since,
            until: record.expires_at,
        })
    }
}
