//! Flows: a state machine of pure functions, and the driver around it that locks, sends and
//! saves.
//!
//! The driver's order for every call: take the flow or answer `Busy`; check that it lives and has
//! not expired; compare the revision; [`plan`](machine::plan); note an ask that can't be repeated
//! safely as pending, and save the note where a step was handed out before; send;
//! [`apply`](machine::apply); save the record; and only then hand the step out, so that a step
//! that was shown can be resumed. A future that is dropped on the way releases the flow and
//! leaves the note.

mod advance;
mod browser;
mod call;
mod driver;
mod finish;
mod handle;
mod hold;
mod journey;
mod keep;
mod living;
mod look;
mod machine;
mod mfa;
mod origin;
mod record;
mod recovery;
mod remains;
mod reply;
mod reset_password;
mod saved;
mod sign_in;
mod sign_in_after;
mod sign_up;
mod signals;
mod state;
mod step;
mod strong_auth;
#[cfg(test)]
mod table;
mod telling;
mod turns;
mod verification;
#[cfg(test)]
mod walk;

pub(crate) use driver::{Flow, Tools};
pub use handle::{
    ResetPasswordFlow, ResetPasswordOptions, SignInAfter, SignInFlow, SignInOptions, SignUpFlow,
    SignUpOptions,
};
pub(crate) use living::Living;
pub(crate) use machine::{filled, typed};
pub use record::FlowKind;
pub(crate) use remains::Remains;
pub use reply::{
    AttributesReply, AuthorizationUrl, BrowserReply, CodeReply, MfaCodeReply, MfaReply,
    NewPasswordReply, NewPasswordWait, PasswordReply, RegistrationCodeReply, RegistrationReply,
    ResetCodeReply, ResetVerificationReply, SignUpCodeReply, SignUpPasswordReply,
    SignUpVerificationReply, VerificationReply,
};
pub(crate) use saved::{delete, load, load_all};
pub use step::{ResetPasswordStep, SignInStep, SignUpStep, StepKind, WaitingFlow};
