//! How every flow ends: refusals land, and what the token endpoint answers leads on.

use super::machine::{Next, Stage};
use super::mfa;
use crate::error::Landing;
use crate::exchange::Ask;
use crate::fault::{Cause, Fault};
use crate::ids::ContinuationToken;

/// Stays or ends, as the table in `fault` says.
pub(super) fn refused(fault: Fault) -> Next {
    match fault.cause.landing() {
        Landing::SameStep => Next::Stay(fault),
        Landing::FlowOver => Next::End(fault),
    }
}

/// The service wants a second factor: find out which ones there are. The person goes on seeing
/// the step of `behind` until they are known.
pub(super) fn second_factor_due(token: ContinuationToken, behind: Stage) -> Next {
    let ask = Ask::ListMethods {
        token: token.clone(),
    };
    Next::AskAgain(Stage::Mfa(mfa::Stage::discovering(token, behind)), ask)
}

/// A reply that the protocol does not allow here.
pub(super) fn unexpected() -> Next {
    Next::End(Cause::UnexpectedReply.into())
}
