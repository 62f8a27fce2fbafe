//! The discovery document and the key set (docs/protocol.md 5.7).

use serde_json::json;
use uuid::Uuid;

use super::Tenant;
use crate::key::SigningKey;
use crate::wire::{Answer, Endpoint};

/// How the caller reached the tenant, so that documents point back the same way.
pub(crate) struct Site<'a> {
    /// Scheme, host and port.
    pub(crate) origin: &'a str,
    /// The tenant's segment of the path.
    pub(crate) segment: &'a str,
}

/// The issuer of a tenant. It stays the same whatever host was called (docs/protocol.md 18, 20).
pub(super) fn issuer(tenant: Uuid) -> String {
    format!("https://{tenant}.ciamlogin.com/{tenant}/v2.0")
}

/// The discovery document.
pub(super) fn configuration(tenant: &Tenant, site: &Site<'_>) -> Answer {
    let base = format!("{}/{}", site.origin, site.segment);
    Answer::Document(json!({
        "issuer": issuer(tenant.names.id),
        "authorization_endpoint": format!("{base}/{}", Endpoint::Authorize.path()),
        "token_endpoint": format!("{base}/{}", Endpoint::Token.path()),
        "end_session_endpoint": format!("{base}/oauth2/v2.0/logout"),
        "jwks_uri": format!("{base}/{}", Endpoint::Keys.path()),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "code_challenge_methods_supported": ["S256"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["none"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "claims_supported": [
            "aud", "email", "exp", "iat", "iss", "name", "nbf", "oid", "preferred_username", "sub", "tid", "ver"
        ],
    }))
}

/// The keys that sign tokens.
pub(super) fn keys(key: &SigningKey) -> Answer {
    Answer::Document(key.jwks())
}
