//! `/signup/v1.0/continue` (docs/protocol.md 3.3): takes the code, the password or attributes, and says what is next.

use std::collections::BTreeMap;

use super::super::chain::{Flow, Point, Ticket};
use super::super::replica::Replica;
use super::super::{Call, Tenant, passwords};
use super::attributes::{given, missing};
use super::{Draft, SignUpPoint};
use crate::model::{App, AttributeValue, NewUser, Password};
use crate::wire::{Answer, Endpoint, Param, WireError};

/// What one call adds to a draft.
#[derive(Default)]
struct Addition {
    password: Option<Password>,
    attributes: BTreeMap<String, AttributeValue>,
    /// Set when the code was right.
    verified: bool,
}

/// Takes one step.
pub(in crate::tenant) fn proceed(
    tenant: &mut Tenant,
    call: &Call<'_>,
) -> Result<Answer, WireError> {
    let app = tenant.native_app(call)?;
    tenant.once(
        call,
        app.client_id,
        Endpoint::SignUpContinue,
        |tenant, ticket| {
            let addition = taken(tenant, call, &app, ticket)?;
            advance(tenant, call, &app, ticket, addition)
        },
    )
}

/// Reads and checks what the call gives. Nothing changes but the count of wrong codes.
fn taken(
    tenant: &mut Tenant,
    call: &Call<'_>,
    app: &App,
    ticket: &Ticket,
) -> Result<Addition, WireError> {
    let grant = call.form.require(Param::GrantType)?;
    if !["oob", "password", "attributes"].contains(&grant) {
        return Err(WireError::GrantType);
    }
    match (grant, ticket.point) {
        ("oob", Point::SignUp(SignUpPoint::CodeAsked)) => {
            let code = call.form.require(Param::Oob)?;
            tenant.check_sign_up_code(ticket.chain, code, call.now)?;
            Ok(Addition {
                attributes: given(app, call.form)?,
                verified: true,
                ..Addition::default()
            })
        }
        ("password", Point::SignUp(SignUpPoint::PasswordAsked)) => {
            let password = call.form.require(Param::Password)?;
            passwords::check(&tenant.policies.passwords, password)?;
            Ok(Addition {
                password: Some(Password::new(password)),
                attributes: late(tenant, call, app, ticket)?,
                ..Addition::default()
            })
        }
        ("attributes", Point::SignUp(SignUpPoint::AttributesDue)) => {
            call.form.require(Param::Attributes)?;
            Ok(Addition {
                attributes: given(app, call.form)?,
                ..Addition::default()
            })
        }
        _ => Err(WireError::ContinuationToken),
    }
}

/// Attributes that come with a password. Once the address is verified, optional ones count only together with a required
/// one that is missing.
fn late(
    tenant: &mut Tenant,
    call: &Call<'_>,
    app: &App,
    ticket: &Ticket,
) -> Result<BTreeMap<String, AttributeValue>, WireError> {
    let given = given(app, call.form)?;
    let known = &draft(tenant, ticket)?.attributes;
    Ok(if missing(app, known).is_empty() {
        BTreeMap::new()
    } else {
        given
    })
}

/// Adds to the draft and asks for what is still missing, or makes the account. A screen of attributes proves nothing: its
/// token stays good while the next screen is asked for (docs/protocol.md 2.1).
fn advance(
    tenant: &mut Tenant,
    call: &Call<'_>,
    app: &App,
    ticket: &Ticket,
    addition: Addition,
) -> Result<Answer, WireError> {
    let username = draft(tenant, ticket)?.username.clone();
    if tenant.directory.by_login(&username).is_some() {
        return Err(WireError::UserExists);
    }
    if addition.verified {
        tenant.chains.get_mut(ticket.chain)?.verified_email = Some(username);
    }
    let draft = draft(tenant, ticket)?;
    draft.password = addition.password.or(draft.password.take());
    draft.attributes.extend(addition.attributes);
    let password_due = app.takes_password() && draft.password.is_none();
    let missing = missing(app, &draft.attributes);
    let at_attributes = ticket.point == Point::SignUp(SignUpPoint::AttributesDue);
    if !at_attributes || missing.is_empty() {
        tenant.chains.get_mut(ticket.chain)?.change();
    }
    let expires = tenant.token_expiry(call);
    let mut give = |point| {
        tenant
            .chains
            .give(ticket.chain, Point::SignUp(point), expires)
    };
    if password_due {
        let token = give(SignUpPoint::CredentialDue);
        return Err(WireError::CredentialRequired(token));
    }
    if !missing.is_empty() {
        let token = give(SignUpPoint::AttributesDue);
        return Err(WireError::AttributesRequired(token, missing));
    }
    let unverified = tenant.policies.sign_up.unverified_attributes.clone();
    if !unverified.is_empty() {
        let point = Point::SignUp(SignUpPoint::VerificationDue);
        let token = tenant.chains.give(ticket.chain, point, expires);
        return Err(WireError::VerificationRequired(token, unverified));
    }
    make_account(tenant, call, ticket)?;
    Ok(Answer::ContinueWithin {
        token: tenant.finish(call, ticket),
        seconds: tenant.policies.lifetimes.continuation_token,
    })
}

fn make_account(tenant: &mut Tenant, call: &Call<'_>, ticket: &Ticket) -> Result<(), WireError> {
    let draft = draft(tenant, ticket)?;
    let display_name = match draft.attributes.get("displayName") {
        Some(AttributeValue::Text(name)) => Some(name.clone()),
        _ => None,
    };
    let user = NewUser {
        username: draft.username.clone(),
        password: draft.password.take(),
        display_name,
        attributes: std::mem::take(&mut draft.attributes),
        ..NewUser::default()
    };
    let account = tenant
        .directory
        .admit(user, &tenant.names)
        .map_err(|refusal| {
            tracing::warn!(field = refusal.field, "a new account could not be kept");
            WireError::Unkept
        })?;
    let lag = tenant.policies.directory;
    if let Some(made) = tenant.directory.get_mut(account) {
        made.replica = Replica::behind(lag, call.now);
    }
    tenant.chains.get_mut(ticket.chain)?.account = account;
    Ok(())
}

fn draft<'a>(tenant: &'a mut Tenant, ticket: &Ticket) -> Result<&'a mut Draft, WireError> {
    match &mut tenant.chains.get_mut(ticket.chain)?.flow {
        Flow::SignUp(draft) => Ok(draft),
        _ => Err(WireError::ContinuationToken),
    }
}
