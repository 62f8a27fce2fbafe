//! The tenant's policies: Conditional Access, second factors, codes, lifetimes, lockout, SMS, throttling, passwords,
//! sign-up and password reset.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field_error::{FieldError, at_most, each, range};
use super::{
    ApiPolicy, ConditionalAccessPolicy, DirectoryPolicy, PasswordPolicy, PasswordResetPolicy,
    Selection, SignUpPolicy, SmsPolicy,
};

/// All policies of the tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Policies {
    /// Conditional Access, evaluated at `/oauth2/v2.0/token` only (docs/protocol.md 6).
    pub conditional_access: Vec<ConditionalAccessPolicy>,
    /// Which methods may serve as second factor.
    pub second_factors: SecondFactors,
    /// Whether users may sign in with their alias.
    pub username_alias: bool,
    /// One-time codes.
    pub codes: CodePolicy,
    /// How long tokens live.
    pub lifetimes: Lifetimes,
    /// Smart lockout.
    pub lockout: LockoutPolicy,
    /// Text messages.
    pub sms: SmsPolicy,
    /// Request throttling.
    pub throttle: Throttle,
    /// The protected API beside the tenant.
    pub api: ApiPolicy,
    /// Passwords that people choose.
    pub passwords: PasswordPolicy,
    /// Sign-up.
    pub sign_up: SignUpPolicy,
    /// Self-service password reset.
    pub password_reset: PasswordResetPolicy,
    /// What Microsoft Graph shows of the directory.
    pub directory: DirectoryPolicy,
}

impl Default for Policies {
    fn default() -> Self {
        Self {
            conditional_access: Vec::new(),
            second_factors: SecondFactors::default(),
            username_alias: true,
            codes: CodePolicy::default(),
            lifetimes: Lifetimes::default(),
            lockout: LockoutPolicy::default(),
            sms: SmsPolicy::default(),
            throttle: Throttle::default(),
            api: ApiPolicy::default(),
            passwords: PasswordPolicy::default(),
            sign_up: SignUpPolicy::default(),
            password_reset: PasswordResetPolicy::default(),
            directory: DirectoryPolicy::default(),
        }
    }
}

/// The authentication-methods policy: which methods may serve as second factor, and for whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SecondFactors {
    /// Codes by e-mail.
    pub email: bool,
    /// Codes by text message.
    pub sms: bool,
    /// The groups whose members may use e-mail.
    pub email_groups: Selection,
    /// The groups whose members may use text messages.
    pub sms_groups: Selection,
}

impl Default for SecondFactors {
    fn default() -> Self {
        Self {
            email: true,
            sms: true,
            email_groups: Selection::everything(),
            sms_groups: Selection::everything(),
        }
    }
}

/// One-time codes (docs/protocol.md 2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CodePolicy {
    /// Digits of a code.
    #[schemars(range(min = 4, max = 12))]
    pub length: u8,
    /// Seconds that a client should wait before it asks for another code; left out of answers when null.
    #[schemars(range(min = 0, max = 86_400))]
    pub interval: Option<u32>,
    /// Seconds that a code can be used.
    #[schemars(range(min = 1, max = 86_400))]
    pub lifetime: u32,
    /// Codes that one chain of continuation tokens can have sent before 701014 comes.
    #[schemars(range(min = 1, max = 1000))]
    pub most_sends: u32,
}

impl Default for CodePolicy {
    fn default() -> Self {
        Self {
            length: 8,
            interval: Some(300),
            lifetime: 600,
            most_sends: 6,
        }
    }
}

/// How long tokens live, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Lifetimes {
    /// Continuation tokens.
    #[schemars(range(min = 1, max = 86_400))]
    pub continuation_token: u32,
    /// Authorization codes of the browser.
    #[schemars(range(min = 60, max = 600))]
    pub authorization_code: u32,
    /// Access and id tokens.
    #[schemars(range(min = 1, max = 86_400))]
    pub access_token: u32,
    /// Refresh tokens.
    #[schemars(range(min = 1, max = 31_536_000))]
    pub refresh_token: u32,
}

