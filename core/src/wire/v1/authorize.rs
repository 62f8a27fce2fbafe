//! The address of the service's sign-in page (RFC 6749, section 4.1.1; RFC 7636, section 4.3;
//! OpenID Connect Core, section 3.1.2.1).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use super::form::Fields;
use crate::address::Address;
use crate::browser::{BrowserOptions, Journey};
use crate::exchange::Terms;
use crate::ids::Username;
use crate::terms::Claims;

/// The path behind the authority.
pub(crate) const PATH: &str = "/oauth2/v2.0/authorize";

/// The address of `page` with what the page must know of the journey and the flow.
pub(crate) fn authorization_url(
    page: &Address,
    journey: &Journey,
    terms: &Terms,
    options: &BrowserOptions,
) -> String {
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(journey.verifier.expose()));
    let max_age = terms.max_age.map(|age| age.as_secs().to_string());
    let query = Fields::new(0)
        .with("client_id", terms.client_id.write(&mut [0; 36]))
        .with("response_type", "code")
        .with("response_mode", "query")
        .with("redirect_uri", journey.redirect_uri.as_str())
        .with("scope", &terms.scopes.to_string())
        .with("state", journey.state.expose())
        .with("nonce", journey.nonce.expose())
        .with("code_challenge", &challenge)
        .with("code_challenge_method", "S256")
        .with("client_info", "1")
        .with_some("login_hint", terms.username.as_ref().map(Username::as_str))
        .with_some("claims", terms.claims.as_ref().map(Claims::as_json))
        .with_some("max_age", max_age.as_deref())
        .with_some("domain_hint", options.domain_hint.as_deref())
        .with_some("prompt", options.prompt.as_deref());
    format!("{page}?{}", String::from_utf8_lossy(&query.0))
}
