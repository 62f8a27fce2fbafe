//! A flow's own record: kept up to date while there is something to resume, and gone afterwards.

use super::driver::Flow;
use super::saved;
use super::signals::Risk;
use super::state::Life;
use crate::ids::Revision;

impl Flow {
    /// Saves the flow, once a step of it was handed out: before that there is nothing to resume.
    pub(super) async fn save(&self) {
        let record = {
            let state = self.state();
            let has_step = state.stage.to_be_saved().shown().is_some();
            if state.shown.is_none() || !has_step || !matches!(state.life, Life::Live) {
                return;
            }
            let risk_session = self.risk.as_ref().and_then(Risk::session);
            state.to_record(self.id, self.correlation_id, &self.terms, risk_session)
        };
        let Some(record) = record else { return };
        let durable = saved::save(&self.tools.base.archive, record).await;
        self.state().note_durable(durable);
        // A cancel that came while the record was written must not find it there again.
        if matches!(self.state().life, Life::Cancelled) {
            self.forget().await;
        }
    }

    /// Removes the flow's record, or has the next call that touches the client do it.
    pub(super) async fn forget(&self) {
        self.note_remains();
        self.tools.tidy().await;
    }

    /// Notes that the flow's record has to go. One that has shown no step never had any.
    pub(super) fn note_remains(&self) {
        if self.state().revision != Revision::NONE {
            self.tools.remains.note(self.id);
        }
    }
}
