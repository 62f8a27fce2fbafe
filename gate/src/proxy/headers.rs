//! Which headers go through (docs/risk.md 7, RFC 9110 7.6.1).

use axum::http::header::{
    ACCEPT_ENCODING, CONNECTION, CONTENT_LENGTH, EXPECT, HOST, TRAILER, TRANSFER_ENCODING,
};
use axum::http::{HeaderMap, HeaderName};

/// What belongs to one connection.
const HOP_BY_HOP: [&str; 9] = [
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];
/// What a client says to the gate or to a provider, and the tenant must never see: a client could write it itself.
const RISK: [&str; 4] = ["x-risk-", "x-px-", "x-attest", "x-recovery"];
/// What proxies say about the client, which the gate says anew, and what some servers read a path from in place of the
/// request's own.
const ORIGINS: [&str; 6] = [
    "forwarded",
    "x-forwarded",
    "x-original",
    "x-azure-",
    "x-real-ip",
    "x-rewrite-url",
];
/// The same, under names that many have made up.
const ADDRESSES: [&str; 3] = ["client-ip", "clientip", "connecting-ip"];

/// What the gate says for itself.
const GATES: [HeaderName; 4] = [HOST, CONTENT_LENGTH, EXPECT, ACCEPT_ENCODING];

/// Whether a client could mean to be taken for somebody else by a header, or lead the tenant elsewhere.
fn is_forged(name: &str) -> bool {
    // Some servers read `_` as `-`. `session_id` and `email_id` of Microsoft's sample are among these (docs/risk.md 2.2).
    let is_folded = name.contains('_');
    let is_method = name.starts_with("x-") && name.contains("method");
    RISK.iter()
        .chain(&ORIGINS)
        .any(|start| name.starts_with(start))
        || ADDRESSES.iter().any(|part| name.contains(part))
        || is_folded
        || is_method
}

/// The headers of a request as the tenant gets them.
pub(super) fn inbound(mut headers: HeaderMap) -> HeaderMap {
    remove(&mut headers, |name| {
        is_forged(name.as_str()) || GATES.contains(name)
    });
    headers
}

/// The headers of an answer as the client gets them.
pub(super) fn outbound(mut headers: HeaderMap) -> HeaderMap {
    remove(&mut headers, |name| name == CONTENT_LENGTH);
    headers
}

/// Takes out what belongs to one connection, and what `also` is to go.
fn remove(headers: &mut HeaderMap, also: impl Fn(&HeaderName) -> bool) {
    let listed: Vec<String> = headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|name| name.trim().to_ascii_lowercase())
        .collect();
    let ends = |name: &&HeaderName| {
        HOP_BY_HOP.contains(&name.as_str())
            || listed.iter().any(|listed| listed == name.as_str())
            || also(name)
    };
    let ending: Vec<HeaderName> = headers.keys().filter(ends).cloned().collect();
    for name in ending {
        headers.remove(name);
    }
}

/// Whether the length of the body can be read in more than one way, or is not said.
pub(super) fn has_ambiguous_length(headers: &HeaderMap) -> bool {
    headers.contains_key(TRANSFER_ENCODING)
        || headers.contains_key(TRAILER)
        || headers.get_all(CONTENT_LENGTH).iter().count() > 1
}

/// The header that names whose call it is, for the tenant.
pub(super) const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
/// The header that names the host that the client called.
pub(super) const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(HeaderName::from_static(name), value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn what_a_client_could_forge_does_not_reach_the_tenant() {
        let kept = inbound(headers(&[
            ("x-risk-session", "s"),
            ("x-risk-verdict", "pass"),
            ("x-px-authorization", "3:token"),
            ("x-attest", "a"),
            ("session_id", "s"),
            ("email_id", "ada@contoso.example"),
            ("x-forwarded-for", "192.0.2.1"),
            ("forwarded", "for=192.0.2.1"),
            ("x-real-ip", "192.0.2.1"),
            ("x-original-url", "/elsewhere"),
            ("x-original-host", "elsewhere"),
            ("x-forwarded", "192.0.2.1"),
            ("x-forwarded-prefix", "/elsewhere"),
            ("x-forwarded_for", "192.0.2.1"),
            ("x-azure-clientip", "192.0.2.1"),
            ("x-azure-fdid", "f"),
            ("true-client-ip", "192.0.2.1"),
            ("x-cluster-client-ip", "192.0.2.1"),
            ("fastly-client-ip", "192.0.2.1"),
            ("cf-connecting-ip", "192.0.2.1"),
            ("x-http-method", "GET"),
            ("x-http-method-override", "GET"),
            ("x-method-override", "GET"),
            ("host", "login.contoso.com"),
            ("content-length", "3"),
            ("accept-encoding", "gzip"),
            ("client-request-id", "kept"),
            ("x-client-sku", "kept"),
        ]));
        let mut names: Vec<_> = kept.keys().map(HeaderName::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["client-request-id", "x-client-sku"]);
    }

    #[test]
    fn what_belongs_to_a_connection_ends_with_it() {
        let kept = inbound(headers(&[
            ("connection", "keep-alive, X-Secret"),
            ("keep-alive", "timeout=5"),
            ("x-secret", "1"),
            ("proxy-authorization", "Basic x"),
            ("upgrade", "h2c"),
            ("accept", "application/json"),
        ]));
        let names: Vec<_> = kept.keys().map(HeaderName::as_str).collect();
        assert_eq!(names, ["accept"]);
        let kept = outbound(headers(&[
            ("set-cookie", "a"),
            ("set-cookie", "b"),
            ("connection", "close"),
        ]));
        assert_eq!(kept.get_all("set-cookie").iter().count(), 2);
        assert_eq!(kept.len(), 2);
    }

    #[test]
    fn a_length_is_said_once_and_plainly() {
        assert!(!has_ambiguous_length(&headers(&[("content-length", "3")])));
        assert!(has_ambiguous_length(&headers(&[(
            "transfer-encoding",
            "chunked"
        )])));
        assert!(has_ambiguous_length(&headers(&[
            ("content-length", "3"),
            ("content-length", "3")
        ])));
    }
}
