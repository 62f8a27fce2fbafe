//! Walks flows of every kind, one after the other, as an app with a life of its own does.

mod begin;
mod check;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::task::{Context, Waker};

use self::begin::begun;
use super::any::{AnyFlow, AnyStep, Outcome};
use super::log::Log;
use super::page::Page;
use super::random::{End, Move, Way};
use super::replies::Reply;
use super::tenant::Answer;
use super::world::{World, code_of, ready, seconds};
use crate::client::Client;
use crate::clock::Clock as _;
use crate::flow::record::{FlowKind, FlowRecord};
use crate::flow::state::Life;
use crate::flow::{SignInFlow, SignInStep};

pub(super) struct Walker {
    world: World,
    client: Client,
    flow: AnyFlow,
    /// The sign-in that a finished sign-up or reset leads on to.
    after: Option<SignInFlow>,
    page: Arc<Page>,
    log: Log,
    /// Replies of this process, each step's once.
    replies: BTreeMap<u64, Reply>,
    /// The step of each revision, printed.
    steps: BTreeMap<u64, String>,
    highest: u64,
    /// The tenant's requests up to here were looked at.
    looked_at: usize,
    /// What would have been saved at the last look.
    record: Option<FlowRecord>,
    /// How the store was when it was looked at last.
    stored: Option<(u64, bool)>,
    was_locked: bool,
    locked: bool,
    was_granted: bool,
}

/// What is found out on the device. Nothing is sent.
const LOCAL: [&str; 14] = [
    "busy",
    "stale_step",
    "finished",
    "cancelled",
    "blank_password",
    "blank_code",
    "input_too_long",
    "unknown_method",
    "blank_contact",
    "resend_too_soon",
    "not_started",
    "callback_not_ours",
    "browser_cancelled",
    "invalid_proof",
];

pub(super) const SCOPE: &str = "openid profile offline_access api://todo/ToDo.Read";

impl Walker {
    pub(super) fn new(way: Way, log: Log) -> Self {
        let world = World::new();
        world.tenant.wants(&way.wants.list());
        world.clock.let_pass(15);
        Self {
            flow: begun(&world.client, way.kind, way.ahead),
            client: world.client.clone(),
            world,
            after: None,
            page: Arc::default(),
            log,
            replies: BTreeMap::new(),
            steps: BTreeMap::new(),
            highest: 0,
            looked_at: 0,
            record: None,
            stored: None,
            was_locked: false,
            locked: false,
            was_granted: false,
        }
    }

    /// Makes a move.
    pub(super) fn goes(&mut self, step: &Move) {
        match step {
            Move::Act { .. } | Move::ActTwice { .. } | Move::ActAndDrop { .. } | Move::Forget
                if self.is_over() =>
            {
                self.begin_anew(step);
            }
            Move::Act { pick, answers } => {
                self.world.tenant.script(answers.iter().cloned());
                let _outcome = self.call(self.act(*pick));
            }
            Move::ActStale { pick } => self.act_stale(*pick),
            Move::ActTwice { pick } => self.act_twice(*pick),
            Move::ActAndDrop {
                pick,
                answered,
                pausing,
            } => self.act_and_drop(*pick, *answered, *pausing),
            Move::Die => self.die(),
            Move::Wait(time) => self.world.clock.forward(seconds(*time)),
            Move::Lock(locked) => self.lock(*locked),
            Move::Forget => self.forget(),
            Move::Want(wants) => self.world.tenant.wants(&wants.list()),
            Move::Change(told) => self.world.tenant.changes(told.iter().copied()),
        }
        self.world.tenant.script([]);
        self.follow();
    }

    fn lock(&mut self, locked: bool) {
        self.world.records.lock(locked);
        self.locked = locked;
        self.stored = None;
        self.was_locked |= locked;
    }

    /// What the live step takes, or the start where there is none.
    fn act(&self, pick: u8) -> impl Future<Output = Outcome> + use<> {
        let flow = self.flow.clone();
        let page = Arc::clone(&self.page);
        let reply = flow.current().ok().and_then(Reply::of);
        async move {
            match reply {
                Some(reply) => reply.act(pick, &flow, &page).await,
                None => flow.start().await,
            }
        }
    }

    fn act_stale(&self, pick: u8) {
        let live = self.flow.flow().state().revision.number();
        let Some((_, reply)) = self.replies.range(..live).next_back() else {
            return;
        };
        let ended = self.flow.current().is_err() || self.is_over();
        let (sent, outcome) = self.world.requests(reply.act(pick, &self.flow, &self.page));
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

    fn act_and_drop(&self, pick: u8, answered: usize, pausing: bool) {
        let ordinary = std::iter::repeat_n(Answer::Ordinary, answered);
        self.world.tenant.script(ordinary.chain([Answer::Silence]));
        if pausing {
            self.world.clock.hold_pauses();
        }
        let mut call = Box::pin(self.act(pick));
        let mut context = Context::from_waker(Waker::noop());
        let waits = call.as_mut().poll(&mut context).is_pending();
        drop(call);
        self.world.clock.let_pass(15);
        let flow = self.flow.flow();
        assert!(!flow.is_busy());
        assert_eq!(self.flow.is_uncertain(), flow.state().pending.is_some());
        assert!(!waits || !self.is_over());
    }

    /// The process dies. Another one goes on, or begins anew where there is nothing to go on with.
    fn die(&mut self) {
        let shown = self.shown();
        let is_lost = self.is_over() || self.is_expired() || self.locked;
        let excused = is_lost || !self.flow.is_durable() || shown.is_none();
        self.client = self.world.next_process();
        let resumed = ready(self.client.resume(self.flow.id()));
        self.forget_steps();
        match resumed {
            Ok(flow) => {
                self.flow = flow.into();
                if !excused {
                    assert_eq!(self.shown(), shown);
                }
                // A step that was never saved may come again under its number.
                self.highest = self.flow.flow().state().revision.number();
            }
            Err(error) => {
                assert!(excused, "{error:?}");
                self.flow = begun(&self.client, FlowKind::SignIn, false);
            }
        }
    }

    /// Leads the flow to an end.
    pub(super) fn end(mut self, end: End) {
        self.lock(false);
        self.world.tenant.changes([]);
        if matches!(end, End::Cancel) {
            ready(self.flow.cancel());
            let kept = self.world.records.keys("flow-");
            assert!(self.was_locked || kept.is_empty(), "{kept:?}");
            return;
        }
        for _ in 0..16 {
            if self.is_over() {
                return;
            }
            match self.call(self.act(0)) {
                Ok(AnyStep::SignIn(SignInStep::SignedIn { .. })) => return self.check(),
                Ok(_) => {
                    self.follow();
                    self.check();
                }
                Err(error) => assert!(self.is_over(), "{error:?}"),
            }
        }
        panic!("no end in sight: {:?}", self.flow.current());
    }

    fn is_over(&self) -> bool {
        !matches!(self.flow.flow().state().life, Life::Live)
    }

    fn is_signed_in(&self) -> bool {
        matches!(self.flow.flow().state().life, Life::SignedIn(_))
    }

    fn is_expired(&self) -> bool {
        self.flow.flow().state().expires_at <= self.world.clock.now()
    }

    fn shown(&self) -> Option<String> {
        shown(&self.flow)
    }
}

fn shown(flow: &AnyFlow) -> Option<String> {
    flow.current().ok().map(|step| format!("{step:?}"))
}
