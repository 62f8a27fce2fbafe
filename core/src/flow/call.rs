//! One call of a flow: what it carries, and what it leaves behind when its answer is lost.

use std::borrow::Cow;

use super::driver::Flow;
use super::record::Pending;
use super::state::Life;
use crate::exchange::{Ask, Reply, Terms};
use crate::fault::{Cause, Fault};
use crate::ports::http::Header;
use crate::secret::Secret;
use crate::session::demanded;
use crate::terms::Claims;

impl Flow {
    /// Sends `ask`, unless what it depends on says no, with the proof of the challenge that it
    /// waited for, if it did.
    pub(super) async fn send(&self, ask: &Ask, proof: Option<Secret>) -> Result<Reply, Fault> {
        let mut more = match self.before(ask, proof.is_some()).await? {
            Ok(headers) => headers,
            Err(refused) => return Ok(refused),
        };
        more.extend(proof.as_ref().map(header));
        more.extend(self.recovery_header(ask));
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
        let claims = self.state().raised.clone();
        let terms = self.terms_with(claims);
        let call = service.call(ask, &terms, self.correlation_id, &more, &wanted);
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

    /// The flow's terms, with the claims that they were raised to.
    pub(super) fn terms_with(&self, claims: Option<Claims>) -> Cow<'_, Terms> {
        match claims {
            None => Cow::Borrowed(&self.terms),
            claims => Cow::Owned(Terms {
                claims,
                ..self.terms.clone()
            }),
        }
    }

    /// Asks for the context of a step-up from now on, beside the other claims of the flow's: the one
    /// that was `named`, or the one that the client was set up with.
    ///
    /// # Errors
    /// `StepUpContext`, `ClaimsTooLarge`.
    pub(super) fn raise(&self, named: Option<Claims>) -> Result<(), Cause> {
        let context = named.or_else(|| self.tools.step_up.clone());
        let context = context.ok_or(Cause::StepUpContext)?;
        let mut state = self.state();
        let before = state.raised.as_ref().or(self.terms.claims.as_ref());
        let claims = demanded(before, &context).map_err(|_| Cause::ClaimsTooLarge)?;
        state.raised = Some(claims);
        Ok(())
    }
}

/// The header that takes the proof of a solved challenge (docs/risk.md 7).
fn header(proof: &Secret) -> Header {
    ("x-risk-proof".into(), proof.expose().to_owned().into())
}
