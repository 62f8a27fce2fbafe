//! Addresses, taken apart as RFC 3986 says and no further: the few rules here are about their parts. A parser for all
//! that a browser takes in would weigh a twentieth of the library for phones.

mod host;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

pub(crate) use self::host::is_loopback;

/// Where a request goes: an absolute address with `http` or `https`.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(Kept);

/// The transport that comes with the crate sends to what its own parser read: no request's address is read twice.
#[cfg(feature = "reqwest")]
pub(crate) type Kept = url::Url;
#[cfg(not(feature = "reqwest"))]
type Kept = String;

/// A text is no address that a request could go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an absolute http or https address")]
pub struct InvalidAddress;

impl FromStr for Address {
    type Err = InvalidAddress;

    fn from_str(text: &str) -> Result<Self, InvalidAddress> {
        let parts = Parts::of(text).filter(Parts::is_of_the_web);
        parts.ok_or(InvalidAddress)?;
        text.parse().map(Self).map_err(|_| InvalidAddress)
    }
}

impl Address {
    /// The address as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The path, without what follows it.
    pub fn path(&self) -> &str {
        Parts::of(self.as_str()).map_or("", |parts| parts.path)
    }

    /// The address of `path` below this one, which ends in a path.
    #[cfg(feature = "reqwest")]
    pub(crate) fn below(&self, path: &str) -> Self {
        let mut kept = self.0.clone();
        kept.set_path(&format!("{}{path}", self.0.path()));
        Self(kept)
    }

    /// The address of `path` below this one, which ends in a path.
    #[cfg(not(feature = "reqwest"))]
    pub(crate) fn below(&self, path: &str) -> Self {
        Self(format!("{}{path}", self.0))
    }

    /// As the transport takes it.
    #[cfg(feature = "reqwest")]
    pub(crate) fn into_kept(self) -> Kept {
        self.0
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.as_str().to_owned()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// The parts of an absolute address, as they are written.
#[derive(Clone, Copy)]
pub(crate) struct Parts<'a> {
    pub(crate) scheme: &'a str,
    /// A name and a password.
    pub(crate) user: Option<&'a str>,
    /// A name, or an IP address, which stands in brackets if it is of version 6. Nothing where no `//` is.
    pub(crate) host: Option<&'a str>,
    /// The port, unless it is the scheme's own.
    pub(crate) port: Option<u16>,
    pub(crate) path: &'a str,
    pub(crate) query: Option<&'a str>,
    pub(crate) fragment: Option<&'a str>,
}

impl<'a> Parts<'a> {
    /// Takes `text` apart. Of an address of the web the host is one, and nothing in it is what browsers put right:
    /// white space, backslashes.
    pub(crate) fn of(text: &'a str) -> Option<Self> {
        let (scheme, rest) = text.split_once(':')?;
        let (rest, fragment) = cut(rest, '#');
        let (rest, query) = cut(rest, '?');
        let (authority, path) = match rest.strip_prefix("//") {
            Some(rest) => rest
                .find('/')
                .map_or((Some(rest), ""), |at| (Some(&rest[..at]), &rest[at..])),
            None => (None, rest),
        };
        let (user, place) = match authority.map(|authority| authority.rsplit_once('@')) {
            Some(Some((user, place))) => (Some(user), Some(place)),
            _ => (None, authority),
        };
        let (host, port) = match place {
            Some(place) => host::and_port(place).map(|(host, port)| (Some(host), port))?,
            None => (None, None),
        };
        let own_port = own_port(scheme);
        let parts = Self {
            scheme,
            user,
            host,
            port: port.filter(|port| Some(*port) != own_port),
            path,
            query,
            fragment,
        };
        let is_odd = |sign: char| sign.is_whitespace() || sign.is_control() || sign == '\\';
        let is_sound =
            !parts.is_of_the_web() || (host.is_some_and(host::is_sound) && !text.contains(is_odd));
        (is_scheme(scheme) && is_sound).then_some(parts)
    }

    pub(crate) fn is_of_the_web(&self) -> bool {
        own_port(self.scheme).is_some()
    }

    pub(crate) fn has_scheme(&self, scheme: &str) -> bool {
        self.scheme.eq_ignore_ascii_case(scheme)
    }

    /// The parameters in the query.
    pub(crate) fn parameters(
        &self,
    ) -> impl Iterator<Item = (Cow<'a, str>, Cow<'a, str>)> + use<'a> {
        form_urlencoded::parse(self.query.unwrap_or_default().as_bytes())
    }

    /// Whether `other` is the same address, but for query and fragment.
    pub(crate) fn is_at(&self, other: &Self) -> bool {
        let same = |one: Option<&str>, other: Option<&str>| {
            one.unwrap_or_default()
                .eq_ignore_ascii_case(other.unwrap_or_default())
        };
        self.has_scheme(other.scheme)
            && self.user == other.user
            && same(self.host, other.host)
            && self.port == other.port
            && self.whole_path() == other.whole_path()
    }

    /// The root of a host may be written without its slash.
    fn whole_path(&self) -> &'a str {
        if self.path.is_empty() && self.is_of_the_web() {
            "/"
        } else {
            self.path
        }
    }
}

fn is_scheme(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.bytes().all(is_part)
}

fn own_port(scheme: &str) -> Option<u16> {
    if scheme.eq_ignore_ascii_case("https") {
        Some(443)
    } else {
        scheme.eq_ignore_ascii_case("http").then_some(80)
    }
}

/// What stands before `sign`, and what behind it.
fn cut(text: &str, sign: char) -> (&str, Option<&str>) {
    match text.split_once(sign) {
        Some((before, behind)) => (before, Some(behind)),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests;
