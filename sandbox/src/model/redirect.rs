//! Redirect addresses of apps: what may be registered, and what a registered one covers.

use axum::http::Uri;

use super::FieldError;
use super::text::{self, LONGEST};

/// Refuses an address that no answer may go to: one without a scheme, with a fragment, or with plain HTTP beyond
/// loopback.
pub(super) fn check(field: &str, address: &str) -> Result<(), FieldError> {
    text::plain(field, address, LONGEST)?;
    let refused = |problem: &str| Err(FieldError::new(field, problem));
    let Some((scheme, rest)) = address.split_once("://") else {
        return refused("must be an address such as doorstep://callback");
    };
    let shaped = scheme.starts_with(|c: char| c.is_ascii_lowercase())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    if !shaped || rest.is_empty() || address.contains('#') || !address.is_ascii() {
        return refused("must have a scheme and no fragment");
    }
    if address.contains(|c: char| c.is_whitespace() || "\"'<>;,".contains(c)) {
        return refused("must hold no blank, quote, bracket, comma or semicolon");
    }
    if scheme == "http" && loopback(address).is_none() {
        return refused("must have https, unless it is loopback");
    }
    Ok(())
}

/// Whether an answer may go to `given` because `registered` is. A loopback address covers every port (RFC 8252, 7.3);
/// any other covers itself alone.
pub(crate) fn covers(registered: &str, given: &str) -> bool {
    registered == given
        || match (loopback(registered), loopback(given)) {
            (Some(registered), Some(given)) => registered == given,
            _ => false,
        }
}

/// Host, path and query of a plain HTTP address at loopback.
fn loopback(address: &str) -> Option<(String, String)> {
    if address.contains(['#', '@']) {
        return None;
    }
    let uri: Uri = address.parse().ok()?;
    let host = uri.host().filter(|host| {
        uri.scheme_str() == Some("http") && matches!(*host, "localhost" | "127.0.0.1" | "[::1]")
    })?;
    let authority = uri.authority()?.as_str();
    let with_port = uri.port_u16().map(|port| format!("{host}:{port}"));
    if authority != host && with_port.as_deref() != Some(authority) {
        return None;
    }
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    Some((host.to_owned(), path.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_covers_every_port_and_nothing_else_does() {
        for (registered, given) in [
            ("http://localhost", "http://localhost:4711"),
            ("http://localhost", "http://localhost:4711/"),
            ("http://127.0.0.1/cb", "http://127.0.0.1:80/cb"),
            ("doorstep://callback", "doorstep://callback"),
            ("https://app.example/cb", "https://app.example/cb"),
        ] {
            assert!(covers(registered, given), "{given}");
        }
        for (registered, given) in [
            ("http://localhost", "http://localhost:4711/other"),
            ("http://localhost", "https://localhost:4711"),
            ("http://localhost", "http://localhost.evil.example"),
            ("http://localhost", "http://localhost@evil.example"),
            ("http://localhost", "http://localhost:4711/#x"),
            ("http://localhost", "http://localhost:1;script-src"),
            ("http://localhost", "http://localhost:99999"),
            ("http://localhost", "http://127.0.0.1:4711"),
            ("https://app.example/cb", "https://app.example:8443/cb"),
            ("doorstep://callback", "doorstep://callback/"),
        ] {
            assert!(!covers(registered, given), "{given}");
        }
    }

    #[test]
    fn an_address_that_no_answer_may_go_to_is_refused() {
        for good in [
            "http://localhost",
            "https://app.example/cb",
            "msauth://dev.sample/callback",
        ] {
            assert_eq!(check("x", good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "localhost",
            "http://app.example/cb",
            "https://app.example/#x",
            "https://",
            "java script://x",
            "x://a b",
            "x://a;script-src",
        ] {
            assert!(check("x", bad).is_err(), "{bad}");
        }
    }
}
