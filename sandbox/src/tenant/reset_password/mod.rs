//! Self-service password reset: `/resetpassword/v1.0/start`, `/challenge`, `/continue`, `/submit` and
//! `/poll_completion` (docs/protocol.md 8 and 17.5).

mod poll;
mod prove;
mod submit;

use super::Tenant;
use super::chain::{Flow, Ticket};
use crate::clock::Timestamp;
use crate::model::{Password, ResetOutcome};
use crate::wire::WireError;

pub(super) use poll::poll;
pub(super) use prove::{challenge, proceed, start};
pub(super) use submit::submit;

/// Where in a reset a token was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ResetPoint {
    /// `/start` named the user.
    Started,
    /// `/challenge` sent a code.
    CodeAsked,
    /// `/continue` took the code.
    PasswordDue,
    /// `/continue` asked for something to be verified, which leads nowhere.
    VerificationDue,
    /// `/submit` took a new password.
    Submitted,
}

/// A reset under way.
#[derive(Debug, Default)]
pub(crate) struct Reset {
    /// Until when a new password can be submitted. Set when the code was right.
    deadline: Option<Timestamp>,
    /// How often the chain had changed then.
    proven: u32,
    /// The password that waits for its fate.
    submission: Option<Submission>,
    /// How many were submitted.
    submissions: usize,
    /// What became of the last one that was not taken in the end.
    fate: Option<ResetOutcome>,
}

#[derive(Debug)]
struct Submission {
    password: Password,
    polls: u32,
}

fn reset<'a>(tenant: &'a mut Tenant, ticket: &Ticket) -> Result<&'a mut Reset, WireError> {
    match &mut tenant.chains.get_mut(ticket.chain)?.flow {
        Flow::ResetPassword(reset) => Ok(reset),
        _ => Err(WireError::ContinuationToken),
    }
}
