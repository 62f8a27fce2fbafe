//! What a flow knows of itself in memory, and the rules for who may act on it.

use std::sync::atomic::{AtomicBool, Ordering};

use super::machine::{Input, Stage};
use super::record::{EarlierCode, FlowRecord, Pending};
use super::turns::{self, SentTo};
use crate::browser::Journey;
use crate::clock::Timestamp;
use crate::exchange::{Ask, Given, Terms};
use crate::fault::{Cause, Fault};
use crate::ids::{CorrelationId, FlowId, Revision};
use crate::ports::risk::RiskSession;
use crate::session::Account;
use crate::terms::Claims;

/// A flow in memory.
#[derive(Debug)]
pub(super) struct State {
    pub(super) life: Life,
    pub(super) revision: Revision,
    pub(super) stage: Stage,
    /// The stage whose step was handed out last.
    pub(super) shown: Option<Stage>,
    pub(super) since: Timestamp,
    pub(super) expires_at: Timestamp,
    pub(super) pending: Option<Pending>,
    pub(super) durable: bool,
    /// What the app gave at the start, until the first step is there.
    pub(super) given: Given,
    /// The ask that waits for the proof of a challenge, and may hold a password: never saved.
    pub(super) held: Option<Ask>,
    /// The flow's claims, once something in front of the service has raised them.
    pub(super) raised: Option<Claims>,
    /// Whether the host heard of the end.
    pub(super) end_told: bool,
    /// The codes that were sent in the course of the flow.
    pub(super) codes: Vec<EarlierCode>,
    /// What the person chose codes to be sent to, as long as none may be asked for there.
    pub(super) chosen: Vec<SentTo>,
}

/// Whether a flow still takes calls.
#[derive(Debug)]
pub(super) enum Life {
    Live,
    SignedIn(Account),
    Over,
    Cancelled,
    Expired,
}

impl State {
    /// Refuses a call for the step `at` when the flow is not there at `now`.
    pub(super) fn admit(&mut self, at: Option<Revision>, now: Timestamp) -> Result<(), Fault> {
        if self.is_expired(now) {
            self.life = Life::Expired;
            self.forget_secrets();
        }
        match self.life {
            Life::Live => {}
            Life::SignedIn(_) | Life::Over => return Err(Cause::Finished.into()),
            Life::Cancelled => return Err(Cause::Cancelled.into()),
            Life::Expired => return Err(Cause::FlowExpired.into()),
        }
        if at.is_some_and(|at| at != self.revision) {
            return Err(Cause::StaleStep.into());
        }
        Ok(())
    }

    pub(super) fn is_expired(&self, now: Timestamp) -> bool {
        matches!(self.life, Life::Live) && self.expires_at <= now
    }

    /// Sets the step that the person sees, of a browser, out on a journey. It stays the same step.
    ///
    /// # Errors
    /// `NotHere` when it is another step.
    pub(super) fn take_journey(&mut self, journey: Journey) -> Result<(), Fault> {
        let Stage::Browser(stage) = &mut self.stage else {
            return Err(Cause::NotHere.into());
        };
        stage.journey = Some(journey);
        self.shown = Some(self.stage.clone());
        Ok(())
    }

    /// Notes whether the record was saved. A call that waits does not survive in it.
    pub(super) fn note_durable(&mut self, saved: bool) {
        self.durable = saved && !matches!(self.stage, Stage::Verification(_));
    }

    /// Forgets what was typed and is still at hand.
    pub(super) fn forget_secrets(&mut self) {
        self.given = Given::default();
        self.held = None;
    }

    /// Moves the revision when the person is to see something else than before.
    pub(super) fn publish(&mut self, now: Timestamp, expires_at: Timestamp) {
        self.note_code();
        turns::note(&mut self.chosen, &self.stage, now);
        if !matches!(self.stage, Stage::Verification(_)) {
            self.held = None;
        }
        let shown = self.stage.shown().cloned();
        if shown != self.shown {
            self.shown = shown;
            self.revision = self.revision.next();
            self.since = now;
            self.expires_at = expires_at;
            self.durable = false;
        }
        // A challenge may come before the first step, and leave the flow where it began.
        if self.stage.to_be_saved().shown().is_some() {
            self.given = Given::default();
        }
    }

    /// Remembers where the code of this stage went, and says so on it when an earlier one, for
    /// something else, went to the same place.
    fn note_code(&mut self) {
        let Some((code, purpose)) = self.stage.code_mut() else {
            return;
        };
        let same_place = |earlier: &&EarlierCode| {
            earlier.purpose != purpose
                && earlier.channel == code.channel
                && earlier.sent_to == code.sent_to
                && !code.sent_to.is_empty()
        };
        let repeats = self.codes.iter().rev().find(same_place);
        code.repeats = repeats.map(|earlier| earlier.purpose);
        let now = EarlierCode {
            purpose,
            channel: code.channel.clone(),
            sent_to: code.sent_to.clone(),
        };
        self.codes.retain(|earlier| earlier.purpose != purpose);
        self.codes.push(now);
    }

    /// The service says how long to wait before it is asked for another code.
    pub(super) fn check_resend(&self, input: &Input, now: Timestamp) -> Result<(), Fault> {
        let before = turns::last(&self.chosen, &self.stage, input);
        let wait = before.map(|code| code.resend_wait(now)).unwrap_or_default();
        if wait.is_zero() {
            Ok(())
        } else {
            Err(Fault::with_retry_after(Cause::ResendTooSoon, Some(wait)))
        }
    }

    pub(super) fn to_record(
        &self,
        id: FlowId,
        correlation_id: CorrelationId,
        terms: &Terms,
        risk_session: Option<RiskSession>,
    ) -> Option<FlowRecord> {
        let stage = self.stage.to_be_saved();
        Some(FlowRecord {
            id,
            kind: stage.kind_of_flow(),
            revision: self.revision,
            stage: stage.clone(),
            correlation_id,
            username: terms.username.clone()?,
            scopes: terms.scopes.clone(),
            claims: self.raised.as_ref().or(terms.claims.as_ref()).cloned(),
            step_up: terms.step_up,
            account: terms.account.clone(),
            max_age: terms.max_age,
            recovery: terms.recovery,
            since: self.since,
            expires_at: self.expires_at,
            pending: self.pending.clone(),
            codes: self.codes.clone(),
            chosen: self.chosen.clone(),
            risk_session,
        })
    }

    pub(super) fn from_record(record: FlowRecord) -> Self {
        Self {
            life: Life::Live,
            revision: record.revision,
            shown: record.stage.shown().cloned(),
            stage: record.stage,
            since: record.since,
            expires_at: record.expires_at,
            pending: record.pending,
            durable: true,
            given: Given::default(),
            held: None,
            raised: None,
            end_told: false,
            codes: record.codes,
            chosen: record.chosen,
        }
    }
}

/// One call at a time: a second one is refused, not queued, because a double tap must not send
/// a password or burn a code twice. Dropping the turn, with the call's future, ends it.
#[derive(Debug)]
pub(super) struct Turn<'a>(&'a AtomicBool);

impl<'a> Turn<'a> {
    pub(super) fn take(busy: &'a AtomicBool) -> Result<Self, Fault> {
        if busy.swap(true, Ordering::Acquire) {
            return Err(Cause::Busy.into());
        }
        Ok(Self(busy))
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}
