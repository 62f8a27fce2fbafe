//! What a flow tells the host's telemetry.

use super::driver::Flow;
use super::machine::Stage;
use super::state::Life;
use crate::ports::events::Event;

impl Flow {
    /// Tells of the step that is about to be handed out.
    pub(super) fn tell_shown(&self) {
        let shown = {
            let state = self.state();
            let is_live = matches!(state.life, Life::Live);
            let step = state.shown.as_ref().and_then(Stage::kind);
            let flow = state.stage.kind_of_flow();
            step.filter(|_| is_live).map(|step| (flow, step))
        };
        if let Some((flow, step)) = shown {
            self.note_step(step);
            self.tools.base.outbox.put(Event::StepShown {
                flow,
                step,
                correlation_id: self.correlation_id,
            });
        }
    }

    /// Tells how the flow ended, once.
    pub(super) fn tell_ended(&self, outcome: &'static str) {
        let flow = {
            let mut state = self.state();
            if std::mem::replace(&mut state.end_told, true) {
                return;
            }
            state.stage.kind_of_flow()
        };
        self.end_transaction(outcome);
        self.tools.base.outbox.put(Event::FlowEnded {
            flow,
            outcome,
            correlation_id: self.correlation_id,
        });
    }
}
