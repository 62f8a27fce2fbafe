//! Hosts: names as DNS has them, and IP addresses.

use std::net::{Ipv4Addr, Ipv6Addr};

/// A host with the port behind it, if there is one.
pub(super) fn and_port(text: &str) -> Option<(&str, Option<u16>)> {
    let end_of_host = text.rfind(']').map_or(0, |bracket| bracket + 1);
    match text[end_of_host..].find(':').map(|at| end_of_host + at) {
        None => Some((text, None)),
        Some(at) => match &text[at + 1..] {
            "" => Some((&text[..at], None)),
            port if port.bytes().all(|byte| byte.is_ascii_digit()) => {
                Some((&text[..at], Some(port.parse().ok()?)))
            }
            _ => None,
        },
    }
}

/// Whether `host` is a name in ASCII, none of whose labels is empty but the root's, or an IP address. What ends in a
/// number is an address: resolvers read shorter and longer forms of those, too, and no two alike.
pub(super) fn is_sound(host: &str) -> bool {
    if host.starts_with('[') {
        return version_6(host).is_some();
    }
    let name = host.strip_suffix('.').unwrap_or(host);
    let last = name.rsplit('.').next().unwrap_or_default();
    let is_number = last.bytes().all(|byte| byte.is_ascii_digit()) || last.starts_with("0x");
    if is_number {
        return host.parse::<Ipv4Addr>().is_ok();
    }
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    name.split('.')
        .all(|label| !label.is_empty() && label.bytes().all(is_part))
}

/// Whether `host` is this machine itself.
pub(crate) fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host
            .parse::<Ipv4Addr>()
            .is_ok_and(|address| address.is_loopback())
        || version_6(host).is_some_and(|address| address.is_loopback())
}

fn version_6(host: &str) -> Option<Ipv6Addr> {
    let address = host.strip_prefix('[')?.strip_suffix(']')?;
    address.parse().ok()
}
