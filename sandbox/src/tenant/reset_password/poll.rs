//! `/resetpassword/v1.0/poll_completion` (docs/protocol.md 8.5).

use super::super::chain::{Point, Spared, Ticket};
use super::super::lockout::Lockouts;
use super::super::{Call, Tenant};
use super::{ResetPoint, reset};
use crate::model::{Password, PasswordResetPolicy, ResetOutcome};
use crate::wire::{Answer, Endpoint, WireError};

/// Says how far the new password is. The poll that says `succeeded` is the one that makes it the account's. A password
/// that is not taken leaves the reset where it was before: a client may give another one with the token of `/continue`
/// (docs/protocol.md 2.1).
pub(in crate::tenant) fn poll(tenant: &mut Tenant, call: &Call<'_>) -> Result<Answer, WireError> {
    let app = tenant.native_app(call)?;
    tenant.once(
        call,
        app.client_id,
        Endpoint::ResetPoll,
        |tenant, ticket| look(tenant, call, ticket),
    )
}

fn look(tenant: &mut Tenant, call: &Call<'_>, ticket: &Ticket) -> Result<Answer, WireError> {
    if ticket.point != Point::ResetPassword(ResetPoint::Submitted) {
        return Err(WireError::ContinuationToken);
    }
    tenant
        .account_of(ticket)
        .map_err(|_| WireError::UserNotFound)?;
    let policy = tenant.policies.password_reset.clone();
    let expires = tenant.token_expiry(call);
    let under_way = reset(tenant, ticket)?;
    let Some(submission) = &mut under_way.submission else {
        // The answer that said so may have been lost.
        let fate = under_way.fate.unwrap_or(ResetOutcome::Failed);
        return not_taken(tenant, ticket, fate);
    };
    submission.polls += 1;
    if let Some(status) = unfinished(&policy, submission.polls) {
        let point = Point::ResetPassword(ResetPoint::Submitted);
        return Ok(Answer::Polled {
            token: tenant.chains.give(ticket.chain, point, expires),
            status,
            seconds: None,
        });
    }
    let password = submission.password.clone();
    let fate = policy.outcomes.get(under_way.submissions - 1).copied();
    let fate = fate.unwrap_or(ResetOutcome::Succeeded);
    under_way.submission = None;
    under_way.fate = Some(fate);
    let proven = under_way.proven;
    tenant.chains.get_mut(ticket.chain)?.reopen(proven);
    match fate {
        ResetOutcome::Succeeded => succeeded(tenant, call, ticket, password),
        other => not_taken(tenant, ticket, other),
    }
}

/// The password stays as it was.
fn not_taken(
    tenant: &mut Tenant,
    ticket: &Ticket,
    fate: ResetOutcome,
) -> Result<Answer, WireError> {
    match fate {
        ResetOutcome::Succeeded | ResetOutcome::Failed => failed(tenant, ticket),
        ResetOutcome::PasswordTooShort => Err(WireError::PasswordTooShort),
        ResetOutcome::PasswordTooLong => Err(WireError::PasswordTooLong),
        ResetOutcome::PasswordIsInvalid => Err(WireError::PasswordInvalid),
        ResetOutcome::PasswordTooWeak => Err(WireError::PasswordTooWeak),
        ResetOutcome::PasswordBanned => Err(WireError::PasswordBanned),
        ResetOutcome::PasswordRecentlyUsed => Err(WireError::PasswordRecentlyUsed),
    }
}

/// The status of a poll that comes too early, counted from 1.
fn unfinished(policy: &PasswordResetPolicy, poll: u32) -> Option<&'static str> {
    if poll <= policy.polls_not_started {
        Some("not_started")
    } else if poll <= policy.polls_not_started + policy.polls_in_progress {
        Some("in_progress")
    } else {
        None
    }
}

/// Another password can be submitted.
fn failed(tenant: &mut Tenant, ticket: &Ticket) -> Result<Answer, WireError> {
    let deadline = reset(tenant, ticket)?.deadline;
    let deadline = deadline.ok_or(WireError::ContinuationToken)?;
    let point = Point::ResetPassword(ResetPoint::PasswordDue);
    Ok(Answer::Polled {
        token: tenant.chains.give(ticket.chain, point, deadline),
        status: "failed",
        seconds: None,
    })
}

/// Whoever resets the password shuts everybody else out, and is let in again.
fn succeeded(
    tenant: &mut Tenant,
    call: &Call<'_>,
    ticket: &Ticket,
    password: Password,
) -> Result<Answer, WireError> {
    let account = tenant.chains.get(ticket.chain)?.account;
    let account = tenant
        .directory
        .get_mut(account)
        .ok_or(WireError::UserNotFound)?;
    account.set_password(Some(password));
    account.password_change_required = false;
    account.lockouts = Lockouts::default();
    let account = account.id;
    tenant.revoke(account, Spared::Chain(ticket.chain), call.now);
    tenant.chains.get_mut(ticket.chain)?.change();
    Ok(Answer::Polled {
        token: tenant.finish(call, ticket),
        status: "succeeded",
        seconds: Some(tenant.policies.lifetimes.continuation_token),
    })
}
