//! The signature of a call: `x-doorstep-signature: t=<unix>,v1=<hex of HMAC-SHA256 of "t.body">`.

use axum::http::HeaderMap;
use ring::hmac;

use crate::clock::Timestamp;

/// How far the caller's clock may be off, and how old a call may be, in seconds.
const TOLERANCE: u64 = 300;

/// Whether the body was signed with the secret, and lately.
pub(super) fn is_signed(headers: &HeaderMap, body: &[u8], secret: &str, now: Timestamp) -> bool {
    let header = headers.get("x-doorstep-signature");
    let Some((time, signature)) = header.and_then(|value| parts(value.to_str().ok()?)) else {
        return false;
    };
    let fresh = time
        .parse::<i64>()
        .is_ok_and(|time| time.abs_diff(now.unix()) <= TOLERANCE);
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let signed = [time.as_bytes(), b".", body].concat();
    fresh && hmac::verify(&key, &signed, &signature).is_ok()
}

/// The time and the signature.
fn parts(header: &str) -> Option<(&str, Vec<u8>)> {
    let (time, signature) = header.split_once(',')?;
    Some((
        time.strip_prefix("t=")?,
        unhex(signature.strip_prefix("v1=")?)?,
    ))
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|digit| digit.to_digit(16)?.try_into().ok())
        .collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    let byte = |pair: &[u8]| pair.iter().fold(0, |byte, digit| byte << 4 | digit);
    Some(digits.chunks(2).map(byte).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// HMAC-SHA256 of `1768472430.{}` under the secret `key`, as `openssl dgst -sha256 -hmac key` gives it.
    const SIGNATURE: &str = "8462c8150726211b34c3c9403ac14e071634f0331e8791565db9d7bd157e38a8";

    fn checked(header: &str, body: &str, late: u32) -> bool {
        let mut headers = HeaderMap::new();
        let header = header.parse().expect("a header");
        headers.insert("x-doorstep-signature", header);
        let now = Timestamp::from_unix(1_768_472_430).plus(late);
        is_signed(&headers, body.as_bytes(), "key", now)
    }

    #[test]
    fn the_right_signature_is_good_for_this_body_and_a_while() {
        let header = format!("t=1768472430,v1={SIGNATURE}");
        assert!(checked(&header, "{}", 0) && checked(&header, "{}", 300));
        assert!(!checked(&header, "{}", 301), "too old");
        assert!(!checked(&header, "{ }", 0), "another body");
        let later = header.replace("2430", "2431");
        assert!(!checked(&later, "{}", 0), "another time");
    }

    #[test]
    fn a_header_that_is_no_signature_signs_nothing() {
        for header in [
            "",
            "t=1768472430",
            "v1=00,t=1768472430",
            "t=1768472430,v1=",
            "t=1768472430,v1=0",
            "t=1768472430,v1=zz",
            "t=x,v1=00",
        ] {
            assert!(!checked(header, "{}", 0), "{header}");
        }
        let now = Timestamp::from_unix(1_768_472_430);
        assert!(!is_signed(&HeaderMap::new(), b"{}", "key", now));
    }
}
