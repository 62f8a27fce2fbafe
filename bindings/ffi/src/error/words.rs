//! The words that errors are told in.

use crate::mirror::mirror;

mirror! {
    /// Where an error leaves the flow.
    Landing of doorstep::Landing {
        /// The flow goes on, at the step that `current` shows.
        SameStep,
        /// The flow is over.
        FlowOver,
    }
}

/// `Problem`, whose passwords' rules are words of their own: a rule is not worth an enum inside an enum.
macro_rules! problems {
    ($($word:ident,)+; $($problem:ident = $rule:ident,)+) => {
        /// What a person can correct.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
        #[allow(missing_docs, reason = "the words are those of doorstep::Problem and doorstep::PasswordRule")]
        pub enum Problem {
            $($word,)+
            $($problem,)+
            Other,
        }

        #[cfg(test)]
        impl Problem {
            /// The words that have a twin in the core.
            pub(crate) const WORDS: &[&str] = &[$(stringify!($word),)+ "PasswordRejected"];
            /// The rules that have a word here.
            pub(crate) const RULES: &[&str] = &[$(stringify!($rule)),+];
        }

        impl From<doorstep::Problem> for Problem {
            fn from(problem: doorstep::Problem) -> Self {
                use doorstep::PasswordRule as Rule;
                use doorstep::Problem as Core;
                match problem {
                    $(Core::$word => Self::$word,)+
                    $(Core::PasswordRejected(Rule::$rule) => Self::$problem,)+
                    _ => Self::Other,
                }
            }
        }
    };
}

problems! {
    WrongPassword,
    WrongCode,
    UserNotFound,
    InvalidUsername,
    BlankPassword,
    BlankCode,
    InputTooLong,
    UnknownMethod,
    MethodBlocked,
    BlankContact,
    ContactRejected,
    ContactDisallowed,
    UserExists,
    AttributesRejected,
    AttributesMissing,
    NoPassword,
    PasswordNotChanged,
    BrowserCancelled,
    BrowserCodeRejected,
    PasswordResetRequired,
    InteractionRequired,
    InvalidProof,
    ;
    PasswordTooWeak = TooWeak,
    PasswordTooShort = TooShort,
    PasswordTooLong = TooLong,
    PasswordBanned = Banned,
    PasswordRecentlyUsed = RecentlyUsed,
    PasswordInvalid = Invalid,
}

mirror! {
    /// What to wait for.
    Reason of doorstep::Reason {
        /// The service can't be reached. Nothing was sent.
        Offline,
        /// No answer came. The service may have acted.
        NoAnswer,
        /// The service asks for fewer requests.
        Throttled,
        /// The account is locked for a while.
        LockedOut,
        /// Too many codes were asked for.
        TooManyCodes,
        /// The interval between two codes is not over. Nothing was sent.
        ResendTooSoon,
        /// The service is still changing the password.
        StillChanging,
        /// The service can't answer now.
        ServerUnavailable,
        /// What stands in front of the service can't reach it now.
        EdgeUnavailable,
        /// The risk of the call could not be judged now, so it was not let through.
        RiskUnavailable,
        /// The device's storage is locked.
        StoreLocked,
    } else Other
}

mirror! {
    /// How a flow or an account stands when it can't take a call.
    MisuseKind of doorstep::Misuse {
        /// Another call on the same flow runs. Nothing was sent.
        Busy,
        /// The reply belongs to a step that is past. Nothing was sent.
        StaleStep,
        /// The flow has not been started.
        NotStarted,
        /// The flow ended, or there is none of that id.
        Finished,
        /// The flow was cancelled.
        Cancelled,
        /// The flow waited too long.
        Expired,
        /// The account was signed out.
        SignedOut,
    } else Other
}

mirror! {
    /// Who decided against it.
    Denier of doorstep::Denier {
        /// The tenant's policy.
        Policy,
        /// The gate in front of the service.
        Gate,
        /// A risk provider, in the app or in front of the service.
        Provider,
    } else Other
}

mirror! {
    /// The setting to change.
    Setting of doorstep::Setting {
        /// The authority URL.
        Authority,
        /// The client id.
        ClientId,
        /// The first factors that the app offers.
        FirstFactors,
        /// The address that the browser comes back to.
        RedirectUri,
        /// The scopes asked for.
        Scopes,
        /// The registration's switch for native authentication.
        NativeAuthentication,
        /// The registration's switch for public client flows.
        PublicClientFlows,
        /// The user flow that the application belongs to.
        UserFlow,
        /// The consent to the permissions asked for.
        Consent,
        /// The risk signals.
        Signals,
        /// The context of a step-up that the gate asks for without naming one.
        StepUpContext,
        /// The recovery of a lost device.
        DeviceLost,
    } else Other
}

/// Where to look.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum Area {
    /// A setting is wrong.
    Configuration {
        /// Which.
        setting: Setting,
        /// What to change, and where.
        advice: String,
    },
    /// The service answered something that the protocol does not allow.
    Server,
    /// An API asks for something that can't be asked of the service.
    Api,
    /// Something between the app and the service answered in its place.
    Edge,
    /// Reading or writing a record failed.
    Storage,
    /// A defect of this library, or of how it was put into the app.
    Internal,
}

impl Area {
    /// A setting that is found wrong at the boundary, where its text is read.
    pub(crate) fn of_setting(setting: Setting) -> Self {
        let core = match setting {
            Setting::RedirectUri => doorstep::Setting::RedirectUri,
            Setting::Scopes => doorstep::Setting::Scopes,
            Setting::Signals => doorstep::Setting::Signals,
            _ => doorstep::Setting::Authority,
        };
        Self::Configuration {
            setting,
            advice: core.advice().to_owned(),
        }
    }
}

impl From<doorstep::Area> for Area {
    fn from(area: doorstep::Area) -> Self {
        match area {
            doorstep::Area::Configuration(setting) => Self::Configuration {
                setting: setting.into(),
                advice: setting.advice().to_owned(),
            },
            doorstep::Area::Server => Self::Server,
            doorstep::Area::Api => Self::Api,
            doorstep::Area::Edge => Self::Edge,
            doorstep::Area::Storage => Self::Storage,
            _ => Self::Internal,
        }
    }
}
