//! `/resetpassword/v1.0/submit` (docs/protocol.md 8.4).

use super::super::chain::{Point, Ticket};
use super::super::{Call, Tenant, passwords};
use super::{ResetPoint, Submission, reset};
use crate::model::Password;
use crate::wire::{Answer, Endpoint, Param, WireError};

/// Takes a new password, if the account can have it.
pub(in crate::tenant) fn submit(tenant: &mut Tenant, call: &Call<'_>) -> Result<Answer, WireError> {
    let app = tenant.native_app(call)?;
    tenant.once(
        call,
        app.client_id,
        Endpoint::ResetSubmit,
        |tenant, ticket| take(tenant, call, ticket),
    )
}

fn take(tenant: &mut Tenant, call: &Call<'_>, ticket: &Ticket) -> Result<Answer, WireError> {
    let Point::ResetPassword(ResetPoint::PasswordDue | ResetPoint::Submitted) = ticket.point else {
        return Err(WireError::ContinuationToken);
    };
    let under_way = reset(tenant, ticket)?;
    if under_way.submission.is_some() {
        return Err(WireError::ContinuationToken);
    }
    if under_way
        .deadline
        .is_none_or(|deadline| call.now >= deadline)
    {
        return Err(WireError::ExpiredContinuationToken);
    }
    let given = call.form.require(Param::NewPassword)?;
    let account = tenant.account_of(ticket)?;
    passwords::check_new(&tenant.policies.passwords, account, given)?;
    tenant.chains.get_mut(ticket.chain)?.change();
    let under_way = reset(tenant, ticket)?;
    under_way.submissions += 1;
    under_way.submission = Some(Submission {
        password: Password::new(given),
        polls: 0,
    });
    let expires = tenant.token_expiry(call);
    let point = Point::ResetPassword(ResetPoint::Submitted);
    Ok(Answer::Submitted {
        token: tenant.chains.give(ticket.chain, point, expires),
        poll_interval: tenant.policies.password_reset.poll_interval,
    })
}
