//! The registration of a method in the middle of a sign-in: `/register/v1.0/*`, and the grant that ends it
//! (docs/protocol.md 7).

use super::chain::{FirstFactor, Point, Ticket};
use super::codes::{Destination, SentCode};
use super::{Call, Tenant, mfa};
use crate::model::{App, Channel, NewMethod, Purpose, email, phone, phone_digits};
use crate::wire::{Answer, Endpoint, Param, RegistrableMethod, WireError};

/// Lists the kinds of methods that can be registered.
pub(super) fn introspect(tenant: &mut Tenant, call: &Call<'_>) -> Result<Answer, WireError> {
    let (_, ticket) = registering(tenant, call)?;
    let channels = channels(tenant, &ticket)?;
    if channels.is_empty() {
        return Ok(Answer::Redirect {
            reason: "The account can register no method here",
        });
    }
    let username = tenant.account_of(&ticket)?.username.clone();
    let methods = channels
        .into_iter()
        .map(|channel| RegistrableMethod {
            id: channel,
            challenge_type: "oob",
            challenge_channel: channel,
            login_hint: (channel == Channel::Email).then(|| username.clone()),
        })
        .collect();
    let expires = tenant.token_expiry(call);
    let token = tenant
        .chains
        .give(ticket.chain, Point::RegistrationListed, expires);
    Ok(Answer::Registrable { token, methods })
}

/// Sends a code to the contact, or says that the sign-up verified it.
pub(super) fn challenge(tenant: &mut Tenant, call: &Call<'_>) -> Result<Answer, WireError> {
    let (app, ticket) = registering(tenant, call)?;
    if call.form.require(Param::ChallengeType)? != "oob" {
        return Err(WireError::ChallengeType);
    }
    let contact = contact(call)?;
    if !channels(tenant, &ticket)?.contains(&contact.channel) {
        return Err(WireError::Parameter(Param::ChallengeChannel));
    }
    let verified = tenant.chains.get(ticket.chain)?.verified_email.as_deref();
    if contact.channel == Channel::Email
        && verified.is_some_and(|verified| verified.eq_ignore_ascii_case(&contact.target))
    {
        let expires = tenant.token_expiry(call);
        let token = tenant
            .chains
            .give(ticket.chain, Point::RegistrationPreverified, expires);
        return Ok(Answer::Preverified { token });
    }
    let destination = Destination {
        channel: contact.channel,
        target: &contact.target,
        purpose: Purpose::Registration,
    };
    tenant.challenge_by_code(call, &app, &ticket, &destination, Point::RegistrationAsked)
}

/// Registers the contact that was proven. The chain changes.
pub(super) fn proceed(tenant: &mut Tenant, call: &Call<'_>) -> Result<Answer, WireError> {
    let app = tenant.native_app(call)?;
    let endpoint = Endpoint::RegisterContinue;
    tenant.once(call, app.client_id, endpoint, |tenant, ticket| {
        let method = proven(tenant, call, ticket)?;
        keep(tenant, ticket, method)?;
        let expires = tenant.token_expiry(call);
        tenant.chains.get_mut(ticket.chain)?.change();
        let token = tenant.chains.give(ticket.chain, Point::Registered, expires);
        Ok(Answer::Continue { token })
    })
}

/// What the token of a registration is worth at `/token`: the first factor, and the method that was just proven.
pub(super) fn redeem(tenant: &Tenant, ticket: &Ticket) -> Result<FirstFactor, WireError> {
    match ticket.point {
        Point::Registered => tenant.chains.get(ticket.chain)?.first_factor,
        _ => None,
    }
    .ok_or(WireError::ContinuationToken)
}

