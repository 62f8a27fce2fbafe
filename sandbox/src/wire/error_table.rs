//! The table of errors: name, sub-error, number and text of each (docs/protocol.md 9, 11.5 and 16).

use super::{Param, RequiredAttribute};

/// `error`, `suberror`, number, text.
pub(super) type Row = (&'static str, Option<&'static str>, u32, &'static str);

/// Makes the enum and its rows out of one table, so that no error can miss its row.
macro_rules! errors {
    ($($(#[$doc:meta])* $name:ident $(($($payload:ty),+))? = $error:literal, $suberror:expr, $code:literal, $text:literal;)+) => {
        /// Every error that the tenant answers.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub(crate) enum WireError {
            $($(#[$doc])* $name $(($($payload),+))?,)+
        }

        impl WireError {
            pub(super) fn row(&self) -> Row {
                match self {
                    $(Self::$name { .. } => ($error, $suberror, $code, $text),)+
                }
            }
        }
    };
}

errors! {
    /// A parameter is missing or cannot be read.
    Parameter(Param) = "invalid_request", None, 90_100, "";
    /// A parameter is longer than the tenant reads.
    LongParameter(Param) = "invalid_request", None, 90_100, "";
    /// The body is larger than the tenant reads.
    TooLarge = "invalid_request", None, 90_100, "The request body is larger than this endpoint reads.";
    /// The endpoint was not posted to.
    NotPosted = "invalid_request", None, 900_561, "This endpoint answers POST requests only.";
    /// The path names no endpoint.
    NoEndpoint = "invalid_request", None, 90_015, "There is no such endpoint.";
    /// No tenant of that name here, or not under that host.
    Tenant = "invalid_request", None, 500_210, "The tenant in the path does not belong to this host.";
    /// `redirect` is missing from the challenge types.
    RedirectMissing = "invalid_request", None, 901_007, "The challenge_type list does not include redirect.";
    /// A challenge type that nobody knows.
    ChallengeType = "unsupported_challenge_type", None, 901_007, "The challenge_type list names an unsupported type.";
    /// The contact to be registered is no address and no number.
    ChallengeTarget = "invalid_request", None, 901_001, "The challenge_target is not valid.";
    /// A grant that nobody knows.
    GrantType = "unsupported_grant_type", None, 70_003, "The grant_type is not supported.";
    /// The secret of a confidential client is missing.
    NoClientSecret = "invalid_client", None, 7_000_216, "The client_credentials grant needs a client_secret.";
    /// The secret of a confidential client is wrong, or the app has none.
    ClientSecret = "invalid_client", None, 7_000_215, "The client_secret is not one of this app's.";
    /// An app asks in its own name for something else than `<resource>/.default`.
    DefaultScope = "invalid_scope", None, 1_002_012, "In the client_credentials grant the scope is the resource with /.default behind it.";
    /// No app of that id.
    UnknownClient = "unauthorized_client", None, 700_016, "The app is not registered in this tenant.";
    /// The app is in no user flow.
    NoUserFlow = "unauthorized_client", None, 700_016, "The app was not added to a user flow.";
    /// Native authentication is off for the app.
    NativeAuthDisabled = "invalid_client", Some("nativeauthapi_disabled"), 7000, "Native authentication is switched off for this app.";
    /// The app is no public client.
    ConfidentialClient = "unauthorized_client", None, 550_022, "A confidential client cannot use native authentication.";
    /// No user of that name.
    UserNotFound = "user_not_found", None, 50_034, "No account has this username.";
    /// The name of a new account is taken.
    UserExists = "user_already_exists", None, 1_003_037, "An account has this username already.";
    /// The account has no password that could be reset.
    NoPassword = "invalid_request", None, 500_222, "The tenant or user does not support native credential recovery.";
    /// A password for a user flow that takes none.
    AuthMethod = "unsupported_auth_method", None, 55_107, "The user flow does not take a password.";
    /// The new password has too few characters.
    PasswordTooShort = "invalid_grant", Some("password_too_short"), 399_246, "The password is too short.";
    /// The new password has too many characters.
    PasswordTooLong = "invalid_grant", Some("password_too_long"), 399_246, "The password is too long.";
    /// The new password holds characters that are not allowed.
    PasswordInvalid = "invalid_grant", Some("password_is_invalid"), 399_246, "The password holds characters that are not allowed.";
    /// The new password mixes too few kinds of characters.
    PasswordTooWeak = "invalid_grant", Some("password_too_weak"), 399_246, "The password is not complex enough.";
    /// The new password holds a banned word.
    PasswordBanned = "invalid_grant", Some("password_banned"), 399_246, "The password holds a banned word.";
    /// The new password was in use not long ago.
    PasswordRecentlyUsed = "invalid_grant", Some("password_recently_used"), 399_246, "The password was used recently.";
    /// A sign-up needs a password; the token goes on.
    CredentialRequired(String) = "credential_required", None, 55_103, "A credential is required.";
    /// A sign-up needs attributes; the token goes on.
    AttributesRequired(String, Vec<RequiredAttribute>) = "attributes_required", None, 55_106, "Attributes are required.";
    /// Attributes with these names have values that cannot be taken.
    InvalidAttributes(Vec<String>) = "invalid_grant", Some("attribute_validation_failed"), 55_104, "Attributes are not valid.";
    /// Something must be verified that cannot be verified here; the token stands for the same point.
    VerificationRequired(String, Vec<String>) = "verification_required", None, 55_105, "Attributes must be verified first.";
    /// The account could not be kept.
    Unkept = "server_error", None, 90_033, "The account could not be kept.";
    /// The user was deleted in the middle.
    UserGone = "invalid_grant", None, 50_034, "The account no longer exists.";
    /// Wrong password.
    WrongPassword = "invalid_grant", None, 50_126, "The username or the password is wrong.";
    /// Wrong code.
    WrongCode = "invalid_grant", Some("invalid_oob_value"), 50_181, "The code is wrong.";
    /// The code is too old, or a newer one was sent.
    StaleCode = "invalid_grant", Some("invalid_oob_value"), 501_811, "The code is no longer accepted.";
    /// The grant does not fit the way this account signs in.
    WrongGrant = "invalid_grant", None, 400_002, "This account does not sign in with this grant.";
    /// Too many failures in a row.
    Locked = "invalid_grant", None, 50_053, "The account is locked for a while after many failures.";
    /// An administrator demands a new password.
    PasswordChangeRequired = "invalid_request", None, 50_142, "An administrator asks for a new password.";
    /// The continuation token is unknown, of another client, or has no place here.
    ContinuationToken = "invalid_request", None, 55_200, "The continuation_token is not valid.";
    /// The continuation token ran out.
    ExpiredContinuationToken = "expired_token", None, 552_003, "The continuation_token has expired.";
    /// No more codes in this chain.
    TooManyCodes = "invalid_request", None, 701_014, "No more one-time codes can be sent for now.";
    /// The number or address is not trusted.
    ContactBlocked = "access_denied", Some("provider_blocked_by_rep"), 550_024, "This contact is blocked.";
    /// Text messages do not go to the number's region.
    RegionClosed = "access_denied", Some("provider_blocked_by_admin"), 550_024, "Text messages to this region are not switched on.";
    /// Several methods are possible and none was named.
    IntrospectRequired = "invalid_request", Some("introspect_required"), 50_079, "Several methods fit; name one by id.";
    /// A second factor is needed; the token goes on.
    MfaRequired(String) = "invalid_grant", Some("mfa_required"), 50_076, "Policy asks for a second factor.";
    /// A method must be registered first; the token goes on.
    RegistrationRequired(String) = "invalid_grant", Some("registration_required"), 50_072, "Policy asks for a method to be registered.";
    /// A refresh cannot give the second factor that policy asks for now.
    RefreshNeedsMfa = "invalid_grant", Some("basic_action"), 50_076, "Policy asks for a second factor; sign in again.";
    /// The refresh token is not one of this client's.
    RefreshToken = "invalid_grant", None, 70_000, "The refresh token is not valid for this app.";
    /// The refresh token ran out.
    ExpiredRefreshToken = "invalid_grant", None, 700_082, "The refresh token has expired.";
    /// The refresh token, or the code of the browser, was revoked.
    RevokedGrant = "invalid_grant", None, 50_173, "The grant was revoked.";
    /// The authorization code is not one of this client's, or went elsewhere.
    AuthorizationCode = "invalid_grant", None, 70_000, "The code is not valid for this app and redirect_uri.";
    /// The authorization code ran out.
    ExpiredAuthorizationCode = "invalid_grant", None, 70_008, "The code has expired.";
    /// The authorization code was shown before.
    SpentAuthorizationCode = "invalid_grant", None, 54_005, "The code was already redeemed.";
    /// The verifier is not the one that the request was made with.
    CodeVerifier = "invalid_grant", None, 501_481, "The code_verifier does not match the code_challenge.";
    /// A scope that does not exist, or scopes of two resources.
    Scope = "invalid_scope", None, 70_011, "The scope is not valid.";
    /// A scope without consent.
    Consent = "invalid_grant", None, 65_001, "Nobody consented; send an interactive authorization request.";
    /// Too many requests, in the shape of an OAuth error.
    SlowDown = "slow_down", None, 900_144, "Too many requests.";
    /// Too many requests, in the shape of an HTTP status.
    TooManyRequests = "temporarily_unavailable", None, 900_144, "Too many requests.";
    /// A token could not be signed.
    Unsigned = "server_error", None, 90_033, "The token could not be signed.";
    /// An injected fault.
    Injected = "server_error", None, 90_033, "A fault was injected into this answer.";
}
