//! Errors as they stand on the wire: one table of name, sub-error, number and text (docs/protocol.md 9 and 11.5).

use serde_json::{Value, json};
use uuid::Uuid;

use super::Param;
use crate::clock::Timestamp;

/// Every error that the tenant answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum WireError {
    /// A parameter is missing or cannot be read.
    Parameter(Param),
    /// The body, or a field of it, is larger than the tenant reads.
    TooLarge,
    /// The endpoint was not posted to.
    NotPosted,
    /// The path names no endpoint.
    NoEndpoint,
    /// No tenant of that name here, or not under that host.
    Tenant,
    /// `redirect` is missing from the challenge types.
    RedirectMissing,
    /// A challenge type that nobody knows.
    ChallengeType,
    /// A grant that nobody knows.
    GrantType,
    /// No app of that id.
    UnknownClient,
    /// The app is in no user flow.
    NoUserFlow,
    /// Native authentication is off for the app.
    NativeAuthDisabled,
    /// The app is no public client.
    ConfidentialClient,
    /// No user of that name.
    UserNotFound,
    /// The user was deleted in the middle.
    UserGone,
    /// Wrong password.
    WrongPassword,
    /// Wrong code.
    WrongCode,
    /// The code is too old, or a newer one was sent.
    StaleCode,
    /// The grant does not fit the way this account signs in.
    WrongGrant,
    /// Too many failures in a row.
    Locked,
    /// An administrator demands a new password.
    PasswordChangeRequired,
    /// The continuation token is unknown, of another client, or has no place here.
    ContinuationToken,
    /// The continuation token ran out.
    ExpiredContinuationToken,
    /// No more codes in this chain.
    TooManyCodes,
    /// The number or address is not trusted.
    ContactBlocked,
    /// Several methods are possible and none was named.
    IntrospectRequired,
    /// A second factor is needed.
    MfaRequired {
        /// The token to go on with.
        token: String,
    },
    /// A method must be registered first.
    RegistrationRequired {
        /// The token to go on with.
        token: String,
    },
    /// A refresh cannot give the second factor that policy asks for now.
    RefreshNeedsMfa,
    /// The refresh token is not one of this client's.
    RefreshToken,
    /// The refresh token ran out.
    ExpiredRefreshToken,
    /// The refresh token was revoked.
    RevokedRefreshToken,
    /// A scope that does not exist, or scopes of two resources.
    Scope,
    /// A scope without consent.
    Consent,
    /// Too many requests, in the shape of an OAuth error.
    SlowDown,
    /// Too many requests, in the shape of an HTTP status.
    TooManyRequests,
    /// A token could not be signed.
    Unsigned,
    /// An injected fault.
    Injected,
}

/// What makes two answers of the same error differ.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stamp {
    pub(crate) correlation: Uuid,
    pub(crate) now: Timestamp,
}

