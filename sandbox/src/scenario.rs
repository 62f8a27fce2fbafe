//! Scenarios: seeds for situations that are tiresome to set up by hand, embedded and by name.
//!
//! Each is a seed file in `sandbox/scenarios`, whose first line says what it shows.

use crate::model::{Seed, SeedError};

/// Puts the files into the list under their own names.
macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        [$(Scenario {
            name: $name,
            text: include_str!(concat!("../scenarios/", $name, ".toml")),
        },)+]
    };
}

static ALL: [Scenario; 41] = files![
    "alias",
    "code_six_digits",
    "consent_missing",
    "federated_user",
    "locked_account",
    "native_auth_off",
    "password_change_forced",
    "reset_fails_once",
    "reset_refused_late",
    "reset_slow",
    "risk_anonymous_address",
    "risk_blocked_number",
    "risk_bot",
    "risk_closed_region",
    "risk_code_first",
    "risk_context_undefined",
    "risk_irsf_prefix",
    "risk_low",
    "risk_new_device",
    "risk_no_method",
    "risk_provider_error",
    "risk_provider_garbage",
    "risk_provider_slow",
    "risk_provider_timeout",
    "risk_recovery",
    "risk_resubmit",
    "risk_session_replayed",
    "risk_session_unknown",
    "risk_sim_swap",
    "risk_throttled_number",
    "risk_verdict_flips",
    "risk_way_around",
    "rules_device_lost",
    "rules_reset_code",
    "rules_sign_up_group",
    "sign_up_code",
    "sign_up_mfa",
    "sign_up_password",
    "sign_up_two_screens",
    "sign_up_verification",
    "sms_blocked",
];

/// A situation that the tenant can start in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scenario {
    name: &'static str,
    text: &'static str,
}

/// All scenarios, by name.
pub fn scenarios() -> &'static [Scenario] {
    &ALL
}

impl Scenario {
    /// The name, which is that of its file without the ending.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What it shows, in one sentence.
    pub fn summary(&self) -> &'static str {
        let first = self.text.lines().next().unwrap_or_default();
        first.trim_start_matches(['#', ' '])
    }

    /// The seed file.
    pub fn toml(&self) -> &'static str {
        self.text
    }

    /// The seed. A test reads all of them, so that none fails.
    pub fn seed(&self) -> Result<Seed, SeedError> {
        Seed::from_toml(self.name, self.text)
    }
}
