//! Walks a flow, and checks after every move what must hold.

use std::collections::BTreeMap;
use std::task::{Context, Waker};

use super::random::{End, Move, Way};
use super::replies::{Outcome, Reply};
use super::tenant::Answer;
use super::world::{PLANTED, World, code_of, ready, resume, seconds};
use crate::client::Client;
use crate::clock::Clock as _;
use crate::flow::record::{FlowRecord, SavedFlow};
use crate::flow::state::{Life, State};
use crate::flow::{SignInFlow, SignInStep, StepKind};

pub(super) struct Walker {
    world: World,
    client: Client,
    flow: SignInFlow,
    /// Replies of this process, each step's once.
    replies: BTreeMap<u64, Reply>,
    /// The step of each revision, printed.
    steps: BTreeMap<u64, String>,
    highest: u64,
    was_locked: bool,
    locked: bool,
}

/// What is found out on the device. Nothing is sent.
const LOCAL: [&str; 10] = [
    "busy",
    "stale_step",
    "finished",
    "cancelled",
    "blank_password",
    "blank_code",
    "unknown_method",
    "blank_contact",
    "resend_too_soon",
    "not_started",
];

impl Walker {
    pub(super) fn new(way: Way) -> Self {
        let world = World::new();
        world.tenant.wants_codes(way.codes);
        world.tenant.wants_mfa(way.mfa);
        let flow = if way.password_ahead {
            world.sign_in_with_password()
        } else {
            world.sign_in()
        };
        Self {
            client: world.client.clone(),
            world,
            flow,
            replies: BTreeMap::new(),
            steps: BTreeMap::new(),
            highest: 0,
            was_locked: false,
            locked: false,
        }
    }

    /// Makes a move; says whether there is a flow to go on with.
    pub(super) fn goes(&mut self, step: Move) -> bool {
        match step {
            Move::Act { pick, answers } => {
                self.world.tenant.script(answers);
                let _outcome = self.call(self.act(pick));
            }
            Move::ActStale { pick } => self.act_stale(pick),
            Move::ActTwice { pick } => self.act_twice(pick),
            Move::ActAndDrop { pick, answered } => self.act_and_drop(pick, answered),
            Move::Die => return self.die(),
            Move::Wait(time) => self.world.clock.forward(seconds(time)),
            Move::Lock(locked) => {
                self.world.records.lock(locked);
                self.locked = locked;
                self.was_locked |= locked;
            }
        }
        self.world.tenant.script([]);
        true
    }

    /// What the live step takes, or the start where there is none.
    fn act(&self, pick: u8) -> impl Future<Output = Outcome> + use<> {
        let flow = self.flow.clone();
        let reply = flow.current().ok().and_then(Reply::of);
        async move {
            match reply {
                Some(reply) => reply.act(pick).await,
                None => flow.start().await,
            }
        }
    }

    fn call(&self, call: impl Future<Output = Outcome>) -> Outcome {
        let (sent, outcome) = self.world.requests(call);
        hides_what_was_planted(&outcome);
        if let Err(error) = &outcome {
            assert!(!error.to_string().contains(PLANTED), "{error}");
            let code = error.info().code;
            assert_ne!(code, "not_here", "no reply takes what its step does not");
            assert!(sent == 0 || !LOCAL.contains(&code), "{code} sent {sent}");
        }
        outcome
    }

    fn act_stale(&self, pick: u8) {
        let live = self.flow.flow().state().revision.number();
        let Some((_, reply)) = self.replies.range(..live).next_back() else {
            return;
        };
        let ended = self.flow.current().is_err() || self.is_over();
        let (sent, outcome) = self.world.requests(reply.act(pick));
        let code = code_of(&outcome);
        assert_eq!(sent, 0);
        assert!(
            code == "stale_step" || ended || code == "flow_expired",
            "{code}"
        );
    }

    fn act_twice(&self, pick: u8) {
        self.world.tenant.script([Answer::Held]);
        let mut first = Box::pin(self.act(pick));
        let mut context = Context::from_waker(Waker::noop());
        if first.as_mut().poll(&mut context).is_pending() {
            let (sent, second) = self.world.requests(self.act(pick));
            assert_eq!((sent, code_of(&second)), (0, "busy"));
            self.world.tenant.go_on();
            let _outcome = self.call(first);
        }
    }

    fn act_and_drop(&self, pick: u8, answered: usize) {
        let ordinary = std::iter::repeat_n(Answer::Ordinary, answered);
        self.world.tenant.script(ordinary.chain([Answer::Silence]));
        let mut call = Box::pin(self.act(pick));
        let mut context = Context::from_waker(Waker::noop());
        let waits = call.as_mut().poll(&mut context).is_pending();
        drop(call);
        let flow = self.flow.flow();
        assert!(!flow.is_busy());
        assert_eq!(self.flow.is_uncertain(), flow.state().pending.is_some());
        assert!(!waits || !self.is_over());
    }

