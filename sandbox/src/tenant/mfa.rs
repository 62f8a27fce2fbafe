//! The second factor: `/oauth2/v2.0/introspect`, `/challenge` with a method, and the grant `mfa_oob`
//! (docs/protocol.md 6).

use super::chain::{FirstFactor, Point, Ticket};
use super::codes::Destination;
use super::directory::{Account, AccountId};
use super::{Call, Tenant};
use crate::model::{App, Channel, Method, Policies, Purpose};
use crate::wire::{Answer, ChallengeTypes, ListedMethod, Param, WireError, masked};

/// Whether methods of this channel may serve the account as second factor: where the tenant allows it, less e-mail when
/// the first factor was an e-mail code (docs/protocol.md 2.5).
pub(super) fn may_serve(
    channel: Channel,
    account: &Account,
    policies: &Policies,
    first: FirstFactor,
) -> bool {
    let allowed = &policies.second_factors;
    let (open, groups) = match channel {
        Channel::Email => (
            allowed.email && first != FirstFactor::EmailCode,
            &allowed.email_groups,
        ),
        Channel::Sms => (allowed.sms && policies.sms.enabled, &allowed.sms_groups),
    };
    open && groups.covers_member_of(&account.groups)
}

/// The methods that the account has and that may serve as second factor.
pub(super) fn usable_methods(
    account: &Account,
    policies: &Policies,
    first: FirstFactor,
) -> Vec<Method> {
    account
        .methods
        .iter()
        .filter(|method| may_serve(method.channel, account, policies, first))
        .cloned()
        .collect()
}

/// Lists the methods to choose from.
pub(super) fn introspect(tenant: &mut Tenant, call: &Call<'_>) -> Result<Answer, WireError> {
    let app = tenant.native_app(call)?;
    let token = call.form.require(Param::ContinuationToken)?;
    let ticket = tenant.chains.fresh(token, app.client_id, call.now)?;
    let methods: Vec<_> = methods(tenant, &ticket)?
        .into_iter()
        .map(|method| ListedMethod {
            id: method.id,
            challenge_type: "oob",
            challenge_channel: method.channel,
            login_hint: masked(method.channel, &method.target),
        })
        .collect();
    if methods.is_empty() {
        return Ok(Answer::Redirect {
            reason: "The account has no method left that can be used",
        });
    }
    let token = tenant.chains.give(
        ticket.chain,
        Point::SecondFactorListed,
        tenant.token_expiry(call),
    );
    Ok(Answer::Methods { token, methods })
}

/// Sends a code to the method that is named, or to the only one there is.
pub(super) fn challenge(
    tenant: &mut Tenant,
    call: &Call<'_>,
    app: &App,
    ticket: &Ticket,
    types: ChallengeTypes,
) -> Result<Answer, WireError> {
    let methods = methods(tenant, ticket)?;
    let method = match (call.form.get(Param::Id), methods.as_slice()) {
        (Some(id), _) => methods
            .iter()
            .find(|method| method.id.to_string().eq_ignore_ascii_case(id)),
        (None, [only]) => Some(only),
        (None, _) => return Err(WireError::IntrospectRequired),
    };
    let method = method.ok_or(WireError::Parameter(Param::Id))?;
    if !types.oob {
        return Ok(Answer::Redirect {
            reason: "The second factor is a code, which the client does not support",
        });
    }
    let destination = Destination {
        channel: method.channel,
        target: &method.target,
        purpose: Purpose::Mfa,
    };
    tenant.challenge_by_code(call, app, ticket, &destination, Point::SecondFactorAsked)
}

/// Proves the second factor.
pub(super) fn redeem(
    tenant: &mut Tenant,
    call: &Call<'_>,
    ticket: &Ticket,
    account: AccountId,
) -> Result<FirstFactor, WireError> {
    let first = tenant.chains.get(ticket.chain)?.first_factor;
    match (ticket.point, first) {
        (Point::SecondFactorAsked, Some(first)) => {
            let given = call.form.require(Param::Oob)?;
            tenant.check_code(ticket.chain, account, Purpose::Mfa, given, call.now)?;
            Ok(first)
        }
        _ => Err(WireError::ContinuationToken),
    }
}

fn methods(tenant: &Tenant, ticket: &Ticket) -> Result<Vec<Method>, WireError> {
    let first = tenant.chains.get(ticket.chain)?.first_factor;
    match (ticket.point, first) {
        (
            Point::SecondFactorDemanded | Point::SecondFactorListed | Point::SecondFactorAsked,
            Some(first),
        ) => Ok(usable_methods(
            tenant.account_of(ticket)?,
            &tenant.policies,
            first,
        )),
        _ => Err(WireError::ContinuationToken),
    }
}
