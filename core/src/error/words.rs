//! The words that errors are told in: what to correct, to wait for, to change.

/// Where an error leaves the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Landing {
    /// The flow stands where it stood, or at the step that `current()` shows: the reply object at
    /// hand goes on working unless `current()` shows a newer step.
    SameStep,
    /// The flow is over. Start a new one.
    FlowOver,
}

/// What a person can correct.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Problem {
    /// The password is not right.
    WrongPassword,
    /// The code is not right, or no longer.
    WrongCode,
    /// There is no account of that name.
    UserNotFound,
    /// The username is empty, too long, or not of a form that the service takes.
    InvalidUsername,
    /// No password was typed. Nothing was sent.
    BlankPassword,
    /// No code was typed. Nothing was sent.
    BlankCode,
    /// What was typed is longer than any password, code or attribute. Nothing was sent.
    InputTooLong,
    /// The chosen method is not one of those offered. Nothing was sent.
    UnknownMethod,
    /// The service does not send to that address or number: choose another method.
    MethodBlocked,
    /// No address or number was typed, or one that is too long. Nothing was sent.
    BlankContact,
    /// The address or number is not of a form that the service takes.
    ContactRejected,
    /// The tenant does not send to that region: take another contact or method.
    ContactDisallowed,
    /// There is an account of that name already: sign in, or take another name.
    UserExists,
    /// The new password breaks a rule of the tenant's.
    PasswordRejected(PasswordRule),
    /// The attributes that [`ErrorInfo::attributes`](crate::ErrorInfo::attributes) names were not taken.
    AttributesRejected,
    /// The attributes that [`ErrorInfo::attributes`](crate::ErrorInfo::attributes) names are missing: start again with them.
    AttributesMissing,
    /// The account has no password that could be reset: it signs in by code.
    NoPassword,
    /// The service could not change the password: try again, or take another.
    PasswordNotChanged,
    /// The person left the browser's page without signing in.
    BrowserCancelled,
    /// The browser came back too late, or twice: begin another journey.
    BrowserCodeRejected,
    /// The password must be reset before it can be used again.
    PasswordResetRequired,
    /// A policy wants the person to prove more than a silent refresh can: sign in again.
    InteractionRequired,
    /// The proof of a solved challenge is empty, too long, or no text that can be sent. Nothing was
    /// sent.
    InvalidProof,
}

/// The rule that a new password breaks (docs/protocol.md 10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PasswordRule {
    /// It needs more kinds of characters.
    TooWeak,
    /// It has fewer than 8 characters.
    TooShort,
    /// It has more than 256 characters.
    TooLong,
    /// It is among the banned ones.
    Banned,
    /// It was used before, not long ago.
    RecentlyUsed,
    /// It has characters that are not allowed.
    Invalid,
}

/// What to wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The device has no network, or the service's host can't be reached. Nothing was sent.
    Offline,
    /// The connection broke or no answer came in time. The service may have acted.
    NoAnswer,
    /// The service asks for fewer requests.
    Throttled,
    /// Too many failures: the account is locked for a while.
    LockedOut,
    /// Too many codes were asked for.
    TooManyCodes,
    /// The service's interval between two codes is not over. Nothing was sent.
    ResendTooSoon,
    /// The service is still changing the password.
    StillChanging,
    /// The service can't answer now.
    ServerUnavailable,
    /// What stands in front of the service can't reach it now.
    EdgeUnavailable,
    /// The risk of the call could not be judged now, so it was not let through: the service never
    /// saw it.
    RiskUnavailable,
    /// The device's storage is locked.
    StoreLocked,
}

/// How a flow or an account stands when it can't take a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Misuse {
    /// Another call on the same flow runs. Nothing was sent.
    Busy,
    /// The reply belongs to a step that is past; `current()` gives the live one. Nothing was sent.
    StaleStep,
    /// The flow has not been started, or its first call did not get through.
    NotStarted,
    /// The flow ended, or there is none of that id.
    Finished,
    /// The flow was cancelled.
    Cancelled,
    /// The flow waited too long, or the service no longer knows it.
    Expired,
    /// The account was signed out, or the service no longer accepts its session.
    SignedOut,
}

/// Who decided against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Denier {
    /// The tenant's policy.
    Policy,
    /// The gate in front of the service, by what a risk provider told it. The service never saw
    /// the call.
    Gate,
    /// A risk provider, in the app or in front of the service. The service never saw the call.
    Provider,
}

/// Where to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Area {
    /// A setting is wrong; [`Setting::advice`] says what to change.
    Configuration(Setting),
    /// The service answered something that the protocol does not allow.
    Server,
    /// An API that the app calls asks for something that can't be asked of the service.
    Api,
    /// Something between the app and the service answered in its place, or the connection could
    /// not be trusted: a proxy, a captive portal, a web application firewall.
    Edge,
    /// Reading or writing a record failed; or a saved one was damaged or its key is gone, and it was
    /// set aside.
    Storage,
    /// A defect of this library.
    Internal,
}

/// The setting to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Setting {
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
    /// The risk signals: a header, the provider's name, or what was collected.
    Signals,
    /// The context of a step-up that the gate asks for without naming one.
    StepUpContext,
    /// The recovery of a lost device: the gate in front of the tenant has no rule for it, or there is none.
    DeviceLost,
}

impl Setting {
    /// What to change, and where.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Authority => {
                "Use https://{subdomain}.ciamlogin.com/, or your custom domain with the tenant's GUID behind it."
            }
            Self::ClientId => "Use the application (client) id of the app registration, a GUID.",
            Self::FirstFactors => "Offer a first factor that the user flow has.",
            Self::RedirectUri => {
                "Give Config::redirect_uri an address that stands in the app registration under Authentication, Redirect URIs."
            }
            Self::Scopes => "Ask for scopes that the resource publishes, written in full.",
            Self::NativeAuthentication => {
                "App registration, Authentication: set \"Enable native authentication\" to Yes."
            }
            Self::PublicClientFlows => {
                "App registration, Authentication: set \"Allow public client flows\" to Yes, and remove secrets."
            }
            Self::UserFlow => "External Identities, User flows: add the application to the flow.",
            Self::Consent => "App registration, API permissions: grant admin consent.",
            Self::Signals => {
                "Names and values of headers, the provider's name and what is collected have fixed forms: see docs/signals.md."
            }
            Self::StepUpContext => {
                "Give Config::step_up_context the context, 1 to 99, that the gate's policy is bound to."
            }
            Self::DeviceLost => {
                "Let the authority lead to a gate whose configuration has the table [device_lost]: see docs/gate.md."
            }
        }
    }
}