impl Default for Lifetimes {
    fn default() -> Self {
        Self {
            continuation_token: 600,
            authorization_code: 300,
            access_token: 3600,
            refresh_token: 90 * 86_400,
        }
    }
}

/// Smart lockout: after `threshold` failures in a row the account is locked, and every further failure locks it
/// again, for twice as long (docs/protocol.md 13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LockoutPolicy {
    /// Failures in a row that lock the account.
    #[schemars(range(min = 1, max = 1000))]
    pub threshold: u32,
    /// Seconds of the first lock.
    #[schemars(range(min = 1, max = 86_400))]
    pub seconds: u32,
    /// Seconds of the longest lock.
    #[schemars(range(min = 1, max = 86_400))]
    pub most_seconds: u32,
}

impl Default for LockoutPolicy {
    fn default() -> Self {
        Self {
            threshold: 10,
            seconds: 60,
            most_seconds: 3600,
        }
    }
}

/// Request throttling (docs/protocol.md 13 and 18).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Throttle {
    /// Requests a second that the tenant answers; 0 refuses all, null does not throttle.
    pub requests_per_second: Option<u32>,
    /// Requests a second that one address gets answered; 0 refuses all, null does not throttle.
    pub requests_per_second_per_address: Option<u32>,
    /// The `Retry-After` of a refusal, in seconds.
    #[schemars(range(min = 0, max = 86_400))]
    pub retry_after: u32,
    /// How a refusal looks.
    pub shape: ThrottleShape,
}

impl Default for Throttle {
    fn default() -> Self {
        Self {
            requests_per_second: None,
            requests_per_second_per_address: None,
            retry_after: 2,
            shape: ThrottleShape::default(),
        }
    }
}

/// The two shapes of a throttled answer that the sources mention; the service's own is not documented.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ThrottleShape {
    /// Status 429 with `Retry-After` and the usual error body.
    #[default]
    TooManyRequests,
    /// Status 400 with the error `slow_down`.
    SlowDown,
}

impl Policies {
    /// Checks the whole document.
    pub(crate) fn check(&self) -> Result<(), FieldError> {
        at_most("conditional_access", &self.conditional_access, 1000)?;
        each(
            "conditional_access",
            &self.conditional_access,
            ConditionalAccessPolicy::check,
        )?;
        for (name, groups) in [
            (
                "second_factors.email_groups",
                &self.second_factors.email_groups,
            ),
            ("second_factors.sms_groups", &self.second_factors.sms_groups),
        ] {
            groups.check(name)?;
        }
        let inside = |name: &'static str| move |error: FieldError| error.inside(name);
        self.passwords.check().map_err(inside("passwords"))?;
        self.sign_up.check().map_err(inside("sign_up"))?;
        self.directory.check().map_err(inside("directory"))?;
        self.password_reset
            .check()
            .map_err(inside("password_reset"))?;
        range("codes.length", self.codes.length, 4, 12)?;
        range(
            "codes.interval",
            self.codes.interval.unwrap_or(0),
            0,
            86_400,
        )?;
        range("codes.lifetime", self.codes.lifetime, 1, 86_400)?;
        range("codes.most_sends", self.codes.most_sends, 1, 1000)?;
        range(
            "lifetimes.continuation_token",
            self.lifetimes.continuation_token,
            1,
            86_400,
        )?;
        range(
            "lifetimes.authorization_code",
            self.lifetimes.authorization_code,
            60,
            600,
        )?;
        range(
            "lifetimes.access_token",
            self.lifetimes.access_token,
            1,
            86_400,
        )?;
        range(
            "lifetimes.refresh_token",
            self.lifetimes.refresh_token,
            1,
            31_536_000,
        )?;
        range("lockout.threshold", self.lockout.threshold, 1, 1000)?;
        range("lockout.seconds", self.lockout.seconds, 1, 86_400)?;
        range(
            "lockout.most_seconds",
            self.lockout.most_seconds,
            self.lockout.seconds,
            86_400,
        )?;
        range("throttle.retry_after", self.throttle.retry_after, 0, 86_400)?;
        self.sms.check().map_err(|error| error.inside("sms"))
    }
}
