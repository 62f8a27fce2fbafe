//! `/oauth2/v2.0/token` (docs/protocol.md 5.4): which grant is meant, whether policy is content, and the log of it.

use super::chain::{ChainId, FirstFactor, Point, Ticket};
use super::conditional_access::{Request, demanding_mfa};
use super::directory::{Account, AccountId};
use super::grant::{Grantee, issue};
use super::once::fingerprint;
use super::{Call, Tenant, bridge, browser, mfa, own_name, register, session, sign_in};
use crate::clock::Timestamp;
use crate::model::{App, AuthContext, Outcome, SignIn};
use crate::wire::{Answer, AskedContext, Endpoint, Param, Scopes, WireError, asked_contexts};

/// The grants of the token endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Grant {
    Password,
    Oob,
    MfaOob,
    ContinuationToken,
    RefreshToken,
    AuthorizationCode,
    ClientCredentials,
}

impl Grant {
    fn parse(name: &str) -> Result<Self, WireError> {
        match name {
            "password" => Ok(Self::Password),
            "oob" => Ok(Self::Oob),
            "mfa_oob" => Ok(Self::MfaOob),
            "continuation_token" => Ok(Self::ContinuationToken),
            "refresh_token" => Ok(Self::RefreshToken),
            "authorization_code" => Ok(Self::AuthorizationCode),
            "client_credentials" => Ok(Self::ClientCredentials),
            _ => Err(WireError::GrantType),
        }
    }
}

/// What policy says to a request.
pub(super) struct Verdict {
    /// Policies ask for a second factor that was not given.
    pub(super) mfa_missing: bool,
    /// The contexts that the access token will carry.
    pub(super) contexts: Vec<AuthContext>,
}

/// A record of the call, before anything is known.
pub(super) fn blank_record(call: &Call<'_>) -> SignIn {
    SignIn {
        at: call.now.rfc3339(),
        correlation_id: call.correlation.to_string(),
        username: None,
        client_id: None,
        grant_type: None,
        scopes: Vec::new(),
        contexts: Vec::new(),
        policies: Vec::new(),
        mfa: false,
        outcome: Outcome::Refused,
        error_code: None,
    }
}

/// Redeems a grant and keeps a record of it.
pub(super) fn token(tenant: &mut Tenant, call: &Call<'_>) -> Result<Answer, WireError> {
    let mut record = blank_record(call);
    let result = redeem(tenant, call, &mut record);
    if record.outcome != Outcome::Repeated {
        record.outcome = match &result {
            Ok(Answer::Redirect { .. }) => Outcome::Redirect,
            Ok(_) => Outcome::Granted,
            Err(WireError::MfaRequired(_)) => Outcome::MfaRequired,
            Err(WireError::RegistrationRequired(_)) => Outcome::RegistrationRequired,
            Err(_) => Outcome::Refused,
        };
    }
    record.error_code = result.as_ref().err().map(WireError::code);
    tenant.sign_ins.push(record);
    result
}

fn redeem(tenant: &mut Tenant, call: &Call<'_>, record: &mut SignIn) -> Result<Answer, WireError> {
    let grant = Grant::parse(call.form.require(Param::GrantType)?)?;
    record.grant_type = call.form.get(Param::GrantType).map(str::to_owned);
    if grant == Grant::RefreshToken {
        return session::refresh(tenant, call, record);
    }
    if grant == Grant::AuthorizationCode {
        return browser::redeem(tenant, call, record);
    }
    if grant == Grant::ClientCredentials {
        return own_name::redeem(tenant, call, record);
    }
    let app = tenant.native_app(call)?;
    record.client_id = Some(app.client_id.to_string());
    let token = call.form.require(Param::ContinuationToken)?;
    let ticket = tenant.chains.present(token, app.client_id, call.now)?;
    let fingerprint = fingerprint(call, Endpoint::Token);
    let account = tenant.chains.get(ticket.chain)?.account;
    record.username = tenant
        .directory
        .get(account)
        .map(|account| account.username.clone());
    if ticket.stale {
        let again = tenant
            .chains
            .get(ticket.chain)?
            .repeated(&fingerprint)
            .ok_or(WireError::ContinuationToken)?;
        record.outcome = Outcome::Repeated;
        return again;
    }
    let scopes = Scopes::parse(
        call.form.require(Param::Scope)?,
        &app,
        &tenant.registrations,
    );
    if scopes == Err(WireError::Scope) {
        return Err(WireError::Scope);
    }
    let asked = asked_contexts(call.form.get(Param::Claims))?;
    record.contexts = asked.iter().map(|asked| asked.context.clone()).collect();
    let first = match grant {
        Grant::Password => sign_in::redeem_password(tenant, call, &ticket, account),
        Grant::Oob => sign_in::redeem_code(tenant, call, &ticket, account),
        Grant::MfaOob => mfa::redeem(tenant, call, &ticket, account),
        Grant::ContinuationToken if ticket.point == Point::Registered => {
            register::redeem(tenant, &ticket)
        }
        Grant::ContinuationToken => bridge::redeem(tenant, &ticket, account),
        Grant::RefreshToken | Grant::AuthorizationCode | Grant::ClientCredentials => {
            Err(WireError::ContinuationToken)
        }
    }?;
    let scopes = scopes?;
    record.scopes.clone_from(&scopes.granted);
    record.mfa = grant == Grant::MfaOob || ticket.point == Point::Registered;
    let proven = Proven {
        app: &app,
        account,
        chain: ticket.chain,
        first,
        mfa: record.mfa,
        ends_flow: ticket.point == Point::Finished,
    };
    let before = tenant.chains.get(ticket.chain)?.changes();
    let outcome = proven.conclude(tenant, call, &scopes, &asked, record);
    let chain = tenant.chains.get_mut(ticket.chain)?;
    if chain.changes() != before {
        chain.remember(fingerprint, outcome.clone());
    }
    outcome
}

