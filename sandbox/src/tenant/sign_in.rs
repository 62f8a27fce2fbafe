//! Sign-in: `/oauth2/v2.0/initiate`, the first factor at `/challenge`, and its redemption (docs/protocol.md 5.1, 5.2
//! and 5.4).

use super::chain::{Chain, FirstFactor, Point, Ticket};
use super::codes::Destination;
use super::directory::{Account, AccountId};
use super::lockout::Secret;
use super::{Call, Tenant, mfa};
use crate::model::{App, Channel, Purpose};
use crate::wire::{Answer, Capabilities, ChallengeTypes, Param, WireError};

/// Longer names than this belong to nobody.
const LONGEST_USERNAME: usize = 256;
/// Why a federated account goes to the browser.
pub(super) const FEDERATED: &str = "The account signs in at another identity provider";

/// Starts a chain for the user who is named.
pub(super) fn initiate(tenant: &mut Tenant, call: &Call<'_>) -> Result<Answer, WireError> {
    let app = tenant.native_app(call)?;
    let username = username(call)?;
    let types = ChallengeTypes::parse(call.form.require(Param::ChallengeType)?)?;
    let capabilities = Capabilities::parse(call.form.get(Param::Capabilities).unwrap_or_default());
    let account = named(tenant, username)?;
    if account.federated {
        return Ok(Answer::Redirect { reason: FEDERATED });
    }
    if types.only_redirect() {
        return Ok(Answer::Redirect {
            reason: "The client supports no challenge type but redirect",
        });
    }
    let chain = Chain::new(app.client_id, account.id, types, capabilities);
    let id = tenant.chains.start(chain);
    let token = tenant
        .chains
        .give(id, Point::Initiated, tenant.token_expiry(call));
    Ok(Answer::Continue { token })
}

/// The name that is given for an account that should be there.
pub(super) fn username<'a>(call: &Call<'a>) -> Result<&'a str, WireError> {
    let username = call.form.require(Param::Username)?.trim();
    if username.is_empty()
        || username.len() > LONGEST_USERNAME
        || username.contains(char::is_whitespace)
    {
        return Err(WireError::Parameter(Param::Username));
    }
    Ok(username)
}

/// The account of that username, or of that alias where the tenant allows them.
pub(super) fn named<'a>(tenant: &'a Tenant, username: &str) -> Result<&'a Account, WireError> {
    tenant
        .directory
        .by_login(username)
        .filter(|account| tenant.policies.username_alias || account.is_named(username))
        .ok_or(WireError::UserNotFound)
}

/// Asks for the first factor, or for the second where the token says so.
pub(super) fn challenge(tenant: &mut Tenant, call: &Call<'_>) -> Result<Answer, WireError> {
    let app = tenant.native_app(call)?;
    let token = call.form.require(Param::ContinuationToken)?;
    let ticket = tenant.chains.fresh(token, app.client_id, call.now)?;
    let types = match call.form.get(Param::ChallengeType) {
        Some(list) => ChallengeTypes::parse(list)?,
        None => tenant.chains.get(ticket.chain)?.types,
    };
    match ticket.point {
        Point::Initiated | Point::FirstFactorAsked => {
            first_factor(tenant, call, &app, &ticket, types)
        }
        Point::SecondFactorDemanded | Point::SecondFactorListed | Point::SecondFactorAsked => {
            mfa::challenge(tenant, call, &app, &ticket, types)
        }
        _ => Err(WireError::ContinuationToken),
    }
}

fn first_factor(
    tenant: &mut Tenant,
    call: &Call<'_>,
    app: &App,
    ticket: &Ticket,
    types: ChallengeTypes,
) -> Result<Answer, WireError> {
    let account = tenant.account_of(ticket)?;
    let expires = tenant.token_expiry(call);
    if account.password.is_some() {
        if !types.password {
            return Ok(Answer::Redirect {
                reason: "The account needs a password, which the client does not support",
            });
        }
        let token = tenant
            .chains
            .give(ticket.chain, Point::FirstFactorAsked, expires);
        return Ok(Answer::Password { token });
    }
    if !types.oob {
        return Ok(Answer::Redirect {
            reason: "The account needs a code, which the client does not support",
        });
    }
    let target = account.username.clone();
    let destination = Destination {
        channel: Channel::Email,
        target: &target,
        purpose: Purpose::SignIn,
    };
    tenant.challenge_by_code(call, app, ticket, &destination, Point::FirstFactorAsked)
}

/// Proves the first factor by password.
pub(super) fn redeem_password(
    tenant: &mut Tenant,
    call: &Call<'_>,
    ticket: &Ticket,
    account: AccountId,
) -> Result<FirstFactor, WireError> {
    if ticket.point != Point::FirstFactorAsked {
        return Err(WireError::ContinuationToken);
    }
    let policy = tenant.policies.lockout;
    let account = tenant
        .directory
        .get_mut(account)
        .ok_or(WireError::UserGone)?;
    let Some(password) = &account.password else {
        return Err(WireError::WrongGrant);
    };
    let given = call.form.require(Param::Password)?;
    account.lockouts.check(call.now)?;
    if password.as_str() != given {
        account.lockouts.failed(Secret::Password, policy, call.now);
        return Err(WireError::WrongPassword);
    }
    account.lockouts.succeeded(Secret::Password);
    if account.password_change_required {
        return Err(WireError::PasswordChangeRequired);
    }
    Ok(FirstFactor::Password)
}

/// Proves the first factor by code.
pub(super) fn redeem_code(
    tenant: &mut Tenant,
    call: &Call<'_>,
    ticket: &Ticket,
    account: AccountId,
) -> Result<FirstFactor, WireError> {
    if ticket.point != Point::FirstFactorAsked {
        return Err(WireError::ContinuationToken);
    }
    if tenant
        .directory
        .get(account)
        .ok_or(WireError::UserGone)?
        .password
        .is_some()
    {
        return Err(WireError::WrongGrant);
    }
    let given = call.form.require(Param::Oob)?;
    tenant.check_code(ticket.chain, account, Purpose::SignIn, given, call.now)?;
    Ok(FirstFactor::EmailCode)
}
