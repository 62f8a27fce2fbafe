//! The steps of a sign-in in the browser. What is proven, and how, is what the native endpoints ask for as well.

use super::super::chain::{Chain, FirstFactor, Point, Ticket};
use super::super::codes::Destination;
use super::super::directory::AccountId;
use super::super::token::{blank_record, judge};
use super::super::{Call, Tenant, mfa, sign_in};
use super::{Stage, Visit, second};
use crate::model::{App, Channel, Method, Purpose};
use crate::wire::{Answer, Capabilities, ChallengeTypes, Param, WireError};

const EVERY_TYPE: ChallengeTypes = ChallengeTypes {
    oob: true,
    password: true,
};

/// Where a step leads.
pub(super) enum Next {
    /// To the page of the visit's stage, with what went wrong.
    Page(Option<&'static str>),
    /// Back to the app, which is told that it does not get tokens.
    Refused(&'static str),
    /// Back to the app with a code.
    Done {
        /// Whether a second factor was given.
        mfa: bool,
    },
}

/// Honours the hints of a request: a federated person goes to the other provider at once.
pub(super) fn arrive(tenant: &mut Tenant, visit: &mut Visit) {
    let hinted = visit
        .request
        .login_hint
        .as_deref()
        .and_then(|name| known(tenant, name))
        .filter(|(_, federated)| *federated);
    if let Some((account, _)) = hinted {
        start(tenant, visit, account);
        visit.stage = Stage::Provider;
    } else if visit.request.domain_hint.is_some() && visit.request.login_hint.is_none() {
        visit.stage = Stage::Provider;
    }
}

/// Takes what the person typed on the page of the visit's stage.
pub(super) fn take(tenant: &mut Tenant, call: &Call<'_>, visit: &mut Visit) -> Next {
    let outcome = match visit.stage {
        Stage::Name => name(tenant, call, visit),
        Stage::Password => password(tenant, call, visit),
        Stage::Code => code(tenant, call, visit),
        Stage::Provider => provider(tenant, call, visit),
        Stage::ChooseMethod => second::choose(tenant, call, visit),
        Stage::SecondCode => second::second_code(tenant, call, visit),
        Stage::Contact => second::contact(tenant, call, visit),
        Stage::ContactCode => second::contact_code(tenant, call, visit),
    };
    outcome.unwrap_or_else(|error| match error {
        WireError::UserGone | WireError::ContinuationToken | WireError::UnknownClient => {
            Next::Refused("The account or the app no longer exists.")
        }
        error => Next::Page(Some(notice(&error))),
    })
}

/// What a person reads about an error.
fn notice(error: &WireError) -> &'static str {
    match error {
        WireError::UserNotFound => "There is no account with this name.",
        WireError::WrongPassword => "This is not the password of the account.",
        WireError::WrongCode => "This is not the code that was sent.",
        WireError::StaleCode => "This code is no longer good. Have another one sent.",
        WireError::Locked => "The account is locked for a while after many failures.",
        WireError::PasswordChangeRequired => "The password must be reset first.",
        WireError::TooManyCodes => "No more codes can be sent for now.",
        WireError::ChallengeTarget => "This is no address and no number that can be used.",
        WireError::ContactBlocked | WireError::RegionClosed => "No code can be sent there.",
        WireError::Parameter(_) => "Something is missing. Fill the form in.",
        _ => "That did not work. Try again.",
    }
}

fn name(tenant: &mut Tenant, call: &Call<'_>, visit: &mut Visit) -> Result<Next, WireError> {
    let typed = call.form.get(Param::Username).unwrap_or_default().trim();
    let (account, federated) = known(tenant, typed).ok_or(WireError::UserNotFound)?;
    start(tenant, visit, account);
    if federated {
        visit.stage = Stage::Provider;
        return Ok(Next::Page(None));
    }
    let account = tenant.directory.get(account).ok_or(WireError::UserGone)?;
    if account.password.is_some() {
        visit.stage = Stage::Password;
        return Ok(Next::Page(None));
    }
    send_first(tenant, call, visit)
}

/// Sends the code that is the first factor.
fn send_first(tenant: &mut Tenant, call: &Call<'_>, visit: &mut Visit) -> Result<Next, WireError> {
    let (_, account) = at(tenant, visit, Point::Initiated)?;
    let account = tenant.directory.get(account).ok_or(WireError::UserGone)?;
    let target = account.username.clone();
    let destination = Destination {
        channel: Channel::Email,
        target: &target,
        purpose: Purpose::SignIn,
    };
    send(tenant, call, visit, &destination)?;
    visit.stage = Stage::Code;
    Ok(Next::Page(None))
}

fn password(tenant: &mut Tenant, call: &Call<'_>, visit: &mut Visit) -> Result<Next, WireError> {
    let (ticket, account) = at(tenant, visit, Point::FirstFactorAsked)?;
    let first = sign_in::redeem_password(tenant, call, &ticket, account)?;
    first_given(tenant, call, visit, first)
}

fn code(tenant: &mut Tenant, call: &Call<'_>, visit: &mut Visit) -> Result<Next, WireError> {
    if wants_another(call) {
        return send_first(tenant, call, visit);
    }
    let (ticket, account) = at(tenant, visit, Point::FirstFactorAsked)?;
    let first = sign_in::redeem_code(tenant, call, &ticket, account)?;
    first_given(tenant, call, visit, first)
}

/// The other provider stands for a first factor that is not an e-mail code of this tenant.
fn provider(tenant: &mut Tenant, call: &Call<'_>, visit: &mut Visit) -> Result<Next, WireError> {
    if visit.chain.is_none() {
        let typed = call.form.get(Param::Username).unwrap_or_default().trim();
        let (account, _) = known(tenant, typed)
            .filter(|(_, federated)| *federated)
            .ok_or(WireError::UserNotFound)?;
        start(tenant, visit, account);
    }
    first_given(tenant, call, visit, FirstFactor::Password)
}

/// Goes on to what policy asks for, or ends.
fn first_given(
    tenant: &mut Tenant,
    call: &Call<'_>,
    visit: &mut Visit,
    first: FirstFactor,
) -> Result<Next, WireError> {
    let (ticket, id) = at(tenant, visit, Point::FirstFactorAsked)?;
    let chain = tenant.chains.get_mut(ticket.chain)?;
    chain.change();
    chain.first_factor = Some(first);
    let app = app(tenant, visit)?;
    let account = tenant.directory.get(id).ok_or(WireError::UserGone)?;
    let request = &visit.request;
    let mut scratch = blank_record(call);
    let verdict = judge(
        tenant,
        account,
        &app,
        &request.scopes,
        &request.asked,
        &mut scratch,
    );
    let registrable = [Channel::Email, Channel::Sms]
        .into_iter()
        .any(|channel| mfa::may_serve(channel, account, &tenant.policies, first));
    visit.stage = match (verdict.mfa_missing, methods(tenant, visit)?.is_empty()) {
        (false, _) => return Ok(Next::Done { mfa: false }),
        (true, false) => Stage::ChooseMethod,
        (true, true) if registrable => Stage::Contact,
        (true, true) => {
            return Ok(Next::Refused("The account has no method that can be used."));
        }
    };
    Ok(Next::Page(None))
}

/// The methods that the person can choose from.
pub(super) fn methods(tenant: &Tenant, visit: &Visit) -> Result<Vec<Method>, WireError> {
    let id = visit.chain.ok_or(WireError::ContinuationToken)?;
    let chain = tenant.chains.get(id)?;
    let account = tenant
        .directory
        .get(chain.account)
        .ok_or(WireError::UserGone)?;
    let first = chain.first_factor.ok_or(WireError::ContinuationToken)?;
    Ok(mfa::usable_methods(account, &tenant.policies, first))
}

/// The account that a name means, and whether it is federated.
fn known(tenant: &Tenant, name: &str) -> Option<(AccountId, bool)> {
    let account = tenant.directory.by_login(name)?;
    (tenant.policies.username_alias || account.is_named(name))
        .then_some((account.id, account.federated))
}

fn start(tenant: &mut Tenant, visit: &mut Visit, account: AccountId) {
    let chain = Chain::new(
        visit.request.client_id,
        account,
        EVERY_TYPE,
        Capabilities::default(),
    );
    visit.chain = Some(tenant.chains.start(chain));
}

/// The visit's place in its chain, and whose it is.
pub(super) fn at(
    tenant: &Tenant,
    visit: &Visit,
    point: Point,
) -> Result<(Ticket, AccountId), WireError> {
    let chain = visit.chain.ok_or(WireError::ContinuationToken)?;
    let account = tenant.chains.get(chain)?.account;
    let ticket = Ticket {
        chain,
        point,
        stale: false,
    };
    Ok((ticket, account))
}

fn app(tenant: &Tenant, visit: &Visit) -> Result<App, WireError> {
    tenant
        .registered(visit.request.client_id)
        .ok_or(WireError::UnknownClient)
}

/// Whether the person pressed the button for another code, method or contact.
pub(super) fn wants_another(call: &Call<'_>) -> bool {
    call.form.get(Param::Action) == Some("other")
}

/// Sends a code. A risky number cannot go to the browser: it is there.
pub(super) fn send(
    tenant: &mut Tenant,
    call: &Call<'_>,
    visit: &Visit,
    destination: &Destination<'_>,
) -> Result<(), WireError> {
    let app = app(tenant, visit)?;
    let (ticket, _) = at(tenant, visit, Point::Initiated)?;
    match tenant.challenge_by_code(call, &app, &ticket, destination, Point::Initiated)? {
        Answer::Redirect { .. } => Err(WireError::ContactBlocked),
        _ => Ok(()),
    }
}
