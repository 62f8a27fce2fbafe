//! From an ask to a form (docs/protocol.md 3, 5, 7, 8, 12 and 16.1).

use zeroize::Zeroizing;

use super::endpoint::Endpoint;
use super::form::Fields;
use crate::challenge::Channel;
use crate::config::Offer;
use crate::exchange::{Ask, Bridge, Factor, Terms};
use crate::ids::{ContinuationToken, Username};
use crate::secret::Secret;
use crate::terms::Claims;

/// A form and the endpoint that it is posted to.
pub(crate) struct Form {
    pub(crate) endpoint: Endpoint,
    pub(crate) body: Zeroizing<Vec<u8>>,
}

/// Translates `ask` under `terms`.
pub(crate) fn encode(ask: &Ask, terms: &Terms) -> Form {
    let token = ask.token().map(ContinuationToken::expose);
    let room = token.map_or(0, str::len);
    let fields = Fields::new(room).with("client_id", terms.client_id.write(&mut [0; 36]));
    let fields = fields.with_some("continuation_token", token);
    Form {
        endpoint: Endpoint::of(ask),
        body: particular(ask, terms, fields).0,
    }
}

/// What the endpoint takes besides the client id and the continuation token.
fn particular(ask: &Ask, terms: &Terms, fields: Fields) -> Fields {
    let first_factors = || challenge_types(terms.offer, terms.offer.first_factors.code());
    // A code comes into these in any case.
    let with_code = || challenge_types(terms.offer, true);
    match ask {
        Ask::Open { .. } => opening(fields, terms, first_factors()),
        Ask::FirstChallenge { .. } => fields.with("challenge_type", first_factors()),
        Ask::MethodChallenge { method, .. } => fields
            .with("challenge_type", with_code())
            .with("id", method.as_str()),
        Ask::RedeemPassword { password, .. } => grant(by_password(fields, password), terms),
        Ask::RedeemCode { factor, code, .. } => {
            let grant_type = match factor {
                Factor::First => "oob",
                Factor::Second => "mfa_oob",
            };
            let fields = fields.with("grant_type", grant_type);
            grant(fields.with("oob", code.expose()), terms)
        }
        // The type is the method's own, not the list of what the app has screens for.
        Ask::RegisterContact { chosen, .. } => fields
            .with("challenge_type", "oob")
            .with("challenge_target", chosen.contact.as_str())
            .with("challenge_channel", channel(&chosen.channel)),
        Ask::ConfirmContact {
            code: Some(code), ..
        }
        | Ask::SignUpCode { code, .. }
        | Ask::ResetCode { code, .. } => by_code(fields, code),
        Ask::ConfirmContact { code: None, .. } => fields.with("grant_type", "continuation_token"),
        Ask::RedeemContinuation { bridge, .. } => {
            let fields = fields.with("grant_type", "continuation_token");
            // After a registration no other client of this API names the person.
            let username = match bridge {
                Bridge::Registration => None,
                Bridge::SignUp | Bridge::ResetPassword => username(terms),
            };
            grant(fields.with_some("username", username), terms)
        }
        Ask::OpenSignUp { given } => {
            let attributes = (!given.attributes.is_empty()).then(|| given.attributes.to_json());
            opening(fields, terms, with_code())
                .with_some("password", given.password.as_ref().map(Secret::expose))
                .with_some("attributes", attributes.as_deref())
        }
        Ask::SignUpChallenge { .. } => fields.with("challenge_type", with_code()),
        Ask::SignUpPassword { password, .. } => by_password(fields, password),
        Ask::SignUpAttributes { attributes, .. } => fields
            .with("grant_type", "attributes")
            .with("attributes", &attributes.to_json()),
        Ask::OpenReset => opening(fields, terms, RESET_TYPES),
        Ask::ResetChallenge { .. } => fields.with("challenge_type", RESET_TYPES),
        Ask::NewPassword { password, .. } => fields.with("new_password", password.expose()),
        Ask::RedeemAuthorization {
            code,
            verifier,
            redirect_uri,
        } => {
            let fields = fields
                .with("grant_type", "authorization_code")
                .with("code", code.expose())
                .with("code_verifier", verifier.expose())
                .with("redirect_uri", redirect_uri.as_str());
            grant(fields, terms)
        }
        Ask::Refresh { refresh_token } => {
            let fields = fields.with("grant_type", "refresh_token");
            grant(fields.with("refresh_token", refresh_token.expose()), terms)
        }
        Ask::ListMethods { .. } | Ask::ListRegistrable { .. } | Ask::PollReset { .. } => fields,
    }
}

/// A reset is proved by a code and by nothing else (docs/protocol.md 8.1).
const RESET_TYPES: &str = "oob redirect";

/// What every request that opens a flow carries.
fn opening(fields: Fields, terms: &Terms, challenge_types: &str) -> Fields {
    fields
        .with_some("username", username(terms))
        .with("challenge_type", challenge_types)
        .with_some("capabilities", capabilities(terms.offer))
}

/// What every request for tokens carries.
fn grant(fields: Fields, terms: &Terms) -> Fields {
    fields
        .with("scope", &terms.scopes.to_string())
        .with("client_info", "true")
        .with_some("claims", terms.claims.as_ref().map(Claims::as_json))
}

fn by_password(fields: Fields, password: &Secret) -> Fields {
    fields
        .with("grant_type", "password")
        .with("password", password.expose())
}

fn by_code(fields: Fields, code: &Secret) -> Fields {
    fields.with("grant_type", "oob").with("oob", code.expose())
}

fn username(terms: &Terms) -> Option<&str> {
    terms.username.as_ref().map(Username::as_str)
}

/// `redirect` is a member of every list: the service demands it.
const fn challenge_types(offer: Offer, code: bool) -> &'static str {
    match (code, offer.first_factors.password()) {
        (true, true) => "oob password redirect",
        (true, false) => "oob redirect",
        (false, true) => "password redirect",
        (false, false) => "redirect",
    }
}

fn capabilities(offer: Offer) -> Option<&'static str> {
    match (offer.mfa, offer.registration) {
        (true, true) => Some("mfa_required registration_required"),
        (true, false) => Some("mfa_required"),
        (false, true) => Some("registration_required"),
        (false, false) => None,
    }
}

fn channel(channel: &Channel) -> &str {
    match channel {
        Channel::Email => "email",
        Channel::Sms => "sms",
        Channel::Unknown(word) => word,
    }
}
