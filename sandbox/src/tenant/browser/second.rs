//! The second factor in the browser: a method is chosen, or a contact is registered.

use super::super::chain::Point;
use super::super::codes::Destination;
use super::super::{Call, Tenant, mfa, register};
use super::steps::{Next, at, methods, send, wants_another};
use super::{Stage, Visit};
use crate::model::Purpose;
use crate::wire::{Param, WireError};

/// Sends a code to the method that was chosen.
pub(super) fn choose(
    tenant: &mut Tenant,
    call: &Call<'_>,
    visit: &mut Visit,
) -> Result<Next, WireError> {
    let chosen = call.form.require(Param::Id)?;
    let method = methods(tenant, visit)?
        .into_iter()
        .find(|method| method.id.to_string() == chosen)
        .ok_or(WireError::Parameter(Param::Id))?;
    let destination = Destination {
        channel: method.channel,
        target: &method.target,
        purpose: Purpose::Mfa,
    };
    send(tenant, call, visit, &destination)?;
    visit.stage = Stage::SecondCode;
    Ok(Next::Page(None))
}

/// Takes that code.
pub(super) fn second_code(
    tenant: &mut Tenant,
    call: &Call<'_>,
    visit: &mut Visit,
) -> Result<Next, WireError> {
    if wants_another(call) {
        visit.stage = Stage::ChooseMethod;
        return Ok(Next::Page(None));
    }
    let (ticket, account) = at(tenant, visit, Point::SecondFactorAsked)?;
    mfa::redeem(tenant, call, &ticket, account)?;
    Ok(Next::Done { mfa: true })
}

/// Sends a code to a contact that is to be registered.
pub(super) fn contact(
    tenant: &mut Tenant,
    call: &Call<'_>,
    visit: &mut Visit,
) -> Result<Next, WireError> {
    let (ticket, id) = at(tenant, visit, Point::RegistrationListed)?;
    let contact = register::contact(call)?;
    let account = tenant.directory.get(id).ok_or(WireError::UserGone)?;
    let first = tenant.chains.get(ticket.chain)?.first_factor;
    if !first.is_some_and(|first| mfa::may_serve(contact.channel, account, &tenant.policies, first))
    {
        return Err(WireError::ChallengeTarget);
    }
    let destination = Destination {
        channel: contact.channel,
        target: &contact.target,
        purpose: Purpose::Registration,
    };
    send(tenant, call, visit, &destination)?;
    visit.stage = Stage::ContactCode;
    Ok(Next::Page(None))
}

/// Takes that code, and registers the contact.
pub(super) fn contact_code(
    tenant: &mut Tenant,
    call: &Call<'_>,
    visit: &mut Visit,
) -> Result<Next, WireError> {
    if wants_another(call) {
        visit.stage = Stage::Contact;
        return Ok(Next::Page(None));
    }
    let (ticket, _) = at(tenant, visit, Point::RegistrationAsked)?;
    let method = register::proven_by_code(tenant, call, &ticket)?;
    match register::keep(tenant, &ticket, method) {
        Ok(()) => Ok(Next::Done { mfa: true }),
        Err(WireError::ContinuationToken) => Ok(Next::Refused(
            "The account got a second step elsewhere in the meantime.",
        )),
        Err(error) => Err(error),
    }
}