    /// The process dies. Another one goes on, if there is something to go on with.
    fn die(&mut self) -> bool {
        let shown = self.shown();
        let excused = self.is_over()
            || self.is_expired()
            || self.locked
            || !self.flow.is_durable()
            || shown.is_none();
        self.client = self.world.next_process();
        match resume(&self.client, self.flow.id()) {
            Ok(flow) => {
                self.flow = flow;
                self.replies.clear();
                if !excused {
                    assert_eq!(self.shown(), shown);
                }
                // A step that was never saved may come again under its number.
                self.highest = self.flow.flow().state().revision.number();
                self.steps = self.steps.split_off(&u64::MAX);
                true
            }
            Err(error) => {
                assert!(excused, "{error:?}");
                false
            }
        }
    }

    /// What must hold between any two moves.
    pub(super) fn check(&mut self) {
        let current = self.flow.current();
        hides_what_was_planted(&current);
        hides_what_was_planted(&(&self.flow, &self.client, self.flow.id()));
        let state = self.flow.flow().state();
        hides_what_was_planted(&*state);
        let revision = state.revision.number();
        assert!(revision >= self.highest, "the revision fell");
        self.highest = revision;
        if matches!(state.life, Life::Live) {
            let record = self.record(&state);
            assert_eq!(loaded(&record), record);
            if let (Some(shown), true) = (&state.shown, record.stage.shown().is_some()) {
                let restored = State::from_record(loaded(&record));
                assert_eq!(restored.shown.as_ref(), Some(shown));
            }
        }
        drop(state);
        self.check_step(revision, current);
        self.check_store();
    }

    fn check_step(&mut self, revision: u64, current: Outcome) {
        let Ok(step) = current else { return };
        if step.kind() == StepKind::SignedIn {
            return;
        }
        let printed = format!("{step:?}");
        let known = self
            .steps
            .entry(revision)
            .or_insert_with(|| printed.clone());
        assert_eq!(*known, printed, "two steps of one revision");
        if let Some(reply) = Reply::of(step) {
            assert_eq!(reply.revision(), revision);
            self.replies.insert(revision, reply);
        }
    }

    /// What another process would find.
    fn check_store(&self) {
        let id = self.flow.id().to_string();
        let kept = self.world.records.keys("flow-");
        if self.is_over() {
            assert!(self.was_locked || kept.is_empty(), "{kept:?}");
        } else if self.flow.is_durable() && !self.locked && !self.is_expired() {
            assert!(kept.len() == 1 && kept[0].ends_with(&id), "{kept:?}");
            let resumed = resume(&self.world.next_process(), self.flow.id()).unwrap();
            assert_eq!(shown(&resumed), self.shown());
        }
    }

    /// Leads the flow to an end.
    pub(super) fn end(mut self, end: End) {
        self.world.records.lock(false);
        self.locked = false;
        if matches!(end, End::Cancel) {
            ready(self.flow.cancel());
            let kept = self.world.records.keys("flow-");
            assert!(self.was_locked || kept.is_empty(), "{kept:?}");
            return;
        }
        for _ in 0..8 {
            if self.is_over() {
                return;
            }
            match self.call(self.act(0)) {
                Ok(SignInStep::SignedIn { .. } | SignInStep::BrowserRequired { .. }) => return,
                Ok(_) => self.check(),
                Err(error) => assert!(self.is_over(), "{error:?}"),
            }
        }
        panic!("no end in sight: {:?}", self.flow.current());
    }

    fn record(&self, state: &State) -> FlowRecord {
        let flow = self.flow.flow();
        state
            .to_record(self.flow.id(), flow.correlation_id, &flow.terms)
            .unwrap()
    }

    fn is_over(&self) -> bool {
        !matches!(self.flow.flow().state().life, Life::Live)
    }

    fn is_expired(&self) -> bool {
        self.flow.flow().state().expires_at <= self.world.clock.now()
    }

    fn shown(&self) -> Option<String> {
        shown(&self.flow)
    }
}

fn shown(flow: &SignInFlow) -> Option<String> {
    flow.current().ok().map(|step| format!("{step:?}"))
}

fn loaded(record: &FlowRecord) -> FlowRecord {
    let saved = serde_json::to_vec(&SavedFlow::V1(record.clone())).unwrap();
    let SavedFlow::V1(record) = serde_json::from_slice(&saved).unwrap();
    record
}

fn hides_what_was_planted(printed: &impl std::fmt::Debug) {
    let text = format!("{printed:?} {printed:#?}");
    assert!(!text.contains(PLANTED), "{text}");
}
