//! From an ask to a form (docs/protocol.md 5, 12 and 16.1).

use form_urlencoded::byte_serialize;
use zeroize::Zeroizing;

use crate::config::Offer;
use crate::exchange::{Ask, Factor, Terms};
use crate::ids::ContinuationToken;

/// The endpoints that asks go to (docs/protocol.md 1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Endpoint {
    Initiate,
    Challenge,
    Introspect,
    Token,
}

impl Endpoint {
    /// Every endpoint, in the order of their numbers.
    pub(crate) const ALL: [Self; 4] = [
        Self::Initiate,
        Self::Challenge,
        Self::Introspect,
        Self::Token,
    ];

    /// The path behind the authority.
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Initiate => "/oauth2/v2.0/initiate",
            Self::Challenge => "/oauth2/v2.0/challenge",
            Self::Introspect => "/oauth2/v2.0/introspect",
            Self::Token => "/oauth2/v2.0/token",
        }
    }
}

/// A form and the endpoint that it is posted to.
pub(crate) struct Form {
    pub(crate) endpoint: Endpoint,
    pub(crate) body: Zeroizing<Vec<u8>>,
}

/// Translates `ask` under `terms`.
pub(crate) fn encode(ask: &Ask, terms: &Terms) -> Form {
    let fields = Fields::new().with("client_id", &terms.client_id.to_string());
    let (endpoint, fields) = match ask {
        Ask::Open { .. } => {
            let username = terms.username.as_ref().map(crate::ids::Username::as_str);
            let fields = fields
                .with_some("username", username)
                .with(
                    "challenge_type",
                    &challenge_types(terms.offer, terms.offer.first_factors.code()),
                )
                .with_some("capabilities", capabilities(terms.offer));
            (Endpoint::Initiate, fields)
        }
        Ask::FirstChallenge { token, .. } => {
            let fields = fields.token(token).with(
                "challenge_type",
                &challenge_types(terms.offer, terms.offer.first_factors.code()),
            );
            (Endpoint::Challenge, fields)
        }
        Ask::MethodChallenge { token, method } => {
            let fields = fields
                .token(token)
                .with("challenge_type", &challenge_types(terms.offer, true))
                .with("id", method.as_str());
            (Endpoint::Challenge, fields)
        }
        Ask::ListMethods { token } => (Endpoint::Introspect, fields.token(token)),
        Ask::RedeemPassword { token, password } => {
            let fields = fields.token(token).with("grant_type", "password");
            (
                Endpoint::Token,
                fields.with("password", password.expose()).grant(terms),
            )
        }
        Ask::RedeemCode {
            token,
            factor,
            code,
        } => {
            let grant_type = match factor {
                Factor::First => "oob",
                Factor::Second => "mfa_oob",
            };
            let fields = fields.token(token).with("grant_type", grant_type);
            (
                Endpoint::Token,
                fields.with("oob", code.expose()).grant(terms),
            )
        }
        Ask::Refresh { refresh_token } => {
            let fields = fields.with("grant_type", "refresh_token");
            (
                Endpoint::Token,
                fields
                    .with("refresh_token", refresh_token.expose())
                    .grant(terms),
            )
        }
    };
    Form {
        endpoint,
        body: fields.0,
    }
}

/// `code` is always true for a second factor, which is a code in any case. `redirect` is a member of every list: the service demands it.
fn challenge_types(offer: Offer, code: bool) -> String {
    let mut words = Vec::with_capacity(3);
    if code {
        words.push("oob");
    }
    if offer.first_factors.password() {
        words.push("password");
    }
    words.push("redirect");
    words.join(" ")
}

fn capabilities(offer: Offer) -> Option<&'static str> {
    offer.mfa.then_some("mfa_required")
}

/// A form in the making. It holds secrets, so it is wiped; and it is never grown in place, which
/// would leave a copy behind.
struct Fields(Zeroizing<Vec<u8>>);

impl Fields {
    fn new() -> Self {
        Self(Zeroizing::new(Vec::with_capacity(1024)))
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        // Most of a form is tokens, which stand for themselves.
        let is_plain = stands_for_itself(value);
        let most = if is_plain {
            value.len()
        } else {
            value.len() * 3
        };
        self.reserve(name.len() + 2 + most);
        if !self.0.is_empty() {
            self.0.push(b'&');
        }
        self.0.extend_from_slice(name.as_bytes());
        self.0.push(b'=');
        if is_plain {
            self.0.extend_from_slice(value.as_bytes());
        } else {
            let pieces = byte_serialize(value.as_bytes());
            pieces.for_each(|piece| self.0.extend_from_slice(piece.as_bytes()));
        }
        self
    }

    fn with_some(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    fn token(self, token: &ContinuationToken) -> Self {
        self.with("continuation_token", token.expose())
    }

    /// What every request for tokens carries.
    fn grant(self, terms: &Terms) -> Self {
        self.with("scope", &terms.scopes.to_string())
            .with("client_info", "true")
            .with_some(
                "claims",
                terms.claims.as_ref().map(crate::terms::Claims::as_json),
            )
    }

    fn reserve(&mut self, more: usize) {
        if self.0.capacity() - self.0.len() < more {
            let mut larger = Vec::with_capacity(self.0.len() + more + 512);
            larger.extend_from_slice(&self.0);
            self.0 = Zeroizing::new(larger);
        }
    }
}

/// Whether a form escapes nothing of `value`. Every byte is looked at, with no way out early: that
/// is what lets the compiler look at many at once, and most values are long and pass.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "a branch per byte would keep it slow"
)]
fn stands_for_itself(value: &str) -> bool {
    value.bytes().fold(true, |plain, byte| {
        plain
            & (byte.is_ascii_alphanumeric()
                | (byte == b'-')
                | (byte == b'.')
                | (byte == b'_')
                | (byte == b'*'))
    })
}
