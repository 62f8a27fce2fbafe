//! Where the tenant is: the one place that reads an authority URL.

use std::fmt;

use uuid::Uuid;

use crate::address::{Address, Parts, is_loopback};

/// The tenant's base address, checked and in its canonical form
/// `https://{host}/{tenant}` (docs/protocol.md 1.1).
#[derive(Clone, PartialEq, Eq)]
pub struct Authority {
    /// Scheme, host and port, and the tenant as the path.
    base: Address,
}

/// What is wrong with an authority URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{}", self.sentence())]
pub enum AuthorityError {
    /// It can't be read as an absolute URL with a host.
    NotAUrl,
    /// The scheme is not `https`, and this is not loopback under [`Authority::for_development`].
    NotHttps,
    /// It carries a user name, a query or a fragment.
    Extra,
    /// The path is not one segment that names a tenant.
    NotATenant,
    /// A custom domain needs the tenant's GUID as its path; the service answers AADSTS500210
    /// otherwise.
    CustomDomainNeedsGuid,
}

impl AuthorityError {
    pub(crate) const fn sentence(self) -> &'static str {
        match self {
            Self::NotAUrl => {
                "The authority is not an absolute URL, such as https://contoso.ciamlogin.com/."
            }
            Self::NotHttps => {
                "The authority must begin with https; http is for loopback during development."
            }
            Self::Extra => "The authority must hold nothing but a host and a tenant.",
            Self::NotATenant => {
                "The authority's path must be the tenant: its onmicrosoft.com name or its GUID."
            }
            Self::CustomDomainNeedsGuid => {
                "With a custom domain the authority's path must be the tenant's GUID."
            }
        }
    }
}

impl Authority {
    /// Reads an `https` authority in any of the service's forms:
    /// `https://contoso.ciamlogin.com/`, the same with `contoso.onmicrosoft.com` or the tenant's
    /// GUID behind it, or a custom domain with the GUID behind it. However the GUID is written,
    /// it is kept in lower case and with hyphens.
    ///
    /// # Errors
    /// [`AuthorityError`] says which rule the text breaks.
    pub fn parse(text: &str) -> Result<Self, AuthorityError> {
        Self::read(text, false)
    }

    /// As [`Authority::parse`], and takes `http` too where the host is loopback, as the sandbox
    /// listens there. Ask for it in debug builds only.
    ///
    /// # Errors
    /// [`AuthorityError`] says which rule the text breaks.
    pub fn for_development(text: &str) -> Result<Self, AuthorityError> {
        Self::read(text, true)
    }

    fn read(text: &str, http_on_loopback: bool) -> Result<Self, AuthorityError> {
        let parts = Parts::of(text.trim()).ok_or(AuthorityError::NotAUrl)?;
        let host = parts.host.ok_or(AuthorityError::NotAUrl)?;
        let host = host.to_ascii_lowercase();
        let loopback = is_loopback(&host);
        let may_be_http = http_on_loopback && loopback && parts.has_scheme("http");
        if !parts.has_scheme("https") && !may_be_http {
            return Err(AuthorityError::NotHttps);
        }
        let nothing_else =
            parts.user.is_none() && parts.query.is_none() && parts.fragment.is_none();
        if !nothing_else {
            return Err(AuthorityError::Extra);
        }
        let tenant = tenant(parts.path, &host, loopback)?;
        let scheme = if may_be_http { "http" } else { "https" };
        let port = parts.port.map(|port| format!(":{port}"));
        let base = format!("{scheme}://{host}{}/{tenant}", port.unwrap_or_default());
        let base = base.parse().map_err(|_| AuthorityError::NotAUrl)?;
        Ok(Self { base })
    }

    /// `https://{host}/{tenant}`, without a slash at its end.
    pub fn as_str(&self) -> &str {
        self.base.as_str()
    }

    /// The URL of `path`, which begins with a slash.
    pub(crate) fn endpoint(&self, path: &str) -> Address {
        self.base.below(path)
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Authority({})", self.base)
    }
}

const CIAM_SUFFIX: &str = ".ciamlogin.com";

fn tenant(path: &str, host: &str, loopback: bool) -> Result<String, AuthorityError> {
    let path = path.trim_matches('/');
    let subdomain = host
        .strip_suffix(CIAM_SUFFIX)
        .filter(|sub| !sub.contains('.'));
    let guid = Uuid::try_parse(path).ok();
    // In braces it is nobody's path.
    if let Some(guid) = guid.filter(|_| !path.starts_with('{')) {
        return Ok(guid.hyphenated().to_string());
    }
    match (path, subdomain) {
        ("", Some(subdomain)) => Ok(format!("{subdomain}.onmicrosoft.com")),
        ("", None) => Err(AuthorityError::NotATenant),
        (name, _) if !is_tenant_name(name) => Err(AuthorityError::NotATenant),
        (name, Some(_)) => Ok(name.to_ascii_lowercase()),
        (name, None) if loopback => Ok(name.to_ascii_lowercase()),
        (_, None) => Err(AuthorityError::CustomDomainNeedsGuid),
    }
}

