//! What must hold between any two moves.

use std::fmt::Debug;

use super::{LOCAL, SCOPE, Walker, shown};
use crate::error::{Error, Landing};
use crate::flow::StepKind;
use crate::flow::machine::Stage;
use crate::flow::record::{FlowRecord, SavedFlow};
use crate::flow::state::{Life, State};
use crate::flow::walk::any::Outcome;
use crate::flow::walk::replies::Reply;
use crate::flow::walk::world::{ATTRIBUTE, CODE, PASSWORD, PLANTED, ready};
use crate::terms::Claims;

impl Walker {
    pub(in crate::flow::walk) fn check(&mut self) {
        let current = self.flow.current();
        hides_what_was_planted(&current);
        hides_what_was_planted(&(&self.flow, &self.client, self.flow.id()));
        hides_what_was_planted(&self.world.telemetry.take());
        let logged = self.log.take();
        assert!(!logged.contains(PLANTED), "{logged}");
        let revision = self.check_state();
        self.check_step(revision, current);
        self.check_requests();
        self.was_granted |= self.is_signed_in();
        // Another process finds the same until there is another step.
        let looked_at = (revision, self.is_over());
        if self.stored != Some(looked_at) && !self.locked {
            self.stored = Some(looked_at);
            self.check_store();
        }
        if self.is_over() && !self.locked {
            self.check_sessions();
        }
    }

    /// Makes a call, and looks at what it answers.
    pub(super) fn call(&self, call: impl Future<Output = Outcome>) -> Outcome {
        let (sent, outcome) = self.world.requests(call);
        hides_what_was_planted(&outcome);
        if let Err(error) = &outcome {
            self.check_error(error, sent);
        }
        outcome
    }

    fn check_error(&self, error: &Error, sent: usize) {
        let info = error.info();
        assert!(!error.to_string().contains(PLANTED), "{error}");
        assert_ne!(
            info.code, "not_here",
            "no reply takes what its step does not"
        );
        assert!(
            sent == 0 || !LOCAL.contains(&info.code),
            "{} sent {sent}",
            info.code
        );
        // What was admitted in time may end a little too late, and then stays for the next to see.
        match info.landing {
            Landing::FlowOver => assert!(self.is_over() || self.is_expired(), "{error:?}"),
            Landing::SameStep => assert!(!self.is_over(), "{error:?}"),
        }
    }

    fn check_state(&mut self) -> u64 {
        let flow = self.flow.flow();
        let state = flow.state();
        let printed = format!("{:?}", *state);
        assert!(!printed.contains(PLANTED), "{printed}");
        if let Some(nonce) = state.stage.nonce() {
            assert!(!printed.contains(nonce.expose()), "{printed}");
        }
        let revision = state.revision.number();
        assert!(revision >= self.highest, "the revision fell");
        self.highest = revision;
        if matches!(state.life, Life::Live) {
            let record = state.to_record(flow.id, flow.correlation_id, &flow.terms, None);
            if record != self.record {
                check_record(record.as_ref().unwrap(), state.shown.as_ref());
                self.record = record;
            }
        } else {
            assert_eq!(state.given.password, None, "an end lets go of the password");
            assert!(state.held.is_none(), "an end lets go of what it held");
        }
        revision
    }

    fn check_step(&mut self, revision: u64, current: Outcome) {
        let Ok(step) = current else { return };
        if step.kind() == StepKind::SignedIn {
            return;
        }
        let printed = format!("{step:?}");
        let known = self.steps.entry(revision).or_insert_with(|| {
            let at_length = format!("{step:#?}");
            assert!(!at_length.contains(PLANTED), "{at_length}");
            printed.clone()
        });
        assert_eq!(*known, printed, "two steps of one revision");
        if let Some(Reply::Next(next)) = Reply::of(step.clone()) {
            self.after = Some(next.sign_in());
        }
        if let Some(reply) = Reply::of(step)
            && let Some(own) = reply.revision()
        {
            assert_eq!(own, revision);
            self.replies.insert(revision, reply);
        }
    }

    /// What another process would find.
    fn check_store(&self) {
        let kept = self.world.records.keys("flow-");
        if self.is_over() {
            assert!(self.was_locked || kept.is_empty(), "{kept:?}");
        } else if self.flow.is_durable() && !self.is_expired() {
            let id = self.flow.id().to_string();
            let own = kept.iter().filter(|name| name.ends_with(&id)).count();
            assert_eq!(own, 1, "{kept:?}");
            assert!(self.was_locked || kept.len() == 1, "{kept:?}");
            let resumed = ready(self.world.next_process().resume(self.flow.id())).unwrap();
            assert_eq!(shown(&resumed.into()), self.shown());
        }
        for name in self.world.records.keys("") {
            let sealed = self.world.records.bytes(&name);
            let text = String::from_utf8_lossy(&sealed);
            assert!(!text.contains(PLANTED) && !name.contains(PLANTED), "{name}");
        }
    }

    /// The terms of the start go with every request for tokens, and what a reset is for with its own start.
    fn check_requests(&mut self) {
        let journal = self.world.tenant.journal_from(self.looked_at);
        self.looked_at += journal.len();
        for request in journal {
            if request.path == "/oauth2/v2.0/token" {
                let claims = Claims::authentication_context(3).unwrap();
                assert_eq!(request.field("scope"), Some(SCOPE));
                assert_eq!(request.field("claims"), Some(claims.as_json()));
            }
            let says_why = request.headers.contains_key("x-recovery");
            let wanted = self.flow.flow().terms.recovery.is_some();
            let is_start = request.path == "/resetpassword/v1.0/start";
            assert_eq!(says_why, wanted && is_start, "{}", request.path);
        }
    }

    /// Nobody is signed in without a flow that ended so, and nobody twice.
    fn check_sessions(&self) {
        let is_signed_in = self.is_signed_in();
        let accounts = ready(self.client.accounts()).unwrap();
        assert!(accounts.len() <= usize::from(self.was_granted));
        assert!(!is_signed_in || accounts.len() == 1);
        assert!(self.world.records.keys("session-").len() <= accounts.len());
        hides_what_was_planted(&accounts);
    }
}

/// A record is the same after a round through its saved form, which holds nothing that was typed
/// and no tokens but the flow's own. It shows what the person sees.
fn check_record(record: &FlowRecord, shown: Option<&Stage>) {
    let saved = serde_json::to_string(&SavedFlow::V1(record.clone())).unwrap();
    for typed in [
        PASSWORD,
        CODE,
        ATTRIBUTE,
        "planted-at-",
        "planted-rt-",
        "planted-ac",
    ] {
        assert!(!saved.contains(typed), "{saved}");
    }
    let SavedFlow::V1(loaded) = crate::archive::read(saved.as_bytes()).unwrap();
    assert_eq!(loaded, *record);
    let restored = State::from_record(loaded).shown;
    let kept = shown.and_then(|shown| shown.to_be_saved().shown());
    if let (Some(restored), Some(shown)) = (restored, kept) {
        assert!(is_one_step(&restored, shown), "{restored:?}, {shown:?}");
    }
}

/// The way that a sign-in after something takes is not seen, and may be further than what was.
fn is_one_step(one: &Stage, other: &Stage) -> bool {
    match (one, other) {
        (Stage::SignInAfter(one), Stage::SignInAfter(other)) => one.after == other.after,
        (one, other) => one == other,
    }
}

fn hides_what_was_planted(printed: &impl Debug) {
    let text = format!("{printed:?}");
    assert!(!text.contains(PLANTED), "{text}");
}
