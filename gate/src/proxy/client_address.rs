//! Whose call it is, behind the proxies that the gate trusts.

use std::net::IpAddr;

use axum::http::HeaderMap;

use super::headers::FORWARDED_FOR;
use crate::config::Network;

/// The last address on the way that no trusted proxy vouches for. What stands before it anybody may have written.
pub(super) fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.holds(address));
    let mut client = peer.to_canonical();
    let values: Vec<&str> = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    let hops = values
        .iter()
        .flat_map(|value| value.split(','))
        .map(str::trim);
    for hop in hops.collect::<Vec<_>>().into_iter().rev() {
        if !is_trusted(client) {
            break;
        }
        match hop.parse::<IpAddr>() {
            Ok(address) => client = address.to_canonical(),
            Err(_) => break,
        }
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, forwarded: &[&str]) -> String {
        let trusted = ["10.0.0.0/8".parse().unwrap()];
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED_FOR, value.parse().unwrap());
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
}
