//! `/signup/v1.0/challenge` (docs/protocol.md 3.2).

use super::super::chain::{Flow, Point};
use super::super::codes::Destination;
use super::super::{Call, Tenant};
use super::SignUpPoint;
use super::start::missing_type;
use crate::model::{Channel, Purpose};
use crate::wire::{Answer, ChallengeTypes, Param, WireError};

/// Sends a code to the new address, or says that a password is wanted.
pub(in crate::tenant) fn challenge(
    tenant: &mut Tenant,
    call: &Call<'_>,
) -> Result<Answer, WireError> {
    let app = tenant.native_app(call)?;
    let token = call.form.require(Param::ContinuationToken)?;
    let ticket = tenant.chains.fresh(token, app.client_id, call.now)?;
    let chain = tenant.chains.get(ticket.chain)?;
    let (Point::SignUp(point), Flow::SignUp(draft)) = (ticket.point, &chain.flow) else {
        return Err(WireError::ContinuationToken);
    };
    let types = match call.form.get(Param::ChallengeType) {
        Some(list) => ChallengeTypes::parse(list)?,
        None => chain.types,
    };
    if let Some(reason) = missing_type(&app, types) {
        return Ok(Answer::Redirect { reason });
    }
    match point {
        SignUpPoint::Started | SignUpPoint::CodeAsked => {
            let target = draft.username.clone();
            let destination = Destination {
                channel: Channel::Email,
                target: &target,
                purpose: Purpose::SignUp,
            };
            let asked = Point::SignUp(SignUpPoint::CodeAsked);
            tenant.challenge_by_code(call, &app, &ticket, &destination, asked)
        }
        SignUpPoint::CredentialDue | SignUpPoint::PasswordAsked => {
            let expires = tenant.token_expiry(call);
            let asked = Point::SignUp(SignUpPoint::PasswordAsked);
            let token = tenant.chains.give(ticket.chain, asked, expires);
            Ok(Answer::Password { token })
        }
        SignUpPoint::AttributesDue | SignUpPoint::VerificationDue => {
            Err(WireError::ContinuationToken)
        }
    }
}