/// The app and the token of a call in the middle of a registration.
fn registering(tenant: &Tenant, call: &Call<'_>) -> Result<(App, Ticket), WireError> {
    let app = tenant.native_app(call)?;
    let token = call.form.require(Param::ContinuationToken)?;
    let ticket = tenant.chains.fresh(token, app.client_id, call.now)?;
    match ticket.point {
        Point::RegistrationDemanded
        | Point::RegistrationListed
        | Point::RegistrationAsked
        | Point::RegistrationPreverified => Ok((app, ticket)),
        _ => Err(WireError::ContinuationToken),
    }
}

/// The channels that may be registered: those that may serve as second factor after this first one.
fn channels(tenant: &Tenant, ticket: &Ticket) -> Result<Vec<Channel>, WireError> {
    let chain = tenant.chains.get(ticket.chain)?;
    let first = chain.first_factor.ok_or(WireError::ContinuationToken)?;
    let account = tenant.account_of(ticket)?;
    Ok([Channel::Email, Channel::Sms]
        .into_iter()
        .filter(|channel| mfa::may_serve(*channel, account, &tenant.policies, first))
        .collect())
}

/// The contact that the call names. Without a channel, the form of the contact decides.
pub(super) fn contact(call: &Call<'_>) -> Result<NewMethod, WireError> {
    let target = call.form.require(Param::ChallengeTarget)?.trim();
    let channel = match call.form.get(Param::ChallengeChannel) {
        Some(name) => Channel::parse(name).ok_or(WireError::Parameter(Param::ChallengeChannel))?,
        None if target.contains('@') => Channel::Email,
        None => Channel::Sms,
    };
    let (checked, target) = match channel {
        Channel::Email => (email("", target), target.to_owned()),
        Channel::Sms => (phone("", target), phone_digits(target)),
    };
    checked.map_err(|_| WireError::ChallengeTarget)?;
    Ok(NewMethod { channel, target })
}

/// The contact that the call proves: the one that the code went to, or the address that the sign-up verified.
fn proven(tenant: &mut Tenant, call: &Call<'_>, ticket: &Ticket) -> Result<NewMethod, WireError> {
    let chain = tenant.chains.get(ticket.chain)?;
    let method = match (call.form.require(Param::GrantType)?, ticket.point) {
        ("oob", Point::RegistrationAsked) => return proven_by_code(tenant, call, ticket),
        ("continuation_token", Point::RegistrationPreverified) => {
            chain.verified_email.clone().map(|target| NewMethod {
                channel: Channel::Email,
                target,
            })
        }
        ("oob" | "continuation_token", _) => None,
        _ => return Err(WireError::GrantType),
    };
    method.ok_or(WireError::ContinuationToken)
}

/// The contact that the code went to, if the call has that code.
pub(super) fn proven_by_code(
    tenant: &mut Tenant,
    call: &Call<'_>,
    ticket: &Ticket,
) -> Result<NewMethod, WireError> {
    let chain = tenant.chains.get(ticket.chain)?;
    let account = chain.account;
    let sent = chain.code.as_ref().map(SentCode::destination);
    let given = call.form.require(Param::Oob)?;
    tenant.check_code(
        ticket.chain,
        account,
        Purpose::Registration,
        given,
        call.now,
    )?;
    sent.ok_or(WireError::ContinuationToken)
}

