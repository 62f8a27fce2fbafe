//! How every flow ends: refusals land, and what the token endpoint answers leads on.

use super::machine::{Next, Stage};
use super::sign_in_after::Way;
use super::strong_auth::Errand;
use super::{mfa, sign_in, sign_in_after, strong_auth};
use crate::challenge::CodeSent;
use crate::error::Landing;
use crate::exchange::{Ask, Bridge, Wanted};
use crate::fault::{Cause, Fault};
use crate::ids::ContinuationToken;

/// Stays or ends, as the table in `fault` says.
pub(super) fn refused(fault: Fault) -> Next {
    match fault.cause.landing() {
        Landing::SameStep => Next::Stay(fault),
        Landing::FlowOver => Next::End(fault),
    }
}

/// As [`refused`], of the challenge that was due for something `wanted`.
pub(super) fn challenge_refused(wanted: Wanted, mut fault: Fault) -> Next {
    fault.cause = wanted.refused(fault.cause);
    refused(fault)
}

/// The service wants a second factor: find out which ones there are. The person goes on seeing
/// the step of `behind` until they are known.
pub(super) fn second_factor_due(token: ContinuationToken, behind: Stage) -> Next {
    let ask = Ask::ListMethods {
        token: token.clone(),
    };
    Next::AskAgain(Stage::Mfa(mfa::Stage::discovering(token, behind)), ask)
}

/// The service wants a strong-auth method to be registered: find out which ones can be.
pub(super) fn registration_due(token: ContinuationToken, behind: Stage) -> Next {
    let (stage, ask) = strong_auth::Stage::passing(token, Errand::ListMethods, behind);
    Next::AskAgain(stage, ask)
}

/// What the person did is done. Without a token it takes an ordinary sign-in to go on.
pub(super) fn sign_in_after(after: Bridge, token: Option<ContinuationToken>) -> Stage {
    let way = token.map_or(Way::Afresh, |token| Way::Continue { token });
    Stage::SignInAfter(sign_in_after::Stage { after, way })
}

/// The first factor of an ordinary sign-in is a password.
pub(super) fn password_required(token: ContinuationToken) -> Stage {
    Stage::SignIn(sign_in::Stage::PasswordRequired { token })
}

/// The first factor of an ordinary sign-in is a code.
pub(super) fn code_required(token: ContinuationToken, code: CodeSent) -> Stage {
    Stage::SignIn(sign_in::Stage::CodeRequired { token, code })
}

/// A reply that the protocol does not allow here.
pub(super) fn unexpected() -> Next {
    Next::End(Cause::UnexpectedReply.into())
}
