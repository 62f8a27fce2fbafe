//! The end of a sign-up or a password reset, whose token is worth tokens (docs/protocol.md 2.1 and 3.5).

use super::chain::{Chain, FirstFactor, Flow, Point, Ticket};
use super::directory::AccountId;
use super::{Call, Tenant};
use crate::model::Policies;
use crate::wire::WireError;

impl Tenant {
    /// Gives the token of a flow that has come to its end.
    pub(super) fn finish(&mut self, call: &Call<'_>, ticket: &Ticket) -> String {
        let expires = self.token_expiry(call);
        self.chains.give(ticket.chain, Point::Finished, expires)
    }
}

/// Redeems that token: what the person proved in the flow counts as the first factor of the account.
pub(super) fn redeem(
    tenant: &Tenant,
    ticket: &Ticket,
    account: AccountId,
) -> Result<FirstFactor, WireError> {
    if ticket.point != Point::Finished {
        return Err(WireError::ContinuationToken);
    }
    let account = tenant.directory.get(account).ok_or(WireError::UserGone)?;
    if account.password_change_required {
        return Err(WireError::PasswordChangeRequired);
    }
    Ok(match account.password {
        Some(_) => FirstFactor::Password,
        None => FirstFactor::EmailCode,
    })
}

/// Whether the tenant gives the tokens of this flow's end without asking its policies.
pub(super) fn is_exempt(policies: &Policies, chain: &Chain) -> bool {
    match chain.flow {
        Flow::SignIn => false,
        Flow::SignUp(_) => !policies.sign_up.evaluate_mfa,
        Flow::ResetPassword(_) => !policies.password_reset.evaluate_mfa,
    }
}
