//! Checks an id token the way a relying party would: the signature by the tenant's published key,
//! then issuer, audience and times (OpenID Connect Core 3.1.3.7).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use doorstep::Account;
use doorstep::ports::http::{Http, HttpMethod, HttpRequest};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use serde_json::Value;

/// Verifies the account's id token and says by what.
///
/// # Errors
/// What about the token, the keys or their documents is not as it should be.
pub(crate) async fn id_token(
    http: &dyn Http,
    tenant: &str,
    client_id: &str,
    account: &Account,
) -> Result<String, String> {
    let token = account.id_token();
    let (signed, signature) = token
        .expose()
        .rsplit_once('.')
        .ok_or("the id token is no JWT")?;
    let (header, payload) = signed.split_once('.').ok_or("the id token is no JWT")?;
    let (header, payload) = (decode_json(header)?, decode_json(payload)?);

    let discovery = get(
        http,
        &format!("{tenant}/v2.0/.well-known/openid-configuration"),
    )
    .await?;
    let keys = get(http, text(&discovery, "jwks_uri")?).await?;
    let key_id = text(&header, "kid")?;
    check(
        text(&header, "alg")? == "RS256",
        "the id token is not signed with RS256",
    )?;
    verify(&keys, key_id, signed, signature)?;

    let issuer = text(&discovery, "issuer")?;
    check(
        text(&payload, "iss")? == issuer,
        "the id token is of another issuer",
    )?;
    check(
        text(&payload, "aud")? == client_id,
        "the id token is for another application",
    )?;
    check(
        is_current(&payload)?,
        "the id token is not valid at this time",
    )?;
    let short_id: String = key_id.chars().take(8).collect();
    Ok(format!(
        "RS256 signature by key {short_id}…, issuer, audience and times"
    ))
}

fn verify(keys: &Value, key_id: &str, signed: &str, signature: &str) -> Result<(), String> {
    let keys = keys["keys"]
        .as_array()
        .ok_or("the key document holds no keys")?;
    let key = keys
        .iter()
        .find(|key| key["kid"].as_str() == Some(key_id))
        .ok_or("the key that signed the id token is not published")?;
    let key = RsaPublicKeyComponents {
        n: decode(text(key, "n")?)?,
        e: decode(text(key, "e")?)?,
    };
    key.verify(
        &RSA_PKCS1_2048_8192_SHA256,
        signed.as_bytes(),
        &decode(signature)?,
    )
    .map_err(|_| "the id token's signature is not right".to_owned())
}

fn is_current(payload: &Value) -> Result<bool, String> {
    let seconds = |claim: &str| {
        payload[claim]
            .as_u64()
            .ok_or_else(|| format!("the id token has no {claim}"))
    };
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let leeway = Duration::from_mins(5);
    let not_before = Duration::from_secs(seconds("nbf")?);
    let expires = Duration::from_secs(seconds("exp")?);
    Ok(not_before <= now + leeway && now < expires + leeway)
}

async fn get(http: &dyn Http, url: &str) -> Result<Value, String> {
    let request = HttpRequest {
        method: HttpMethod::Get,
        url: url.parse().map_err(|error| format!("{url}: {error}"))?,
        headers: vec![("accept".into(), "application/json".into())],
        body: Vec::new().into(),
        timeout: Duration::from_secs(10),
        max_response_bytes: 64 * 1024,
    };
    let response = http
        .send(request)
        .await
        .map_err(|fault| format!("{url}: {fault}"))?;
    check(
        response.status == 200,
        "a document of the tenant is not there",
    )?;
    serde_json::from_slice(&response.body).map_err(|error| format!("{url}: {error}"))
}

/// The claims of a token that came from the tenant itself.
///
/// # Errors
/// What about the token is not as it should be.
pub(crate) fn claims(token: &str) -> Result<Value, String> {
    let payload = token.split('.').nth(1).ok_or("the token is no JWT")?;
    decode_json(payload)
}

fn decode_json(part: &str) -> Result<Value, String> {
    serde_json::from_slice(&decode(part)?).map_err(|error| error.to_string())
}

fn decode(part: &str) -> Result<Vec<u8>, String> {
    URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|error| error.to_string())
}

fn text<'a>(object: &'a Value, field: &str) -> Result<&'a str, String> {
    object[field]
        .as_str()
        .ok_or_else(|| format!("{field} is missing"))
}

fn check(holds: bool, otherwise: &str) -> Result<(), String> {
    if holds {
        Ok(())
    } else {
        Err(otherwise.to_owned())
    }
}