fn is_tenant_name(path: &str) -> bool {
    path.contains('.')
        && path
            .split('.')
            .all(|label| !label.is_empty() && label.bytes().all(is_label_byte))
}

fn is_label_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUID: &str = "aaaabbbb-0000-4ccc-8111-dddd2222eeee";

    #[test]
    fn every_form_of_the_service_is_read() {
        let forms = [
            (
                "https://contoso.ciamlogin.com/",
                "https://contoso.ciamlogin.com/contoso.onmicrosoft.com",
            ),
            (
                "https://contoso.ciamlogin.com",
                "https://contoso.ciamlogin.com/contoso.onmicrosoft.com",
            ),
            (
                "https://Contoso.ciamlogin.com/contoso.onmicrosoft.com/",
                "https://contoso.ciamlogin.com/contoso.onmicrosoft.com",
            ),
            (
                "https://contoso.ciamlogin.com/AAAABBBB-0000-4ccc-8111-dddd2222eeee",
                "https://contoso.ciamlogin.com/aaaabbbb-0000-4ccc-8111-dddd2222eeee",
            ),
            (
                "https://login.contoso.example:8443/aaaabbbb-0000-4ccc-8111-dddd2222eeee",
                "https://login.contoso.example:8443/aaaabbbb-0000-4ccc-8111-dddd2222eeee",
            ),
        ];
        for (text, base) in forms {
            assert_eq!(Authority::parse(text).unwrap().as_str(), base, "{text}");
        }
    }

    #[test]
    fn a_guid_has_one_form_however_it_is_written() {
        let simple = GUID.replace('-', "");
        for written in [
            GUID,
            &GUID.to_uppercase(),
            &simple,
            &format!("urn:uuid:{GUID}"),
        ] {
            let text = format!("https://login.contoso.example/{written}");
            let authority = Authority::parse(&text).unwrap();
            let base = format!("https://login.contoso.example/{GUID}");
            assert_eq!(authority.as_str(), base, "{text}");
        }
        let braced = Authority::parse(&format!("https://login.contoso.example/{{{GUID}}}"));
        assert_eq!(braced, Err(AuthorityError::NotATenant));
    }

    #[test]
    fn a_host_without_its_sub_domain_is_refused() {
        for host in [
            ".ciamlogin.com",
            "contoso..example",
            "contoso..ciamlogin.com",
        ] {
            for path in ["", GUID, "contoso.onmicrosoft.com"] {
                let text = format!("https://{host}/{path}");
                assert_eq!(
                    Authority::parse(&text),
                    Err(AuthorityError::NotAUrl),
                    "{text}"
                );
            }
        }
    }

    #[test]
    fn each_broken_rule_has_its_own_error() {
        let custom = "https://login.contoso.example/contoso.onmicrosoft.com";
        let wrong = [
            ("contoso", AuthorityError::NotAUrl),
            ("ftp://contoso.ciamlogin.com/", AuthorityError::NotHttps),
            ("http://contoso.ciamlogin.com/", AuthorityError::NotHttps),
            (
                "http://127.0.0.1:80/contoso.onmicrosoft.com",
                AuthorityError::NotHttps,
            ),
            ("https://me@contoso.ciamlogin.com/", AuthorityError::Extra),
            ("https://contoso.ciamlogin.com/?dc=1", AuthorityError::Extra),
            (
                "https://contoso.ciamlogin.com/a/b.c",
                AuthorityError::NotATenant,
            ),
            (
                "https://contoso.ciamlogin.com/common",
                AuthorityError::NotATenant,
            ),
            ("https://login.contoso.example/", AuthorityError::NotATenant),
            (custom, AuthorityError::CustomDomainNeedsGuid),
        ];
        for (text, error) in wrong {
            assert_eq!(Authority::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn http_is_for_loopback_and_only_when_asked_for() {
        for text in [
            "http://127.0.0.1:5000/contoso.onmicrosoft.com",
            "http://[::1]:5000/a.b",
        ] {
            assert!(Authority::for_development(text).is_ok(), "{text}");
        }
        let local = format!("http://localhost:1/{GUID}");
        assert!(Authority::for_development(&local).is_ok());
        let outside = Authority::for_development("http://contoso.ciamlogin.com/");
        assert_eq!(outside, Err(AuthorityError::NotHttps));
        let lookalike = Authority::for_development("http://localhost.example/a.b");
        assert_eq!(lookalike, Err(AuthorityError::NotHttps));
    }
}
