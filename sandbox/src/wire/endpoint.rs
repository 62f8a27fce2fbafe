//! Paths: which tenant and which endpoint a request means (docs/protocol.md 1.1 and 1.2).

/// The endpoints of a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Endpoint {
    Initiate,
    Challenge,
    Introspect,
    Token,
    RegisterIntrospect,
    RegisterChallenge,
    RegisterContinue,
    SignUpStart,
    SignUpChallenge,
    SignUpContinue,
    ResetStart,
    ResetChallenge,
    ResetContinue,
    ResetSubmit,
    ResetPoll,
    Authorize,
    Discovery,
    Keys,
}

impl Endpoint {
    const ALL: [Self; 18] = [
        Self::Initiate,
        Self::Challenge,
        Self::Introspect,
        Self::Token,
        Self::RegisterIntrospect,
        Self::RegisterChallenge,
        Self::RegisterContinue,
        Self::SignUpStart,
        Self::SignUpChallenge,
        Self::SignUpContinue,
        Self::ResetStart,
        Self::ResetChallenge,
        Self::ResetContinue,
        Self::ResetSubmit,
        Self::ResetPoll,
        Self::Authorize,
        Self::Discovery,
        Self::Keys,
    ];

    /// The path below the tenant, without a leading slash.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Initiate => "oauth2/v2.0/initiate",
            Self::Challenge => "oauth2/v2.0/challenge",
            Self::Introspect => "oauth2/v2.0/introspect",
            Self::Token => "oauth2/v2.0/token",
            Self::RegisterIntrospect => "register/v1.0/introspect",
            Self::RegisterChallenge => "register/v1.0/challenge",
            Self::RegisterContinue => "register/v1.0/continue",
            Self::SignUpStart => "signup/v1.0/start",
            Self::SignUpChallenge => "signup/v1.0/challenge",
            Self::SignUpContinue => "signup/v1.0/continue",
            Self::ResetStart => "resetpassword/v1.0/start",
            Self::ResetChallenge => "resetpassword/v1.0/challenge",
            Self::ResetContinue => "resetpassword/v1.0/continue",
            Self::ResetSubmit => "resetpassword/v1.0/submit",
            Self::ResetPoll => "resetpassword/v1.0/poll_completion",
            Self::Authorize => "oauth2/v2.0/authorize",
            Self::Discovery => "v2.0/.well-known/openid-configuration",
            Self::Keys => "discovery/v2.0/keys",
        }
    }

    /// The endpoint of a path below the tenant.
    pub(crate) fn at(path: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|endpoint| endpoint.path().eq_ignore_ascii_case(path))
    }

    /// The endpoint that a person names by its path, with or without a leading slash.
    pub(crate) fn named(path: &str) -> Option<Self> {
        Self::at(path.strip_prefix('/').unwrap_or(path))
    }

    /// Whether the endpoint is read with `GET`; all others are posted to, and to the browser's page both are done.
    pub(crate) fn is_document(self) -> bool {
        matches!(self, Self::Discovery | Self::Keys)
    }
}

/// What a path means.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Place<'a> {
    /// The tenant's segment: its name or its id.
    pub(crate) tenant: &'a str,
    /// The endpoint, or none when the path names none that exists.
    pub(crate) endpoint: Option<Endpoint>,
}

/// Reads a path. A trailing slash does not matter.
pub(crate) fn find(path: &str) -> Place<'_> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let (tenant, rest) = path.split_once('/').unwrap_or((path, ""));
    Place {
        tenant,
        endpoint: Endpoint::at(rest.strip_suffix('/').unwrap_or(rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_tenant_and_endpoint() {
        let place = find("/contoso.onmicrosoft.com/oauth2/v2.0/token");
        assert_eq!(
            place,
            Place {
                tenant: "contoso.onmicrosoft.com",
                endpoint: Some(Endpoint::Token)
            }
        );
        assert_eq!(
            find("/t/oauth2/v2.0/challenge/").endpoint,
            Some(Endpoint::Challenge)
        );
        assert_eq!(
            find("/t/OAuth2/v2.0/Initiate").endpoint,
            Some(Endpoint::Initiate)
        );
    }

    #[test]
    fn an_unknown_path_names_no_endpoint() {
        for path in [
            "",
            "/",
            "/t",
            "/t/",
            "/t/oauth2/v2.0",
            "/oauth2/v2.0/token",
            "/t//oauth2/v2.0/token",
        ] {
            assert_eq!(find(path).endpoint, None, "{path}");
        }
    }
}
