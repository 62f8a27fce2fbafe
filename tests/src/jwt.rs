//! What stands in a token.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use doorstep::Secret;
use serde_json::Value;

/// The claims of a JWT.
pub fn jwt_claims(token: &Secret) -> Value {
    let payload = token.expose().split('.').nth(1).expect("a JWT");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}
