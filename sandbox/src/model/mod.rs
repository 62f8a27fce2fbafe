//! The documents that describe a tenant: what a seed file holds and what the admin API takes and gives.
//!
//! One set of types serves the seed file (TOML), the admin API (JSON), the published JSON Schema and the typed
//! [`Control`](crate::Control), so that all four always agree. Every type refuses members that it does not know.

mod account_policy;
mod api;
mod app;
mod attribute_value;
mod conditional_access;
mod fault;
mod field_error;
mod gate;
mod gate_rules;
mod new_user;
mod policy;
mod problem;
mod records;
mod redirect;
mod risk;
mod risk_records;
mod seed;
mod seed_error;
mod service;
mod sms;
mod text;
mod user;
mod user_change;
mod user_flow;

pub use account_policy::{PasswordPolicy, PasswordResetPolicy, ResetOutcome, SignUpPolicy};
pub use api::{ApiDialect, ApiPolicy};
pub use app::{App, Apps, Resource};
pub use attribute_value::AttributeValue;
pub use conditional_access::{ConditionalAccessPolicy, Requirement, Selection};
pub use fault::{BodyKind, Fault, FaultPoint, Faults};
pub use field_error::FieldError;
pub use gate::{FailRule, GateSeed, Judge, Judges, StepUp};
pub use gate_rules::{DeviceLostRule, GateRules, ResetProof, SecondProof};
pub use new_user::{NewMethod, NewUser};
pub use policy::{
    CodePolicy, Lifetimes, LockoutPolicy, Policies, SecondFactors, Throttle, ThrottleShape,
};
pub use records::{Answered, Info, JournalEntry, Mail, Now, Outcome, Purpose, SignIn};
pub use risk::{RiskMatch, RiskPurpose, RiskRule, RiskSeed, RiskVerdict};
pub use risk_records::{
    GateCall, RiskBook, RiskChallenge, RiskProof, RiskQuestion, RiskSession, RiskUpdate,
};
pub use seed::{Seed, TenantSeed};
pub use seed_error::SeedError;
pub use service::{DirectoryPolicy, GraphPermission, Group, GroupSeed, ServiceApp};
pub use sms::{RiskyNumber, SmsLimits, SmsPolicy};
pub use text::{AuthContext, Password};
pub use user::{Channel, Method, User};
pub use user_change::UserChange;
pub use user_flow::{Attribute, AttributeType, SignUpMethod, UserFlow};

pub(crate) use account_policy::MOST_FORMER_PASSWORDS;
pub(crate) use conditional_access::ALL;
pub(crate) use gate_rules::GATE_APP;
pub(crate) use problem::unreadable;
pub(crate) use redirect::covers;
pub(crate) use risk::MOST_RULES;
pub(crate) use text::{email, is_email, phone, phone_digits};
