//! The signing key of the tenant, its public half as JWKS, and signed tokens.
//!
//! The key is published with this source. It makes every sandbox sign alike and start at once; a token signed with it
//! proves nothing to anybody but a test.

use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::rsa::PublicKeyComponents;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair};
use serde_json::{Value, json};

const DEVELOPMENT_KEY: &str = include_str!("../keys/development-key.pem");

/// The key could not be read, or could not sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signing key cannot be used")]
pub(crate) struct KeyError;

/// The key that signs tokens (RS256).
#[derive(Clone)]
pub(crate) struct SigningKey {
    pair: Arc<RsaKeyPair>,
    id: String,
    modulus: String,
    exponent: String,
}

impl SigningKey {
    /// Reads the embedded key.
    pub(crate) fn development() -> Result<Self, KeyError> {
        let body: String = DEVELOPMENT_KEY
            .lines()
            .filter(|line| !line.starts_with(['#', '-']))
            .collect();
        let der = BASE64_STANDARD.decode(body).map_err(|_| KeyError)?;
        let pair = RsaKeyPair::from_pkcs8(&der).map_err(|_| KeyError)?;
        let public: PublicKeyComponents<Vec<u8>> = pair.public().into();
        let modulus = BASE64_URL_SAFE_NO_PAD.encode(public.n);
        let exponent = BASE64_URL_SAFE_NO_PAD.encode(public.e);
        let thumbprint = format!(r#"{{"e":"{exponent}","kty":"RSA","n":"{modulus}"}}"#);
        let id = BASE64_URL_SAFE_NO_PAD.encode(digest(&SHA256, thumbprint.as_bytes()));
        Ok(Self {
            pair: Arc::new(pair),
            id,
            modulus,
            exponent,
        })
    }

    /// The public half, as a JSON Web Key Set.
    pub(crate) fn jwks(&self) -> Value {
        json!({ "keys": [{
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "kid": self.id,
            "n": self.modulus,
            "e": self.exponent,
        }] })
    }

    /// The claims of a token that this key signed.
    pub(crate) fn verified(&self, token: &str) -> Option<Value> {
        let (signed, signature) = token.rsplit_once('.')?;
        let (_, claims) = signed.split_once('.')?;
        let public: PublicKeyComponents<Vec<u8>> = self.pair.public().into();
        let signature = BASE64_URL_SAFE_NO_PAD.decode(signature).ok()?;
        public
            .verify(&RSA_PKCS1_2048_8192_SHA256, signed.as_bytes(), &signature)
            .ok()?;
        serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(claims).ok()?).ok()
    }

    /// A signed token with these claims.
    pub(crate) fn sign(&self, claims: &Value) -> Result<String, KeyError> {
        let header = json!({ "typ": "JWT", "alg": "RS256", "kid": self.id });
        let encode = |part: &Value| BASE64_URL_SAFE_NO_PAD.encode(part.to_string());
        let mut token = format!("{}.{}", encode(&header), encode(claims));
        let mut signature = vec![0; self.pair.public().modulus_len()];
        self.pair
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                token.as_bytes(),
                &mut signature,
            )
            .map_err(|_| KeyError)?;
        token.push('.');
        token.push_str(&BASE64_URL_SAFE_NO_PAD.encode(signature));
        Ok(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_verifies_with_the_published_half() {
        let key = SigningKey::development().expect("the embedded key");
        let token = key.sign(&json!({ "sub": "x" })).expect("signed");
        let (signed, signature) = token.rsplit_once('.').expect("three parts");
        let part = |name: &str| {
            let text = key.jwks()["keys"][0][name]
                .as_str()
                .map(str::to_owned)
                .unwrap_or_default();
            BASE64_URL_SAFE_NO_PAD.decode(text).expect("base64url")
        };
        let public = PublicKeyComponents {
            n: part("n"),
            e: part("e"),
        };
        let signature = BASE64_URL_SAFE_NO_PAD.decode(signature).expect("base64url");
        let verified = public.verify(&RSA_PKCS1_2048_8192_SHA256, signed.as_bytes(), &signature);
        assert!(verified.is_ok());
        assert_eq!(key.verified(&token), Some(json!({ "sub": "x" })));
        let other = BASE64_URL_SAFE_NO_PAD.encode(json!({ "sub": "y" }).to_string());
        let parts: Vec<_> = token.split('.').collect();
        let forged = format!("{}.{other}.{}", parts[0], parts[2]);
        assert_eq!(key.verified(&forged), None);
    }
}
