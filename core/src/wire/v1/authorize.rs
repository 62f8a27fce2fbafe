//! The address of the service's sign-in page (RFC 6749, section 4.1.1; RFC 7636, section 4.3;
//! OpenID Connect Core, section 3.1.2.1).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::browser::{BrowserOptions, Journey};
use crate::exchange::Terms;
use crate::ids::Username;
use crate::terms::Claims;

/// The path behind the authority.
pub(crate) const PATH: &str = "/oauth2/v2.0/authorize";

/// `endpoint` with what the page must know of the journey and the flow.
pub(crate) fn authorization_url(
    mut endpoint: Url,
    journey: &Journey,
    terms: &Terms,
    options: &BrowserOptions,
) -> Url {
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(journey.verifier.expose()));
    let max_age = terms.max_age.map(|age| age.as_secs().to_string());
    let optional = [
        ("login_hint", terms.username.as_ref().map(Username::as_str)),
        ("claims", terms.claims.as_ref().map(Claims::as_json)),
        ("max_age", max_age.as_deref()),
        ("domain_hint", options.domain_hint.as_deref()),
        ("prompt", options.prompt.as_deref()),
    ];
    endpoint
        .query_pairs_mut()
        .append_pair("client_id", &terms.client_id.to_string())
        .append_pair("response_type", "code")
        .append_pair("response_mode", "query")
        .append_pair("redirect_uri", journey.redirect_uri.as_str())
        .append_pair("scope", &terms.scopes.to_string())
        .append_pair("state", journey.state.expose())
        .append_pair("nonce", journey.nonce.expose())
        .append_pair("code_challenge", &challenge)
        .append_pair("code_challenge_method", "S256")
        .append_pair("client_info", "1")
        .extend_pairs(
            optional
                .into_iter()
                .filter_map(|(name, value)| Some((name, value?))),
        );
    endpoint
}
