//! The session after a sign-in: refresh tokens and their grant (docs/protocol.md 5.7).

use uuid::Uuid;

use super::chain::Spared;
use super::directory::AccountId;
use super::grant::{Grantee, issue};
use super::{Call, Tenant, token};
use crate::bounded::BoundedMap;
use crate::clock::Timestamp;
use crate::model::SignIn;
use crate::random;
use crate::wire::{Answer, Param, Scopes, WireError, asked_contexts};

/// The most refresh tokens that are kept.
const MOST: usize = 50_000;

/// What a refresh token stands for. Using it leaves it valid: a client whose answer got lost can ask again.
#[derive(Debug, Clone)]
pub(super) struct RefreshToken {
    pub(super) account: AccountId,
    pub(super) client_id: Uuid,
    /// The scopes of the grant that it came with.
    pub(super) scopes: String,
    /// Whether a second factor was given in the sign-in that it goes back to.
    pub(super) mfa: bool,
    /// When the person signed in.
    pub(super) auth_time: Timestamp,
    /// The account's count of revocations when it was given.
    pub(super) revocations: u32,
    pub(super) expires: Timestamp,
}

/// All refresh tokens.
#[derive(Debug)]
pub(super) struct RefreshTokens(BoundedMap<String, RefreshToken>);

impl Default for RefreshTokens {
    fn default() -> Self {
        Self(BoundedMap::new(MOST))
    }
}

impl Tenant {
    /// Makes the account's refresh tokens die, and what was proven in its chains, but for what is spared.
    pub(crate) fn revoke(&mut self, account: AccountId, spared: Spared, now: Timestamp) {
        if let Some(account) = self.directory.get_mut(account) {
            account.revocations += 1;
            account.sessions_valid_from = Some(now);
        }
        self.chains.revoke(account, spared);
    }
}

impl RefreshTokens {
    /// Gives a token out.
    pub(super) fn give(&mut self, token: RefreshToken) -> String {
        let text = random::token();
        self.0.insert(text.clone(), token);
        text
    }
}

/// Redeems a refresh token. Policies are asked again: what they demand must have been given at the sign-in.
pub(super) fn refresh(
    tenant: &mut Tenant,
    call: &Call<'_>,
    record: &mut SignIn,
) -> Result<Answer, WireError> {
    let app = tenant.app(call)?;
    record.client_id = Some(app.client_id.to_string());
    let presented = call.form.require(Param::RefreshToken)?;
    let token = tenant
        .refresh_tokens
        .0
        .get(presented)
        .filter(|token| token.client_id == app.client_id);
    let token = token.cloned().ok_or(WireError::RefreshToken)?;
    let account = tenant
        .directory
        .get(token.account)
        .ok_or(WireError::UserGone)?;
    record.username = Some(account.username.clone());
    record.mfa = token.mfa;
    if token.revocations != account.revocations {
        return Err(WireError::RevokedGrant);
    }
    if call.now >= token.expires {
        return Err(WireError::ExpiredRefreshToken);
    }
    if account.password_change_required {
        return Err(WireError::PasswordChangeRequired);
    }
    let list = call.form.get(Param::Scope).unwrap_or(&token.scopes);
    let scopes = Scopes::parse(list, &app, &tenant.registrations)?;
    record.scopes.clone_from(&scopes.granted);
    let asked = asked_contexts(call.form.get(Param::Claims))?;
    record.contexts = asked.iter().map(|asked| asked.context.clone()).collect();
    let verdict = token::judge(tenant, account, &app, &scopes, &asked, record);
    if verdict.mfa_missing {
        return Err(WireError::RefreshNeedsMfa);
    }
    let grantee = Grantee {
        app: &app,
        account: token.account,
        mfa: token.mfa,
        auth_time: token.auth_time,
        nonce: None,
    };
    issue(tenant, call, &grantee, &scopes, &verdict.contexts)
}
