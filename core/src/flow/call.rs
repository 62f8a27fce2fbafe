//! One call of a flow: what it carries, and what it leaves behind when its answer is lost.

use super::driver::Flow;
use super::record::Pending;
use super::state::Life;
use crate::exchange::{Ask, Reply};
use crate::fault::{Cause, Fault};

impl Flow {
    /// Sends `ask`, unless what it depends on says no.
    pub(super) async fn send(&self, ask: &Ask) -> Result<Reply, Fault> {
        let more = match self.before(ask).await? {
            Ok(headers) => headers,
            Err(refused) => return Ok(refused),
        };
        if !ask.repeats_safely() {
            let since = self.tools.base.clock.now();
            let pending = Pending {
                ask: ask.name().to_owned(),
                since,
            };
            self.state().pending = Some(pending);
            self.save().await;
            self.not_cancelled()?;
        }
        let wanted = || self.not_cancelled().is_ok();
        let service = &self.tools.base.service;
        let call = service.call(ask, &self.terms, self.correlation_id, &more, &wanted);
        let reply = call.await;
        let in_doubt = matches!(&reply, Reply::Refused(fault) if fault.cause.leaves_doubt());
        let mut state = self.state();
        if matches!(state.life, Life::Cancelled) {
            return Err(Cause::Cancelled.into());
        }
        if !in_doubt {
            state.pending = None;
        }
        drop(state);
        self.after(ask, &reply);
        Ok(reply)
    }
}
