//! Doorstep: in-app sign-in for Microsoft Entra External ID (native authentication).
//!
//! A [`Client`] opens flows. A flow is a series of steps: plain data to show, and a reply object
//! with the methods that are valid there. Errors come in five kinds, by what an app does about
//! them ([`Error`]). A flow survives the process: [`Client::resume`] goes on where it stood.
//!
//! ```no_run
//! # #[cfg(feature = "reqwest")]
//! # async fn example(ports: doorstep::Ports) -> Result<(), doorstep::Error> {
//! use doorstep::{Client, Config, SignInOptions, SignInStep};
//!
//! let config = Config::new("https://contoso.ciamlogin.com/", "11111111-1111-4111-8111-111111111111")?;
//! let client = Client::new(&config, ports);
//! let flow = client.sign_in(SignInOptions::new("ada@contoso.example"))?;
//! let mut step = flow.start().await?;
//! loop {
//!     step = match step {
//!         SignInStep::PasswordRequired { reply } => reply.submit(ask("Password")).await?,
//!         SignInStep::CodeRequired { code, reply } => reply.submit(ask(&code.sent_to)).await?,
//!         SignInStep::MfaRequired { methods, reply } => reply.choose(&methods[0].id).await?,
//!         SignInStep::MfaCodeRequired { code, reply, .. } => reply.submit(ask(&code.sent_to)).await?,
//!         SignInStep::RegistrationRequired { methods, reply } => {
//!             reply.register(&methods[0].id, ask("Contact")).await?
//!         }
//!         SignInStep::RegistrationCodeRequired { code, reply, .. } => reply.submit(ask(&code.sent_to)).await?,
//!         SignInStep::VerificationRequired { challenge, reply } => reply.submit(ask(challenge.provider())).await?,
//!         SignInStep::BrowserRequired { reason, .. } => { println!("{:?}", reason.kind()); break }
//!         SignInStep::SignedIn { account } => { println!("{:?}", account.id()); break }
//!     }
//! }
//! # Ok(())
//! # }
//! # fn ask(_: &str) -> String { String::new() }
//! ```
//!
//! The core needs no async runtime of its own and its futures may be dropped at any time; what it
//! needs of its host are the [`ports`]. [`transport`] and [`store`] have ready-made ones.

mod address;
mod archive;
mod attributes;
mod authority;
mod browser;
mod challenge;
mod client;
mod clock;
mod config;
mod error;
mod exchange;
mod fault;
mod flow;
mod ids;
mod json;
mod log_safe;
mod outbox;
mod part;
pub mod ports;
mod seal;
mod secret;
mod service;
mod session;
pub mod signals;
pub mod store;
mod terms;
pub mod transport;
mod wire;

pub use attributes::{AttributeKind, AttributeValue, Attributes, RequiredAttribute};
pub use authority::{Authority, AuthorityError};
pub use browser::{BrowserOptions, InvalidRedirectUri, RedirectUri};
pub use challenge::{
    AuthMethod, BrowserReason, BrowserReasonKind, Channel, CodePurpose, CodeSent,
    RegistrationMethod, RiskChallenge, SecurityCode,
};
pub use client::{Client, Ports, ResumedFlow, StepUp};
#[cfg(feature = "tokio")]
pub use clock::SystemClock;
pub use clock::{Clock, Timestamp};
pub use config::{Config, FirstFactors};
pub use error::{
    Area, Denier, Error, ErrorInfo, Landing, Misuse, PasswordRule, Problem, Reason, Setting,
};
pub use flow::{
    AttributesReply, AuthorizationUrl, BrowserReply, CodeReply, FlowKind, MfaCodeReply, MfaReply,
    NewPasswordReply, NewPasswordWait, PasswordReply, RegistrationCodeReply, RegistrationReply,
    ResetCodeReply, ResetPasswordFlow, ResetPasswordOptions, ResetPasswordStep,
    ResetVerificationReply, SignInAfter, SignInFlow, SignInOptions, SignInStep, SignUpCodeReply,
    SignUpFlow, SignUpOptions, SignUpPasswordReply, SignUpStep, SignUpVerificationReply, StepKind,
    VerificationReply, WaitingFlow,
};
pub use ids::{
    AccountId, ClientId, CorrelationId, FlowId, InvalidId, MethodId, Revision, Username,
};
pub use secret::Secret;
pub use session::{AccessToken, Account, ClaimsChallenge, IdClaims, InvalidChallenge};
pub use terms::{Claims, InvalidClaims, InvalidScopes, RecoveryReason, Scopes};
