//! Whose call it is, behind the proxies that the gate trusts.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, HeaderValue};

use super::headers::FORWARDED_FOR;
use crate::config::Network;

/// The last address on the way that no trusted proxy vouches for. What stands before it anybody may have written, so that
/// the way ends also at a step that cannot be read.
pub(super) fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.holds(address));
    let mut client = peer.to_canonical();
    let lines: Vec<&[u8]> = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .map(HeaderValue::as_bytes)
        .collect();
    let hops = lines
        .into_iter()
        .rev()
        .flat_map(|line| line.rsplit(|byte| *byte == b','));
    for hop in hops {
        if !is_trusted(client) {
            break;
        }
        match address(hop) {
            Some(address) => client = address.to_canonical(),
            None => break,
        }
    }
    client
}

/// An address, which some proxies write with its port.
fn address(hop: &[u8]) -> Option<IpAddr> {
    let text = std::str::from_utf8(hop).ok()?.trim();
    let with_port = || text.parse::<SocketAddr>().ok().map(|socket| socket.ip());
    let bare = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    bare.unwrap_or(text).parse().ok().or_else(with_port)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, forwarded: &[&str]) -> String {
        let trusted = ["10.0.0.0/8".parse().unwrap()];
        let mut headers = HeaderMap::new();
        for value in forwarded {
            let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
            headers.append(FORWARDED_FOR, value);
        }
        client_address(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed_and_only_for_the_last_step() {
        assert_eq!(client("203.0.113.5", &[]), "203.0.113.5");
        assert_eq!(
            client("203.0.113.5", &["192.0.2.1"]),
            "203.0.113.5",
            "not trusted"
        );
        assert_eq!(client("10.0.0.1", &["192.0.2.1"]), "192.0.2.1");
        assert_eq!(
            client("10.0.0.1", &["198.51.100.9, 192.0.2.1"]),
            "192.0.2.1",
            "forged before"
        );
        assert_eq!(client("10.0.0.1", &["192.0.2.1, 10.0.0.2"]), "192.0.2.1");
        assert_eq!(
            client("10.0.0.1", &["198.51.100.9", "192.0.2.1"]),
            "192.0.2.1",
            "two lines"
        );
        assert_eq!(client("10.0.0.1", &["nonsense"]), "10.0.0.1");
        assert_eq!(client("10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn a_step_that_cannot_be_read_hides_none_that_can() {
        assert_eq!(client("10.0.0.1", &["\u{e9}, 192.0.2.1"]), "192.0.2.1");
        assert_eq!(
            client("10.0.0.1", &["198.51.100.9", "\u{e9}, 192.0.2.1"]),
            "192.0.2.1"
        );
        assert_eq!(client("10.0.0.1", &["198.51.100.9", "\u{e9}"]), "10.0.0.1");
        assert_eq!(client("10.0.0.1", &["198.51.100.9, nonsense"]), "10.0.0.1");
    }

    #[test]
    fn a_step_may_be_written_with_its_port() {
        assert_eq!(client("10.0.0.1", &["192.0.2.1:4711"]), "192.0.2.1");
        assert_eq!(client("10.0.0.1", &["[2001:db8::1]:4711"]), "2001:db8::1");
        assert_eq!(client("10.0.0.1", &["[2001:db8::1]"]), "2001:db8::1");
        assert_eq!(
            client("10.0.0.1", &["198.51.100.9, 10.0.0.2:80"]),
            "198.51.100.9"
        );
    }
}