/// `error`, `suberror`, number, text.
type Row = (&'static str, Option<&'static str>, u32, &'static str);

impl WireError {
    fn row(&self) -> Row {
        match self {
            Self::Parameter(_) => ("invalid_request", None, 90_100, ""),
            Self::TooLarge => (
                "invalid_request",
                None,
                90_100,
                "The request body is larger than this endpoint reads.",
            ),
            Self::NotPosted => (
                "invalid_request",
                None,
                900_561,
                "This endpoint answers POST requests only.",
            ),
            Self::NoEndpoint => ("invalid_request", None, 90_015, "There is no such endpoint."),
            Self::Tenant => (
                "invalid_request",
                None,
                500_210,
                "The tenant in the path does not belong to this host.",
            ),
            Self::RedirectMissing => (
                "invalid_request",
                None,
                901_007,
                "The challenge_type list does not include redirect.",
            ),
            Self::ChallengeType => (
                "unsupported_challenge_type",
                None,
                901_007,
                "The challenge_type list names an unsupported type.",
            ),
            Self::GrantType => (
                "unsupported_grant_type",
                None,
                70_003,
                "The grant_type is not supported.",
            ),
            Self::UnknownClient => (
                "unauthorized_client",
                None,
                700_016,
                "The app is not registered in this tenant.",
            ),
            Self::NoUserFlow => (
                "unauthorized_client",
                None,
                700_016,
                "The app was not added to a user flow.",
            ),
            Self::NativeAuthDisabled => (
                "invalid_client",
                Some("nativeauthapi_disabled"),
                7000,
                "Native authentication is switched off for this app.",
            ),
            Self::ConfidentialClient => (
                "unauthorized_client",
                None,
                550_022,
                "A confidential client cannot use native authentication.",
            ),
            Self::UserNotFound => (
                "user_not_found",
                None,
                50_034,
                "No account has this username.",
            ),
            Self::UserGone => (
                "invalid_grant",
                None,
                50_034,
                "The account no longer exists.",
            ),
            Self::WrongPassword => (
                "invalid_grant",
                None,
                50_126,
                "The username or the password is wrong.",
            ),
            Self::WrongCode => (
                "invalid_grant",
                Some("invalid_oob_value"),
                50_181,
                "The code is wrong.",
            ),
            Self::StaleCode => (
                "invalid_grant",
                Some("invalid_oob_value"),
                501_811,
                "The code is no longer accepted.",
            ),
            Self::WrongGrant => (
                "invalid_grant",
                None,
                400_002,
                "This account does not sign in with this grant.",
            ),
            Self::Locked => (
                "invalid_grant",
                None,
                50_053,
                "The account is locked for a while after many failures.",
            ),
            Self::PasswordChangeRequired => (
                "invalid_request",
                None,
                50_142,
                "An administrator asks for a new password.",
            ),
            Self::ContinuationToken => (
                "invalid_request",
                None,
                55_200,
                "The continuation_token is not valid.",
            ),
            Self::ExpiredContinuationToken => (
                "expired_token",
                None,
                552_003,
                "The continuation_token has expired.",
            ),
            Self::TooManyCodes => (
                "invalid_request",
                None,
                701_014,
                "No more one-time codes can be sent for now.",
            ),
            Self::ContactBlocked => (
                "access_denied",
                Some("provider_blocked_by_rep"),
                550_024,
                "This contact is blocked.",
            ),
            Self::IntrospectRequired => (
                "invalid_request",
                Some("introspect_required"),
                50_079,
                "Several methods fit; name one by id.",
            ),
            Self::MfaRequired { .. } => (
                "invalid_grant",
                Some("mfa_required"),
                50_076,
                "Policy asks for a second factor.",
            ),
            Self::RegistrationRequired { .. } => (
                "invalid_grant",
                Some("registration_required"),
                50_072,
                "Policy asks for a method to be registered.",
            ),
            Self::RefreshNeedsMfa => (
                "invalid_grant",
                Some("basic_action"),
                50_076,
                "Policy asks for a second factor; sign in again.",
            ),
            Self::RefreshToken => (
                "invalid_grant",
                None,
                70_000,
                "The refresh token is not valid for this app.",
            ),
            Self::ExpiredRefreshToken => (
                "invalid_grant",
                None,
                700_082,
                "The refresh token has expired.",
            ),
            Self::RevokedRefreshToken => (
                "invalid_grant",
                None,
                50_173,
                "The refresh token was revoked.",
            ),
            Self::Scope => ("invalid_scope", None, 70_011, "The scope is not valid."),
            Self::Consent => (
                "invalid_grant",
                None,
                65_001,
                "Nobody consented; send an interactive authorization request.",
            ),
            Self::SlowDown => ("slow_down", None, 900_144, "Too many requests."),
            Self::TooManyRequests => (
                "temporarily_unavailable",
                None,
                900_144,
                "Too many requests.",
            ),
            Self::Unsigned => (
                "server_error",
                None,
                90_033,
                "The token could not be signed.",
            ),
            Self::Injected => (
                "server_error",
                None,
                90_033,
                "A fault was injected into this answer.",
            ),
        }
    }

    /// The number that clients look at first.
    pub(crate) fn code(&self) -> u32 {
        self.row().2
    }

    /// The status: 400 for every error of the protocol (docs/protocol.md 1.6).
    pub(crate) fn status(&self) -> u16 {
        match self {
            Self::TooManyRequests => 429,
            Self::NoEndpoint => 404,
            _ => 400,
        }
    }

    /// The body.
    pub(crate) fn body(&self, stamp: Stamp) -> Value {
        let (error, suberror, code, text) = self.row();
        let text = match self {
            Self::Parameter(param) => format!("{} parameter is empty or not valid", param.name()),
            _ => text.to_owned(),
        };
        let trace = Uuid::new_v4();
        let time = stamp.now.spaced();
        let description = format!(
            "AADSTS{code}: {text}\r\nTrace ID: {trace}\r\nCorrelation ID: {}\r\nTimestamp: {time}",
            stamp.correlation
        );
        let mut body = json!({
            "error": error,
            "error_description": description,
            "error_codes": [code],
            "timestamp": time,
            "trace_id": trace,
            "correlation_id": stamp.correlation,
        });
        if let Some(suberror) = suberror {
            body["suberror"] = suberror.into();
        }
        if let Self::MfaRequired { token } | Self::RegistrationRequired { token } = self {
            body["continuation_token"] = token.as_str().into();
        }
        body
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(error: &WireError) -> Value {
        error.body(Stamp {
            correlation: Uuid::nil(),
            now: Timestamp::from_unix(1_768_472_430),
        })
    }

    #[test]
    fn the_envelope_has_every_field_in_its_type() {
        let body = body(&WireError::WrongPassword);
        assert_eq!(body["error"], "invalid_grant");
        assert_eq!(body["error_codes"], json!([50126]));
        assert_eq!(body["timestamp"], "2026-01-15 10:20:30Z");
        assert_eq!(body["correlation_id"], Uuid::nil().to_string());
        let text = body["error_description"].as_str().unwrap_or_default();
        assert!(text.starts_with("AADSTS50126: "), "{text}");
        assert!(
            text.ends_with("\r\nTimestamp: 2026-01-15 10:20:30Z"),
            "{text}"
        );
        assert!(body.get("suberror").is_none() && body.get("continuation_token").is_none());
    }

    #[test]
    fn a_wrong_parameter_is_named_the_way_clients_look_for_it() {
        let text = body(&WireError::Parameter(Param::Username))["error_description"].clone();
        assert!(
            text.as_str()
                .is_some_and(|text| text.contains("username parameter is empty or not valid"))
        );
    }

    #[test]
    fn demands_carry_the_token_to_go_on_with() {
        let body = body(&WireError::MfaRequired {
            token: "next".into(),
        });
        assert_eq!(
            (
                body["suberror"].as_str(),
                body["continuation_token"].as_str()
            ),
            (Some("mfa_required"), Some("next"))
        );
    }
}
