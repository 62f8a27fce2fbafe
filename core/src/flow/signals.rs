//! A flow's signals: what the driver does for them before and after a request.

use std::sync::{Arc, OnceLock};

use super::driver::Flow;
use super::machine::Stage;
use super::mfa;
use super::step::StepKind;
use crate::challenge::{Channel, RiskChallenge};
use crate::clock::Timestamp;
use crate::exchange::{Ask, Reply};
use crate::fault::{Cause, Fault};
use crate::ports::http::Header;
use crate::ports::risk::{RiskEnd, RiskJourney, RiskSession};
use crate::signals::{Engine, Refusal, Scene, Transaction, outcome};

/// A flow's transaction. One that begins takes it at its first request, so that flows which are never begun take none.
pub(super) struct Risk {
    transaction: OnceLock<Arc<Transaction>>,
    is_resumed: bool,
}

impl Risk {
    pub(super) fn begins() -> Self {
        Self {
            transaction: OnceLock::new(),
            is_resumed: false,
        }
    }

    /// Goes on under `session`, where there was one.
    pub(super) fn resumes(signals: &Arc<Engine>, session: Option<RiskSession>) -> Self {
        let transaction = OnceLock::new();
        if session.is_some() {
            transaction.get_or_init(|| signals.transaction(session));
        }
        Self {
            transaction,
            is_resumed: true,
        }
    }

    /// The session that the provider was given.
    pub(super) fn session(&self) -> Option<RiskSession> {
        self.transaction.get()?.session()
    }
}

impl Flow {
    /// What goes along with `ask`, or the reply that stands for one where it must not be sent.
    ///
    /// # Errors
    /// `Cancelled` where the flow was, meanwhile.
    pub(super) async fn before(
        &self,
        ask: &Ask,
        is_verified: bool,
    ) -> Result<Result<Vec<Header>, Reply>, Fault> {
        match (&self.tools.signals, &self.risk) {
            // Boxed, so that a flow without signals carries nothing of it.
            (Some(engine), Some(risk)) => {
                Box::pin(self.judged(engine, risk, ask, is_verified)).await
            }
            _ => Ok(Ok(Vec::new())),
        }
    }

    async fn judged(
        &self,
        engine: &Arc<Engine>,
        risk: &Risk,
        ask: &Ask,
        is_verified: bool,
    ) -> Result<Result<Vec<Header>, Reply>, Fault> {
        let transaction = risk.transaction.get_or_init(|| engine.transaction(None));
        let (stage, since) = self.stage_and_since();
        let scene = Scene {
            journey: RiskJourney {
                flow: Some(stage.kind_of_flow()),
                resumed: risk.is_resumed,
            },
            correlation_id: self.correlation_id,
            channel: stage.channel_of(ask),
            on_step: self.tools.base.clock.now().since(since),
            is_verified,
        };
        let allowed = transaction.before(engine, ask, &scene).await;
        self.not_cancelled()?;
        Ok(allowed.map_err(|refusal| {
            let refused = stands_for(refusal);
            self.after(ask, &refused);
            refused
        }))
    }

    fn stage_and_since(&self) -> (Stage, Timestamp) {
        let state = self.state();
        (state.stage.clone(), state.since)
    }

    /// Tells what `reply` decides.
    pub(super) fn after(&self, ask: &Ask, reply: &Reply) {
        let Some((engine, transaction)) = self.transaction() else {
            return;
        };
        if matches!(reply, Reply::Refused(_)) {
            transaction.note_refusal();
        }
        let channel = self.state().stage.code().map(|code| code.channel.clone());
        if let Some(outcome) = outcome(ask, reply, channel) {
            transaction.report(engine, &outcome);
        }
    }

    pub(super) fn note_step(&self, step: StepKind) {
        if let Some((_, transaction)) = self.transaction() {
            transaction.note_step(&step.to_string());
        }
    }

    /// The transaction ends with the flow.
    pub(super) fn end_transaction(&self, outcome: &str) {
        if let Some((engine, transaction)) = self.transaction() {
            let why = match outcome {
                "signed_in" => RiskEnd::Completed,
                "cancelled" => RiskEnd::Cancelled,
                _ => RiskEnd::Failed,
            };
            transaction.end(engine, why);
        }
    }

    fn transaction(&self) -> Option<(&Engine, &Transaction)> {
        let transaction = self.risk.as_ref()?.transaction.get()?;
        Some((self.tools.signals.as_deref()?, transaction))
    }
}

impl Stage {
    /// The way of the method that `ask` asks a code by.
    fn channel_of(&self, ask: &Ask) -> Option<&Channel> {
        match (self, ask) {
            (
                Self::Mfa(
                    mfa::Stage::MethodRequired { methods, .. }
                    | mfa::Stage::CodeRequired { methods, .. },
                ),
                Ask::MethodChallenge { method, .. },
            ) => {
                let chosen = methods.iter().find(|known| known.id == *method);
                chosen.map(|method| &method.channel)
            }
            (Self::Verification(held), ask) => held.behind.channel_of(ask),
            _ => None,
        }
    }
}

/// What a hook's refusal is to the flow: as if it had come from in front of the service, but
/// nothing was sent.
fn stands_for(refusal: Refusal) -> Reply {
    let cause = match refusal {
        Refusal::Blocked => Cause::ProviderDenied,
        Refusal::Unavailable => Cause::RiskUnavailable,
        Refusal::Challenged { provider, payload } => match RiskChallenge::new(&provider, payload) {
            Ok(challenge) => return Reply::Challenged(challenge),
            Err(_) => Cause::ChallengeUnusable,
        },
    };
    Reply::Refused(cause.into())
}
