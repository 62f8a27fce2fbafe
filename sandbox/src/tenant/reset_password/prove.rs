//! The first half of a reset: whose password, and the code that proves it (docs/protocol.md 8.1 to 8.3).

use super::super::chain::{Chain, Flow, Point, Ticket};
use super::super::codes::Destination;
use super::super::{Call, Tenant, sign_in};
use super::{Reset, ResetPoint, reset};
use crate::model::{Channel, Purpose};
use crate::wire::{Answer, Capabilities, ChallengeTypes, Endpoint, Param, WireError};

const NO_CODES: &str = "A reset needs a code, which the client does not support";

/// Starts a chain for the user who is named.
pub(in crate::tenant) fn start(tenant: &mut Tenant, call: &Call<'_>) -> Result<Answer, WireError> {
    let app = tenant.native_app(call)?;
    let username = sign_in::username(call)?;
    let types = ChallengeTypes::parse(call.form.require(Param::ChallengeType)?)?;
    let capabilities = Capabilities::parse(call.form.get(Param::Capabilities).unwrap_or_default());
    let account = sign_in::named(tenant, username)?;
    if account.federated {
        return Ok(Answer::Redirect {
            reason: sign_in::FEDERATED,
        });
    }
    if account.password.is_none() {
        return Err(WireError::NoPassword);
    }
    if !types.oob {
        return Ok(Answer::Redirect { reason: NO_CODES });
    }
    let mut chain = Chain::new(app.client_id, account.id, types, capabilities);
    chain.flow = Flow::ResetPassword(Reset::default());
    let id = tenant.chains.start(chain);
    let expires = tenant.token_expiry(call);
    let point = Point::ResetPassword(ResetPoint::Started);
    let token = tenant.chains.give(id, point, expires);
    Ok(Answer::Continue { token })
}

/// Sends a code to the user's address.
pub(in crate::tenant) fn challenge(
    tenant: &mut Tenant,
    call: &Call<'_>,
) -> Result<Answer, WireError> {
    let app = tenant.native_app(call)?;
    let token = call.form.require(Param::ContinuationToken)?;
    let ticket = tenant.chains.fresh(token, app.client_id, call.now)?;
    let Point::ResetPassword(ResetPoint::Started | ResetPoint::CodeAsked) = ticket.point else {
        return Err(WireError::ContinuationToken);
    };
    let types = match call.form.get(Param::ChallengeType) {
        Some(list) => ChallengeTypes::parse(list)?,
        None => tenant.chains.get(ticket.chain)?.types,
    };
    if !types.oob {
        return Ok(Answer::Redirect { reason: NO_CODES });
    }
    let target = tenant.account_of(&ticket)?.username.clone();
    let destination = Destination {
        channel: Channel::Email,
        target: &target,
        purpose: Purpose::PasswordReset,
    };
    let asked = Point::ResetPassword(ResetPoint::CodeAsked);
    tenant.challenge_by_code(call, &app, &ticket, &destination, asked)
}

/// Takes the code.
pub(in crate::tenant) fn proceed(
    tenant: &mut Tenant,
    call: &Call<'_>,
) -> Result<Answer, WireError> {
    let app = tenant.native_app(call)?;
    tenant.once(
        call,
        app.client_id,
        Endpoint::ResetContinue,
        |tenant, ticket| proven(tenant, call, ticket),
    )
}

fn proven(tenant: &mut Tenant, call: &Call<'_>, ticket: &Ticket) -> Result<Answer, WireError> {
    if call.form.require(Param::GrantType)? != "oob" {
        return Err(WireError::GrantType);
    }
    if ticket.point != Point::ResetPassword(ResetPoint::CodeAsked) {
        return Err(WireError::ContinuationToken);
    }
    let given = call.form.require(Param::Oob)?;
    let account = tenant.chains.get(ticket.chain)?.account;
    tenant.check_code(
        ticket.chain,
        account,
        Purpose::PasswordReset,
        given,
        call.now,
    )?;
    let chain = tenant.chains.get_mut(ticket.chain)?;
    chain.change();
    let changes = chain.changes();
    let policy = tenant.policies.password_reset.clone();
    if !policy.unverified_attributes.is_empty() {
        let point = Point::ResetPassword(ResetPoint::VerificationDue);
        let expires = tenant.token_expiry(call);
        let token = tenant.chains.give(ticket.chain, point, expires);
        return Err(WireError::VerificationRequired(
            token,
            policy.unverified_attributes,
        ));
    }
    let deadline = call.now.plus(policy.window);
    let under_way = reset(tenant, ticket)?;
    under_way.deadline = Some(deadline);
    under_way.proven = changes;
    let point = Point::ResetPassword(ResetPoint::PasswordDue);
    Ok(Answer::ContinueWithin {
        token: tenant.chains.give(ticket.chain, point, deadline),
        seconds: policy.window,
    })
}
