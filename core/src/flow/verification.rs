//! Verification: what stands in front of the service wants a challenge solved before a call goes on
//! (docs/risk.md 7). Any stage of any flow can come to it, and goes on from where it was.

use super::machine::{self, Input, Next};
use super::record::FlowKind;
use crate::challenge::RiskChallenge;
use crate::exchange::{Ask, Reply};
use crate::fault::Cause;
use crate::secret::Secret;

/// A call waits for the proof of a challenge. The call itself may hold a password, so it waits in
/// memory beside the stage, and this stage is never saved: a process that dies lands at the one
/// behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stage {
    pub(crate) challenge: RiskChallenge,
    /// What the person is doing: whose step this is.
    pub(crate) kind: FlowKind,
    /// Where the call was made.
    pub(crate) behind: Box<machine::Stage>,
}

/// The longest proof that is sent, in bytes (docs/risk.md 7).
const LONGEST_PROOF: usize = 4096;

impl machine::Stage {
    /// A call that was made here, with a proof or without one, waits for the proof of `challenge`.
    pub(super) fn held_up(self, challenge: RiskChallenge, is_proved: bool) -> Self {
        let kind = self.kind_of_next_step();
        let stage = match self {
            Self::Verification(before) => Stage {
                challenge: if is_proved {
                    challenge.after(before.challenge.attempt())
                } else {
                    challenge
                },
                ..before
            },
            behind => Stage {
                challenge,
                kind,
                behind: Box::new(behind),
            },
        };
        Self::Verification(stage)
    }
}

pub(super) fn plan(input: Input) -> Result<Ask, Cause> {
    match input {
        Input::Proof {
            proof: Some(proof), ..
        } if !is_usable(&proof) => Err(Cause::ProofUnusable),
        Input::Proof { held, .. } => held.map(|ask| *ask).ok_or(Cause::NotHere),
        _ => Err(Cause::NotHere),
    }
}

/// Once the call is through, what follows is what follows where it was made. Where nothing says
/// that it is, it waits on: the same proof may do.
pub(super) fn apply(stage: Stage, sent: &Ask, reply: Reply) -> Next {
    match reply {
        Reply::Refused(fault) if fault.cause.is_of_the_way() => Next::Stay(fault),
        reply => {
            let behind = (*stage.behind).clone();
            match machine::apply(*stage.behind, sent, reply) {
                Next::Stay(fault) => Next::Back(behind, fault),
                next => next,
            }
        }
    }
}

/// Whether the proof can stand in a header as it is.
fn is_usable(proof: &Secret) -> bool {
    let text = proof.expose();
    (1..=LONGEST_PROOF).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}