/// A chain in which everything that was asked for has been proven.
struct Proven<'a> {
    app: &'a App,
    account: AccountId,
    chain: ChainId,
    first: FirstFactor,
    mfa: bool,
    /// Whether this is the token call that follows a sign-up or a reset.
    ends_flow: bool,
}

impl Verdict {
    /// What counts where the tenant does not ask its policies: no context was earned.
    fn waived() -> Self {
        Self {
            mfa_missing: false,
            contexts: Vec::new(),
        }
    }
}

impl Proven<'_> {
    fn is_exempt(&self, tenant: &Tenant) -> Result<bool, WireError> {
        Ok(self.ends_flow && bridge::is_exempt(&tenant.policies, tenant.chains.get(self.chain)?))
    }

    /// Gives tokens, or says what policy still asks for. The chain changes either way.
    fn conclude(
        &self,
        tenant: &mut Tenant,
        call: &Call<'_>,
        scopes: &Scopes,
        asked: &[AskedContext],
        record: &mut SignIn,
    ) -> Result<Answer, WireError> {
        let account = tenant
            .directory
            .get(self.account)
            .ok_or(WireError::UserGone)?;
        let mut verdict = judge(tenant, account, self.app, scopes, asked, record);
        if verdict.mfa_missing && self.is_exempt(tenant)? {
            verdict = Verdict::waived();
        }
        if !verdict.mfa_missing {
            let grantee = Grantee {
                app: self.app,
                account: self.account,
                mfa: self.mfa,
                auth_time: call.now,
                nonce: None,
            };
            let document = issue(tenant, call, &grantee, scopes, &verdict.contexts)?;
            tenant.chains.get_mut(self.chain)?.change();
            return Ok(document);
        }
        let none_usable = mfa::usable_methods(account, &tenant.policies, self.first).is_empty();
        let chain = tenant.chains.get_mut(self.chain)?;
        chain.change();
        chain.first_factor = Some(self.first);
        let capabilities = chain.capabilities;
        let expires = tenant.token_expiry(call);
        match (none_usable, capabilities.registration, capabilities.mfa) {
            (true, true, _) => {
                let token = tenant
                    .chains
                    .give(self.chain, Point::RegistrationDemanded, expires);
                Err(WireError::RegistrationRequired(token))
            }
            (true, false, _) => Ok(Answer::Redirect {
                reason: "The client lacks the registration_required capability",
            }),
            (false, _, true) => {
                let token = tenant
                    .chains
                    .give(self.chain, Point::SecondFactorDemanded, expires);
                Err(WireError::MfaRequired(token))
            }
            (false, _, false) => Ok(Answer::Redirect {
                reason: "The client lacks the mfa_required capability",
            }),
        }
    }
}

/// Asks the policies. A context that is not essential is given up when its policy is not content.
pub(super) fn judge(
    tenant: &Tenant,
    account: &Account,
    app: &App,
    scopes: &Scopes,
    asked: &[AskedContext],
    record: &mut SignIn,
) -> Verdict {
    let demand = |contexts: &[AuthContext]| {
        demanding_mfa(
            &tenant.policies,
            &Request {
                account,
                app,
                scopes,
                contexts,
            },
        )
    };
    let (essential, voluntary): (Vec<_>, Vec<_>) = asked.iter().partition(|asked| asked.essential);
    let mut contexts: Vec<_> = essential
        .into_iter()
        .map(|asked| asked.context.clone())
        .collect();
    record.policies = demand(&contexts);
    let mfa_missing = !record.policies.is_empty() && !record.mfa;
    for asked in voluntary {
        if record.mfa || demand(std::slice::from_ref(&asked.context)).is_empty() {
            contexts.push(asked.context.clone());
        }
    }
    Verdict {
        mfa_missing,
        contexts,
    }
}

impl Tenant {
    /// When a continuation token given now runs out.
    pub(super) fn token_expiry(&self, call: &Call<'_>) -> Timestamp {
        call.now.plus(self.policies.lifetimes.continuation_token)
    }

    /// The account of a chain. Fails when it was deleted in the middle.
    pub(super) fn account_of(&self, ticket: &Ticket) -> Result<&Account, WireError> {
        self.directory
            .get(self.chains.get(ticket.chain)?.account)
            .ok_or(WireError::UserGone)
    }
}