/// Gives the account the method, while it still has none that could have been asked for instead.
pub(super) fn keep(
    tenant: &mut Tenant,
    ticket: &Ticket,
    method: NewMethod,
) -> Result<(), WireError> {
    let chain = tenant.chains.get(ticket.chain)?;
    let (id, first) = (chain.account, chain.first_factor);
    let first = first.ok_or(WireError::ContinuationToken)?;
    let account = tenant.account_of(ticket)?;
    if !mfa::usable_methods(account, &tenant.policies, first).is_empty() {
        return Err(WireError::ContinuationToken);
    }
    tenant.directory.register(id, method)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::chain::Chain;
    use super::*;
    use crate::clock::Timestamp;
    use crate::model::Seed;
    use crate::wire::{Capabilities, ChallengeTypes, Form};

    /// Bob in the middle of a registration, in a chain that goes back to a sign-up.
    struct SignedUp(Tenant);

    impl SignedUp {
        fn new() -> (Self, String) {
            let mut tenant = Tenant::new(&Seed::contoso());
            let bob = tenant
                .directory
                .by_login("bob@contoso.example")
                .expect("bob");
            let types = ChallengeTypes::parse("oob redirect").expect("a list");
            let app = tenant.registrations.apps[0].client_id;
            let mut chain = Chain::new(app, bob.id, types, Capabilities::default());
            chain.first_factor = Some(FirstFactor::Password);
            chain.verified_email = Some("bob@contoso.example".into());
            let id = tenant.chains.start(chain);
            let late = Timestamp::from_unix(600);
            let token = tenant.chains.give(id, Point::RegistrationListed, late);
            (Self(tenant), token)
        }

        fn call(
            &mut self,
            endpoint: fn(&mut Tenant, &Call<'_>) -> Result<Answer, WireError>,
            token: &str,
            fields: &[(&str, &str)],
        ) -> Result<Answer, WireError> {
            let client_id = self.0.registrations.apps[0].client_id.to_string();
            let body = form_urlencoded::Serializer::new(String::new())
                .extend_pairs([
                    ("client_id", client_id.as_str()),
                    ("continuation_token", token),
                ])
                .extend_pairs(fields)
                .finish();
            let form = Form::parse(body.as_bytes()).expect("a form");
            let call = Call {
                form: &form,
                now: Timestamp::from_unix(0),
                correlation: Uuid::nil(),
                caller: std::net::Ipv4Addr::LOCALHOST.into(),
                from_elsewhere: false,
            };
            endpoint(&mut self.0, &call)
        }

        fn ask(&mut self, token: &str, target: &str) -> Result<Answer, WireError> {
            let fields = [("challenge_type", "oob"), ("challenge_target", target)];
            self.call(challenge, token, &fields)
        }

        fn skip(&mut self, token: &str) -> Result<Answer, WireError> {
            self.call(proceed, token, &[("grant_type", "continuation_token")])
        }

        fn targets(&self) -> Vec<String> {
            let bob = self
                .0
                .directory
                .by_login("bob@contoso.example")
                .expect("bob");
            bob.methods
                .iter()
                .map(|method| method.target.clone())
                .collect()
        }
    }

    #[test]
    fn the_address_that_the_sign_up_verified_needs_no_code() {
        let (mut bob, token) = SignedUp::new();
        let asked = bob.ask(&token, "Bob@contoso.example");
        let Ok(Answer::Preverified { token }) = asked else {
            panic!("{asked:?}");
        };
        let with_code = [("grant_type", "oob"), ("oob", "12345678")];
        let refused = bob.call(proceed, &token, &with_code);
        assert_eq!(refused, Err(WireError::ContinuationToken));
        let done = bob.skip(&token);
        assert!(matches!(done, Ok(Answer::Continue { .. })), "{done:?}");
        assert_eq!(bob.skip(&token), done);
        assert_eq!(bob.targets(), ["bob@contoso.example"]);
        assert_eq!(bob.0.mail(None, None).len(), 0);
    }

    #[test]
    fn no_other_contact_rides_on_the_verified_address() {
        let (mut bob, token) = SignedUp::new();
        let other = bob.ask(&token, "other@contoso.example");
        assert!(
            matches!(other, Ok(Answer::ContactCodeSent { .. })),
            "{other:?}"
        );
        let asked = bob.ask(&token, "bob@contoso.example");
        let Ok(Answer::Preverified { token: verified }) = asked else {
            panic!("{asked:?}");
        };
        let number = bob.ask(&verified, "+15550100177");
        let Ok(Answer::ContactCodeSent { token: number, .. }) = number else {
            panic!("{number:?}");
        };
        assert_eq!(bob.skip(&number), Err(WireError::ContinuationToken));
        assert!(bob.skip(&verified).is_ok());
        assert_eq!(bob.targets(), ["bob@contoso.example"]);
    }
}
