//! The boundary between crate `doorstep` and other languages, by UniFFI. It translates and holds no rule of a
//! flow: what a call does stands in `doorstep`, under the same names.
//!
//! Every call runs on one runtime of the process, in a task of its own: a caller that stops waiting ends
//! nothing. What the host brings ([`Transport`], [`Vault`], [`Records`], [`RiskHooks`], [`EventSink`], [`LogSink`]) is called on
//! threads of its own, never under a lock, and is waited for with patience that ends.
//!
//! Passwords, codes, the data key and what a browser came back with come in as bytes, and are wiped here when
//! they were used. UniFFI's buffers, through which all of it passes, are freed without being wiped, and so are the
//! copies that a host makes: see `docs/adr/0013-crossing-the-boundary.md`.

mod account;
mod browser;
mod call;
mod client;
mod data;
mod error;
mod event;
mod flow;
mod hook;
mod log;
mod mirror;
mod queue;
mod records;
mod reply;
mod risk;
mod runtime;
mod secret;
mod settings;
mod step;
mod transport;
mod vault;

pub use account::{AccessToken, Account, AccountId, StepUp};
pub use browser::{BrowserReason, BrowserReasonKind};
pub use call::{Answer, Call};
pub use client::{Client, FlowKind, StepKind, WaitingFlow, has_own_transport};
pub use data::{
    Attribute, AttributeKind, AttributeValue, AuthMethod, Channel, CodePurpose, CodeSent,
    RecoveryReason, RegistrationMethod, RequiredAttribute, RiskChallenge, SecurityCode,
};
pub use error::{Area, Denier, ErrorInfo, Failure, Landing, MisuseKind, Problem, Reason, Setting};
pub use event::{Event, EventSink, SetAside, StatusClass, TokenSource};
pub use flow::Flow;
pub use hook::HookError;
pub use log::{LogLevel, LogSink, set_log_sink};
pub use records::Records;
pub use reply::Reply;
pub use risk::{AddedHeader, FailPolicy, RiskCall, RiskHooks, RiskSettings, RiskSlot};
pub use settings::{FirstFactors, ResetPasswordRequest, Settings, SignInRequest, SignUpRequest};
pub use step::Step;
pub use transport::{Header, HttpFault, HttpMethod, HttpRequest, HttpResponse, Slot, Transport};
pub use vault::{Vault, VaultAnswer};

uniffi::setup_scaffolding!();
