//! Authorization codes: what the browser takes back to the app, and the grant that redeems them.

use ring::digest::{SHA256, digest};
use uuid::Uuid;

use super::super::directory::AccountId;
use super::super::grant::{Grantee, issue};
use super::super::{Call, Tenant, token};
use super::Visit;
use crate::clock::Timestamp;
use crate::model::SignIn;
use crate::wire::{Answer, AskedContext, Param, Scopes, WireError, asked_contexts};

/// What a code stands for.
#[derive(Debug)]
pub(super) struct AuthorizationCode {
    account: AccountId,
    client_id: Uuid,
    redirect_uri: String,
    challenge: Vec<u8>,
    scopes: Scopes,
    asked: Vec<AskedContext>,
    nonce: Option<String>,
    mfa: bool,
    auth_time: Timestamp,
    /// The account's count of revocations when it was given.
    revocations: u32,
    expires: Timestamp,
}

impl AuthorizationCode {
    /// The code of a sign-in that is complete.
    pub(super) fn of(
        tenant: &Tenant,
        call: &Call<'_>,
        visit: Visit,
        mfa: bool,
    ) -> Result<Self, WireError> {
        let chain = visit.chain.ok_or(WireError::ContinuationToken)?;
        let request = visit.request;
        let life = tenant.policies.lifetimes.authorization_code;
        let account = tenant.chains.get(chain)?.account;
        let account = tenant.directory.get(account).ok_or(WireError::UserGone)?;
        Ok(Self {
            account: account.id,
            client_id: request.client_id,
            redirect_uri: request.back.redirect_uri,
            challenge: request.challenge,
            scopes: request.scopes,
            asked: request.asked,
            nonce: request.nonce,
            mfa,
            auth_time: call.now,
            revocations: account.revocations,
            expires: call.now.plus(life),
        })
    }
}

/// Redeems a code. It is used up by the first whole call that shows it, whatever becomes of that call.
pub(crate) fn redeem(
    tenant: &mut Tenant,
    call: &Call<'_>,
    record: &mut SignIn,
) -> Result<Answer, WireError> {
    let app = tenant.app(call)?;
    record.client_id = Some(app.client_id.to_string());
    if !app.public_client {
        return Err(WireError::ConfidentialClient);
    }
    let shown = call.form.require(Param::Code)?;
    let redirect_uri = call.form.require(Param::RedirectUri)?;
    let verifier = call.form.require(Param::CodeVerifier)?;
    let entry = tenant.browsers.codes.get_mut(shown);
    let code = entry
        .ok_or(WireError::AuthorizationCode)?
        .take()
        .ok_or(WireError::SpentAuthorizationCode)?;
    if code.client_id != app.client_id || code.redirect_uri != redirect_uri {
        return Err(WireError::AuthorizationCode);
    }
    if call.now >= code.expires {
        return Err(WireError::ExpiredAuthorizationCode);
    }
    if digest(&SHA256, verifier.as_bytes()).as_ref() != code.challenge {
        return Err(WireError::CodeVerifier);
    }
    let asked = match call.form.get(Param::Claims) {
        Some(claims) => asked_contexts(Some(claims))?,
        None => code.asked,
    };
    let account = tenant
        .directory
        .get(code.account)
        .ok_or(WireError::UserGone)?;
    record.username = Some(account.username.clone());
    if code.revocations != account.revocations {
        return Err(WireError::RevokedGrant);
    }
    record.scopes.clone_from(&code.scopes.granted);
    record.contexts = asked.iter().map(|asked| asked.context.clone()).collect();
    record.mfa = code.mfa;
    let verdict = token::judge(tenant, account, &app, &code.scopes, &asked, record);
    if verdict.mfa_missing {
        return Err(WireError::RefreshNeedsMfa);
    }
    let grantee = Grantee {
        app: &app,
        account: code.account,
        mfa: code.mfa,
        auth_time: code.auth_time,
        nonce: code.nonce.as_deref(),
    };
    issue(tenant, call, &grantee, &code.scopes, &verdict.contexts)
}
