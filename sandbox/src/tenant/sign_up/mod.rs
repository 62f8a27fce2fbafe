//! Sign-up: `/signup/v1.0/start`, `/challenge` and `/continue` (docs/protocol.md 3 and 17.1).
//!
//! The address is always verified first, by a code. What a person gives on the way is kept as a draft in the chain; the
//! account comes into being with the last step and not before.

mod attributes;
mod challenge;
mod proceed;
mod start;

use std::collections::BTreeMap;

use super::lockout::Lockouts;
use crate::model::{AttributeValue, Password};

pub(super) use challenge::challenge;
pub(super) use proceed::proceed;
pub(super) use start::start;

/// Where in a sign-up a token was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignUpPoint {
    /// `/start` took the username.
    Started,
    /// `/challenge` sent a code.
    CodeAsked,
    /// `/continue` asked for a password.
    CredentialDue,
    /// `/challenge` said that it is a password.
    PasswordAsked,
    /// `/continue` asked for attributes.
    AttributesDue,
    /// `/continue` asked for something to be verified, which leads nowhere.
    VerificationDue,
}

/// An account that is to be.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(super) username: String,
    pub(super) password: Option<Password>,
    pub(super) attributes: BTreeMap<String, AttributeValue>,
    /// Wrong codes; there is no account yet that could count them.
    pub(super) lockouts: Lockouts,
}

#[cfg(test)]
mod tests {
    use super::super::{Call, Site, Tenant, sign};
    use crate::clock::Timestamp;
    use crate::key::SigningKey;
    use crate::model::Seed;
    use crate::wire::{Answer, Endpoint, Form, WireError};
    use uuid::Uuid;

    const APP: &str = "11111111-1111-4111-8111-111111111111";

    fn post(tenant: &mut Tenant, endpoint: Endpoint, fields: &str) -> Result<Answer, WireError> {
        let body = format!("client_id={APP}&{fields}");
        let call = Call {
            form: &Form::parse(body.as_bytes()).expect("a form"),
            now: Timestamp::from_unix(1_768_472_430),
            correlation: Uuid::nil(),
            caller: std::net::Ipv4Addr::LOCALHOST.into(),
            from_elsewhere: false,
        };
        let site = Site {
            origin: "http://localhost",
            segment: "t",
        };
        let key = SigningKey::development().expect("the embedded key");
        let answer = tenant.answer(endpoint, &call, &site, &key)?;
        sign(answer, &key)
    }

    fn token(answer: &Answer) -> String {
        let token = answer.body()["continuation_token"].clone();
        token.as_str().expect("a token").to_owned()
    }

    #[test]
    fn the_chain_remembers_the_address_that_its_sign_up_verified() {
        let mut tenant = Tenant::new(&Seed::contoso());
        let fields = "username=dora@contoso.example&challenge_type=oob+password+redirect";
        let start = post(&mut tenant, Endpoint::SignUpStart, fields).expect("started");
        let fields = format!("continuation_token={}", token(&start));
        let asked = post(&mut tenant, Endpoint::SignUpChallenge, &fields).expect("a code");
        let asked = token(&asked);
        let now = Timestamp::from_unix(1_768_472_430);
        let client_id = Uuid::parse_str(APP).expect("an id");
        let ticket = tenant.chains.fresh(&asked, client_id, now).expect("fresh");
        let verified = |tenant: &Tenant| {
            let chain = tenant.chains.get(ticket.chain).expect("a chain");
            chain.verified_email.clone()
        };
        assert_eq!(verified(&tenant), None);
        let code = tenant.mail(None, None).remove(0).code;
        let fields = format!("continuation_token={asked}&grant_type=oob&oob={code}");
        let due = post(&mut tenant, Endpoint::SignUpContinue, &fields);
        assert!(matches!(due, Err(WireError::CredentialRequired(_))));
        assert_eq!(verified(&tenant).as_deref(), Some("dora@contoso.example"));
    }
}
