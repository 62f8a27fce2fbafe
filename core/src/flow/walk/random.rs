//! Random walks: any moves of an app, any answers of a service, and what holds after each.

use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tracing::subscriber::with_default;

use self::answers::answers;
use super::log::Log;
use super::tenant::{Answer, Want};
use super::walker::Walker;
use crate::flow::record::FlowKind;

mod answers;

/// What an app, a person, a device or a tenant does.
#[derive(Debug, Clone)]
pub(super) enum Move {
    /// Something that the step takes; a new flow where the one before is over.
    Act { pick: u8, answers: Vec<Answer> },
    /// The same on a reply of an earlier step.
    ActStale { pick: u8 },
    /// Two calls at once.
    ActTwice { pick: u8 },
    /// A call that is dropped once that many requests were answered, or where it pauses.
    ActAndDrop {
        pick: u8,
        answered: usize,
        pausing: bool,
    },
    /// The process dies and another one goes on.
    Die,
    /// Time passes, in seconds.
    Wait(u64),
    /// The device's storage locks or unlocks.
    Lock(bool),
    /// The person asks for another password in the middle of a sign-in.
    Forget,
    /// The tenant changes its mind.
    Want(Wants),
    /// The tenant takes its time with a new password, or fails.
    Change(Vec<&'static str>),
}

/// Any of the tenant's wants.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wants([bool; Want::ALL.len()]);

impl Wants {
    pub(super) fn list(self) -> Vec<Want> {
        let all = Want::ALL.into_iter().zip(self.0);
        all.filter_map(|(want, wanted)| wanted.then_some(want))
            .collect()
    }
}

/// How a walk begins and ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct Way {
    pub(super) kind: FlowKind,
    pub(super) wants: Wants,
    /// Gives ahead what can be given ahead.
    pub(super) ahead: bool,
    pub(super) end: End,
}

/// How the app ends a walk that has not ended by itself.
#[derive(Debug, Clone, Copy)]
pub(super) enum End {
    SignIn,
    Cancel,
}

fn moves() -> impl Strategy<Value = Move> {
    let pick = any::<u8>;
    let told = prop::sample::select(vec!["in_progress", "not_started", "failed", "succeeded"]);
    let times = [1, 299, 300, 1_799, 1_800];
    prop_oneof![
        12 => (pick(), vec(answers(), 0..4)).prop_map(|(pick, answers)| Move::Act { pick, answers }),
        8 => Just(Move::Act { pick: 0, answers: Vec::new() }),
        2 => pick().prop_map(|pick| Move::ActStale { pick }),
        1 => pick().prop_map(|pick| Move::ActTwice { pick }),
        4 => (pick(), 0..5_usize, any::<bool>()).prop_map(|(pick, answered, pausing)| {
            Move::ActAndDrop { pick, answered, pausing }
        }),
        2 => Just(Move::Die),
        2 => prop::sample::select(times.to_vec()).prop_map(Move::Wait),
        1 => any::<bool>().prop_map(Move::Lock),
        1 => Just(Move::Forget),
        1 => any::<[bool; Want::ALL.len()]>().prop_map(|wants| Move::Want(Wants(wants))),
        1 => vec(told, 0..4).prop_map(Move::Change),
    ]
}

fn ways(kind: FlowKind) -> impl Strategy<Value = Way> {
    let end = prop_oneof![Just(End::SignIn), Just(End::Cancel)];
    (any::<[bool; Want::ALL.len()]>(), any::<bool>(), end).prop_map(move |(wants, ahead, end)| {
        Way {
            kind,
            wants: Wants(wants),
            ahead,
            end,
        }
    })
}

/// How many moves one test makes at least.
const MOVES: usize = 100_000;

/// Walks that begin with a flow of `kind`; gives the number of moves.
fn walks(kind: FlowKind) -> usize {
    let made = AtomicUsize::new(0);
    let config = ProptestConfig {
        cases: 1_150,
        failure_persistence: None,
        max_shrink_iters: 400,
        ..ProptestConfig::default()
    };
    let walk = |(way, moves): (Way, Vec<Move>)| {
        let log = Log::default();
        with_default(log.clone(), || {
            let mut walker = Walker::new(way, log);
            for step in &moves {
                walker.goes(step);
                walker.check();
            }
            walker.end(way.end);
        });
        made.fetch_add(moves.len(), Ordering::Relaxed);
        Ok(())
    };
    let strategy = (ways(kind), vec(moves(), 20..41));
    if let Err(failure) = TestRunner::new(config).run(&strategy, walk) {
        panic!("{failure}");
    }
    made.into_inner()
}

#[test]
fn whatever_happens_every_flow_keeps_its_promises() {
    let kinds = [FlowKind::SignIn, FlowKind::SignUp, FlowKind::ResetPassword];
    let made = std::thread::scope(|scope| {
        let walks = kinds.map(|kind| scope.spawn(move || walks(kind)));
        walks
            .map(|walks| walks.join().unwrap())
            .into_iter()
            .sum::<usize>()
    });
    assert!(made >= MOVES, "{made} moves only");
}
