//! How the gate in front of the tenant is set up.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field_error::FieldError;
use super::gate_rules::GateRules;
use super::text::AuthContext;

/// The gate's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct GateSeed {
    /// How it asks for a step-up.
    pub step_up: StepUp,
    /// What a step-up demands.
    pub context: AuthContext,
    /// In whose words it asks about each kind of call.
    pub judges: Judges,
    /// What becomes of a token request or a sign-up whose verdict could not be had. Texts are never sent then.
    pub fail: FailRule,
    /// Its back-end rules.
    pub rules: GateRules,
}

impl Default for GateSeed {
    fn default() -> Self {
        Self {
            step_up: StepUp::Rewrite,
            context: AuthContext::c3(),
            judges: Judges::default(),
            fail: FailRule::Closed,
            rules: GateRules::default(),
        }
    }
}

impl GateSeed {
    pub(super) fn check(&self) -> Result<(), FieldError> {
        let Judges {
            token,
            challenge,
            register_challenge: _,
            sign_up,
            reset,
        } = self.judges;
        self.rules.check().map_err(|error| error.inside("rules"))?;
        let others = [
            ("token", token),
            ("challenge", challenge),
            ("sign_up", sign_up),
            ("reset", reset),
        ];
        match others.iter().find(|(_, judge)| *judge == Judge::Prove) {
            Some((name, _)) => Err(FieldError::new(
                format!("judges.{name}"),
                "must not be prove, which judges numbers: only register_challenge names one",
            )),
            None => Ok(()),
        }
    }
}

/// How a step-up is asked for (docs/risk.md 2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepUp {
    /// The gate writes the context into the request.
    Rewrite,
    /// The gate answers 202, and the client posts again with the context.
    Resubmit,
}

/// What becomes of a call without a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FailRule {
    /// It is refused with 503.
    Closed,
    /// It goes on.
    Open,
    /// The person proves more.
    Challenge,
}

/// In whose words the gate asks about each kind of call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Judges {
    /// `/token`
    pub token: Judge,
    /// `/challenge` by text message
    pub challenge: Judge,
    /// `/register/v1.0/challenge` by text message
    pub register_challenge: Judge,
    /// `/signup/v1.0/start`
    pub sign_up: Judge,
    /// `/resetpassword/v1.0/submit`, where a rule wants a verdict
    pub reset: Judge,
}

impl Default for Judges {
    fn default() -> Self {
        Self {
            token: Judge::ThreatMetrix,
            challenge: Judge::Generic,
            register_challenge: Judge::Generic,
            sign_up: Judge::Generic,
            reset: Judge::Generic,
        }
    }
}

/// A provider's language.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Judge {
    /// LexisNexis ThreatMetrix.
    ThreatMetrix,
    /// HUMAN, whose sessions travel in `x-px-authorization`.
    Human,
    /// Prove, which judges `register_challenge` alone.
    Prove,
    /// The gate's own words, with challenges that can be solved.
    Generic,
}

impl Judge {
    /// The word for it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::ThreatMetrix => "threat_metrix",
            Self::Human => "human",
            Self::Prove => "prove",
            Self::Generic => "generic",
        }
    }
}
